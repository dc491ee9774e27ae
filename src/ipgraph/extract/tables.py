"""Tables of a document: rows of tab-separated cells under the header row that names the columns."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ipgraph.model.document import Block, BlockKind
from ipgraph.model.span import CleanSpan

_NUMBER = re.compile(r"\d{1,3}|[一二三四五六七八九十]{1,3}")
_HEADER_WORDS = re.compile(
    r"^(?:序号|编号|任务|名称|类型|内容|单位|部门|项目|指标|地区)|(?:单位|部门|名称|内容|任务|成果|时限)$"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table under its column's name; `span` may go over a line break that a wrapped cell holds."""

    column: str
    span: CleanSpan


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number as printed (or its place, from 1) and its cells that hold something."""

    number: str
    cells: tuple[Cell, ...]
    span: CleanSpan


def find_rows(text: str, blocks: Iterable[Block]) -> Iterator[Row]:
    """Yield the rows of all tables whose first row names the columns, in text order."""
    header: tuple[str, ...] = ()
    count = 0
    for lines in _rows(blocks):
        cells = _cells(text, lines)
        words = [text[cell.start : cell.end].strip() for cell in cells]
        if _is_header(words):
            if tuple(words) != header:
                header, count = tuple(words), 0
        elif len(header) >= 2 and len(cells) == len(header):
            count += 1
            number = words[0] if _NUMBER.fullmatch(words[0]) else str(count)
            filled = (Cell(column, span) for column, span in zip(header, cells, strict=True) if span.end > span.start)
            yield Row(number, tuple(filled), CleanSpan(lines[0].span.start, lines[-1].span.end))


def _rows(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield the lines of each row: a row's own line and those onto which its last cell was wrapped."""
    row: list[Block] = []
    for block in blocks:
        if block.kind is not BlockKind.TABLE_ROW:
            continue
        if block.continues and row:
            row.append(block)
        else:
            if row:
                yield row
            row = [block]
    if row:
        yield row


def _cells(text: str, lines: list[Block]) -> list[CleanSpan]:
    cells, start = [], lines[0].span.start
    for match in re.finditer("\t", text[start : lines[0].span.end]):
        cells.append(CleanSpan(start, lines[0].span.start + match.start()))
        start = lines[0].span.start + match.end()
    return [*cells, CleanSpan(start, lines[-1].span.end)]


def _is_header(words: list[str]) -> bool:
    named = sum(_HEADER_WORDS.search(word) is not None and len(word) <= 12 for word in words)
    return len(words) >= 2 and 2 * named > len(words) and not _NUMBER.fullmatch(words[0])
