"""Marks of the page and the file: page numbers, contents pages, bookmarks, what nobody sees, line ends."""

import pytest

from ipgraph.text.align import apply_edits
from ipgraph.text.steps.contents import find_contents
from ipgraph.text.steps.marks import find_bookmarks, find_invisible, find_line_ends
from ipgraph.text.steps.pages import find_page_numbers

PAGE_LINES = ["2", "- 3 -", "— 12 —", "－4－", "第 3 页", "第3页 共12页", "3/12", " 15 ", "·5·"]
TEXT_LINES = ["2024", "1.", "2014年", "第三页", "-3", "3月", "12345"]


@pytest.mark.parametrize("line", PAGE_LINES)
def test_page_number_goes_with_its_line(line: str) -> None:
    text = f"甲\n{line}\n乙"

    assert apply_edits(text, find_page_numbers(text))[0] == "甲\n乙"


@pytest.mark.parametrize("line", TEXT_LINES)
def test_other_line_stays(line: str) -> None:
    assert find_page_numbers(f"甲\n{line}\n乙") == []


def test_number_below_a_table_row_is_a_cell() -> None:
    assert find_page_numbers("甲\t乙\n2\n丙") == []


def test_dressed_page_number_below_a_table_row_goes() -> None:
    text = "甲\t乙\n- 2 -\n丙"

    assert apply_edits(text, find_page_numbers(text))[0] == "甲\t乙\n丙"


def test_contents_page_goes_with_its_heading() -> None:
    text = "题\n# 目 录\n\n一、保护成效 .....\t2\n二、制度建设 ……… 18\n\n## 一、保护成效\n"

    assert apply_edits(text, find_contents(text))[0] == "题\n\n\n## 一、保护成效\n"


def test_contents_page_in_one_line_goes() -> None:
    text = "题 # 目 录 一、保护成效 ..... 2 二、制度建设 ..... 18 三、审批 ... 25 一、保护成效 2024年"

    assert apply_edits(text, find_contents(text))[0] == "题 一、保护成效 2024年"


def test_contents_page_without_numbers_ends_where_its_first_entry_comes_again() -> None:
    text = "专利法\n目 录\n\n第一章 总则\n第二章 申请\n\n第一章 总则\n第一条 为了保护专利权。\n"

    assert apply_edits(text, find_contents(text))[0] == "专利法\n\n第一章 总则\n第一条 为了保护专利权。\n"


@pytest.mark.parametrize("text", ["目录\n一、保护成效\n", "编制专利转化目录 2024年……3家\n", "目录管理\n1.推进\n"])
def test_what_is_no_contents_page_stays(text: str) -> None:
    assert find_contents(text) == []


def test_bookmark_goes_and_other_square_brackets_stay() -> None:
    text = "[bookmark: _Toc285209815]工商总局[Tequila]"

    assert apply_edits(text, find_bookmarks(text))[0] == "工商总局[Tequila]"


def test_invisible_characters_go() -> None:
    text = "\ufeff知\u200b识\xad产\x07权"

    assert apply_edits(text, find_invisible(text))[0] == "知识产权"


def test_carriage_return_goes_before_a_newline() -> None:
    text = "甲\r\n乙\r丙"

    assert apply_edits(text, find_line_ends(text))[0] == "甲\n乙\r丙"
