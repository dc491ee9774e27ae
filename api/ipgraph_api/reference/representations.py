"""The ontology, or what it says of one term, as bytes in a format for programs; the same bytes in every process."""

import json
from typing import Any

from rdflib import Graph, URIRef

from ipgraph.rdf.terms import IPG

FORMATS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
}


def has_term(graph: Graph, name: str) -> bool:
    """Tell whether a graph says anything of a term of ipgraph."""
    return (URIRef(f"{IPG}{name}"), None, None) in graph


def describe(graph: Graph, name: str) -> Graph:
    """Return what a graph says of a term of ipgraph, and with which others it relates to it."""
    node = URIRef(f"{IPG}{name}")
    described = Graph(namespace_manager=graph.namespace_manager)
    for triple in (*graph.triples((node, None, None)), *graph.triples((None, None, node))):
        described.add(triple)
    return described


def serialise(graph: Graph, media_type: str) -> bytes:
    """Return a graph without blank nodes in a format of `FORMATS`."""
    match FORMATS[media_type]:
        case "json-ld":
            return _json_ld(graph)
        case "nt":
            return "".join(sorted(graph.serialize(format="nt").splitlines(keepends=True))).encode()
        case "xml":
            return _in_order(graph).serialize(format="xml", encoding="utf-8")
        case name:
            return graph.serialize(format=name, encoding="utf-8")


def _in_order(graph: Graph) -> Graph:
    """Return the graph with its triples in one order, which the writer of RDF/XML keeps."""
    # This store yields what was added in the order in which it was.
    ordered = Graph("SimpleMemory", namespace_manager=graph.namespace_manager)
    for triple in sorted(graph):
        ordered.add(triple)
    return ordered


def _json_ld(graph: Graph) -> bytes:
    """Return the graph with its prefixes as context; arrays are sets here and come sorted."""
    used = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    prefixes = {prefix: str(iri) for prefix, iri in graph.namespaces() if any(each.startswith(iri) for each in used)}
    text = graph.serialize(format="json-ld", context=prefixes, auto_compact=False)
    return (json.dumps(_sorted(json.loads(text)), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _sorted(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(map(_sorted, value), key=lambda item: json.dumps(item, sort_keys=True))
    if isinstance(value, dict):
        return {key: _sorted(item) for key, item in value.items()}
    return value
