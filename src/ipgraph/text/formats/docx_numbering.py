"""Counts the automatic numbers of a Word document's paragraphs: Word shows them, and no paragraph holds them."""

import re
from collections.abc import Callable, Mapping

import cn2an
from lxml import etree

from ipgraph.text.formats.docx_names import get_number, get_value, w

_PLACE = re.compile("%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_SMALL_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_LETTERS = 26 * 20
_CIRCLES = 20


class Numbering:
    """The number lists of a document while its paragraphs are read in order."""

    def __init__(self, part: etree._Element | None) -> None:
        """Read the lists; without `part` the document has none."""
        children = list(part) if part is not None else []
        abstract = {child.get(w("abstractNumId")): child for child in children if child.tag == w("abstractNum")}
        self._lists: dict[int, etree._Element] = {}
        self._levels: dict[int, Mapping[int, etree._Element]] = {}
        for child in children:
            list_id, kind = child.get(w("numId"), ""), get_value(child, "abstractNumId")
            if child.tag == w("num") and list_id.isdecimal() and kind in abstract:
                self._lists[int(list_id)] = abstract[kind]
                self._levels[int(list_id)] = _levels(abstract[kind], child)
        self._counts: dict[int, dict[int, int]] = {}
        self._begun: set[tuple[int, int]] = set()
        self._starts = _overrides(children)

    def next_label(self, list_id: int, level: int) -> str:
        """Return the number of the next paragraph of a list, as it is shown; empty for bullets and unknown lists."""
        levels = self._levels.get(list_id, {})
        if level not in levels:
            return ""
        # Lists of one kind go on with one another's numbers, but where a list has a start of its own.
        counts = self._counts.setdefault(id(self._lists[list_id]), {})
        own_start = self._starts.get((list_id, level))
        if own_start is not None and (list_id, level) not in self._begun:
            counts[level] = own_start
        else:
            counts[level] = counts[level] + 1 if level in counts else _start(levels[level])
        self._begun.add((list_id, level))
        for below in [other for other in counts if other > level]:
            del counts[below]
        return _label(levels, counts, level)


def _levels(abstract: etree._Element, concrete: etree._Element) -> Mapping[int, etree._Element]:
    """Return the levels of a list: those of its kind, or its own in their place."""
    found = [*abstract.findall(w("lvl")), *concrete.findall(f"{w('lvlOverride')}/{w('lvl')}")]
    return {int(level.get(w("ilvl"), "0")): level for level in found}


def _overrides(children: list[etree._Element]) -> dict[tuple[int, int], int]:
    """Return the starts that single lists set for their levels."""
    starts = {}
    for child in children:
        for override in child.findall(w("lvlOverride")):
            start = get_number(override, "startOverride")
            if start is not None:
                starts[int(child.get(w("numId"), "0")), int(override.get(w("ilvl"), "0"))] = start
    return starts


def _start(level: etree._Element) -> int:
    start = get_number(level, "start")
    return 1 if start is None else start


def _label(levels: Mapping[int, etree._Element], counts: Mapping[int, int], level: int) -> str:
    """Return a level's label with the numbers of the levels that it names."""
    if get_value(levels[level], "numFmt") in {"bullet", "none"}:
        return ""

    def number(place: re.Match[str]) -> str:
        named = int(place[1]) - 1
        if named not in levels:
            return ""
        return _written(get_value(levels[named], "numFmt"), counts.get(named, _start(levels[named])))

    return _PLACE.sub(number, get_value(levels[level], "lvlText") or "")


def _written(style: str | None, number: int) -> str:
    """Return a number in a style of Word's; in digits where the style is none of those that policy documents use."""
    write = _STYLES.get(style or "decimal")
    return write(number) if write is not None else str(number)


def _han(number: int) -> str:
    return str(cn2an.an2cn(number)).removeprefix("一" if 10 <= number < 20 else "")


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= _MAX_LETTERS else str(number)


def _roman(number: int) -> str:
    parts, left = [], number
    for value, sign in (*_ROMAN, *_SMALL_ROMAN):
        parts.append(sign * min(left // value, 9))
        left %= value
    return "".join(parts)


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 0 < number <= _CIRCLES else str(number)


_STYLES: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": _han,
    "chineseCountingThousand": _han,
    "japaneseCounting": _han,
    "ideographDigital": _han,
    "taiwaneseCounting": _han,
    "taiwaneseCountingThousand": _han,
    "chineseLegalSimplified": lambda number: str(cn2an.an2cn(number, "up")),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
