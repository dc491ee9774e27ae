"""Which representation a query's answer has: Accept by RFC 9110, section 12.5.1, and `format=`."""

import pytest
from tests.protocol.exchange import JSON, XML, Got, Sent, form, get, send

SELECT = "SELECT (1 AS ?x) {}"
CONSTRUCT = "CONSTRUCT { <urn:a> <urn:b> <urn:c> } WHERE {}"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, NT, RDF = "text/turtle", "application/n-triples", "application/rdf+xml"
JSON_LD, TRIG, NQ = "application/ld+json", "application/trig", "application/n-quads"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

# The lines of Accept, and the type of the answer; `None` is a refusal.
TABLES: dict[str, tuple[tuple[str, ...], str | None]] = {
    "none": ((), JSON),
    "empty": (("",), JSON),
    "anything": (("*/*",), JSON),
    "JSON": ((JSON,), JSON),
    "XML": ((XML,), XML),
    "CSV": ((CSV,), CSV),
    "TSV": ((TSV,), TSV),
    "plain JSON": (("application/json",), "application/json"),
    "plain XML": (("application/xml",), "application/xml"),
    "XML as text": (("text/xml",), "text/xml"),
    "capitals": (("TEXT/CSV",), CSV),
    "a family": (("text/*",), CSV),
    "another family": (("application/*",), JSON),
    "the better weight": ((f"{CSV};q=0.5, {XML}",), XML),
    "the better weight first": ((f"{XML}, {CSV};q=0.5",), XML),
    "three digits": ((f"{CSV};q=0.899, {XML};q=0.9",), XML),
    "weight in capitals": ((f"{CSV};Q=0.1, {XML};q=0.2",), XML),
    "blanks": ((f"{CSV} ; q=0.1 ,\t{XML} ; q=0.2",), XML),
    "two lines": ((f"{CSV};q=0.5", f"{XML};q=0.9"), XML),
    "two lines, the first unknown": (("text/html", TSV), TSV),
    "equal weights": ((f"{XML}, {JSON}",), JSON),
    "exact before family": ((f"text/*;q=0.9, {CSV};q=0.1",), TSV),
    "family before anything": ((f"*/*;q=0.9, text/*;q=0.1, {XML}",), XML),
    "anything but one": ((f"{JSON};q=0, */*",), CSV),
    "anything but a family": (("text/*;q=0, */*;q=0.1",), JSON),
    "weight 0.000": ((f"{CSV};q=0.000, {TSV}",), TSV),
    "everything excluded": (("*/*;q=0",), None),
    "the only one excluded": ((f"{CSV};q=0",), None),
    "something else": (("image/png",), None),
    "a graph's type": ((TURTLE,), None),
    "something else or anything": (("text/html, */*;q=0.1",), JSON),
    "a browser": ((BROWSER,), "application/xml"),
    "charset in which it is": ((f"{CSV};charset=utf-8",), CSV),
    "charset in capitals and quotes": ((f'{CSV}; charset="UTF-8"',), CSV),
    "charset in which it is not": ((f"{CSV};charset=utf-16",), None),
    "another charset, or another format": ((f"{CSV};charset=gbk, {TSV};q=0.1",), TSV),
    "with a charset is more exact": ((f"{CSV};charset=utf-8;q=0.1, {CSV};q=0.9, {TSV};q=0.5",), TSV),
    "with a head": ((f"{CSV};header=present",), CSV),
    "without a head": ((f"{CSV};header=absent",), None),
    "a version": ((f"{JSON};version=1.1",), JSON),
    "an unknown version": ((f"{JSON};version=9",), None),
    "an unknown parameter": ((f"{CSV};level=1",), CSV),
    "a comma in quotes": ((f'{CSV};note="a, b;q=0";q=0.2, {TSV};q=0.1',), CSV),
    "a quote in quotes": ((f'{TSV};note="a\\"b, {CSV}"',), TSV),
    "weight before a parameter": ((f"{CSV};q=0.1;note=x, {TSV};q=0.2",), TSV),
    "an empty entry": ((f", ,{CSV},",), CSV),
    "no weight": ((f"{CSV};q=high, {TSV};q=0.1",), TSV),
    "a weight above one": ((f"{CSV};q=1.5, {TSV};q=0.1",), TSV),
    "a negative weight": ((f"{CSV};q=-1, {TSV};q=0.1",), TSV),
    "weight nan": ((f"{CSV};q=nan, {TSV};q=0.1",), TSV),
    "no types at all": (("nonsense",), JSON),
    "a star for the type alone": (("*/csv",), JSON),
    "a quote that never ends": ((f'{TSV}, {CSV};note="',), TSV),
    "bytes beyond ASCII": ((f"知识/产权, {TSV}",), TSV),
}
GRAPHS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "none": ((), TURTLE),
    "anything": (("*/*",), TURTLE),
    "Turtle": ((TURTLE,), TURTLE),
    "N-Triples": ((NT,), NT),
    "RDF/XML": ((RDF,), RDF),
    "JSON-LD": ((JSON_LD,), JSON_LD),
    "TriG": ((TRIG,), TRIG),
    "N-Quads": ((NQ,), NQ),
    "plain JSON": (("application/json",), "application/json"),
    "plain XML": (("application/xml",), "application/xml"),
    "N-Triples as plain text": (("text/plain",), "text/plain"),
    "texts": (("text/*",), TURTLE),
    "a profile": ((f'{JSON_LD};profile="http://www.w3.org/ns/json-ld#expanded"',), JSON_LD),
    "a table's type": ((CSV,), None),
    "a table's type or a graph's": ((f"{JSON}, {TURTLE};q=0.3",), TURTLE),
    "a browser": ((BROWSER,), "application/xml"),
}
# `format=` wins over Accept; short names and media types.
FORMATS: dict[str, tuple[Sent, str | None]] = {
    **{name: (get(SELECT, format=name), media_type) for name, media_type in
       {"json": JSON, "xml": XML, "csv": CSV, "tsv": TSV, "CSV": CSV, XML: XML, TSV: TSV}.items()},
    **{f"graph as {name}": (get(CONSTRUCT, format=name), media_type) for name, media_type in
       {"ttl": TURTLE, "turtle": TURTLE, "n3": TURTLE, "nt": NT, "rdf": RDF, "xml": RDF, "jsonld": JSON_LD,
        "json-ld": JSON_LD, "json": JSON_LD, "trig": TRIG, "nq": NQ, NQ: NQ}.items()},
    "in a form": (form(SELECT, format="csv"), CSV),
    "the first that is known": (get(SELECT, format=["docx", "tsv", "csv"]), TSV),
    "unknown": (get(SELECT, format="docx"), None),
    "empty": (get(SELECT, format=""), None),
    "of the other kind": (get(SELECT, format="ttl"), None),
    "of the other kind, too": (get(CONSTRUCT, format="csv"), None),
}  # fmt: skip


