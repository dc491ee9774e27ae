"""Evidence as a Web Annotation target: a range of a document's text, by position and by quote."""

from ipgraph.model.acts import Evidence
from ipgraph.rdf import terms
from ipgraph.rdf.graph import TYPE, GraphBuilder
from ipgraph.rdf.terms import OA

_SOURCE, _SELECTOR = f"<{OA}hasSource>", f"<{OA}hasSelector>"
_START, _END, _EXACT = f"<{OA}start>", f"<{OA}end>", f"<{OA}exact>"
_IS_RESOURCE = (TYPE, f"<{OA}SpecificResource>")
_IS_POSITION = (TYPE, f"<{OA}TextPositionSelector>")
_IS_QUOTE = (TYPE, f"<{OA}TextQuoteSelector>")


def add_evidence(graph: GraphBuilder, node: str, document: str, evidence: Evidence) -> None:
    """Describe `node` as that range of `document`; its selectors are fragments of it, since blank nodes have no name.

    Source: Web Annotation Data Model, sections 4 (specific resources), 4.2.4 (quotes) and 4.2.5 (positions).
    """
    position, quote = f"{node[:-1]}#position>", f"{node[:-1]}#quote>"
    start = terms.non_negative_integer(evidence.span.start)
    end = terms.non_negative_integer(evidence.span.end)
    graph.describe(node, [_IS_RESOURCE, (_SELECTOR, position), (_SELECTOR, quote), (_SOURCE, document)], ordered=True)
    graph.describe(position, [_IS_POSITION, (_END, end), (_START, start)], ordered=True)
    graph.describe(quote, [_IS_QUOTE, (_EXACT, terms.literal(evidence.quote))], ordered=True)
