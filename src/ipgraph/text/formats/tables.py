"""Turns the cells of a table into lines of tab-separated text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

# Tables reach further in files that want to exhaust memory: the grid stays in proportion to the cells that are there.
_MAX_COLUMNS = 50
_MAX_REPEATED = 50


@dataclass(slots=True)
class Cell:
    """A cell of a table: the lines of its text, over how many columns and rows it goes."""

    lines: list[str] = field(default_factory=list)
    columns: int = 1
    rows: int = 1

    def text(self) -> str:
        """Return the cell's text in one line."""
        return " ".join(line.replace("\t", " ").strip() for line in self.lines).strip()


def table_lines(rows: Sequence[Sequence[Cell]], framing: bool = False) -> list[str]:
    """Return a table's lines: a row a line, its cells parted by tabs, a cell over several rows in each of them.

    A table that only lays out (it has one column, or is `framing` other tables or headings) gives the lines of its
    cells. So does a row that is one cell from edge to edge, such as the table's title.
    """
    cells = [cell for row in rows for cell in row]
    if framing or max((len(row) for row in rows), default=0) <= 1:
        return [line for cell in cells for line in cell.lines]
    allowance = _MAX_REPEATED * len(cells)
    lines = []
    above: set[int] = set()
    for row in _expand(rows):
        if len(set(map(id, row))) == 1:
            lines.extend(row[0].lines if id(row[0]) not in above else [])
            continue
        texts = [row[0].text(), *(after.text() if after is not cell else "" for cell, after in pairwise(row))]
        repeated = [place for place, cell in enumerate(row) if id(cell) in above]
        allowance -= sum(len(texts[place]) for place in repeated)
        if allowance < 0:
            texts = ["" if id(cell) in above else text for cell, text in zip(row, texts, strict=True)]
        if any(text for cell, text in zip(row, texts, strict=True) if id(cell) not in above):
            lines.append("\t".join(texts))
        above = set(map(id, row))
    return lines


def _expand(rows: Sequence[Sequence[Cell]]) -> Iterator[list[Cell]]:
    """Yield each row with every cell at each column that it reaches to, those that hang down from above included."""
    hanging: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        line: list[Cell] = []
        below: dict[int, tuple[Cell, int]] = {}
        waiting = iter(row)
        while True:
            cell, left = hanging.pop(len(line), (None, 0))
            if cell is not None:
                reach = 1
            else:
                cell = next(waiting, None)
                if cell is None:
                    break
                left, reach = cell.rows, max(1, min(cell.columns, _MAX_COLUMNS))
            if left > 1:
                below |= {len(line) + column: (cell, left - 1) for column in range(reach)}
            line.extend([cell] * reach)
        if line:
            yield line
        hanging = below
