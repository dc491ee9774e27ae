"""Checks data against the shapes, and tells of each result the sentence behind it."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import pyoxigraph

from ipgraph.rdf.parts import text_of
from ipgraph.rdf.terms import Quad
from ipgraph.validate.context import ShapeContext
from ipgraph.validate.database import PartlyRead
from ipgraph.validate.engine import Result, run_shapes
from ipgraph.validate.graph import TermGraph, Triple, dump_triples
from ipgraph.validate.lookup import Lookup
from ipgraph.validate.paths import to_turtle
from ipgraph.validate.places import locate
from ipgraph.validate.report import Severity, ShapeReport, ShapeResult
from ipgraph.validate.shapes import Shapes
from ipgraph.validate.sparql import Engine
from ipgraph.validate.terms import SH


def check(quads: Iterable[Quad], context: ShapeContext) -> ShapeReport:
    """Return how one graph fares against the shapes, joined with what it refers to in authority and ontology.

    Classes are resolved through the ontology's subclass axioms, without inference.

    Raises:
        ShapeError: the shapes cannot be run.

    """
    triples = list(context.joined(quads))
    graph = TermGraph(triples)
    return _report(run_shapes(context.shapes, graph, Engine(lambda: _loaded(triples))), graph)


def check_release(dump: Path, database: Path, shapes: Shapes) -> ShapeReport:
    """Return how the whole graph of a release, given as its canonical dump and as a database, fares against the shapes.

    Raises:
        ShapeError: the shapes cannot be run.

    """
    with _uncollected():
        # In a function of its own, so that the graph is gone before the collector wakes.
        return _checked(dump, database, shapes)


def _checked(dump: Path, database: Path, shapes: Shapes) -> ShapeReport:
    graph = TermGraph(dump_triples(dump, shapes.predicates))
    opened = lru_cache(lambda: pyoxigraph.Store.read_only(str(database)))
    queried = shapes.queried
    # What queries read is a part of the graph, where they name it; in memory they take a tenth of the time.
    engine = Engine(opened if queried is None else lambda: _loaded(graph.triples(queried)))
    results = run_shapes(shapes, graph, engine)
    return _report(results, graph if shapes.predicates is None else PartlyRead(graph, shapes.predicates, opened))


def _report(results: Iterable[Result], graph: Lookup) -> ShapeReport:
    return ShapeReport.of(locate(map(_shape_result, results), graph))


def _loaded(triples: Iterable[Triple]) -> pyoxigraph.Store:
    """Return a store of the triples, for the queries of shapes."""
    lines = "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in triples)
    store = pyoxigraph.Store()
    if "_:" in lines:
        # Parsed first: parsing keeps the labels of blank nodes, while loading a text gives them new ones.
        store.bulk_extend(pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_QUADS))
    else:
        store.load(lines, format=pyoxigraph.RdfFormat.N_QUADS)
    return store


def _shape_result(result: Result) -> ShapeResult:
    severity = result.severity.removeprefix(SH)
    return ShapeResult(
        focus=result.focus,
        path=None if result.path is None else to_turtle(result.path),
        value=result.value,
        # A severity of its own is no reason to publish what a shape forbids.
        severity=Severity(severity) if severity in set(Severity) else Severity.VIOLATION,
        shape=text_of(result.shape),
        messages=dict(result.messages),
        component=result.component,
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the collector of reference cycles rest: it would look through a graph that stays, again and again."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
