"""Headings and tasks inside a line: what begins a new one and what does not."""

import pytest

from ipgraph.text.align import apply_edits
from ipgraph.text.steps.inline import find_inline_structure
from ipgraph.text.steps.series import Series, han_number

TAIL = "进一步加强知识产权保护工作，推动高质量发展，营造良好环境，取得积极成效。"


def split(text: str) -> list[str]:
    """Return the lines into which the step cuts the text."""
    return apply_edits(text, find_inline_structure(text))[0].split("\n")


def test_tasks_after_full_stops_begin_lines() -> None:
    assert split(f"1.推动修改。2.{TAIL}3、研究。") == ["1.推动修改。", f"2.{TAIL}", "3、研究。"]


def test_headings_end_where_the_next_number_begins() -> None:
    assert split(f"{TAIL}一完善制度（一）完善法规1.推动修改。2.研究。") == [
        TAIL,
        "一 完善制度",
        "（一）完善法规",
        "1.推动修改。",
        "2.研究。",
    ]


def test_numbering_may_begin_again_and_lose_a_number() -> None:
    assert split(f"1.甲方案。2.乙方案。4.丙方案。1.丁方案。2.{TAIL}") == [
        "1.甲方案。",
        "2.乙方案。",
        "4.丙方案。",
        "1.丁方案。",
        f"2.{TAIL}",
    ]


UNCUT = [
    f"增长1.5万件。2.1版上线。{TAIL}",
    f"见图1.所示，图2.所示。{TAIL}",
    f"根据《纲要》（一）和（二）的要求。{TAIL}",
    f"依照第三条第（一）（二）项。{TAIL}",
    f"2024.3.15会议召开。{TAIL}",
    f"主要任务：1.推动；2.研究；3.加强。{TAIL}",
    f"一是推动。二是研究。三是加强。{TAIL}",
    f"共有一、二、三线城市参加。{TAIL}",
    f"会同 加强工作，{TAIL}",
    f"第7.推动。{TAIL}",
]


@pytest.mark.parametrize("text", UNCUT)
def test_what_is_no_mark_cuts_nothing(text: str) -> None:
    assert split(text) == [text]


def test_head_of_a_joined_notice_falls_apart() -> None:
    text = f"国务院关于工作的通知国办发〔2017〕46号各省、各部委：《要点》已印发。{TAIL * 20}"

    assert split(text)[:4] == [
        "国务院关于工作的通知",
        "国办发〔2017〕46号",
        "各省、各部委：",
        f"《要点》已印发。{TAIL * 20}",
    ]


def test_sign_off_of_a_joined_notice_falls_apart() -> None:
    text = f"{TAIL * 20}国家知识产权局2021年11月30日"

    assert split(text)[-2:] == ["国家知识产权局", "2021年11月30日"]


def test_paragraphs_joined_by_spaces_in_a_long_line_fall_apart() -> None:
    assert split(" ".join([TAIL] * 20)) == [TAIL] * 20


def test_a_space_after_a_full_stop_in_a_short_line_parts_nothing() -> None:
    assert split(f"{TAIL} {TAIL}") == [f"{TAIL} {TAIL}"]


def test_series_needs_a_beginning_or_three_numbers() -> None:
    series = Series()
    for number, place in ((7, 10), (8, 20)):
        series.offer(number, place)

    assert series.places() == set()
    assert series.offer(9, 30)
    assert series.places() == {10, 20, 30}


@pytest.mark.parametrize(
    ("numerals", "value"), {"七": 7, "十": 10, "十二": 12, "二十": 20, "三十一": 31, "一〇": 10}.items()
)
def test_heading_number_is_read(numerals: str, value: int) -> None:
    assert han_number(numerals) == value
