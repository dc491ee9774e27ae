"""Turns Traditional Chinese characters into Simplified ones, one to one."""

import re
from functools import lru_cache
from itertools import chain
from typing import Protocol

from ipgraph.text.steps.charsets import HAN

# Characters whose Simplified form depends on the word: 瞭解 → 了解 but 瞭望; 乾淨 → 干净 but 乾隆.
_BY_WORD = re.compile("[乾藉覆鍊瞭鍾徵麼沈鉅吒畫昇俱彷著]")
# A gloss or a line end may stand between the characters of a word.
_GLOSS = 12
# Taiwan writes 著 for 着 as well; it stays in 著作, 著名, 显著 …
_AUTHORED = re.compile(f"著[^{HAN}]{{0,{_GLOSS}}}[作名述录錄称稱者书書]")
_BEFORE_AUTHORED = frozenset("显顯原编編名论論专專土昭卓译譯巨遗遺合")
# No word of the converter that decides one of them is longer.
_WORD_REACH = 4
# A text is Traditional if this share of its characters exists in Traditional script only; below it, characters that
# both scripts have (乾, 后, 于 …) are left alone.
_TRADITIONAL_SHARE = 0.02
_QUOTATION = {ord(old): new for old, new in zip("「」『』", "“”‘’", strict=True)}


class _Converter(Protocol):
    """What is used of the OpenCC library's converter."""

    def convert(self, text: str) -> str:
        """Return the converted text."""
        ...


def to_simplified(text: str) -> str:
    """Return the text in Simplified characters, with the same length; Simplified text comes back as it is."""
    certain = _certain_pattern()
    if certain.search(text) is None:
        return text
    if len(certain.findall(text)) < _TRADITIONAL_SHARE * len(text):
        table = _full_table()
        return certain.sub(lambda match: table[ord(match[0])], text)
    return _decide_by_word(text, text.translate(_full_table()))


def _decide_by_word(text: str, simplified: str) -> str:
    """Return `simplified` with the characters that depend on the word decided by the converter."""
    pieces: list[str] = []
    done = 0
    for match in _BY_WORD.finditer(text):
        place = match.start()
        first = max(0, place - _WORD_REACH)
        converted = _converter().convert(text[first : place + _WORD_REACH + 1])
        pieces += (simplified[done:place], _participle(text, place) or converted[place - first])
        done = place + 1
    return "".join((*pieces, simplified[done:]))


def _participle(text: str, place: int) -> str | None:
    """Return 着 where 著 at `place` marks a verb (沿著), else `None`."""
    if text[place] != "著" or text[place - 1 : place] in _BEFORE_AUTHORED or _AUTHORED.match(text, place):
        return None
    return "着"


@lru_cache(maxsize=1)
def _converter() -> _Converter:
    """Return OpenCC's converter from Traditional to Simplified."""
    # Imported on first use: it opens its dictionaries on import.
    from opencc import OpenCC

    converter: _Converter = OpenCC("t2s")
    return converter


@lru_cache(maxsize=1)
def _full_table() -> dict[int, str]:
    """Return the table of all characters that have a Simplified form."""
    characters = [chr(code) for code in chain(range(0x3400, 0x4DC0), range(0x4E00, 0xA000))]
    simplified = _converter().convert("\n".join(characters)).split("\n")
    table = {ord(old): new for old, new in zip(characters, simplified, strict=True) if old != new and len(new) == 1}
    return table | _QUOTATION


@lru_cache(maxsize=1)
def _certain_pattern() -> re.Pattern[str]:
    """Return the pattern of the characters that Simplified Chinese (GB 2312) does not have at all."""
    return re.compile(f"[{''.join(chr(code) for code in _full_table() if not _is_simplified_too(chr(code)))}]")


def _is_simplified_too(character: str) -> bool:
    """Tell whether Simplified Chinese has the character as well."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
