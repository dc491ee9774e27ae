"""Widths of punctuation, digits and letters, and thousands set apart."""

import pytest

from ipgraph.text.align import apply_edits
from ipgraph.text.steps.marks import unify_characters
from ipgraph.text.steps.thousands import find_thousands
from ipgraph.text.steps.widths import widen_punctuation

WIDENED = {
    "2017年,全国": "2017年，全国",
    "机构:\n": "机构：\n",
    "望远镜(SKA)等": "望远镜（SKA）等",
    "《协定》(CPTPP)进程": "《协定》（CPTPP）进程",
    "条约(PCT).": "条约（PCT）.",
    "通过(见(一)项)后": "通过（见（一）项）后",
    "负责\n)1.": "负责\n）1.",
    "什么?!": "什么？！",
    "(TM5),发布": "(TM5)，发布",
}
KEPT = ["1,289", "12:30", "in Geneva (Switzerland), 2014", "http://a.cn/?x=1;y", "〔2017〕［一］", "3.5"]


@pytest.mark.parametrize(("text", "wide"), WIDENED.items())
def test_punctuation_next_to_chinese_becomes_wide(text: str, wide: str) -> None:
    assert widen_punctuation(text) == wide


@pytest.mark.parametrize("text", KEPT)
def test_punctuation_of_numbers_and_latin_text_stays(text: str) -> None:
    assert widen_punctuation(text) == text


UNIFIED = {
    "２０２４年ＰＣＴ": "2024年PCT",
    "４５．２％": "45.2%",
    "⼈⺠": "人民",
    "\uf9e9\uf97e": "里量",
    "年\u3000月\xa0日\u2009": "年 月 日 ",
    "甲\u2028乙\r丙": "甲\n乙\n丙",
}


@pytest.mark.parametrize(("text", "plain"), UNIFIED.items())
def test_look_alikes_become_one_code_point(text: str, plain: str) -> None:
    assert unify_characters(text) == plain


JOINED = {
    "案件 2 643 件": "案件 2643 件",
    "4 050 亿": "4050 亿",
    "12 345 678": "12345678",
    "7 646 件 13 486 人": "7646 件 13486 人",
    "共1,289件": "共1289件",
    "共1，289件": "共1289件",
    "11 666.5": "11666.5",
}
APART = ["2024 123", "1,28", "IP5 300", "3.141 592", "1,2345", "第 12 届", "5 6"]


@pytest.mark.parametrize(("text", "number"), JOINED.items())
def test_thousands_are_joined(text: str, number: str) -> None:
    assert apply_edits(text, find_thousands(text))[0] == number


@pytest.mark.parametrize("text", APART)
def test_other_numbers_stay_apart(text: str) -> None:
    assert find_thousands(text) == []
