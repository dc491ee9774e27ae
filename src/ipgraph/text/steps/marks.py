"""Finds marks that carry no text: line-end variants, invisible characters, a word processor's bookmarks."""

import re
import unicodedata
from functools import lru_cache

from ipgraph.model.document import Edit

_CARRIAGE_RETURN = re.compile(r"\r(?=\n)")

# Byte order marks, zero-width and direction marks, soft hyphens, variation selectors, control characters but tab
# and the line ends (those become newlines in `unify_characters`).
_INVISIBLE = re.compile(
    "[\ufeff\u200b-\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\xad\u180e\ufe00-\ufe0f"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufff9-\ufffb]+"
)

# Matches `[bookmark: _Toc285209815]`, also with a full-width colon; not `[Tequila]`.
_BOOKMARK = re.compile(r"\[bookmark[:：] ?[^\[\]\n]{1,80}\]")

# Radicals that PDF files have in place of ideographs and NFKC leaves alone.
_RADICALS = "⺠⺟⻄⻅⻆⻉⻋⻎⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳"
_IDEOGRAPHS = "民母西见角贝车辶长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟"
# Radicals, compatibility ideographs, small forms, full-width digits and letters, half-width stops and brackets.
_COMPATIBILITY = (
    (0x2E80, 0x2FDF),
    (0xF900, 0xFAFF),
    (0xFE50, 0xFE6F),
    (0xFF10, 0xFF19),
    (0xFF21, 0xFF3A),
    (0xFF41, 0xFF5A),
    (0xFF61, 0xFF64),
)


def find_line_ends(text: str) -> list[Edit]:
    """Return the deletions that turn CR LF into LF."""
    return [Edit(match.start(), match.end(), "") for match in _CARRIAGE_RETURN.finditer(text)]


def find_invisible(text: str) -> list[Edit]:
    """Return the deletions of characters that nobody sees."""
    return [Edit(match.start(), match.end(), "") for match in _INVISIBLE.finditer(text)]


def find_bookmarks(text: str) -> list[Edit]:
    """Return the deletions of bookmark marks that a conversion left in the text."""
    return [Edit(match.start(), match.end(), "") for match in _BOOKMARK.finditer(text)]


def unify_characters(text: str) -> str:
    """Return the text with one code point for what looks the same.

    Compatibility ideographs and Kangxi radicals become ordinary ideographs, full-width letters and digits become
    ASCII, every kind of blank becomes a space, every kind of line end a newline.
    """
    table = _unified()
    return _unifiable().sub(lambda match: table[match[0]], text)


@lru_cache(maxsize=1)
def _unifiable() -> re.Pattern[str]:
    """Return the pattern of the characters in the table; most texts have few, and finding them beats translating."""
    return re.compile(f"[{re.escape(''.join(_unified()))}]")


@lru_cache(maxsize=1)
def _unified() -> dict[str, str]:
    """Return the one-to-one table, taken from the compatibility mappings of Unicode (NFKC)."""
    table = dict.fromkeys(
        "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    )
    table |= dict.fromkeys("\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029", "\n")
    table |= zip(_RADICALS, _IDEOGRAPHS, strict=True)
    table |= zip("．％＋－／＆＠＝", ".%+-/&@=", strict=True)
    for first, last in _COMPATIBILITY:
        for character in map(chr, range(first, last + 1)):
            plain = unicodedata.normalize("NFKC", character)
            if plain != character and len(plain) == 1:
                table[character] = plain
    return table
