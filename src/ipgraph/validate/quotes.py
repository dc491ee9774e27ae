"""Checks that every quote of a document's graph stands in the source text where the graph says; no shape sees texts."""

from collections import defaultdict
from collections.abc import Iterable

from ipgraph.model.document import SourceText
from ipgraph.rdf.parts import text_of
from ipgraph.rdf.terms import OA, Quad, literal
from ipgraph.validate.report import Severity, ShapeReport, ShapeResult

QUOTE_CHECK = "https://w3id.org/ipgraph/shapes#Evidence-text"

_READ = {f"<{OA}{name}>": name for name in ("hasSelector", "start", "end", "exact")}


def check_quotes(quads: Iterable[Quad], source: SourceText) -> ShapeReport:
    """Return whether the source text at each start:end is the quote, in the form of a check against shapes.

    Evidence without one whole position and one quote is passed over: the shapes report it.
    """
    facts: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value, _ in quads:
        if predicate in _READ:
            facts[subject][_READ[predicate]].append(value)
    results = []
    for node, described in facts.items():
        selectors = [facts[selector] for selector in described["hasSelector"] if selector in facts]
        values = [[value for each in selectors for value in each[name]] for name in ("start", "end", "exact")]
        if all(len(found) == 1 for found in values):
            start, end, exact = (text_of(found[0]) for found in values)
            if start.isdecimal() and end.isdecimal() and not _stands(source, int(start), int(end), exact):
                results.append(_mismatch(node, f"{start}:{end}", exact))
    return ShapeReport.of(results)


def _stands(source: SourceText, start: int, end: int, quote: str) -> bool:
    """Tell whether the range lies inside the text and holds the quote (a slice alone would forgive an end beyond)."""
    return 0 <= start < end <= len(source.text) and source.text[start:end] == quote


def _mismatch(node: str, place: str, exact: str) -> ShapeResult:
    return ShapeResult(
        focus=node,
        path=f"( <{OA}hasSelector> <{OA}exact> )",
        value=literal(exact),
        severity=Severity.VIOLATION,
        shape=QUOTE_CHECK,
        messages={
            "en": f"The source text at {place} is not the quote of the evidence.",
            "zh": f"来源文本 {place} 处的文字与依据的引文不符。",
        },
        source_quote=exact,
    )
