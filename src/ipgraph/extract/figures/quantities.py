"""Numbers with their unit, in Arabic or Chinese digits: 45.2万件, 1300余件, 近30%, 3至5家, 两次, 三分之一."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from ipgraph.extract.figures.words import FigureWords
from ipgraph.text.numerals import parse_number

_ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_ABOUT = "(?:余|多|来)?"
_ABOUT_SIGNS = frozenset("余多来")
_SCALE = f"{_ABOUT}(?:[十百千]?[万亿]|万亿|[百千])?{_ABOUT}"
_RANGE = r"(?:[-—–~～至到]{1,2}(?=[\d]))"
# What a number may begin with. Every pattern takes it first and judges by looking back at it, so that all other
# characters are skipped quickly.
_FIRST = "[\\d二两三四五六七八九十一百千万]"
_ARABIC_REST = r"(?<=\d)(?:\d{0,2}(?:[,，]\d{3})+(?!\d)|\d*)(?:\.\d+)?"
# Not 第25届, 6·1亿, 1.2.3件, AB12件, 〔2017〕, +10件; a year or a day before it is cut off by its own character.
_NOT_AFTER = r"(?<![第\d.．·A-Za-z〔\[/+＋\-—–第].)"
_HAN_DIGIT = "二两三四五六七八九"
# Not 十四五 (no unit follows), 二十大; a number that begins with 一 must go on: 一百二十件, not 一件.
_HAN_REST = (
    rf"(?:(?<=[{_HAN_DIGIT}十])[{_HAN_DIGIT}一十百千万亿零]*|(?<=一)[十百千万亿][{_HAN_DIGIT}一十百千万亿零]*"
    rf"|(?<=[近上逾超约][百千])|(?<=[百千万])(?=[余多])){_ABOUT}"
)
# 三分之一, 百分之二十点五.
_FRACTION = re.compile(
    rf"(?<![{_HAN_DIGIT}一十百])(?P<whole>[{_HAN_DIGIT}十百]{{1,3}})分之(?P<part>[{_HAN_DIGIT}一十百零]+(?:点[{_HAN_DIGIT}一零]+)?|\d+(?:\.\d+)?)"
)
# 占七成以上, 压缩三成, 占一半: tenths and halves, where a word before them says that they measure something.
_TENTHS = re.compile(
    r"(?<=[占近过超约达到至缩升降比高增为少])(?:(?P<tenths>[一二三四五六七八九])成(?P<half>半)?|一半|半数)(?![员果本立为功])"
)
# 翻了一番 is a growth by 100 %, 翻两番 by 300 %.
_DOUBLED = re.compile("(?<=翻)了?(?P<times>[一两三])番")
_TIMES = {"一": 100, "两": 300, "三": 700}
_ROUGHLY = re.compile(r"(?:大约|约|将近|接近|近|超过|超|逾|突破|不足|不到|至少|上|达到近)$")
# 第3批, 每5件, 不超过3个, 至少2次: a place, a rate or a limit.
_NOT_A_COUNT_BEFORE = re.compile(r"[第每前\d万亿]$|不得?(?:超过|少于|低于|高于|多于)$|至[多少]$|最多$")
# 3人以上, 五万元以下: a threshold, unless the words before say that it is reached.
_THRESHOLD = re.compile(r"[（(]?(?:含)?(?:及)?(?:以上|以下|以内|之内)")
_REACHED = re.compile(r"(?:达到?|为|超过?|占|至|到|在|近|均|率|约)$")

# 召开了两次会议, 先后三次, 等五家: a count; 收寄验视、实名收寄、过机安检三项制度: none.
_COUNTED_BEFORE = re.compile(
    r"(?:^|[，。；：、（\s]|[了过等共约近超达计后有第]|年|举办|召开|开展|组织|查[获处办]|破获|侦破|发布|印发|出台|签署|参加|建立|设立|新增|受理|审结|办理|完成|形成|捣毁)$"
)
_MAY_BE_SHARE = re.compile("分之|成|半|番")
# The longest of the words before a number (不得超过); a unit's may stand further away.
_LONGEST_BEFORE = 4
_NEAR = 40


class Quantity(NamedTuple):
    """A number with its unit at `start:end` (half-open, code points of the text that was read).

    `upper` is the other end of a range. `about` says that the text gives it as a round number (1300余, 近30).
    """

    start: int
    end: int
    value: Decimal
    unit: str
    about: bool = False
    upper: Decimal | None = None


def find_quantities(text: str, words: FigureWords) -> list[Quantity]:
    """Return the quantities of a sentence in text order; what is masked in it must hold no digits."""
    found = list(_read_counts(text, words))
    if not _MAY_BE_SHARE.search(text):
        return found
    shares = (*_read_fractions(text), *_read_tenths(text))
    found = sorted((*found, *shares), key=lambda quantity: quantity.start)
    return [one for index, one in enumerate(found) if not index or found[index - 1].end <= one.start]


def _read_counts(text: str, words: FigureWords) -> Iterator[Quantity]:
    for match in _count_pattern(words.unit.pattern).finditer(text):
        start, high = match.start(), match["high"]
        number = text[start : match.start("unit" if high is None else "range")].rstrip("%％")
        unit = words.units[match["unit"].replace("％", "%")]
        before = text[max(0, start - _LONGEST_BEFORE) : start]
        if _NOT_A_COUNT_BEFORE.search(before):
            continue
        if unit.needs and not re.search(unit.needs, text[max(0, start - _NEAR) : start]):
            continue
        if number in _HAN_DIGIT and not (unit.han and number != "二" and _COUNTED_BEFORE.search(before)):
            continue
        if _THRESHOLD.match(text, match.end()) and not _REACHED.search(before):
            continue
        try:
            value = parse_number(_spell(number))
            upper = parse_number(_spell(high)) if high else None
        except ValueError:
            continue
        if upper is not None:
            value = _scaled(number, high, value)
        about = not _ABOUT_SIGNS.isdisjoint(number) or _ROUGHLY.search(before) is not None
        yield Quantity(start, match.end(), value, unit.unit, about, upper)


def _read_fractions(text: str) -> Iterator[Quantity]:
    """Yield fractions as percentages, since a fraction has no unit of its own: 三分之一 is 33.33 %."""
    for match in _FRACTION.finditer(text):
        try:
            value = parse_number(match[0]) * 100
        except ValueError:
            continue
        exact = value == value.quantize(Decimal("0.01"))
        value = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
        yield Quantity(match.start(), match.end(), value.normalize() + 0, "%", not exact)


def _read_tenths(text: str) -> Iterator[Quantity]:
    """Yield tenths, halves and doublings as percentages: 近八成 is about 80 %, 翻一番 is 100 % more."""
    for match in _TENTHS.finditer(text):
        value = Decimal("一二三四五六七八九".index(match["tenths"]) + 1) * 10 if match["tenths"] else Decimal(50)
        about = _ROUGHLY.search(text[max(0, match.start() - _LONGEST_BEFORE) : match.start()]) is not None
        yield Quantity(match.start(), match.end(), value + (5 if match["half"] else 0), "%", about)
    for match in _DOUBLED.finditer(text):
        yield Quantity(match.start("times"), match.end(), Decimal(_TIMES[match["times"]]), "%")


def _spell(number: str) -> str:
    """Return the number in a form that `parse_number` reads: 百余 is 一百余, 1，234 is 1,234."""
    return ("一" + number if number[0] in "百千万" else number).replace("，", ",")


def _scaled(low: str, high: str, value: Decimal) -> Decimal:
    """Return the lower end of a range; 3—5万 gives its scale only once."""
    scale = re.search("[十百千万亿]+", high)
    return value * parse_number("1" + scale[0]) if scale and not re.search("[十百千万亿]", low) else value


@lru_cache(maxsize=2)
def _count_pattern(units: str) -> re.Pattern[str]:
    """Return the pattern of a number, with the other end of its range in `high`, and its unit."""
    arabic = rf"{_NOT_AFTER}{_ARABIC_REST}{_SCALE}(?:[%％](?={_RANGE}))?"
    high = rf"(?P<range>{_RANGE}(?P<high>{_ARABIC}{_SCALE}))?"
    han = rf"(?<![第一{_HAN_DIGIT}十百千万亿几数半每].){_HAN_REST}"
    return re.compile(rf"{_FIRST}(?:{arabic}{high}|{han})(?P<unit>{units}|％)")
