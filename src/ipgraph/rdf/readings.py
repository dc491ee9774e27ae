"""How single Chinese characters are read, as a table for `str.translate`."""

from functools import lru_cache
from unicodedata import normalize

from ipgraph.text.pinyin import load_readings

# "ü" (lǜ) is spelt "v" in pinyin that must do without accents; without it, lǜ and lù would be the same.
_U_WITH_DIAERESIS = "u\u0308"


class Readings(dict[int, str]):
    """The commonest reading of each character, without tone, between hyphens; other characters stand for themselves.

    The words around a character do not change its reading (行 is xing in 银行, too): a slug is to be readable, and
    splitting names into words takes ten times as long. The table is filled as characters are met.
    """

    def __missing__(self, code: int) -> str:
        """Return, and remember, what to write for the character with this code point."""
        char = chr(code)
        listed = "" if char.isascii() else load_readings().get(code, "")
        # The dictionary lists the commonest reading first: "cháng,zhǎng".
        accented = normalize("NFD", listed.partition(",")[0]).replace(_U_WITH_DIAERESIS, "v")
        reading = accented.encode("ascii", "ignore").decode()
        self[code] = written = f"-{reading}-" if reading else char
        return written


@lru_cache(maxsize=1)
def readings() -> Readings:
    """Return the table, which is the same for all and is filled as characters are met."""
    return Readings()
