"""pySHACL and what runs the shapes here agree, result by result: on the corpus, whole and damaged, and on faults."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import yaml
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from ipgraph.rdf.interchange import to_rdflib
from ipgraph.rdf.parts import is_blank, language_of, text_of
from ipgraph.rdf.terms import Quad
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import shapes_path
from ipgraph.store.embedded import Release, open_release
from ipgraph.validate import ShapeContext, ShapeReport, Shapes, check, check_release, load_shapes
from ipgraph.validate.graph import TermGraph, Triple, dump_triples, rdflib_triples
from ipgraph.validate.paths import parse_path, to_turtle
from ipgraph.validate.terms import SH as SHACL
from ipgraph.validate.terms import sh

SHAPE = "https://w3id.org/ipgraph/shapes#"
SHAPES = Path(__file__).parents[1] / "shapes"
FAULTS: dict[str, dict[str, str]] = yaml.safe_load((SHAPES / "faults.yaml").read_text(encoding="utf-8"))
CONFORMING = (SHAPES / "conforming.ttl").read_text(encoding="utf-8")
# Not what only a comparison with the text can find.
IN_THE_GRAPH = sorted(shape for shape, fault in FAULTS.items() if "text" not in fault)
PREFIXES = "\n".join(line for line in CONFORMING.splitlines() if line.startswith("@prefix"))
# Where queries fill values into a message, pySHACL forgets its language: of these, the text alone is compared.
CORE = re.compile(re.escape(SHACL) + "(?!SPARQL).*")
KINDS = (SH.NodeShape, SH.PropertyShape)
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
# How many nodes of the corpus a query is compared on.
SAMPLE = 8

Found = tuple[Any, ...]


@pytest.fixture(scope="module")
def context() -> ShapeContext:
    return ShapeContext.load()


@pytest.fixture(scope="module")
def shapes_graph() -> Graph:
    shapes = read_turtle(sorted(shapes_path().glob("*.ttl")))
    _give_targets(shapes)
    return shapes


def _give_targets(shapes: Graph) -> None:
    """Give declared property shapes the targets of their node shapes, in place of the link between them.

    The same results by the meaning of SHACL, in a third of the time: pySHACL runs a linked shape once a focus node.
    """
    for node_shape, property_shape in list(shapes.subject_objects(SH.property)):
        targets = [(kind, target) for kind in TARGETS for target in shapes.objects(node_shape, kind)]
        if targets and (property_shape, RDF.type, SH.PropertyShape) in shapes:
            shapes.remove((node_shape, SH.property, property_shape))
            for kind, target in targets:
                shapes.add((property_shape, kind, target))


@pytest.fixture(scope="module")
def release(corpus_store: Path) -> Release:
    return open_release(corpus_store)


def oracle(triples: Iterable[Triple], shapes: Graph) -> Counter[Found]:
    """Return what pySHACL finds, on a plain rdflib graph: on the engine's own it finds faults that are none."""
    data = Graph()
    for triple in triples:
        subject, predicate, value = map(to_rdflib, triple)
        data.add((subject, predicate, value))
    _, report, text = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
    assert isinstance(report, Graph), text
    graph = TermGraph(rdflib_triples(report))
    # One that says the same as another is told once here: of two bounds, say, which the same value exceeds.
    found = {_found(graph, node) for node in graph.inverse(sh("result"))}
    return Counter((_anonymous(focus), path, _anonymous(value), *rest) for focus, path, value, *rest in found)


def _found(graph: TermGraph, node: str) -> Found:
    path = graph.value(node, sh("resultPath"))
    component = text_of(graph.value(node, sh("sourceConstraintComponent")) or "")
    messages = frozenset(
        (language_of(each) if CORE.match(component) else "", text_of(each))
        for each in graph.values(node, sh("resultMessage"))
    )
    return (
        graph.value(node, sh("focusNode")),
        None if path is None else to_turtle(parse_path(graph, path)),
        graph.value(node, sh("value")),
        text_of(graph.value(node, sh("sourceShape")) or ""),
        component,
        text_of(graph.value(node, sh("resultSeverity")) or "").removeprefix(SHACL),
        messages,
    )


def ours(report: ShapeReport) -> Counter[Found]:
    return Counter(
        (
            _anonymous(each.focus),
            each.path,
            _anonymous(each.value),
            each.shape,
            each.component,
            str(each.severity),
            frozenset(
                (language if CORE.match(each.component) else "", text) for language, text in each.messages.items()
            ),
        )
        for each in report.results
    )


def _anonymous(term: str | None) -> str | None:
    return "_:" if term is not None and is_blank(term) else term


def turtle(text: str) -> Graph:
    return Graph().parse(data=f"{PREFIXES}\n{text}", format="turtle")


@cache
def conforming() -> Graph:
    return turtle(CONFORMING)


def quads(graph: Graph) -> list[Quad]:
    return [(*triple, "<https://example.org/graph>") for triple in rdflib_triples(graph)]


