"""What the graph says of one node, by the stored queries: its triples and parts, its evidence, what leads to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from ipgraph.rdf.terms import DCTERMS, IPG, OA, RDF, RDFS, SKOS, SKOSXL
from ipgraph_api.graph import Binding, Graph

TYPE: Final = f"{RDF}type"
# Of several the first that a node has is its label.
LABELS: Final = (f"{SKOS}prefLabel", f"{RDFS}label", f"{DCTERMS}title", f"{SKOSXL}literalForm")
FROM: Final = (f"{IPG}agentName", f"{IPG}subjectName")
TO: Final = (f"{IPG}objectName", f"{IPG}measureName")
# As many triples of its own are read of a node; the stored queries hold the same number.
MOST_PROPERTIES: Final = 2000

_EVIDENCE = {f"{OA}start": "start", f"{OA}end": "end", f"{OA}exact": "quote", f"{IPG}docId": "doc"}


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the graph: `kind` is `uri`, `literal` or `bnode`; `lang` and `datatype` may be empty."""

    kind: str
    text: str
    lang: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """What a property leads to, with its labels by language and the graphs that say so."""

    term: Term
    labels: Mapping[str, str]
    graphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resource:
    """A node or one of its parts: the values by property."""

    iri: str
    properties: Mapping[str, Sequence[Value]]

    def texts(self, properties: Iterable[str]) -> dict[str, str]:
        """Return the literals of the first of these properties that has any, by language."""
        for name in properties:
            found = {value.term.lang: value.term.text for value in self.properties.get(name, ()) if _is_literal(value)}
            if found:
                return found
        return {}


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a document, by its words and its place (half-open, code points of the source text)."""

    iri: str
    quote: str
    start: int
    end: int
    doc: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is said of a node: triples of its own, nodes that lead to it, nodes that it describes as a graph."""

    properties: int
    incoming: int
    members: int
    is_property: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A node that the graph has: its IRI as it stands there."""

    iri: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Reference:
    """A node that leads to another: by which properties, what it is, and of a statement what says so."""

    resource: Resource
    by: tuple[str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """All that a page shows of a node; `references` and `members` are the stretch that was asked for."""

    found: Found
    own: Resource
    parts: tuple[Resource, ...] = ()
    quotes: tuple[Quote, ...] = ()
    references: tuple[Reference, ...] = ()
    members: tuple[Value, ...] = ()


async def find_node(graph: Graph, iris: Iterable[str]) -> Found | None:
    """Return the first of these IRIs that occurs in the graph, or `None`."""
    for iri in iris:
        rows = await graph.rows("node", node=iri)
        counted = {row["aspect"]: int(row["value"]) for row in rows}
        if any(counted.values()):
            counts = Counts(counted["properties"], counted["incoming"], counted["members"], "property" in counted)
            return Found(iri, counts)
    return None


async def read_node(graph: Graph, found: Found, limit: int, offset: int) -> Node:
    """Return what is said of a node, with a stretch of the nodes that lead to it or that it describes as a graph."""
    iri, counts = found.iri, found.counts
    resources = _to_resources(await graph.bindings("node_properties", node=iri)) if counts.properties else {}
    quotes = await graph.bindings("node_evidence", node=iri) if counts.properties else []
    leading = await graph.bindings("node_incoming", node=iri, limit=limit, offset=offset) if counts.incoming else []
    members = await graph.bindings("node_members", node=iri, limit=limit, offset=offset) if counts.members else []
    return Node(
        found,
        resources.pop(iri, Resource(iri, {})),
        tuple(resources.values()),
        tuple(_to_quote(row) for row in quotes),
        tuple(_to_references(leading, iri)),
        tuple(_to_value([*rows]) for _, rows in groupby(members, key=_subject)),
    )


def _to_resources(rows: Sequence[Binding]) -> dict[str, Resource]:
    """Return the resources that rows describe, by IRI."""
    return {iri: _to_resource(iri, [*group]) for iri, group in groupby(rows, key=_subject)}


def _to_resource(iri: str, rows: Sequence[Binding]) -> Resource:
    properties: dict[str, list[Value]] = {}
    for key, group in groupby(rows, key=lambda row: (row["property"]["value"], _to_term(row["value"]))):
        properties.setdefault(key[0], []).append(_to_value([*group]))
    return Resource(iri, properties)


def _to_value(rows: Sequence[Binding]) -> Value:
    """Return the value that rows of one triple (or of one member) hold, once for each label and graph."""
    labels: dict[str, str] = {}
    for row in rows:
        for lang, name in (("zh", "labelZh"), ("en", "labelEn")):
            if name in row:
                labels.setdefault(lang, row[name]["value"])
    graphs = sorted({row["graph"]["value"] for row in rows if "graph" in row})
    return Value(_to_term(rows[0].get("value", rows[0]["subject"])), labels, tuple(graphs))


def _to_term(binding: Mapping[str, str]) -> Term:
    return Term(
        binding["type"].replace("typed-literal", "literal"),
        str(binding["value"]),
        binding.get("xml:lang", ""),
        binding.get("datatype", ""),
    )


def _to_quote(row: Binding) -> Quote:
    return Quote(
        row["evidence"]["value"],
        row["quote"]["value"],
        int(row["start"]["value"]),
        int(row["end"]["value"]),
        row["doc"]["value"] if "doc" in row else None,
    )


def _to_references(rows: Sequence[Binding], iri: str) -> Iterable[Reference]:
    """Yield the nodes that rows describe, each with the properties by which it leads to `iri`, and its quotes."""
    for subject, group in groupby(rows, key=_subject):
        said = [*group]
        own = [row for row in said if "evidence" not in row]
        by = [row["property"]["value"] for row in own if row["value"]["value"] == iri and row["value"]["type"] == "uri"]
        yield Reference(_to_resource(subject, own), tuple(dict.fromkeys(by)), tuple(_quotes_of(said)))


def _quotes_of(rows: Sequence[Binding]) -> Iterable[Quote]:
    by_evidence = [row for row in rows if "evidence" in row]
    for evidence, group in groupby(by_evidence, key=lambda row: row["evidence"]["value"]):
        said = {_EVIDENCE[row["property"]["value"]]: row["value"]["value"] for row in group}
        if {"quote", "start", "end"} <= said.keys():
            yield Quote(evidence, said["quote"], int(said["start"]), int(said["end"]), said.get("doc"))


def _subject(row: Binding) -> str:
    return row["subject"]["value"]


def _is_literal(value: Value) -> bool:
    return value.term.kind == "literal"
