"""The quads of institutions through time: superiors and functions with their days, and the events that changed them."""

from ipgraph.lexicon.authority import Change, Entry
from ipgraph.lexicon.period import Tenure
from ipgraph.model.acts import EntityKind
from ipgraph.rdf import terms
from ipgraph.rdf.graph import TYPE, GraphBuilder
from ipgraph.rdf.mint import Minter, concept
from ipgraph.rdf.terms import DCTERMS, ORG, RDFS, ipg


def add_tenures(graph: GraphBuilder, node: str, entry: Entry, minter: Minter) -> None:
    """Add each superior and each function of a body as a node of its own, since it has its own time and source.

    `org:subOrganizationOf` is for who asks without a day: the superior that the body has, or had when it ended.
    """
    if entry.superior is not None:
        graph.add(node, f"<{ORG}subOrganizationOf>", minter.thing(entry.kind, entry.superior))
    for tenure in entry.superiors:
        superior = minter.thing(entry.kind, tenure.value)
        held = _add_tenure(graph, minter, node, "superior", tenure)
        graph.add(held, TYPE, ipg("Subordination"))
        graph.add(held, ipg("subordinate"), node)
        graph.add(held, ipg("superior"), superior)
    for tenure in entry.functions:
        held = _add_tenure(graph, minter, node, "function", tenure)
        graph.add(held, TYPE, ipg("FunctionHolding"))
        graph.add(held, ipg("holder"), node)
        graph.add(held, ipg("function"), concept("function", tenure.value))


def add_change(graph: GraphBuilder, change: Change, minter: Minter) -> None:
    """Add a change event, and to each body concerned that the event changed it or brought it about."""
    node = minter.thing("change", change.id)
    graph.add(node, TYPE, ipg("ChangeEvent"))
    graph.add(node, f"<{RDFS}label>", terms.literal(change.label_zh, lang="zh"))
    graph.add(node, f"<{RDFS}label>", terms.literal(change.label_en, lang="en"))
    graph.add(node, ipg("changeKind"), concept("change", change.kind))
    graph.add(node, f"<{DCTERMS}date>", terms.date(change.date))
    graph.add(node, f"<{DCTERMS}source>", terms.literal(change.source))
    graph.add(node, f"<{RDFS}seeAlso>", terms.iri(change.address) if change.address else None)
    for function in change.functions:
        graph.add(node, ipg("function"), concept("function", function))
    for body in change.before:
        agency = minter.thing(EntityKind.AGENCY, body)
        graph.add(node, f"<{ORG}originalOrganization>", agency)
        graph.add(agency, f"<{ORG}changedBy>", node)
    for body in change.after:
        agency = minter.thing(EntityKind.AGENCY, body)
        graph.add(node, f"<{ORG}resultingOrganization>", agency)
        graph.add(agency, f"<{ORG}resultedFrom>", node)


def _add_tenure(graph: GraphBuilder, minter: Minter, body: str, part: str, tenure: Tenure) -> str:
    """Add the days and the source of what a body has for a time; return its node."""
    start = terms.date(tenure.period.start) if tenure.period.start else None
    end = terms.date(tenure.period.end) if tenure.period.end else None
    node = minter.part(body, part, (tenure.value, start or "", end or ""))
    graph.add(node, ipg("validFrom"), start)
    graph.add(node, ipg("validTo"), end)
    graph.add(node, f"<{DCTERMS}source>", terms.iri_or_literal(tenure.source))
    return node
