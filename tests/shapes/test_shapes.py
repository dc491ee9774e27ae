"""Every shape finds fault where there is one, and none where there is none."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ipgraph.rdf.interchange import from_rdflib
from ipgraph.rdf.terms import Quad
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import ontology_path, shapes_path
from ipgraph.validate import Severity, ShapeContext, check

HERE = Path(__file__).parent
SHAPES = "https://w3id.org/ipgraph/shapes#"
GRAPH = "<https://example.org/graph>"
FAULTS: dict[str, dict[str, str]] = yaml.safe_load((HERE / "faults.yaml").read_text(encoding="utf-8"))
CONFORMING = (HERE / "conforming.ttl").read_text(encoding="utf-8")
PREFIXES = "\n".join(line for line in CONFORMING.splitlines() if line.startswith("@prefix"))


@pytest.fixture(scope="module")
def context() -> ShapeContext:
    return ShapeContext.load([])


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return read_turtle(sorted(shapes_path().glob("*.ttl")))


def named_shapes(shapes: Graph) -> set[str]:
    kinds = (SH.NodeShape, SH.PropertyShape)
    return {str(shape).removeprefix(SHAPES) for kind in kinds for shape in shapes.subjects(RDF.type, kind)}


def turtle(text: str) -> Graph:
    return Graph().parse(data=f"{PREFIXES}\n{text}", format="turtle")


def quads(graph: Graph) -> list[Quad]:
    def term(node: Node) -> str:
        return f"_:{node}" if isinstance(node, BNode) else from_rdflib(node)

    return sorted((term(s), term(p), term(o), GRAPH) for s, p, o in graph)


def broken(fault: dict[str, str]) -> list[Quad]:
    graph = turtle(CONFORMING)
    for triple in turtle(fault.get("remove", "")):
        assert triple in graph, f"not in conforming.ttl: {triple}"
        graph.remove(triple)
    return quads(graph + turtle(fault.get("add", "")))


def members(shapes: Graph, shape: str) -> set[Any]:
    head = shapes.value(URIRef(f"{SHAPES}{shape}"), SH["in"])
    assert head is not None
    return set(shapes.items(head))


def test_the_conforming_graph_conforms(context: ShapeContext) -> None:
    report = check(quads(turtle(CONFORMING)), context)

    assert report.results == ()
    assert report.conforms


@pytest.mark.parametrize("shape", sorted(FAULTS))
def test_a_shape_finds_its_fault(shape: str, context: ShapeContext) -> None:
    report = check(broken(FAULTS[shape]), context)

    found = [result for result in report.results if result.shape == f"{SHAPES}{shape}"]
    assert found
    assert not report.conforms
    assert {result.severity for result in found} == {Severity.VIOLATION}
    assert all(set(result.messages) == {"zh", "en"} for result in found)


def test_every_shape_has_a_fault(shapes: Graph) -> None:
    assert set(FAULTS) == named_shapes(shapes)


def test_there_are_as_many_faults_as_expected() -> None:
    assert len(FAULTS) >= 90


def test_every_shape_has_a_severity_a_name_and_messages_in_both_languages(shapes: Graph) -> None:
    for shape in named_shapes(shapes):
        node = URIRef(f"{SHAPES}{shape}")
        assert shapes.value(node, SH.severity) is not None, shape
        for predicate in (SH.name, SH.message):
            texts = [text for text in shapes.objects(node, predicate) if isinstance(text, Literal)]
            assert sorted(text.language or "" for text in texts) == ["en", "zh"], shape


def test_every_property_shape_belongs_to_a_node_shape(shapes: Graph) -> None:
    property_shapes = set(shapes.subjects(RDF.type, SH.PropertyShape))

    assert property_shapes == set(shapes.objects(None, SH.property)) - {
        node for node in shapes.objects(None, SH.property) if isinstance(node, BNode)
    }


@pytest.mark.parametrize(
    ("scheme", "shape_names"),
    [
        ("change", ["ChangeEvent-kind"]),
        ("function", ["ChangeEvent-function", "FunctionHolding-function"]),
        ("genre", ["PolicyDocument-genre"]),
        ("amendment", ["Amendment-kind"]),
        ("kind", ["AgreementAct-kind", "InstrumentAct-kind", "Operation-kind", "CaseHandling-kind"]),
        ("level", ["Jurisdiction-level"]),
        ("modality", ["Act-modality"]),
        ("name", ["Name-kind"]),
        ("role", ["Participation-role", "TaskAssignment-role"]),
    ],
)
def test_the_values_that_shapes_allow_are_the_concepts_of_the_scheme(
    scheme: str, shape_names: list[str], shapes: Graph
) -> None:
    concepts = read_turtle([ontology_path("concepts.ttl")])
    in_scheme = concepts.query(
        f"SELECT ?concept WHERE {{ ?concept <http://www.w3.org/2004/02/skos/core#inScheme> ipg:scheme-{scheme} }}"
    )

    allowed = set().union(*(members(shapes, name) for name in shape_names))

    assert allowed == {row[0] for row in in_scheme}  # type: ignore[index]
