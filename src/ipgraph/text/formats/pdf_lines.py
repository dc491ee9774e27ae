"""Puts the pieces of a PDF page together to lines by where they are set."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

# All lengths are in heights of the line's type.
_SAME_LINE = 0.5
_INDENT = 1.5
_COLUMN_GAP = 1.5
_WORD_GAP = 0.25
# The lines of a wrapped cell follow closely; a cell begins no further above the end of the one before it than this.
_WRAP = 2.5
_CELL_HEIGHT = 20
# A narrow character is about half as wide as high, a wide one as wide as high.
_NARROW = 0.5
# A line that recurs on this share of the pages, and on this many, belongs to the pages and not to the text.
_RUNNING_SHARE = 0.5
_MIN_RUNNING = 3
_DIGITS = re.compile(r"\d+")
_MAX_UNREADABLE = 0.2


@dataclass(slots=True)
class _Line:
    """A line on its way: where its last cell begins, where it ends, in which size, and at which height it goes on.

    `cells` counts its cells: in a table's row each one may itself be wrapped.
    """

    start: float
    y: float
    size: float
    end: float
    cell: float
    cells: int = 1
    parts: list[str] = field(default_factory=list)

    @classmethod
    def begin(cls, x: float, y: float, size: float, text: str) -> Self:
        """Return a line that begins with a text."""
        return cls(x, y, size, x + _width(text) * size, x, parts=[text])

    def take(self, x: float, y: float, size: float, text: str) -> bool:
        """Add a piece if it belongs to this line, and tell whether it does."""
        height = max(size, self.size)
        down = (self.y - y) / height
        if abs(down) <= _SAME_LINE and x >= self.end - height:
            gap = (x - self.end) / self.size
            latin = self.parts[-1][-1:].isascii() and text[:1].isascii()
            self._add("\t" if gap > _COLUMN_GAP else " " if gap > _WORD_GAP and latin else "", x, text)
        elif self.cells > 1 and 0 < down <= _WRAP and self.start + _COLUMN_GAP * height < x <= self.cell + height:
            self.cell = min(self.cell, x)
            self._add("", x, text)
        elif -_CELL_HEIGHT <= down < -_SAME_LINE and x > self.cell + _COLUMN_GAP * height:
            # Up and to the right: the next cell of a row whose last one was wrapped.
            self._add("\t", x, text)
        else:
            return False
        self.y = y
        self.end = x + _width(text) * self.size
        return True

    def _add(self, between: str, x: float, text: str) -> None:
        if between == "\t":
            self.cells += 1
            self.cell = x
        self.parts += [between, text]


class PageLines:
    """Collects the lines of a page from the pieces that the library tells of."""

    def __init__(self) -> None:
        self._lines: list[_Line] = []

    def add(self, text: str, page: Sequence[float], piece: Sequence[float], _font: object, size: float) -> None:
        """Take up a piece of text with the matrices of its place and the size of its font."""
        first, *others = text.strip("\n").split("\n")
        x = piece[4] * page[0] + piece[5] * page[2] + page[4]
        y = piece[4] * page[1] + piece[5] * page[3] + page[5]
        height = abs(size) * _scale(piece) * _scale(page) or 1.0
        if first.strip():
            self._place(first.strip(" "), x + (len(first) - len(first.lstrip(" "))) * height * _NARROW, y, height)
        # The library went on to another line by itself; where that begins it does not say.
        self._lines.extend(_Line.begin(x, y, height, other) for other in filter(str.strip, others))

    def _place(self, text: str, x: float, y: float, size: float) -> None:
        """Add a piece to the last line if it belongs there, else begin a line."""
        if not self._lines or not self._lines[-1].take(x, y, size, text):
            self._lines.append(_Line.begin(x, y, size, text))

    def lines(self) -> list[str]:
        """Return the lines in the order of the file; two ideographic spaces stand before one that is set in."""
        margin = self._margin()
        indents = ("\u3000\u3000" if line.start - margin > _INDENT * line.size else "" for line in self._lines)
        return [indent + "".join(line.parts) for indent, line in zip(indents, self._lines, strict=True)]

    def _margin(self) -> float:
        """Return where most of the text's lines begin at the left: the leftmost place at which two lines begin."""
        starts = Counter(round(line.start) for line in self._lines)
        return min((x for x, count in starts.items() if count > 1), default=min(starts, default=0.0))


def _scale(matrix: Sequence[float]) -> float:
    """Return by how much a matrix stretches heights."""
    return float((matrix[2] ** 2 + matrix[3] ** 2) ** 0.5)


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else _NARROW for character in text)


def drop_running_lines(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the pages without the first and last lines that recur on most of them, whatever numbers they hold.

    Lines that are only a number stay: the cleaning knows page numbers.
    """
    edges = Counter(key for page in pages for key in {_key(line) for line in (*page[:1], *page[-1:])})
    needed = max(_MIN_RUNNING, _RUNNING_SHARE * len(pages))
    running = {key for key, count in edges.items() if count >= needed and any(map(str.isalpha, key))}
    return [
        [line for place, line in enumerate(page) if place not in (0, len(page) - 1) or _key(line) not in running]
        for page in pages
    ]


def _key(line: str) -> str:
    """Return what a running line has in common on all pages."""
    return _DIGITS.sub("0", "".join(line.split()))


def is_readable(pages: Sequence[Sequence[str]]) -> bool:
    """Tell whether most characters are characters: a font may have codes for its shapes and no names for them."""
    counts = Counter(unicodedata.category(character) for page in pages for line in page for character in line)
    unreadable = sum(counts[category] for category in ("Cc", "Cn", "Co", "Cs"))
    unreadable += sum(line.count("\ufffd") for page in pages for line in page)
    return unreadable <= _MAX_UNREADABLE * sum(counts.values())
