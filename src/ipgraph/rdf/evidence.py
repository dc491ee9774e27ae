"""Evidence as a Web Annotation target: a range of a document's text, by position and by quote."""

from ipgraph.model.acts import Evidence
from ipgraph.rdf import terms
from ipgraph.rdf.graph import TYPE, GraphBuilder
from ipgraph.rdf.terms import OA


def add_evidence(graph: GraphBuilder, node: str, document: str, evidence: Evidence) -> None:
    """Describe `node` as that range of `document`; its selectors are fragments of it, since blank nodes have no name.

    Source: Web Annotation Data Model, sections 4 (specific resources), 4.2.4 (quotes) and 4.2.5 (positions).
    """
    position, quote = f"{node[:-1]}#position>", f"{node[:-1]}#quote>"
    graph.add_all(
        node,
        [
            (TYPE, f"<{OA}SpecificResource>"),
            (f"<{OA}hasSource>", document),
            (f"<{OA}hasSelector>", position),
            (f"<{OA}hasSelector>", quote),
        ],
    )
    graph.add_all(
        position,
        [
            (TYPE, f"<{OA}TextPositionSelector>"),
            (f"<{OA}start>", terms.non_negative_integer(evidence.span.start)),
            (f"<{OA}end>", terms.non_negative_integer(evidence.span.end)),
        ],
    )
    graph.add_all(quote, [(TYPE, f"<{OA}TextQuoteSelector>"), (f"<{OA}exact>", terms.literal(evidence.quote))])
