"""What readers of all formats do alike: lines become a text, cells become rows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

# Control characters but tab and newline, and halves of surrogate pairs: no text file may hold them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]+")
_BLANKS = re.compile("[ \xa0]*\t[ \xa0]*|[ \xa0]{2,}")
_LETTER = re.compile(r"\w")
# A style for headings on a whole paragraph does not make it one.
_MAX_HEADING = 100
_LEVELS = 6


@dataclass(slots=True)
class Cell:
    """A cell of a table: the lines of its text, over how many columns and rows it goes, whether it holds a table."""

    lines: list[str] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    framing: bool = False

    def text(self) -> str:
        """Return the cell's text in one line."""
        return " ".join(line.replace("\t", " ").strip() for line in self.lines).strip()


def to_text(lines: Iterable[str]) -> str:
    """Return the lines as a text in which each one ends with a newline, without blank ones; empty if no letter is there.

    Blanks at the ends go, but for the tab of an empty first cell and the ideographic spaces of an indent.
    """
    kept = []
    for part in lines:
        for line in _UNPRINTABLE.sub("", part).replace("\x85", "\n").split("\n"):
            shown = _BLANKS.sub(_narrow, line).strip(" \xa0").rstrip("\u3000")
            if not shown.isspace() and shown:
                kept.append(shown)
    return "".join(f"{line}\n" for line in kept) if any(map(_LETTER.search, kept)) else ""


def _narrow(run: re.Match[str]) -> str:
    return "\t" if "\t" in run[0] else " "


def heading(text: str, level: int) -> str:
    """Return a heading's line with the marks of its level (1 for the highest); a paragraph in its guise goes without."""
    if not text.strip() or len(text) > _MAX_HEADING or "。" in text:
        return text
    return f"{'#' * min(level, _LEVELS)} {text.strip()}"


def table_lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return a table's lines: a row a line, its cells parted by tabs, a cell over several rows in each of them.

    A table that only lays out (it has one column, or frames other tables) gives the lines of its cells. So does a row
    that is one cell from edge to edge, such as the table's title.
    """
    grid = _expand(rows)
    width = max((len(row) for row in grid), default=0)
    if width <= 1 or any(cell.framing for row in rows for cell in row):
        return [line for row in rows for cell in row for line in cell.lines]
    lines = []
    for row in grid:
        if len(set(map(id, row))) == 1:
            lines.extend(row[0].lines)
            continue
        texts = [cell.text() if place == 0 or cell is not row[place - 1] else "" for place, cell in enumerate(row)]
        if any(texts):
            lines.append("\t".join(texts))
    return lines


def _expand(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Return the rows as a grid in which each cell stands wherever it reaches to."""
    grid: list[list[Cell]] = []
    hanging: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        line: list[Cell] = []
        waiting = list(row)
        while waiting or len(line) in hanging:
            place = len(line)
            if place in hanging:
                cell, left = hanging.pop(place)
            else:
                cell = waiting.pop(0)
                left = cell.rows
                for column in range(1, cell.columns):
                    hanging[place + column] = (cell, left)
            line.append(cell)
            if left > 1:
                hanging[place] = (cell, left - 1)
                if not waiting and place + 1 not in hanging:
                    break
        grid.append(line)
    return grid
