"""Reads dates and years as Chinese texts write them, in Arabic or Chinese digits."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from ipgraph.text.numerals import parse_number

# 〇 is often typed as a circle or the letter O.
_YEAR_DIGIT = "[〇○零Oo一二三四五六七八九]"
_SMALL = "[〇○零一二三四五六七八九十廿]{1,3}"

# Matches `2017年5月16日`, `2017 年 5 月 16 日`; not `12017年5月16日`.
_ARABIC = re.compile(r"(?<!\d)(?P<year>\d{4}) ?年 ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?[日号]")
# Matches `二〇二一年十一月三十日`.
_HAN = re.compile(rf"(?P<year>{_YEAR_DIGIT}{{4}})年(?P<month>{_SMALL})月(?P<day>{_SMALL})[日号]")
# Matches `2021-11-30`, `2021.11.30`, `2021/11/30`; not `2021-11.30`, `1.2021.11.30`, `2021.11.305`.
_ISO = re.compile(
    r"(?<![\d.\-/])(?P<year>\d{4})(?P<sign>[-./])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?![\d\-/]|\.\d)"
)

# Matches `2014年`, both years of `2021—2035年`, `二〇二四年`; not `1.2014年`, `五〇年`, and no bare `2024`.
_YEAR = re.compile(rf"(?<![\d.])(?:19|20)\d\d(?= ?年| ?[-—–~～至到] ?(?:19|20)\d\d ?年)|[一二]{_YEAR_DIGIT}{{3}}(?=年)")
_ONE_YEAR = re.compile(rf"(\d{{4}}|{_YEAR_DIGIT}{{4}})年?")


def parse_date(text: str) -> date:
    """Return the date that `text` is: 2017年5月16日, 二〇二一年十一月三十日, 2021-11-30, 2021.11.30.

    Raises:
        ValueError: `text` is not a date, or no such day exists.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    for pattern in (_ARABIC, _HAN, _ISO):
        match = pattern.fullmatch(plain)
        if match is not None:
            return _to_date(match)
    raise ValueError(
        f"{text!r} is no date; allowed are forms such as 2017年5月16日, 二〇二一年十一月三十日, 2021-11-30"
    )


def find_dates(text: str) -> list[tuple[int, int, date]]:
    """Return the dates in `text` with their ranges, in text order; what is no day of the calendar is left out."""
    return sorted(_iter_dates(text))


def parse_year(text: str) -> int:
    """Return the year that `text` is, with or without 年: 2014年, 二〇二四年, 2014.

    Raises:
        ValueError: `text` is not a year of four digits.
    """
    match = _ONE_YEAR.fullmatch(unicodedata.normalize("NFKC", text).strip().replace(" ", ""))
    if match is None:
        raise ValueError(f"{text!r} is no year; allowed are four digits with or without 年: 2014年, 二〇二四年")
    return _year_number(match[1])


def find_years(text: str) -> list[tuple[int, int, int]]:
    """Return the years of the 20th and 21st century in `text`, with the ranges of their four digits, in text order."""
    found = ((match.start(), match.end(), _year_number(match[0])) for match in _YEAR.finditer(text))
    return [(start, end, year) for start, end, year in found if 1900 <= year < 2100]


def _iter_dates(text: str) -> Iterator[tuple[int, int, date]]:
    """Yield the dates in `text`, one way of writing after the other."""
    for pattern in (_ARABIC, _HAN, _ISO):
        for match in pattern.finditer(text):
            try:
                found = _to_date(match)
            except ValueError:
                continue
            yield match.start(), match.end(), found


def _to_date(match: re.Match[str]) -> date:
    """Return the date of a match, or raise ValueError if there is no such day."""
    try:
        return date(_year_number(match["year"]), int(parse_number(match["month"])), int(parse_number(match["day"])))
    except ValueError as error:
        raise ValueError(f"{match[0]!r} is no day of the calendar") from error


def _year_number(digits: str) -> int:
    """Return the value of four Arabic or Chinese digits."""
    if digits.isascii() and digits.isdigit():
        return int(digits)
    values = ("0" if digit in "〇○零Oo" else str("一二三四五六七八九".index(digit) + 1) for digit in digits)
    return int("".join(values))
