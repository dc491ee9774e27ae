"""Finds tables whose cells came out one below the other, as copying from a web page or a PDF leaves them."""

from collections.abc import Iterator

from ipgraph.model.document import Edit
from ipgraph.text.steps.lines import Line, is_closed, read_lines

_FIRST_COLUMN = ("序号", "编号")
_FEWEST, _MOST = 3, 8
_LONGEST_HEADER = 14


def find_cells(text: str) -> list[Edit]:
    """Return the edits that set the cells of a row side by side, parted by tabs.

    Such a table is known by a line 序号 with the other columns' names below it, then rows that count from 1. A row
    that has not just as many lines as there are columns is left as it is: which cell lacks cannot be told.
    """
    if not any(name in text for name in _FIRST_COLUMN):
        return []
    lines = read_lines(text)
    edits: list[Edit] = []
    for index, line in enumerate(lines):
        if line.text in _FIRST_COLUMN:
            columns = _columns(lines, index)
            rows = list(_rows(lines, index + columns, columns)) if columns else []
            for first in (index, *rows) if rows else ():
                edits += (_beside(lines[at], lines[at + 1]) for at in range(first, first + columns - 1))
    return edits


def _columns(lines: list[Line], index: int) -> int:
    """Return how many columns the header names that begins at `index`, or 0 if it is none."""
    for count in range(1, min(_MOST + 1, len(lines) - index)):
        words = lines[index + count].text
        if words == "1":
            return count if count >= _FEWEST else 0
        if len(words) > _LONGEST_HEADER or words.isdecimal() or is_closed(words):
            return 0
    return 0


def _rows(lines: list[Line], index: int, columns: int) -> Iterator[int]:
    """Yield where the rows begin that have a line for each column."""
    number = 1
    while index < len(lines) and lines[index].text == str(number):
        number += 1
        following = next((at for at in range(index + 1, len(lines)) if lines[at].text == str(number)), None)
        # Nothing counts on behind the last row: it has as many lines as the others.
        if following in (index + columns, None) and index + columns <= len(lines):
            yield index
        index = len(lines) if following is None else following


def _beside(left: Line, right: Line) -> Edit:
    return Edit(left.end, right.start, "\t")
