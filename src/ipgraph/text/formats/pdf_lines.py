"""Puts the pieces of a PDF page together to lines by where they are set."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

# All lengths are in heights of the line's type.
_SAME_LINE = 0.5
# The margins of two cells, a blank.
_COLUMN_GAP = 0.9
_WORD_GAP = 0.25
# The lines of a wrapped cell follow closely; a cell begins no further above the end of the one before it than this.
_WRAP = 2.5
_CELL_HEIGHT = 20
# How wide characters are, roughly: the fonts' own widths are not told. The error is a part of the width.
_SLIM = frozenset("fijlrtI ,.;:'|!()[]-/")
_WIDTHS = {"Lu": 0.7, "Ll": 0.48, "Nd": 0.5}
_SLIM_WIDTH, _OTHER_WIDTH, _WIDE = 0.3, 0.5, 1.0
_ERROR = 0.12


@dataclass(slots=True)
class Line:
    """A line: its text in `parts`, where it starts and ends, on which height, in which size.

    `cells` counts its cells: in a table's row each one may itself be wrapped; the last begins at `cell`.
    """

    start: float
    y: float
    size: float
    end: float
    cell: float
    cells: int = 1
    parts: list[str] = field(default_factory=list)
    _error: float = 0.0

    @classmethod
    def begin(cls, x: float, y: float, size: float, text: str) -> Self:
        """Return a line that begins with a text."""
        line = cls(x, y, size, x, x)
        line._add("", x, y, text)
        return line

    @property
    def text(self) -> str:
        """The text of the line; tabs part its cells."""
        return "".join(self.parts)

    def take(self, x: float, y: float, size: float, text: str) -> bool:
        """Add a piece if it belongs to this line, and tell whether it does."""
        height = max(size, self.size)
        down = (self.y - y) / height
        if abs(down) <= _SAME_LINE and x > self.cell:
            gap = (x - self.end) / self.size
            latin = self.parts[-1][-1:].isascii() and text[:1].isascii()
            between = "\t" if gap > _COLUMN_GAP + self._error else " " if gap > _WORD_GAP and latin else ""
            self._add(between, x, y, text)
        elif self.cells > 1 and 0 < down <= _WRAP and abs(x - self.cell) <= _WRAP * height:
            # The cell's first line may be set in.
            self.cell = min(self.cell, x)
            self._add("", x, y, text)
        elif -_CELL_HEIGHT <= down < -_SAME_LINE and x > self.cell + _COLUMN_GAP * height:
            # Up and to the right: the next cell of a row whose last one was wrapped.
            self._add("\t", x, y, text)
        else:
            return False
        return True

    def _add(self, between: str, x: float, y: float, text: str) -> None:
        if between == "\t":
            self.cells += 1
            self.cell = x
        self.parts += [between, text]
        wide, narrow = _widths(text)
        self.y = y
        self.end = x + (wide + narrow) * self.size
        self._error = narrow * _ERROR


class PageLines:
    """Collects the lines of a page, in the order of the file, from the pieces that the library tells of."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def add(self, text: str, page: Sequence[float], piece: Sequence[float], _font: object, size: float) -> None:
        """Take up a piece of text with the matrices of its place and the size of its font."""
        first, *others = text.strip("\n").split("\n")
        x = piece[4] * page[0] + piece[5] * page[2] + page[4]
        y = piece[4] * page[1] + piece[5] * page[3] + page[5]
        height = abs(size) * _scale(piece) * _scale(page) or 1.0
        if first.strip():
            blanks = len(first) - len(first.lstrip(" "))
            self._place(first.strip(" "), x + blanks * height * _SLIM_WIDTH, y, height)
        # The library went on to another line by itself; where that begins it does not say.
        self.lines.extend(Line.begin(x, y, height, other) for other in filter(str.strip, others))

    def _place(self, text: str, x: float, y: float, size: float) -> None:
        """Add a piece to the last line if it belongs there, else begin a line."""
        if not self.lines or not self.lines[-1].take(x, y, size, text):
            self.lines.append(Line.begin(x, y, size, text))


def _scale(matrix: Sequence[float]) -> float:
    """Return by how much a matrix stretches heights."""
    return float((matrix[2] ** 2 + matrix[3] ** 2) ** 0.5)


def _widths(text: str) -> tuple[float, float]:
    """Return the widths of a text's wide characters, which is certain, and of its narrow ones, which is an estimate."""
    wide = narrow = 0.0
    for character in text:
        if not character.isascii() and unicodedata.east_asian_width(character) in "WFA":
            wide += _WIDE
        elif character in _SLIM:
            narrow += _SLIM_WIDTH
        else:
            narrow += _WIDTHS.get(unicodedata.category(character), _OTHER_WIDTH)
    return wide, narrow
