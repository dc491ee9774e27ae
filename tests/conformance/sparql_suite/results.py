"""Reads answers in the formats of SPARQL 1.1, without the engine that writes them: rows, a truth value, or a graph.

Terms are read by hand; only a graph, and a term in a TSV cell, is read by a parser of RDF.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import pyoxigraph as ox

from sparql_suite.matching import Row, Term, text_of, to_triple

_SRX = "{http://www.w3.org/2005/sparql-results#}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ITS_DIR = "{http://www.w3.org/2005/11/its}dir"
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
# TSV is defined for rows only; the engine writes a truth value like this.
_TRUTH = {b"true": True, b"false": False}
_GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a SELECT, their terms in the order of `variables`.

    `ordered` tells that their order counts: the suite numbers them, or sorts them in a text file.
    """

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """The triples of a CONSTRUCT or DESCRIBE, each as a row."""

    triples: tuple[Row, ...]


Answer = Rows | Graph | bool


def read_answer(body: bytes, extension: str, base: str = "") -> Answer:
    """Return what a result says.

    Args:
        body: the result.
        extension: its format, as the end of a file's name; RDF may hold a result set in the suite's vocabulary.
        base: what relative IRIs in it are relative to.

    """
    reader = _READERS.get(extension)
    return reader(body, base) if reader is not None else _read_rdf(body, _GRAPHS[extension], base)


def _read_json(body: bytes, base: str) -> Answer:
    document = json.loads(body)
    if "boolean" in document:
        return bool(document["boolean"])
    variables = document["head"]["vars"]
    rows = ({name: _json_term(term, base) for name, term in row.items()} for row in document["results"]["bindings"])
    return _rows(variables, rows)


def _json_term(term: Mapping[str, Any], base: str) -> Term:
    value = term["value"]
    match term["type"]:
        case "uri":
            return ox.NamedNode(urljoin(base, value))
        case "bnode":
            return ox.BlankNode(value)
        case "triple":
            return to_triple(_json_term(value[part], base) for part in ("subject", "predicate", "object"))
    return _literal(value, term.get("datatype"), term.get("xml:lang"), term.get("its:dir"))


def _read_xml(body: bytes, base: str) -> Answer:
    root = ElementTree.fromstring(body)
    truth = root.find(f"{_SRX}boolean")
    if truth is not None:
        return {"true": True, "false": False}[(truth.text or "").strip()]
    variables = [each.attrib["name"] for each in root.findall(f"{_SRX}head/{_SRX}variable")]
    results = root.findall(f"{_SRX}results/{_SRX}result")
    return _rows(variables, ({each.attrib["name"]: _xml_term(each[0], base) for each in row} for row in results))


def _xml_term(element: ElementTree.Element, base: str) -> Term:
    text = element.text or ""
    match element.tag.removeprefix(_SRX):
        case "uri":
            return ox.NamedNode(urljoin(base, text))
        case "bnode":
            return ox.BlankNode(text)
        case "triple":
            return to_triple(_xml_term(part[0], base) for part in element)
    return _literal(text, element.get("datatype"), element.get(_XML_LANG), element.get(_ITS_DIR))


def _read_tsv(body: bytes, base: str) -> Answer:
    if body in _TRUTH:
        return _TRUTH[body]
    header, *lines = body.decode().removesuffix("\n").split("\n")
    # A table without columns still has a line a row.
    variables = [name.removeprefix("?") for name in header.split("\t") if name]
    cells = (zip(variables, line.split("\t") if variables else (), strict=True) for line in lines)
    rows = ({name: _turtle_term(text, base) for name, text in row if text} for row in cells)
    return _rows(variables, rows, ordered=True)


def _turtle_term(text: str, base: str) -> Term:
    (quad,) = ox.parse(f"<x:s> <x:p> {text} .", format=ox.RdfFormat.TURTLE, base_iri=base or None)
    term: Term = quad.object
    return term


def _read_csv(body: bytes, _base: str) -> Answer:
    """Return the rows of a CSV result: plain strings, but for blank nodes."""
    variables, *lines = csv.reader(io.StringIO(body.decode(), newline=""))
    rows = ({name: _csv_term(text) for name, text in zip(variables, line, strict=True)} for line in lines)
    return _rows(variables, rows, ordered=True)


def _csv_term(text: str) -> Term:
    return ox.BlankNode(text.removeprefix("_:")) if text.startswith("_:") else ox.Literal(text)


def _read_rdf(body: bytes, syntax: ox.RdfFormat, base: str) -> Answer:
    quads = list(ox.parse(body, format=syntax, base_iri=base or None))
    for quad in quads:
        if quad.predicate.value == _TYPE and quad.object == ox.NamedNode(f"{_RS}ResultSet"):
            return _result_set(quad.subject, [(each.subject, each.predicate.value, each.object) for each in quads])
    return Graph(tuple((each.subject, each.predicate, each.object) for each in quads))


def _result_set(root: Term, triples: list[tuple[Term, str, Term]]) -> Answer:
    """Return what a result set in the suite's own vocabulary says."""

    def values(subject: Term, name: str) -> list[Term]:
        return [value for node, predicate, value in triples if node == subject and predicate == f"{_RS}{name}"]

    def index(solution: Term) -> int:
        return int(next(map(text_of, values(solution, "index")), 0))

    for truth in values(root, "boolean"):
        return text_of(truth) == "true"
    solutions = sorted(values(root, "solution"), key=index)
    rows = (
        {text_of(values(each, "variable")[0]): values(each, "value")[0] for each in values(solution, "binding")}
        for solution in solutions
    )
    variables = list(map(text_of, values(root, "resultVariable")))
    return _rows(variables, rows, ordered=any(map(index, solutions)))


def _literal(text: str, datatype: str | None, language: str | None, direction: str | None) -> ox.Literal:
    if language:
        base = ox.BaseDirection(direction) if direction else None
        return ox.Literal(text, language=language, direction=base)
    return ox.Literal(text, datatype=ox.NamedNode(datatype) if datatype else None)


def _rows(variables: list[str], rows: Iterator[Mapping[str, Term]], ordered: bool = False) -> Rows:
    """Return rows with their columns sorted by name, so that the order of the variables says nothing."""
    names = tuple(sorted(variables))
    return Rows(names, tuple(tuple(row.get(name) for name in names) for row in rows), ordered)


_READERS: dict[str, Callable[[bytes, str], Answer]] = {
    "srj": _read_json,
    "srx": _read_xml,
    "tsv": _read_tsv,
    "csv": _read_csv,
}
