"""The quads of an instrument's making: number and days, who enacted it, what it replaces, and each change of it."""

from ipgraph.lexicon.authority import Entry
from ipgraph.lexicon.enactment import Amendment, Enactment
from ipgraph.model.acts import EntityKind
from ipgraph.rdf import terms
from ipgraph.rdf.graph import TYPE, GraphBuilder
from ipgraph.rdf.mint import Minter, concept
from ipgraph.rdf.terms import DCTERMS, RDFS, ipg


def add_enactment(graph: GraphBuilder, node: str, entry: Entry, minter: Minter) -> None:
    """Add how an instrument was enacted, changed and ended; nothing, if the entry is no instrument."""
    enactment = entry.enactment
    if enactment is None:
        return
    _add_making(graph, node, enactment, minter)
    graph.add(node, ipg("repealedOn"), terms.date(enactment.repealed) if enactment.repealed else None)
    for other in enactment.replaces:
        graph.add(node, f"<{DCTERMS}replaces>", minter.thing(entry.kind, other))
    for amendment in enactment.amendments:
        _add_amendment(graph, node, entry, amendment, minter)


def _add_amendment(graph: GraphBuilder, node: str, entry: Entry, amendment: Amendment, minter: Minter) -> None:
    """Add a change as a node of its own, since it has its own days, number and source.

    Its IRI ends with the day: a law may be amended twice in a year, and one amendment must not rename another.
    """
    change = f"{node[:-1]}#amendment-{amendment.promulgated.isoformat()}>"
    year = amendment.promulgated.year
    graph.add(node, ipg("hasAmendment"), change)
    graph.add(change, TYPE, ipg("Amendment"))
    graph.add(change, ipg("amendmentOf"), node)
    graph.add(change, ipg("amendmentKind"), concept("amendment", amendment.kind))
    graph.add(change, f"<{RDFS}label>", terms.literal(f"{entry.label_zh}（{year}年修改）", lang="zh"))
    graph.add(change, f"<{RDFS}label>", terms.literal(f"{entry.label_en}, changed in {year}", lang="en"))
    graph.add(change, f"<{DCTERMS}source>", terms.iri_or_literal(amendment.source or entry.source))
    _add_making(graph, change, amendment, minter)


def _add_making(graph: GraphBuilder, node: str, made: Enactment | Amendment, minter: Minter) -> None:
    graph.add(node, ipg("promulgatedOn"), terms.date(made.promulgated))
    graph.add(node, ipg("effectiveOn"), terms.date(made.effective) if made.effective else None)
    graph.add(node, ipg("documentNumber"), terms.literal(made.number) if made.number else None)
    for agency in made.enacted_by:
        graph.add(node, ipg("enactedBy"), minter.thing(EntityKind.AGENCY, agency))
