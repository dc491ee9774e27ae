"""White space: what goes, what is kept single, what a table needs."""

import pytest

from ipgraph.text.align import apply_edits
from ipgraph.text.steps.spaces import find_spaces

CASES = {
    "“剑网 2024”": "“剑网2024”",
    "PCT 高级": "PCT高级",
    "2024 年 6 月": "2024年6月",
    "参加 “活动” 和": "参加“活动”和",
    "IP  Key": "IP Key",
    "WIPO Lex": "WIPO Lex",
    "甲\n\n \n乙": "甲\n乙",
    "甲 \n 乙": "甲\n乙",
    "\n\n甲\n": "甲\n",
    "甲\n\n": "甲\n",
    "序号 \t 名称\n\t乙": "序号\t名称\n\t乙",
    "## 一、成效": "## 一、成效",
    "##一、成效": "## 一、成效",
    "#### 1. 政策": "#### 1.政策",
    "一 完善制度": "一 完善制度",
    "十二 完善制度": "十二 完善制度",
    "第三条 为了": "第三条 为了",
    "根据第三条 为了": "根据第三条为了",
    "其一 完善": "其一完善",
    "表1 2024年": "表1 2024年",
}


@pytest.mark.parametrize(("text", "tidy"), CASES.items())
def test_white_space_becomes(text: str, tidy: str) -> None:
    assert apply_edits(text, find_spaces(text))[0] == tidy
