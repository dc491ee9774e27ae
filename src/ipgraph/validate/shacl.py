"""Checks one graph against the SHACL shapes."""

from collections.abc import Iterable
from typing import Any

import pyshacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import SH, Graph, Literal
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

from ipgraph.errors import ShapeError
from ipgraph.rdf.interchange import to_rdflib
from ipgraph.rdf.terms import Quad
from ipgraph.validate.context import ShapeContext
from ipgraph.validate.messages import read_templates, to_languages
from ipgraph.validate.paths import to_turtle
from ipgraph.validate.places import locate
from ipgraph.validate.report import Severity, ShapeReport, ShapeResult


def check(quads: Iterable[Quad], context: ShapeContext) -> ShapeReport:
    """Return how one graph fares against the shapes, joined with what it refers to in authority and ontology.

    The graph is a plain rdflib graph in memory: pySHACL reports false violations on a graph that another engine backs.
    Classes are resolved through the ontology's subclass axioms, without inference.

    Raises:
        ShapeError: pySHACL refuses the shapes.

    """
    quads = list(quads)
    data = _joined(quads, context)
    try:
        _, report, text = pyshacl.validate(data, shacl_graph=context.shapes, inference="none", inplace=True)
    except ReportableRuntimeError as error:
        raise ShapeError(f"the shapes cannot be run: {error.message}") from error
    if not isinstance(report, Graph):
        raise ShapeError(f"the shapes cannot be run: {text}")
    results = (_result(report, node, context) for node in report.objects(None, SH.result))
    return locate(ShapeReport.of(results), quads, context)


class _ParsedOnce(Graph):
    """A graph that parses each query once: pySHACL puts a constraint's query anew for each focus node."""

    def __init__(self) -> None:
        super().__init__()
        self._prepared: dict[str, Query] = {}

    def query(self, query_object: str | Query, *arguments: Any, **options: Any) -> Result:
        """Return the result of a query, as any graph does."""
        if isinstance(query_object, str):
            text = query_object
            if text not in self._prepared:
                self._prepared[text] = prepareQuery(text)
            query_object = self._prepared[text]
        return super().query(query_object, *arguments, **options)


def _joined(quads: Iterable[Quad], context: ShapeContext) -> Graph:
    """Return the triples with the class hierarchy and the descriptions of the things that they refer to."""
    graph = _ParsedOnce()
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


def _result(report: Graph, node: Node, context: ShapeContext) -> ShapeResult:
    focus = report.value(node, SH.focusNode)
    value = report.value(node, SH.value)
    path = report.value(node, SH.resultPath)
    shape = report.value(node, SH.sourceShape)
    severity = str(report.value(node, SH.resultSeverity)).rpartition("#")[2]
    messages = [message for message in report.objects(node, SH.resultMessage) if isinstance(message, Literal)]
    return ShapeResult(
        focus=focus.n3() if focus is not None else "",
        path=to_turtle(report, path) if path is not None else None,
        value=value.n3() if value is not None else None,
        severity=Severity(severity),
        shape=str(shape),
        messages=to_languages(messages, read_templates(context.shapes, shape)),
        component=str(report.value(node, SH.sourceConstraintComponent)),
    )
