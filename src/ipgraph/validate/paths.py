"""Property paths of shapes and reports in Turtle."""

from rdflib import RDF, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

_PREFIXED = {
    SH.inversePath: "sh:inversePath",
    SH.zeroOrMorePath: "sh:zeroOrMorePath",
    SH.oneOrMorePath: "sh:oneOrMorePath",
    SH.zeroOrOnePath: "sh:zeroOrOnePath",
}


def to_turtle(graph: Graph, path: Node) -> str:
    """Return a SHACL property path as Turtle: `<iri>`, `( … … )`, `[ sh:inversePath … ]` and so on."""
    if isinstance(path, URIRef):
        return path.n3()
    if (path, RDF.first, None) in graph:
        return _sequence(graph, path)
    alternatives = graph.value(path, SH.alternativePath)
    if alternatives is not None:
        return f"[ sh:alternativePath {_sequence(graph, alternatives)} ]"
    for predicate, name in _PREFIXED.items():
        inner = graph.value(path, predicate)
        if inner is not None:
            return f"[ {name} {to_turtle(graph, inner)} ]"
    return path.n3()


def _sequence(graph: Graph, head: Node) -> str:
    return f"( {' '.join(to_turtle(graph, step) for step in Collection(graph, head))} )"
