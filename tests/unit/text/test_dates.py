"""Dates and years as Chinese texts write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipgraph.text.dates import find_dates, find_years, parse_date, parse_year

DATES = {
    "2017年5月16日": date(2017, 5, 16),
    "2017 年 5 月 16 日": date(2017, 5, 16),
    "２０１７年５月１６日": date(2017, 5, 16),
    "二〇二一年十一月三十日": date(2021, 11, 30),
    "二○二四年一月二日": date(2024, 1, 2),
    "2021-11-30": date(2021, 11, 30),
    "2021.11.30": date(2021, 11, 30),
    "2021/1/3": date(2021, 1, 3),
}
NO_DATES = ["", "2017年5月", "2023年2月30日", "2024年13月1日", "2021-11.30", "0000-01-01", "今天"]


@pytest.mark.parametrize(("text", "day"), DATES.items())
def test_date_is_read(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize("text", NO_DATES)
def test_nonsense_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"no date|no day"):
        parse_date(text)


def test_dates_are_found_in_text_order_with_their_ranges() -> None:
    text = "于二〇二三年十二月二十一日公布，自2024年1月20日起施行（2024-01-20）。"

    found = find_dates(text)

    assert [day for _, _, day in found] == [date(2023, 12, 21), date(2024, 1, 20), date(2024, 1, 20)]
    assert [parse_date(text[start:end]) for start, end, _ in found] == [day for _, _, day in found]


@pytest.mark.parametrize("text", ["2023年2月30日", "12017年5月16日", "1.2021.11.30", "2021.11.305", "192-10-10-1"])
def test_what_is_no_day_is_not_found(text: str) -> None:
    assert find_dates(text) == []


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_printed_date_is_found_again(day: date) -> None:
    text = f"于{day.year}年{day.month}月{day.day}日印发"

    assert find_dates(text) == [(1, len(text) - 2, day)]


@pytest.mark.parametrize(("text", "year"), {"2014年": 2014, "二〇二四年": 2024, "二零一八": 2018, "2014": 2014}.items())
def test_year_is_read(text: str, year: int) -> None:
    assert parse_year(text) == year


@pytest.mark.parametrize("text", ["", "14年", "20145年", "某年"])
def test_nonsense_is_no_year(text: str) -> None:
    with pytest.raises(ValueError, match="no year"):
        parse_year(text)


def test_years_are_found_with_the_range_of_their_digits() -> None:
    text = "2014年和2021—2035年，二〇二四年"

    assert [(text[start:end], year) for start, end, year in find_years(text)] == [
        ("2014", 2014),
        ("2021", 2021),
        ("2035", 2035),
        ("二〇二四", 2024),
    ]


@pytest.mark.parametrize("text", ["1850年", "第2024号", "12014年", "五〇年代"])
def test_other_numbers_are_no_years(text: str) -> None:
    assert find_years(text) == []
