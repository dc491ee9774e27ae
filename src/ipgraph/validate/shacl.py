"""Checks one graph against the SHACL shapes."""

from collections.abc import Iterable

import pyshacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

from ipgraph.errors import ShapeError
from ipgraph.rdf.interchange import to_rdflib
from ipgraph.rdf.terms import IPG, OA, Quad
from ipgraph.validate.context import ShapeContext
from ipgraph.validate.paths import to_turtle
from ipgraph.validate.report import Severity, ShapeReport, ShapeResult

_EVIDENCE = URIRef(f"{IPG}evidence")
_HAS_SELECTOR = URIRef(f"{OA}hasSelector")
_EXACT = URIRef(f"{OA}exact")


def check(quads: Iterable[Quad], context: ShapeContext) -> ShapeReport:
    """Return how one graph fares against the shapes, joined with what it refers to in authority and ontology.

    The graph is a plain rdflib graph in memory: pySHACL reports false violations on a graph that another engine backs.
    Classes are resolved through the ontology's subclass axioms, without inference.

    Raises:
        ShapeError: pySHACL refuses the shapes.

    """
    data = _joined(quads, context)
    try:
        _, report, text = pyshacl.validate(data, shacl_graph=context.shapes, inference="none", inplace=True)
    except ReportableRuntimeError as error:
        raise ShapeError(f"the shapes cannot be run: {error.message}") from error
    if not isinstance(report, Graph):
        raise ShapeError(f"the shapes cannot be run: {text}")
    results = (_result(report, node, data) for node in report.objects(None, SH.result))
    return ShapeReport.of(results)


def _joined(quads: Iterable[Quad], context: ShapeContext) -> Graph:
    """Return the triples with the class hierarchy and the descriptions of the things that they refer to."""
    graph = Graph()
    known: dict[str, Node] = {}

    def term(encoded: str) -> Node:
        found = known.get(encoded)
        if found is None:
            found = known[encoded] = to_rdflib(encoded)
        return found

    for subject, predicate, value, _ in quads:
        graph.add((term(subject), term(predicate), term(value)))
    for triple in context.classes:
        graph.add(triple)
    for node in known.values():
        for triple in context.descriptions.get(node, ()):
            graph.add(triple)
    return graph


def _result(report: Graph, node: Node, data: Graph) -> ShapeResult:
    focus = report.value(node, SH.focusNode)
    value = report.value(node, SH.value)
    path = report.value(node, SH.resultPath)
    shape = report.value(node, SH.sourceShape)
    severity = str(report.value(node, SH.resultSeverity)).rpartition("#")[2]
    messages = {
        message.language: str(message)
        for message in report.objects(node, SH.resultMessage)
        if isinstance(message, Literal) and message.language is not None
    }
    return ShapeResult(
        focus=focus.n3() if focus is not None else "",
        path=to_turtle(report, path) if path is not None else None,
        value=value.n3() if value is not None else None,
        severity=Severity(severity),
        shape=str(shape),
        messages=messages,
        source_quote=_quote(data, focus),
    )


def _quote(data: Graph, focus: Node | None) -> str | None:
    """Return the sentence behind a focus node: its evidence's quote, its own if it is evidence, else nothing."""
    if focus is None:
        return None
    evidence = data.value(focus, _EVIDENCE, any=True) or data.value(None, _HAS_SELECTOR, focus, any=True) or focus
    quotes = sorted(
        str(exact) for selector in data.objects(evidence, _HAS_SELECTOR) for exact in data.objects(selector, _EXACT)
    )
    return quotes[0] if quotes else None
