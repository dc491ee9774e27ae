"""Traditional to Simplified, character by character."""

import pytest

from ipgraph.text.steps.script import to_simplified

TRADITIONAL = {
    "國務院辦公廳關于印發工作要點的通知": "国务院办公厅关于印发工作要点的通知",
    "知識産權、假冒僞劣、群衆、凈化、部門裏、啟動": "知识产权、假冒伪劣、群众、净化、部门里、启动",
    "知識產權、假冒偽劣、群眾、淨化、裡面、啓動": "知识产权、假冒伪劣、群众、净化、里面、启动",
    "瞭解與瞭望": "了解与瞭望",
    "乾淨與乾隆": "干净与乾隆",
    "答覆與覆蓋": "答复与覆盖",
    "沿著著作權與著名商標，顯著進展": "沿着著作权与著名商标，显著进展",
    "「劍網」專項行動": "“剑网”专项行动",
}
SIMPLIFIED = [
    "著作权法与显著特征",
    "乾隆年间",
    "瞭望",
    "皇后与太后",
    "慰藉",
    "答复与覆盖",
    "WIPO 2024",
    "",
    "征求意见于后",
]


@pytest.mark.parametrize(("text", "simplified"), TRADITIONAL.items())
def test_traditional_text_becomes_simplified(text: str, simplified: str) -> None:
    assert to_simplified(text) == simplified


@pytest.mark.parametrize("text", SIMPLIFIED)
def test_simplified_text_stays(text: str) -> None:
    assert to_simplified(text) == text


def test_single_traditional_word_in_simplified_text_changes_and_nothing_else() -> None:
    text = "乾隆年间的著作" + "知识产权保护" * 20 + "國家"

    assert to_simplified(text) == text.replace("國", "国")
