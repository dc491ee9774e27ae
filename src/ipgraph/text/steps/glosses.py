"""Finds pinyin glosses that stand in brackets after the character they explain: 和(hé)制(zhì)."""

import re
import unicodedata
from functools import lru_cache

from ipgraph.model.document import Edit
from ipgraph.text.pinyin import load_readings
from ipgraph.text.steps.charsets import HAN

_LETTER = "[a-z\u00e0-\u00fc\u0100-\u01dc\u01f8\u01f9\u0261\u0300-\u030c]"
# Matches `(hé)` after 和, `（zhi）` after 制, and what hard wrapping makes of them: `(z hì)`, `(zh\nì)`; not `(ITER)`.
# A syllable has at most six letters; combining tone marks count separately.
_GLOSS = re.compile(rf"[(（][ \n]{{0,6}}({_LETTER}{{1,8}}[ \n]{{0,6}}{_LETTER}{{0,8}})[ \n]{{0,6}}[)）]")
_HAN = re.compile(f"[{HAN}]")

# A page break between a character and its gloss leaves no more.
_MAX_NEWLINES = 6
_TONES = dict.fromkeys((0x300, 0x301, 0x304, 0x30C))


def find_glosses(text: str) -> list[Edit]:
    """Return the deletions of glosses whose syllable is a reading of the character before them.

    Newlines inside stay, for their own step comes later. A gloss may follow another one of the same character.
    """
    edits: list[Edit] = []
    glossed, done = "", -1
    for match in _GLOSS.finditer(text):
        start = match.start()
        while start > 0 and text[start - 1] == "\n" and start > match.start() - _MAX_NEWLINES:
            start -= 1
        character = glossed if start == done else text[start - 1 : start]
        if _HAN.match(character) and _is_reading(character, match[1]):
            edits.append(Edit(match.start(), match.end(), "\n" * match[0].count("\n")))
            glossed, done = character, match.end()
    return edits


@lru_cache(maxsize=65536)
def _is_reading(character: str, syllable: str) -> bool:
    """Tell whether `character` can be read as `syllable`, whatever its tone (tones change in compounds: 不(bú))."""
    return _toneless(syllable) in _readings(character)


@lru_cache(maxsize=16384)
def _readings(character: str) -> frozenset[str]:
    """Return all syllables that `character` can be read as, without tones."""
    found = load_readings().get(ord(character), "")
    return frozenset(_toneless(reading) for reading in found.split(","))


def _toneless(syllable: str) -> str:
    """Return the syllable in plain letters, with v for ü."""
    decomposed = unicodedata.normalize("NFD", re.sub("[ \\n]", "", syllable).replace("\u0261", "g")).translate(_TONES)
    return unicodedata.normalize("NFC", decomposed).replace("ü", "v")