@pytest.fixture(scope="module")
def families(shapes_graph: Graph) -> dict[Node, Graph]:
    """Return for each shape those of its file, with what they lead to: with those of all files, faults take minutes."""
    found: dict[Node, Graph] = {}
    for path in sorted(shapes_path().glob("*.ttl")):
        file = read_turtle([path])
        names = {node for kind in KINDS for node in file.subjects(RDF.type, kind) if isinstance(node, URIRef)}
        found |= dict.fromkeys(names, reached(names, shapes_graph))
    return found


def reached(names: set[URIRef], shapes: Graph) -> Graph:
    """Return what is said of shapes, and of all that this leads to."""
    part, left = Graph(), set[Node](names)
    done: set[Node] = set()
    while left:
        node = left.pop()
        done.add(node)
        for triple in shapes.triples((node, None, None)):
            part.add(triple)
            if triple[2] not in done and (triple[2], None, None) in shapes:
                left.add(triple[2])
    return part


@pytest.mark.parametrize("shape", IN_THE_GRAPH)
def test_they_agree_on_a_planted_fault(shape: str, context: ShapeContext, families: dict[Node, Graph]) -> None:
    fault = FAULTS[shape]
    shapes = families[URIRef(f"{SHAPE}{shape}")]
    broken = quads(conforming() - turtle(fault.get("remove", "")) + turtle(fault.get("add", "")))

    found = ours(check(broken, context))
    of_family = Counter(
        {each: count for each, count in found.items() if (URIRef(each[3]), SH.severity, None) in shapes}
    )

    assert any(each[3] == f"{SHAPE}{shape}" for each in of_family)
    assert of_family == oracle(context.joined(broken), shapes)


QUERIES = Path(__file__).with_name("queries.ttl").read_text(encoding="utf-8")


def test_they_agree_on_shapes_that_are_queries(context: ShapeContext) -> None:
    """Pre-bound variables in nested groups, unions, sub-selects and filters; components; many focus nodes at once."""
    shapes = Graph().parse(data=QUERIES, format="turtle")
    ours_context = replace(context, shapes=Shapes.parse(TermGraph(rdflib_triples(shapes))))
    data = [*quads(conforming()), *quads(turtle("[] a ipg:Cooperation ; ipg:rule 'x' ."))]

    found = ours(check(data, ours_context))

    assert {each[3].rpartition("#")[2] for each in found} == {
        text_of(shape).rpartition("#")[2] for shape in ours_context.shapes.by_id if not is_blank(shape)
    }
    assert found == oracle(context.joined(data), shapes)


def without_queries(shapes: Graph) -> Graph:
    """Return the shapes without their queries: pySHACL runs each once a focus node, which takes minutes here."""
    core = Graph()
    for triple in shapes:
        if triple[1] != SH.sparql:
            core.add(triple)
    return core


def sampled(shapes: Graph, data: TermGraph) -> Graph:
    """Return the shapes with targets for those with queries alone: some nodes of the data each."""
    sample = Graph()
    for shape in Shapes.parse(TermGraph(rdflib_triples(shapes))).targeted:
        node = to_rdflib(shape.id)
        if (node, SH.sparql, None) in shapes:
            focus = sorted({each for target in shape.targets for each in target.nodes(data)})
            for each in focus[:: max(1, len(focus) // SAMPLE)]:
                sample.add((node, SH.targetNode, to_rdflib(each)))
    for triple in shapes:
        if triple[1] not in (*TARGETS, SH.property):
            sample.add(triple)
    return sample


@pytest.mark.slow
def test_they_agree_on_the_corpus(release: Release, shapes_graph: Graph) -> None:
    report = check_release(release.dump, release.database, load_shapes())

    assert report.conforms
    core = frozenset(each for each in ours(report).items() if CORE.match(each[0][4]))
    assert core == oracle(dump_triples(release.dump), without_queries(shapes_graph)).items()


@pytest.mark.slow
def test_they_agree_on_queries_over_some_nodes_of_the_corpus(release: Release, shapes_graph: Graph) -> None:
    triples = list(dump_triples(release.dump))
    # A query of the test's own, so that there is one: it finds something.
    own = Graph().parse(data=QUERIES, format="turtle")
    shapes = sampled(shapes_graph + own, TermGraph(triples))

    report = check_release(release.dump, release.database, Shapes.parse(TermGraph(rdflib_triples(shapes))))

    assert report.results
    assert ours(report) == oracle(triples, shapes)


@pytest.mark.slow
def test_they_agree_on_a_damaged_corpus(release: Release, shapes_graph: Graph, tmp_path: Path) -> None:
    """Every 40th statement lost and every 60th value exchanged for the one before: all kinds of faults at once."""
    damaged = tmp_path / "dump.nq"
    lines = [line for number, line in enumerate(release.dump.read_text(encoding="utf-8").splitlines()) if number % 40]
    parts = [line.split(" ", 2) for line in lines]
    for number in range(60, len(parts), 60):
        parts[number][2] = parts[number - 1][2]
    damaged.write_text("".join(f"{' '.join(part)}\n" for part in parts), encoding="utf-8")
    core = without_queries(shapes_graph)

    found = ours(check_release(damaged, release.database, Shapes.parse(TermGraph(rdflib_triples(core)))))

    assert len({each[3] for each in found}) > 40
    assert found == oracle(dump_triples(damaged), core)
