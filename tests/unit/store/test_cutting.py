"""Results cut at a limit: what is left is whole in its format and says that it was cut."""

import csv
import io
import json
from xml.etree import ElementTree

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipgraph.store.cutting import Cut, Limited, RowWriter, graph_remark
from ipgraph.store.worker import ROW_FORMATS

JSON, XML, CSV, TSV = ROW_FORMATS
# What looks like the borders between rows in one of the formats.
VALUES = ('},{"', '},{"s":{', "</result><result>", 'a"b', "l\nm", "l\r\nm", "\t", ",", "", "中国", "plain")


def _serialised(rows: list[tuple[str, str]], media_type: str) -> bytes:
    variables = [pyoxigraph.Variable("s"), pyoxigraph.Variable("t")]
    text = json.dumps
    values = " ".join(f"({text(s)} {text(t)})" for s, t in rows)
    query = f"SELECT ?{variables[0].value} ?{variables[1].value} {{ VALUES (?s ?t) {{ {values} }} }}"
    result = pyoxigraph.Store().query(query)
    assert isinstance(result, pyoxigraph.QuerySolutions)
    return result.serialize(format=ROW_FORMATS[media_type]) or b""


def _cut(data: bytes, media_type: str, max_rows: int, max_bytes: int, step: int) -> tuple[bytes, str | None]:
    sent: list[bytes] = []
    writer = RowWriter(sent.append, media_type, max_rows, max_bytes, buffer_bytes=step)
    try:
        for start in range(0, len(data), step):
            writer.write(data[start : start + step])
    except Cut:
        pass
    writer.finish()
    return b"".join(sent), writer.truncated


def _read(data: bytes, media_type: str) -> list[tuple[str, ...]]:
    match media_type:
        case "application/sparql-results+json":
            rows = json.loads(data)["results"]["bindings"]
            return [tuple(row[name]["value"] for name in ("s", "t")) for row in rows]
        case "application/sparql-results+xml":
            space = "{http://www.w3.org/2005/sparql-results#}"
            found = ElementTree.fromstring(data).iter(f"{space}result")
            return [tuple(literal.text or "" for literal in row.iter(f"{space}literal")) for row in found]
        case "text/csv":
            return [tuple(row) for row in csv.reader(io.StringIO(data.decode(), newline=""))][1:]
    lines = data.decode().removesuffix("\n").split("\n")[1:]
    return [tuple(json.loads(cell) for cell in line.split("\t")) for line in lines]


@pytest.mark.parametrize("media_type", [JSON, XML, CSV, TSV])
@given(
    rows=st.lists(st.tuples(st.sampled_from(VALUES), st.sampled_from(VALUES)), min_size=1, max_size=12),
    max_rows=st.integers(1, 14),
    step=st.integers(1, 400),
)
def test_a_table_is_cut_at_the_number_of_rows(
    media_type: str, rows: list[tuple[str, str]], max_rows: int, step: int
) -> None:
    whole = _serialised(rows, media_type)
    cut, truncated = _cut(whole, media_type, max_rows, 1 << 20, step)
    # The engine chooses the order of VALUES; it is the same in what it wrote.
    assert _read(cut, media_type) == _read(whole, media_type)[:max_rows]
    assert truncated == ("rows" if len(rows) > max_rows else None)
    if truncated is None:
        assert cut == whole


@pytest.mark.parametrize("media_type", [JSON, XML, CSV, TSV])
@given(
    rows=st.lists(st.tuples(st.sampled_from(VALUES), st.sampled_from(VALUES)), min_size=1, max_size=12),
    max_bytes=st.integers(1, 1200),
    step=st.integers(1, 400),
)
def test_a_table_is_cut_between_rows_at_the_number_of_bytes(
    media_type: str, rows: list[tuple[str, str]], max_bytes: int, step: int
) -> None:
    whole = _serialised(rows, media_type)
    cut, truncated = _cut(whole, media_type, 100, max_bytes, step)
    read = _read(cut, media_type)
    assert read == _read(whole, media_type)[: len(read)]
    assert truncated == ("bytes" if len(whole) > max_bytes else None)


def test_a_cut_says_so_in_the_formats_that_have_room() -> None:
    rows = [("a", "b")] * 5
    assert json.loads(_cut(_serialised(rows, JSON), JSON, 2, 1 << 20, 64)[0])["truncated"] is True
    assert (
        b"<!-- this result was cut at the service's limit of rows -->"
        in _cut(_serialised(rows, XML), XML, 2, 1 << 20, 64)[0]
    )


def test_a_truth_value_is_not_cut() -> None:
    data = b'{"head":{},"boolean":true}'
    assert _cut(data, JSON, 1, 1 << 20, 8) == (data, None)


@pytest.mark.parametrize(
    ("max_rows", "size", "left", "limit"), [(3, 0, 3, "rows"), (9, 0, 5, None), (9, 50, 0, "bytes")]
)
def test_triples_are_cut_at_either_limit(max_rows: int, size: int, left: int, limit: str | None) -> None:
    limited = Limited(max_rows, 40, lambda: size)
    assert (list(limited(range(5))), limited.truncated) == (list(range(left)), limit)


def test_a_cut_graph_says_so_behind_its_last_triple() -> None:
    assert graph_remark("text/turtle", "rows") == b"# this result was cut at the service's limit of rows\n"
    assert graph_remark("application/rdf+xml", "bytes").startswith(b"<!-- ")
    assert graph_remark("application/ld+json", "rows") == b""
