"""Checks that every quote of a document's graph stands in the source text where the graph says; no engine sees texts.

How it is called, how bad it is and how its messages read is declared with the other shapes: ips:Evidence-text.
"""

from collections.abc import Iterable, Mapping

from rdflib import URIRef

from ipgraph.model.document import SourceText
from ipgraph.rdf.parts import text_of
from ipgraph.rdf.terms import OA, Quad, literal
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import shapes_path
from ipgraph.validate.messages import fill, read_templates
from ipgraph.validate.report import Sentence, Severity, ShapeReport, ShapeResult

QUOTE_CHECK = "https://w3id.org/ipgraph/shapes#Evidence-text"
QUOTE_COMPONENT = "https://w3id.org/ipgraph/shapes#SourceTextConstraintComponent"

# How many characters of a quote a message shows; the whole of it stands beside the message.
_SHOWN = 60
_READ = [f"<{OA}{name}>" for name in ("hasSelector", "start", "end", "exact")]


def check_quotes(quads: Iterable[Quad], source: SourceText) -> ShapeReport:
    """Return whether the source text at each start:end is the quote, in the form of a check against shapes.

    Evidence without one whole position and one quote is passed over: the shapes report it.
    """
    columns: dict[str, dict[str, list[str]]] = {predicate: {} for predicate in _READ}
    for subject, predicate, value, _ in quads:
        if predicate in columns:
            columns[predicate].setdefault(subject, []).append(value)
    selectors, *positions = columns.values()
    mismatches = []
    for node, selected in selectors.items():
        values = [[value for each in selected for value in column.get(each, ())] for column in positions]
        if all(len(found) == 1 for found in values):
            start, end, exact = (text_of(found[0]) for found in values)
            if start.isdecimal() and end.isdecimal():
                sentence = Sentence(source.doc_id, int(start), int(end), exact)
                if not _stands(source, sentence):
                    mismatches.append((node, sentence))
    templates = read_templates(read_turtle([shapes_path("evidence.ttl")]), URIRef(QUOTE_CHECK)) if mismatches else {}
    return ShapeReport.of(_mismatch(node, sentence, source, templates) for node, sentence in mismatches)


def _stands(source: SourceText, sentence: Sentence) -> bool:
    """Tell whether the range lies inside the text and holds the quote (a slice alone would forgive an end beyond)."""
    start, end = sentence.start or 0, sentence.end or 0
    return 0 <= start < end <= len(source.text) and source.text[start:end] == sentence.quote


def _mismatch(node: str, sentence: Sentence, source: SourceText, templates: Mapping[str, str]) -> ShapeResult:
    values = {
        "place": sentence.place,
        "found": _cut(source.text[sentence.start : sentence.end]),
        "quote": _cut(sentence.quote),
    }
    return ShapeResult(
        focus=node,
        path=f"( <{OA}hasSelector> <{OA}exact> )",
        value=literal(sentence.quote),
        severity=Severity.VIOLATION,
        shape=QUOTE_CHECK,
        messages={lang: fill(template, values) for lang, template in sorted(templates.items())},
        source_quote=sentence.quote,
        component=QUOTE_COMPONENT,
        label=dict.fromkeys(("en", "zh"), f"{sentence.doc_id} {sentence.place}"),
        sentences=(sentence,),
    )


def _cut(text: str) -> str:
    """Return a text that is short enough for a message."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
