"""The quads of the authority data: what the things are, which names they bear when, and how they hang together."""

from collections.abc import Iterable
from itertools import chain

from ipgraph.lexicon.authority import Authority, Entry, Name, NameKind
from ipgraph.lexicon.period import Period
from ipgraph.model.acts import EntityKind
from ipgraph.rdf import terms
from ipgraph.rdf.graph import TYPE, GraphBuilder
from ipgraph.rdf.institutions import add_change, add_tenures
from ipgraph.rdf.instruments import add_enactment
from ipgraph.rdf.mint import Minter, concept
from ipgraph.rdf.terms import DCTERMS, SKOS, SKOSXL, Quad, ipg


def authority_quads(authority: Authority, minter: Minter) -> list[Quad]:
    """Return the quads of the authority graph, sorted, each once."""
    graph = GraphBuilder(minter.authority_graph())
    for entry in authority.entries():
        node = minter.thing(entry.kind, entry.id)
        _add_description(graph, node, entry)
        _add_relations(graph, node, entry, minter)
        add_enactment(graph, node, entry, minter)
        add_tenures(graph, node, entry, minter)
        for name in entry.names:
            _add_name(graph, node, entry, name, minter)
    for change in authority.changes:
        add_change(graph, change, minter)
    return graph.quads()


def _add_description(graph: GraphBuilder, node: str, entry: Entry) -> None:
    graph.add(node, TYPE, ipg(entry.cls))
    graph.add(node, f"<{SKOS}prefLabel>", terms.literal(entry.label_zh, lang="zh"))
    graph.add(node, f"<{SKOS}prefLabel>", terms.literal(entry.label_en, lang="en"))
    graph.add(node, f"<{DCTERMS}source>", terms.iri_or_literal(entry.source))
    graph.add(node, ipg("validFrom"), terms.date(entry.valid_from) if entry.valid_from else None)
    graph.add(node, ipg("validTo"), terms.date(entry.valid_to) if entry.valid_to else None)
    graph.add(node, f"<{SKOS}notation>", terms.literal(entry.code) if entry.code else None)
    graph.add(node, ipg("level"), concept("level", entry.level) if entry.level else None)
    for field in entry.fields:
        graph.add(node, ipg("field"), concept("field", field))
    for form in entry.abbr:
        graph.add(node, f"<{SKOS}hiddenLabel>", terms.literal(form, lang="zh"))


def _add_relations(graph: GraphBuilder, node: str, entry: Entry, minter: Minter) -> None:
    jurisdictions: Iterable[tuple[str, str]] = chain(
        [("ofJurisdiction", entry.jurisdiction)] if entry.jurisdiction else [],
        (("definingParty", party) for party in entry.parties),
    )
    for property_name, jurisdiction in jurisdictions:
        graph.add(node, ipg(property_name), minter.thing(EntityKind.JURISDICTION, jurisdiction))
    for predecessor in entry.predecessors:
        graph.add(node, ipg("successorOf"), minter.thing(entry.kind, predecessor))
    for successor in entry.successors:
        graph.add(minter.thing(entry.kind, successor), ipg("successorOf"), node)


def _add_name(graph: GraphBuilder, node: str, entry: Entry, name: Name, minter: Minter) -> None:
    """Add a name as a node of its own, since it has its own time; the label's own name is the preferred one."""
    period = Period() if name.is_undated_former else entry.period_of(name)
    form = terms.literal(name.text, lang=_language(name))
    start = terms.date(period.start) if period.start else None
    end = terms.date(period.end) if period.end else None
    kind = concept("name", name.kind)
    label = minter.name(node, (form, kind, start or "", end or ""))
    preferred = name.text in (entry.label_zh, entry.label_en)
    graph.add(node, f"<{SKOSXL}{'prefLabel' if preferred else 'altLabel'}>", label)
    if not preferred:
        graph.add(node, f"<{SKOS}altLabel>", form)
    graph.add(label, TYPE, f"<{SKOSXL}Label>")
    graph.add(label, f"<{SKOSXL}literalForm>", form)
    graph.add(label, ipg("nameKind"), kind)
    graph.add(label, ipg("validFrom"), start)
    graph.add(label, ipg("validTo"), end)


def _language(name: Name) -> str:
    """Return the language of a name: an English name and an acronym in Latin letters are English."""
    return "en" if name.kind is NameKind.ENGLISH or name.text.isascii() else "zh"
