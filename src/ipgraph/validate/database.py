"""Looks up single things in a database, for what is asked for seldom."""

from collections.abc import Callable, Collection
from functools import cached_property, lru_cache

import pyoxigraph

from ipgraph.validate.graph import TermGraph

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


class PartlyRead:
    """A graph of which the triples with some predicates were read; for others the database is opened."""

    def __init__(
        self, graph: TermGraph, predicates: Collection[str], open_store: Callable[[], pyoxigraph.Store]
    ) -> None:
        self._graph = graph
        self._predicates = predicates
        self._open_store = open_store

    def values(self, subject: str, predicate: str) -> Collection[str]:
        """Return the values of one subject, sorted."""
        if predicate in self._predicates:
            return sorted(self._graph.values(subject, predicate))
        return self._database.values(subject, predicate)

    def subjects(self, predicate: str, value: str) -> Collection[str]:
        """Return the subjects that have one value, sorted."""
        if predicate in self._predicates:
            return sorted(self._graph.subjects(predicate, value))
        return self._database.subjects(predicate, value)

    @cached_property
    def _database(self) -> Database:
        return Database(self._open_store())


@lru_cache(_REMEMBERED)
def _term(text: str) -> _Term:
    quad = next(pyoxigraph.parse(f"<urn:s> <urn:p> {text} .", format=pyoxigraph.RdfFormat.N_QUADS))
    assert isinstance(quad, pyoxigraph.Quad)
    return quad.object
