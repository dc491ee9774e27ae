"""How single Chinese characters are read, as a table for `str.translate`."""

from collections.abc import Mapping
from unicodedata import normalize

# "ü" (lǜ) is spelt "v" in pinyin that must do without accents; without it, lǜ and lù would be the same.
_U_WITH_DIAERESIS = "u\u0308"


class Readings(dict[int, str]):
    """The commonest reading of each character, without tone, between hyphens; other characters stand for themselves.

    The words around a character do not change its reading (行 is xing in 银行, too): a slug is to be readable, and
    splitting names into words takes ten times as long. The table is filled as characters are met.
    """

    def __init__(self) -> None:
        super().__init__()
        self._dictionary: Mapping[int, str] | None = None

    def __missing__(self, code: int) -> str:
        """Return, and remember, what to write for the character with this code point."""
        char = chr(code)
        readings = "" if char.isascii() else self._load().get(code, "")
        # The dictionary lists the commonest reading first: "cháng,zhǎng".
        accented = normalize("NFD", readings.partition(",")[0]).replace(_U_WITH_DIAERESIS, "v")
        reading = accented.encode("ascii", "ignore").decode()
        self[code] = written = f"-{reading}-" if reading else char
        return written

    def _load(self) -> Mapping[int, str]:
        """Return the dictionary, which is read now and not before, since that takes a third of a second."""
        if self._dictionary is None:
            from pypinyin.pinyin_dict import pinyin_dict

            self._dictionary = pinyin_dict
        return self._dictionary