def test_the_tables_are_whole() -> None:
    assert (len(TABLES), len(GRAPHS), len(FORMATS)) == (54, 16, 25)


@pytest.mark.parametrize("name", TABLES)
def test_a_table(host: str, name: str) -> None:
    accept, expected = TABLES[name]

    require_type(send(host, get(SELECT).accepting(*accept)), expected)


@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph(host: str, name: str) -> None:
    accept, expected = GRAPHS[name]

    require_type(send(host, get(CONSTRUCT).accepting(*accept)), expected)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format(host: str, name: str) -> None:
    sent, expected = FORMATS[name]

    require_type(send(host, sent.accepting("image/png")), expected)


def require_type(got: Got, expected: str | None) -> None:
    """Check the type of an answer, or that it is a refusal that lists what is offered."""
    assert "accept" in got.names("vary")
    if expected is None:
        assert got.status == 406
        assert got.media_type == "application/problem+json"
        assert {JSON, TURTLE} & set(got.json["offered"])
        assert {"json", "ttl"} & set(got.json["formats"])
        return
    assert got.status == 200
    assert got.media_type == expected
    charset = "; charset=utf-8" if expected.startswith("text/") else ""
    assert got.one("content-type") == expected + charset


@pytest.mark.parametrize(
    ("accept", "expected"), [(CSV, b"true"), (TSV, b"true"), (JSON, b'"boolean":true'), (XML, b">true<")]
)
def test_a_truth_value_in_every_table_format(host: str, accept: str, expected: bytes) -> None:
    # The tables' recommendations have no truth value; it is written alone, as the engine has it.
    assert expected in send(host, get("ASK {}").accepting(accept)).body


def test_a_header_of_sixty_thousand_quotes_takes_no_time(host: str) -> None:
    got = send(host, get(SELECT).accepting('x"\\' * 15_000))

    assert got.media_type == JSON
