"""Local bodies, found by the form of their names."""

import pytest

from ipgraph.extract.local import LocalBodyFinder
from ipgraph.lexicon.authority import Authority

FINDER = LocalBodyFinder(Authority.load())


def names(text: str, place: str | None = None) -> list[str]:
    found = list(FINDER.find(text, place))
    for body in found:
        assert 0 <= body.span.start < body.span.end <= len(text)
    return [body.entity.name for body in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("四川省高级人民法院与成都市公安局联合办案", ["四川省高级人民法院", "成都市公安局"]),
        ("会同湖南省市场监管局、长沙市知识产权局", ["湖南省市场监督管理局", "长沙市知识产权局"]),
        ("12月1日经福建省厦门市第十六届人民代表大会常务委员会通过", ["福建省厦门市人大常委会"]),
        ("广西壮族自治区人民政府办公厅印发", ["广西壮族自治区人民政府办公厅"]),
        ("北京市海淀区人民法院审理", ["北京市海淀区人民法院"]),
        ("黄埔海关扣留货物，拱北海关和深圳海关跟进", ["黄埔海关", "拱北海关", "深圳海关"]),
        ("陕西省市场监管部门查处", ["陕西省市场监管部门"]),
    ],
)
def test_a_local_body_is_named_in_full(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_what_a_provincial_text_calls_its_own_bodies_is_completed() -> None:
    text = "省知识产权局会同省法院、省委宣传部部署，全省公安机关参加"
    assert names(text, "辽宁省") == ["辽宁省知识产权局", "辽宁省高级人民法院", "辽宁省委宣传部", "全省公安机关"]
    assert names(text) == ["省知识产权局", "省法院", "省委宣传部", "全省公安机关"]


@pytest.mark.parametrize(
    "text",
    [
        "各省、自治区、直辖市人民政府",
        "市场监管总局和城市规划部门",
        "与韩国海关、日本海关交流，加强海关执法",
        "中国海关和全国海关",
        "自由贸易试验区管理委员会联合委员会",
    ],
)
def test_what_is_no_local_body_is_none(text: str) -> None:
    assert names(text) == []


def test_the_place_of_a_title_is_its_province() -> None:
    assert FINDER.find_place("2022年江苏省知识产权保护状况") == "江苏省"
    assert FINDER.find_place("2022年中国知识产权保护状况") is None
