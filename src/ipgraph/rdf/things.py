"""The declarations that documents share: years, and the things that texts name and no authority file knows."""

from ipgraph.model.acts import Entity, EntityKind
from ipgraph.rdf import terms
from ipgraph.rdf.graph import TYPE, GraphBuilder
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import SKOS, Quad, ipg

DEFAULT_CLASS = {
    EntityKind.AGENCY: "Agency",
    EntityKind.JURISDICTION: "Jurisdiction",
    EntityKind.MECHANISM: "Mechanism",
    EntityKind.EVENT: "Event",
    EntityKind.AGREEMENT: "Agreement",
    EntityKind.CAMPAIGN: "CampaignSeries",
    EntityKind.INSTRUMENT: "LegalInstrument",
    EntityKind.PLATFORM: "Platform",
    EntityKind.CASE: "Case",
}


class ThingWriter:
    """Declares things in the graph that all documents share.

    In the documents' own graphs, a thing that ten documents name would be declared ten times, and a query over all
    graphs would count it ten times.
    """

    def __init__(self, minter: Minter) -> None:
        """Begin with no things."""
        self._minter = minter
        self._graph = GraphBuilder(minter.things_graph())

    def year(self, year: int) -> str:
        """Return the term of a year, declared."""
        node = self._minter.year(year)
        if node not in self._graph:
            self._graph.describe(node, [(TYPE, ipg("Year")), (ipg("yearValue"), terms.integer(year))])
        return node

    def entity(self, entity: Entity) -> str:
        """Return the term of a thing, declared if no authority file knows it."""
        node = self._minter.entity(entity)
        if entity.slug is None:
            self._graph.add(node, TYPE, ipg(entity.cls or DEFAULT_CLASS[entity.kind]))
            self._graph.add(node, f"<{SKOS}prefLabel>", terms.literal(entity.name, lang="zh"))
        return node

    def quads(self) -> list[Quad]:
        """Return the declarations, sorted, each once."""
        return self._graph.quads()
