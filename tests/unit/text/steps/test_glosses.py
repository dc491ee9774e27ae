"""Pinyin glosses: which brackets are one, and which are text."""

import pytest

from ipgraph.text.align import apply_edits
from ipgraph.text.steps.glosses import find_glosses

GLOSSED = {
    "和(hé)制(zhì)售": "和制售",
    "和(he)平": "和平",
    "制（zhì）造": "制造",
    "女(nǚ)性": "女性",
    "绿(lv)色": "绿色",
    "不(bú)是": "不是",
    "重(chóng)复": "重复",
    "重(zhòng)要": "重要",
    "和(he\u0301)平": "和平",
    "行(xíng)(xíng)动": "行动",
    "制(zh\nì)造": "制\n造",
    "制(z hì)造": "制造",
}
TEXT = [
    "网址(IP地址)",
    "反应堆(ITER)",
    "中(le)国",
    "中瑞(士)",
    "中巴(西)",
    "A(hé)",
    "和(hé",
    "酒[Tequila]",
    "法(a)项",
    "（hé）",
]


@pytest.mark.parametrize(("text", "plain"), GLOSSED.items())
def test_gloss_goes(text: str, plain: str) -> None:
    assert apply_edits(text, find_glosses(text))[0] == plain


@pytest.mark.parametrize("text", TEXT)
def test_other_bracket_stays(text: str) -> None:
    assert find_glosses(text) == []
