"""Numbers with their unit are read in every form in which texts write them, and nothing else is."""

from decimal import Decimal

import pytest

from ipgraph.extract.figures.quantities import find_quantities
from ipgraph.extract.figures.words import figure_words


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("案件2643件", "2643", "件"),
        ("案件1,204件", "1204", "件"),
        ("案件45.2万件", "452000", "件"),
        ("金额11.29亿元", "1129000000", "元"),
        ("基地700余万亩", "7000000", "亩"),
        ("案件1300余件", "1300", "件"),
        ("服务超145万次", "1450000", "次"),
        ("企业百余家", "100", "家"),
        ("案件一百二十件", "120", "件"),
        ("召开了两次会议", "2", "次"),
        ("达95％以上", "95", "%"),
        ("占三分之一", "33.33", "%"),
        ("占百分之二十", "20", "%"),
        ("审查周期压减至16.5个月", "16.5", "个月"),
    ],
)
def test_a_quantity_is_read(text: str, value: str, unit: str) -> None:
    [quantity] = find_quantities(text, figure_words())
    assert (quantity.value, quantity.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "2024年6月24日",
        "第25届会议",
        "第三次会议",
        "国办发〔2017〕46号",
        "电话010-12345678",
        "“十四五”规划",
        "防止二次污染",
        "实名收寄、过机安检三项制度",
        "二十万元以下的罚款",
        "3人以上的单位",
        "为期3个月",
        "每省推荐不超过3个单位",
        "8部门联合印发",
        "自2024年1月1日起施行",
    ],
)
def test_what_is_no_count_is_not_read(text: str) -> None:
    assert find_quantities(text, figure_words()) == []


def test_a_range_keeps_both_ends() -> None:
    [quantity] = find_quantities("确定了15—20家企业", figure_words())
    assert (quantity.value, quantity.upper) == (Decimal(15), Decimal(20))


def test_a_range_takes_its_scale_from_the_upper_end() -> None:
    [quantity] = find_quantities("罚款3至5万元", figure_words())
    assert (quantity.value, quantity.upper) == (Decimal(30000), Decimal(50000))


def test_a_round_number_is_marked() -> None:
    about = [quantity.about for quantity in find_quantities("培训近40人、1300余件、20件", figure_words())]
    assert about == [True, True, False]
