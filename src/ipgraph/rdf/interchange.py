"""Terms as rdflib has them, for the libraries that work on rdflib graphs (SHACL, Turtle files), and back."""

import re

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from ipgraph.rdf import terms

# '"专利\\n法"@zh' and '"3"^^<…integer>' are literals; '<https://…>' and '_:b1' are not.
_LITERAL = re.compile(r'"(?P<body>(?:[^"\\]|\\.)*)"(?:@(?P<lang>[A-Za-z0-9-]+)|\^\^<(?P<datatype>[^>]*)>)?', re.DOTALL)
# "\n", "\u000B" and "\U0001F600" are escapes of N-Quads; a lone backslash never stands in a canonical term.
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_UNESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


def to_rdflib(term: str) -> URIRef | BNode | Literal:
    """Return an N-Quads-encoded term as rdflib's; a literal keeps its spelling, whatever its datatype.

    Raises:
        ValueError: `term` is no N-Quads term.

    """
    if term.startswith("<") and term.endswith(">"):
        return URIRef(_unescaped(term[1:-1]))
    if term.startswith("_:"):
        return BNode(term[2:])
    match = _LITERAL.fullmatch(term)
    if match is None:
        raise ValueError(f"not an N-Quads term: {term!r}; allowed are <iri>, _:label and quoted literals")
    return Literal(
        _unescaped(match["body"]), lang=match["lang"], datatype=_datatype(match["datatype"]), normalize=False
    )


def from_rdflib(node: Node) -> str:
    """Return an rdflib IRI or literal as an N-Quads-encoded term.

    Raises:
        ValueError: `node` is a blank node or a variable, which no graph of ipgraph holds.

    """
    if isinstance(node, URIRef):
        return terms.iri(str(node))
    if isinstance(node, Literal):
        return terms.literal(str(node), lang=node.language, datatype=None if node.language else node.datatype)
    raise ValueError(f"{node!r} is a {type(node).__name__}; allowed are IRIs and literals")


def _datatype(iri: str | None) -> URIRef | None:
    return URIRef(iri) if iri is not None else None


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    code, long_code, char = match.groups()
    if char is not None:
        return _UNESCAPED.get(char, char)
    return chr(int(code or long_code, 16))
