"""Looks up single things in a database, for what is asked for seldom."""

from collections.abc import Collection
from functools import lru_cache

import pyoxigraph

_Node = pyoxigraph.NamedNode | pyoxigraph.BlankNode
_Term = _Node | pyoxigraph.Literal | pyoxigraph.Triple
# How many terms are remembered: results name the same properties, bodies and documents again and again.
_REMEMBERED = 10_000


class Database:
    """The union of the graphs of a database, asked for N-Quads-encoded terms."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store

    def values(self, subject: str, predicate: str) -> Collection[str]:
        """Return the values of one subject, sorted."""
        node, link = _term(subject), _term(predicate)
        if not isinstance(node, _Node) or not isinstance(link, pyoxigraph.NamedNode):
            return ()
        return sorted({str(quad.object) for quad in self._store.quads_for_pattern(node, link, None)})

    def subjects(self, predicate: str, value: str) -> Collection[str]:
        """Return the subjects that have one value, sorted."""
        link = _term(predicate)
        if not isinstance(link, pyoxigraph.NamedNode):
            return ()
        return sorted({str(quad.subject) for quad in self._store.quads_for_pattern(None, link, _term(value))})


@lru_cache(_REMEMBERED)
def _term(text: str) -> _Term:
    quad = next(pyoxigraph.parse(f"<urn:s> <urn:p> {text} .", format=pyoxigraph.RdfFormat.N_QUADS))
    assert isinstance(quad, pyoxigraph.Quad)
    return quad.object
