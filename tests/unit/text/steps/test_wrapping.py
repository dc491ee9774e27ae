"""Hard-wrapped lines are joined by whichever measure of width they were cut: characters, or columns of two kinds."""

import pytest

from ipgraph.text.align import apply_edits
from ipgraph.text.steps.lines import is_formal
from ipgraph.text.steps.wrapping import find_hard_wrapping

PARAGRAPHS = (
    "2024年，全国法院共审结知识产权案件123456件，同比增长1.2%，其中专利案件45678件，商标案件1234件，"
    "著作权案件5件，涉及WIPO、TM5、ID5等12个国际组织的案件有3件，比2023年的7件减少了4件",
    "公安部组织开展“昆仑2024”行动，破案1.2万余起，抓获3456人，涉案金额98.7亿元，移送检察机关2345起，"
    "并与INTERPOL等2个组织就8起跨国案件开展合作，共同查处网站1234个",
)


def columns(character: str) -> int:
    return 1 if character < "\u0300" else 2


def ascii_columns(character: str) -> int:
    return 1 if character in "，；：？！（）" else columns(character)


def wrap(paragraph: str, limit: int, measure: object) -> str:
    assert callable(measure)
    lines, width = [""], 0
    for character in paragraph:
        if width + measure(character) > limit:
            lines, width = [*lines, ""], 0
        lines[-1] += character
        width += measure(character)
    return "\n".join(lines)


@pytest.mark.parametrize("measure", [len, columns, ascii_columns])
@pytest.mark.parametrize("limit", [30, 35, 40])
def test_lines_of_any_measure_are_joined(measure: object, limit: int) -> None:
    paragraphs = [f"{paragraph}。" for paragraph in PARAGRAPHS]
    text = "\n".join(wrap(paragraph, limit, measure) for paragraph in paragraphs)
    # Where the last line of a paragraph happens to be full, nothing shows that it is the last.
    assert apply_edits(text, find_hard_wrapping(text))[0].split("\n") in (paragraphs, ["".join(paragraphs)])


@pytest.mark.parametrize(
    "line", ["（公安部、海关总署负责）", "（中央宣传部（国家版权局）牵头）。", "（负责部门：省工商局）", "（二十八）"]
)
def test_brackets_of_duties_and_bare_numbers_do_not_stand_alone(line: str) -> None:
    assert not is_formal(line)


@pytest.mark.parametrize("line", ["（此件公开发布）", "（2024年1月5日）", "（负责人名单）"])
def test_remarks_in_brackets_stand_alone(line: str) -> None:
    assert is_formal(line)
