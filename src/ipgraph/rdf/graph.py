"""A named graph under construction: a set of quads that leaves in one order."""

from ipgraph.rdf.terms import RDF, Quad

TYPE = f"<{RDF}type>"


class GraphBuilder:
    """Collects the quads of one named graph; what is added twice stands there once."""

    def __init__(self, graph: str) -> None:
        """Begin an empty graph under the term `graph`."""
        self._graph = graph
        self._quads: set[Quad] = set()

    def add(self, subject: str, predicate: str, value: str | None) -> None:
        """Add one statement; `None` is what the source does not say, and adds nothing."""
        if value is not None:
            self._quads.add(Quad(subject, predicate, value, self._graph))

    def add_all(self, subject: str, properties: list[tuple[str, str]]) -> None:
        """Add one statement for each predicate and value."""
        self._quads.update(Quad(subject, predicate, value, self._graph) for predicate, value in properties)

    def quads(self) -> list[Quad]:
        """Return the quads in the order of their terms, each once."""
        return sorted(self._quads)
