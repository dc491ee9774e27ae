"""Reads numbers as Chinese texts write them: 45.2万, 2,643, 二十七, 两, 三分之一, 第25届."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

# Round numbers keep the value that is printed: 100余 is 100, 近30 is 30.
_ABOUT_BEFORE = re.compile(r"^(?:大约|约|将近|接近|近|超过|超|逾|不足|不到|至少|共计|总计|共|达到|达|第)+")
_ABOUT_AFTER = re.compile(r"(?:余|多|几|来|以上|以下|左右)+(?=[十百千万亿]*$)")

# Digits with thousands set apart by commas or blanks, or none: `2643`, `2,643`, `1 234.5`; not `1,28`.
_ARABIC = r"(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?"
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12}
# One or several parts, each with its unit: `45.2万`, `1.3亿`, `3.5万亿`, `2亿3000万`.
_PART = re.compile(rf"({_ARABIC})([十百千万亿兆]{{0,2}})")
_MIXED = re.compile(rf"-?(?:{_ARABIC}[十百千万亿兆]{{0,2}})+")

_HAN = re.compile(r"[零〇一二两三四五六七八九十百千万亿廿卅]+(?:点[零〇一二三四五六七八九]+)?")
_FRACTION = re.compile(r"(.+)分之(.+)")
_ORDINAL = re.compile(
    r"(?:第(?P<number>\d{1,6}|[零〇一二两三四五六七八九十百千万廿]+)|(?P<first>首))(?P<counted>[\u4e00-\u9fff]{0,2})"
)


@lru_cache(maxsize=8192)
def parse_number(text: str) -> Decimal:
    """Return the number that `text` is, exactly; a fraction such as 三分之一 to 28 digits.

    Words of approximation are dropped: 100余 is 100, 近30 is 30. 半 is 0.5, 百分之五 is 0.05, 第25 is 25.

    Raises:
        ValueError: `text` is not a number, or leaves it open (几, 若干).
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("○", "〇")
    plain = _ABOUT_AFTER.sub("", _ABOUT_BEFORE.sub("", plain))
    if plain in {"半", "一半"}:
        return Decimal("0.5")
    if (fraction := _FRACTION.fullmatch(plain)) is not None:
        denominator = Decimal(100) if fraction[1] == "百" else _parse_plain(fraction[1], text)
        if denominator == 0:
            raise ValueError(f"{text!r} divides by zero")
        return _parse_plain(fraction[2], text) / denominator
    return _parse_plain(plain, text)


def parse_ordinal(text: str) -> int:
    """Return the place in a series that `text` names: 第25届 is 25, 第二十七次 is 27, 首届 and 首次 are 1.

    Raises:
        ValueError: `text` is not 第 and a positive number, or 首, with at most two characters after it.
    """
    match = _ORDINAL.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if match is None:
        raise ValueError(f"{text!r} is no ordinal; allowed are forms such as 第25届, 第二十七次, 首届")
    if match["first"]:
        return 1
    number = parse_number(match["number"])
    if number < 1:
        raise ValueError(f"{text!r} is no ordinal; a series begins with 1")
    return int(number)


def _parse_plain(plain: str, whole: str) -> Decimal:
    """Return the value of a number without words of approximation, in Arabic or Chinese digits."""
    if _MIXED.fullmatch(plain):
        total = sum((_part_value(digits, units) for digits, units in _PART.findall(plain)), Decimal(0))
        if total == int(total):
            total = Decimal(int(total))
        return -total if plain.startswith("-") else total
    if _HAN.fullmatch(plain):
        try:
            return _parse_han(plain)
        except ValueError as error:
            raise ValueError(f"{whole!r} is no number: {plain!r} is not a well-formed Chinese numeral") from error
    raise ValueError(f"{whole!r} is no number; allowed are forms such as 2643, 45.2万, 二十七, 三分之一")


def _part_value(digits: str, units: str) -> Decimal:
    """Return the value of Arabic digits with their Chinese units."""
    value = Decimal(re.sub("[, ]", "", digits))
    for unit in units:
        value *= _UNITS[unit]
    return value


@lru_cache(maxsize=8192)
def _parse_han(numeral: str) -> Decimal:
    """Return the value of a Chinese numeral, as the cn2an library reads it (21 µs each, hence the cache)."""
    # Imported on the first numeral: the library brings a number of modules that most commands don't need.
    from cn2an import cn2an

    return Decimal(str(cn2an(numeral, "smart")))
