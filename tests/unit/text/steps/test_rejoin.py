"""Lines that belong together: page breaks, titles over two lines, hard wrapping; and lines that stand alone."""

import pytest

from ipgraph.text.align import apply_edits
from ipgraph.text.steps.rejoin import find_cut_sentences
from ipgraph.text.steps.wrapping import find_hard_wrapping

CUT = {
    "page break in a sentence": (
        "深化改革。提升服务效能、推\n\n进合作，取得成效。",
        "深化改革。提升服务效能、推进合作，取得成效。",
    ),
    "page break in a word": ("知识产权。\n办法由国家知识\n\n产权局发布。", "知识产权。\n办法由国家知识产权局发布。"),
    "page break in a title": ("发布《知识\n\n产权数据》。", "发布《知识产权数据》。"),
    "page break before a unit": ("授权 64.3\n\n万件，增长。", "授权 64.3万件，增长。"),
    "title over two lines": ("国务院办公厅关于印发\n工作要点的通知", "国务院办公厅关于印发工作要点的通知"),
    "line that begins with a comma": ("各部门\n，各单位", "各部门，各单位"),
    "Latin words": ("参加（IP\nKey）项目", "参加（IP Key）项目"),
    "Latin word": ("参加（WI\nPO）会议", "参加（WIPO）会议"),
}
WHOLE = [
    "取得成效。\n商务部推进。",
    "主要如下：\n商务部推进。",
    "修改条例。（财政部负责）\n上述各项任务",
    "## 一、保护成效\n\n2024年，深化改革。",
    "一、保护成效\n2024年，深化改革。",
    "（一）司法保护\n2024年，深化改革。",
    "加强考核，促进创新发展，落实责任，完善制度体系建设\n（二）行政保护",
    "序号\t名称\n1\t行动",
    "工作要点的通知\n国办发〔2017〕46号\n各省：",
    "国家知识产权局\n2021年11月30日",
    "特此通知\n国家知识产权局\n2021年11月30日",
    "2014年国际交流合作状况\n\n中国政府高度重视。",
    "（此件公开发布）\n2017年工作",
    "第三章 附则\n本办法自发布之日起施行。",
]


@pytest.mark.parametrize(("text", "joined"), CUT.values(), ids=CUT.keys())
def test_cut_sentence_is_joined(text: str, joined: str) -> None:
    assert apply_edits(text, find_cut_sentences(text))[0] == joined


@pytest.mark.parametrize("text", WHOLE)
def test_whole_lines_stay_apart(text: str) -> None:
    assert find_cut_sentences(text) == []


PARAGRAPHS = [
    "（一）加强组织领导。各地区各部门要充分认识知识产权保护工作的重要意义，建立健全工作机制，形成工作合力，全面推进各项任务落实落细。",
    "各省级管理部门会同有关单位统筹推进辖区内的应对工作，加强协调联动，整合区域资源，工作中出现的重大问题要及时按程序请示报告，不得拖延。",
    "一、总体要求",
    "要结合本地区实际需求，细化工作目标和实施方案，加大资源投入，强化队伍建设，加强综合保障，确保工作成效，让各项任务落到实处，久久为功。",
]


def wrap(paragraph: str, width: int) -> str:
    """Return the paragraph cut into lines of `width` characters."""
    return "\n".join(paragraph[place : place + width] for place in range(0, len(paragraph), width))


@pytest.mark.parametrize("width", range(20, 46, 5))
def test_hard_wrapped_paragraphs_are_joined(width: int) -> None:
    text = "\n".join(wrap(paragraph, width) for paragraph in PARAGRAPHS)

    joined = apply_edits(text, find_hard_wrapping(text))[0]

    assert apply_edits(joined, find_cut_sentences(joined))[0].split("\n") == PARAGRAPHS


def test_indented_paragraph_begins_anew_after_a_full_line() -> None:
    text = "\n".join(f"  {wrap(paragraph[:60], 30)[:-1]}。" for paragraph in PARAGRAPHS if len(paragraph) > 60)

    joined = apply_edits(text, find_hard_wrapping(text))[0]

    assert joined.count("\n") == 2


def test_paragraphs_of_like_length_are_not_wrapped_text() -> None:
    assert find_hard_wrapping("\n".join(["各地区各部门要充分认识知识产权保护工作的重要意义并抓好落实。"] * 8)) == []


def test_wrapped_lines_do_not_swallow_a_table_between_them() -> None:
    lines = ["加强知识产权保护工作推动高质量发展营造良好环境的各项任务"] * 6
    text = "\n".join([*lines[:3], "甲\t乙", *lines[3:]])

    assert "\n甲\t乙\n" in apply_edits(text, find_hard_wrapping(text))[0]
