"""Numbers and ordinals as Chinese texts write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipgraph.text.numerals import parse_number, parse_ordinal

NUMBERS = {
    "45.2万": "452000",
    "1.3亿": "130000000",
    "3.5万亿": "3500000000000",
    "2亿3000万": "230000000",
    "2643": "2643",
    "2,643": "2643",
    "2 643": "2643",
    "82.60": "82.60",
    "-3.9": "-3.9",
    "100余": "100",
    "100余万": "1000000",
    "4050亿余": "405000000000",
    "近30": "30",
    "超过600": "600",
    "第25": "25",
    "４５": "45",
    "两": "2",
    "十二": "12",
    "二十七": "27",
    "一百零五": "105",
    "三百五十": "350",
    "二千余": "2000",
    "二〇二四": "2024",
    "二○二四": "2024",
    "半": "0.5",
    "百分之五": "0.05",
    "四分之三": "0.75",
}
NO_NUMBERS = ["", "几", "若干", "万", "abc", "1,28", "1.", "第", "十百一千", "三分之", "零分之一", "1.2.3"]


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_number_is_read(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_nonsense_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match=r"number|zero|numeral"):
        parse_number(text)


def test_endless_fraction_has_28_digits() -> None:
    assert parse_number("三分之一") == Decimal(1) / Decimal(3)


def test_whole_number_has_no_decimals() -> None:
    assert str(parse_number("45.2万")) == "452000"


@given(st.integers(0, 10**12))
def test_grouped_digits_read_as_the_plain_number(number: int) -> None:
    assert parse_number(f"{number:,}") == number


ORDINALS = {
    "第25届": 25,
    "第二十七次": 27,
    "第十一": 11,
    "第 3 轮": 3,
    "第一百零二次": 102,
    "首届": 1,
    "首次": 1,
    "首批": 1,
}


@pytest.mark.parametrize(("text", "place"), ORDINALS.items())
def test_ordinal_is_read(text: str, place: int) -> None:
    assert parse_ordinal(text) == place


@pytest.mark.parametrize("text", ["", "25届", "第届", "第0届", "历届", "第25届会议召开", "次"])
def test_nonsense_is_no_ordinal(text: str) -> None:
    with pytest.raises(ValueError, match="ordinal"):
        parse_ordinal(text)
