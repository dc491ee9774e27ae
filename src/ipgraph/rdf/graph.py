"""A named graph under construction: nodes with their properties, which leave in one order."""

from operator import itemgetter

from ipgraph.rdf.terms import RDF, Quad

TYPE = f"<{RDF}type>"

Properties = list[tuple[str, str]]


class GraphBuilder:
    """Collects the properties of the nodes of one named graph; what is added twice leaves once."""

    def __init__(self, graph: str) -> None:
        """Begin an empty graph under the term `graph`."""
        self._graph = graph
        self._nodes: dict[str, Properties] = {}

    def __contains__(self, subject: str) -> bool:
        """Tell whether the graph says anything about `subject`."""
        return subject in self._nodes

    def add(self, subject: str, predicate: str, value: str | None) -> None:
        """Add one statement, if it is not there yet; `None` is what the source does not say, and adds nothing."""
        if value is None:
            return
        properties = self._nodes.setdefault(subject, [])
        # A search through a list: no node of ipgraph has more than some dozen properties.
        if (predicate, value) not in properties:
            properties.append((predicate, value))

    def describe(self, subject: str, properties: Properties) -> None:
        """Say all that is to be said of a node that was not spoken of before; each property stands there once."""
        self._nodes[subject] = properties

    def quads(self) -> list[Quad]:
        """Return the quads in the order of their terms, each once.

        Nodes are sorted, and then the few properties of each: comparing whole quads would take several times as long.
        """
        # The constructor of a named tuple is written in Python; the one that it calls takes half the time.
        graph, new = self._graph, tuple.__new__
        return [
            new(Quad, (subject, predicate, value, graph))
            for subject, properties in sorted(self._nodes.items(), key=itemgetter(0))
            for predicate, value in sorted(properties)
        ]
