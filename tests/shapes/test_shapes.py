"""Every shape finds fault where there is one, and none where there is none."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ipgraph.model.document import SourceText
from ipgraph.rdf.interchange import from_rdflib
from ipgraph.rdf.terms import Quad
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import ontology_path, shapes_path
from ipgraph.store.embedded import open_release
from ipgraph.validate import Severity, ShapeContext, ShapeResult, check, check_quotes, check_release, load_shapes
from ipgraph.validate.graph import TermGraph, rdflib_triples
from ipgraph.validate.paths import parse_path, to_turtle

HERE = Path(__file__).parent
SHAPES = "https://w3id.org/ipgraph/shapes#"
GRAPH = "<https://example.org/graph>"
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
# Nothing leads from these to a quote: the data set, what only authority data and vocabularies speak of, things that no
# statement names (any more), and evidence that is broken itself.
WITHOUT_A_SENTENCE = {
    *("Concept", "Concept-label", "Concept-notation", "Concept-scheme", "ConceptScheme"),
    *("DataSet", "DataSet-structure", "DataSet-unitMultiplier"),
    *("Evidence", "Evidence-quote", "Position", "Position-evidence", "Quote", "Quote-evidence", "Statement-evidence"),
    "Platform-named",
}
# Neither do these, nor the shapes of their properties: they come from the authority data.
OF_AUTHORITY = ("Amendment", "ChangeEvent", "FunctionHolding", "MeasureWording", "Subordination")
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


@cache
def conforming() -> Graph:
    return turtle(CONFORMING)


def broken(fault: dict[str, str]) -> list[Quad]:
    graph = conforming() + Graph()
    for triple in turtle(fault.get("remove", "")):
        assert triple in graph, f"not in conforming.ttl: {triple}"
        graph.remove(triple)
    return quads(graph + turtle(fault.get("add", "")))


def find(shape: str, context: ShapeContext) -> list[ShapeResult]:
    """Return what a shape finds in the graph that has its fault."""
    fault = FAULTS[shape]
    graph = broken(fault)
    source = SourceText("doc", fault.get("text", ""), "0" * 64, "utf-8")
    report = check(graph, context) if "text" not in fault else check_quotes(graph, source)
    return [result for result in report.results if result.shape == f"{SHAPES}{shape}"]


@pytest.fixture(scope="module")
def found(context: ShapeContext) -> dict[str, list[ShapeResult]]:
    return {shape: find(shape, context) for shape in FAULTS}


def members(shapes: Graph, shape: str) -> set[Any]:
    head = shapes.value(URIRef(f"{SHAPES}{shape}"), SH["in"])
    assert head is not None
    return set(shapes.items(head))


def test_the_conforming_graph_conforms(context: ShapeContext) -> None:
    report = check(quads(conforming()), context)

    assert report.results == ()
    assert report.conforms


@pytest.mark.parametrize("shape", sorted(FAULTS))
def test_a_shape_finds_its_fault(shape: str, found: dict[str, list[ShapeResult]]) -> None:
    assert found[shape]
    assert {result.severity for result in found[shape]} == {Severity(FAULTS[shape].get("severity", "Violation"))}
    for result in found[shape]:
        assert set(result.messages) == {"zh", "en"}
        assert not any("{" in message for message in result.messages.values())
        assert result.component


def test_faults_name_the_sentence_wherever_there_is_one(found: dict[str, list[ShapeResult]]) -> None:
    named = {shape for shape, results in found.items() if all(result.sentences for result in results)}

    without = {shape for shape in set(FAULTS) - named if shape.partition("-")[0] not in OF_AUTHORITY}
    assert without == WITHOUT_A_SENTENCE
    assert len(named) >= 80
    for shape in named:
        for result in found[shape]:
            assert result.source_quote == result.sentences[0].quote
            assert result.label or shape in {"Entity-label", "Platform-label"}


def test_every_shape_has_a_fault(shapes: Graph) -> None:
    assert set(FAULTS) == named_shapes(shapes)


def test_there_are_as_many_faults_as_expected() -> None:
    assert len(FAULTS) >= 90


def test_every_shape_has_a_severity_a_name_and_messages_in_both_languages(shapes: Graph) -> None:
    for shape in named_shapes(shapes):
        node = URIRef(f"{SHAPES}{shape}")
        assert shapes.value(node, SH.severity) is not None, shape
        for predicate in (SH.name, SH.description, SH.message):
            holders = [node, *shapes.objects(node, SH.sparql)] if predicate == SH.message else [node]
            found = (text for holder in holders for text in shapes.objects(holder, predicate))
            texts = [text for text in found if isinstance(text, Literal)]
            assert sorted(text.language or "" for text in texts) == ["en", "zh"], shape


def test_every_property_shape_belongs_to_a_node_shape_or_has_a_target(shapes: Graph) -> None:
    property_shapes = set(shapes.subjects(RDF.type, SH.PropertyShape))
    linked = {node for node in shapes.objects(None, SH.property) if not isinstance(node, BNode)}
    targeted = {shape for target in TARGETS for shape in shapes.subjects(target) if shape in property_shapes}

    assert property_shapes == linked | targeted
    assert not linked & targeted


@pytest.mark.parametrize(
    ("scheme", "shape_names"),
    [
        ("change", ["ChangeEvent-kind"]),
        ("function", ["ChangeEvent-function", "FunctionHolding-function"]),
        ("amendment", ["Amendment-kind"]),
        ("kind", ["AgreementAct-kind", "InstrumentAct-kind", "Operation-kind", "CaseHandling-kind"]),
        ("right", ["Case-rightConcerned"]),
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


def test_every_class_of_the_ontology_has_a_shape(shapes: Graph) -> None:
    ontology = read_turtle([ontology_path("ipgraph.ttl")])
    targets = set(shapes.objects(None, SH.targetClass))

    without = {
        term
        for term in ontology.subjects(RDF.type, OWL.Class)
        if not targets & set(ontology.transitive_objects(term, RDFS.subClassOf))
    }

    assert without == set()


def test_every_property_of_the_ontology_has_a_shape(shapes: Graph) -> None:
    ontology = read_turtle([ontology_path("ipgraph.ttl")])
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    terms = TermGraph(rdflib_triples(shapes))
    paths = " ".join(to_turtle(parse_path(terms, path)) for path in terms.inverse(f"<{SH.path}>"))

    without = {term for kind in kinds for term in ontology.subjects(RDF.type, kind) if f"<{term}>" not in paths}

    assert without == set()


def test_a_faultless_release_conforms_and_its_warnings_are_known(corpus_store: Path) -> None:
    """Each was compared with its sentence: 中阿 may be Argentina or Algeria, and the text does not say."""
    release = open_release(corpus_store)
    report = check_release(release.dump, release.database, load_shapes())

    assert report.conforms
    assert [(result.shape.removeprefix(SHAPES), result.source_quote) for result in report.results] == [
        ("BilateralMechanism", "中阿种子分委会第二次会议")
    ]
