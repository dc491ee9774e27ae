"""A named graph under construction: nodes with what is said of each, which leave in one order."""

from bisect import bisect_left
from itertools import chain

from ipgraph.rdf.terms import RDF, Quad

TYPE = f"<{RDF}type>"

Properties = list[tuple[str, str]]


class GraphBuilder:
    """Collects the quads of one named graph by subject; what is added twice stands there once.

    Subjects are sorted at the end, and the few quads of each when they come: sorting whole graphs takes far longer.
    """

    def __init__(self, graph: str) -> None:
        """Begin an empty graph under the term `graph`."""
        self._graph = graph
        self._nodes: dict[str, list[Quad]] = {}

    def __contains__(self, subject: str) -> bool:
        """Tell whether the graph says anything about `subject`."""
        return subject in self._nodes

    def add(self, subject: str, predicate: str, value: str | None) -> None:
        """Add one statement; `None` is what the source does not say, and adds nothing."""
        if value is None:
            return
        quad = (subject, predicate, value, self._graph)
        quads = self._nodes.setdefault(subject, [])
        place = bisect_left(quads, quad)
        if quads[place : place + 1] != [quad]:
            quads.insert(place, quad)

    def describe(self, subject: str, properties: Properties, *, ordered: bool = False) -> None:
        """Say all that is to be said of a node that was not spoken of before; each property stands there once.

        Where they are `ordered` as the graph orders them, as those of acts and of evidence are made, nothing is sorted.
        """
        graph = self._graph
        if not ordered:
            properties.sort()
        self._nodes[subject] = [(subject, predicate, value, graph) for predicate, value in properties]

    def quads(self) -> list[Quad]:
        """Return the quads in the order of their terms, each once."""
        return list(chain.from_iterable(map(self._nodes.__getitem__, sorted(self._nodes))))
