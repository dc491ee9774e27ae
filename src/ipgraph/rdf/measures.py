"""The quads of the measures that have a name of their own: concepts, and the wordings by which texts name them."""

from collections.abc import Iterable

from ipgraph.lexicon.measures import Measure
from ipgraph.rdf import terms
from ipgraph.rdf.graph import TYPE, GraphBuilder
from ipgraph.rdf.mint import Minter, concept
from ipgraph.rdf.terms import DCTERMS, SKOS, Quad, ipg


def measure_quads(measures: Iterable[Measure], minter: Minter) -> list[Quad]:
    """Return what the measures add to the authority graph, sorted, each once."""
    graph = GraphBuilder(minter.authority_graph())
    for measure in measures:
        _add_measure(graph, measure, minter)
    return graph.quads()


def _add_measure(graph: GraphBuilder, measure: Measure, minter: Minter) -> None:
    """Add a measure; a wording that names a group is no label of it, since it means less."""
    node = minter.thing("measure", measure.id)
    graph.add(node, TYPE, f"<{SKOS}Concept>")
    graph.add(node, f"<{SKOS}inScheme>", ipg("scheme-measure"))
    graph.add(node, f"<{SKOS}prefLabel>", terms.literal(measure.label_zh, lang="zh"))
    graph.add(node, f"<{SKOS}prefLabel>", terms.literal(measure.label_en, lang="en"))
    graph.add(node, f"<{DCTERMS}source>", terms.iri_or_literal(measure.source))
    if measure.broader is None:
        graph.add(node, f"<{SKOS}topConceptOf>", ipg("scheme-measure"))
    else:
        graph.add(node, f"<{SKOS}broader>", minter.thing("measure", measure.broader))
    for wording in measure.wordings:
        if wording.breakdown is None and wording.text != measure.label_zh:
            graph.add(node, f"<{SKOS}altLabel>", terms.literal(wording.text, lang="zh"))
        form = terms.literal(wording.text)
        name = minter.name(node, (form,))
        graph.add(name, TYPE, ipg("MeasureWording"))
        graph.add(name, ipg("measureName"), form)
        graph.add(name, ipg("measure"), node)
        graph.add(name, ipg("breakdown"), concept("breakdown", wording.breakdown) if wording.breakdown else None)
