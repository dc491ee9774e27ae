"""What the documents state as flat rows, read from the graph of a release, never from the extractor."""

import csv
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TextIO

from ipgraph.store.embedded import require_document
from ipgraph.store.opening import RowSource
from ipgraph.store.queries import SERVICE, load_query
from ipgraph.store.rows import Cell

COLUMNS = (
    "doc",
    "predicate",
    "subject",
    "object",
    "qualifier",
    "year",
    "ordinal",
    "value",
    "unit",
    "start",
    "end",
    "quote",
    "modality",
    "task",
)

Row = dict[str, Cell]


def read_facts(release: RowSource, doc_id: str | None = None) -> Iterator[Row]:
    """Yield the facts of a release, or of one document of it, in text order; a key without a value is absent.

    Raises:
        StoreError: the release has no such document.

    """
    if doc_id is not None:
        require_document(doc_id, release.documents)
    query = load_query("facts", SERVICE)
    for row in release.select(query.text if doc_id is None else query.bind(doc=doc_id)):
        yield {name: _number(row[name]) for name in COLUMNS if name in row}


def write_jsonl(rows: Iterable[Row], output: TextIO) -> None:
    """Write one JSON object a line, keys in the order of `COLUMNS`."""
    for row in rows:
        output.write(json.dumps(row, ensure_ascii=False, default=float) + "\n")


def write_csv(rows: Iterable[Row], output: TextIO) -> None:
    """Write a header and one line a row, as RFC 4180 has it; a key without a value is an empty field."""
    writer = csv.DictWriter(output, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)


def _number(value: Cell) -> Cell:
    """Return a whole number as an integer, so that it is written without a point."""
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value
