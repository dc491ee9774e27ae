"""Two reasoners find the ontology free of contradictions, and find those that are planted.

An OWL 2 RL reasoner (owlrl) runs everywhere. HermiT (through owlready2) is complete for OWL 2 DL, and needs Java.
"""

import os
import shutil
from pathlib import Path

import owlrl
import pytest
from rdflib import OWL, RDF, Graph, Literal, Namespace, URIRef

from ipgraph.rdf.terms import IPG

ERRORS = Namespace("http://www.daml.org/2002/03/agents/agent-ont#")
WITNESS = "https://example.org/witness/"
# Each a false claim of its own kind: of two classes of ours, of one of ours and one of another vocabulary, of a domain.
FALSEHOODS = {
    "a class under two disjoint ones": ("BothPeople", "rdfs:subClassOf ipg:Agency , ipg:Jurisdiction"),
    "an act as an entity of PROV-O": ("Participation", "rdfs:subClassOf prov:Entity"),
    "a year as an instant of OWL-Time": ("Year", "rdfs:subClassOf time:Instant"),
    "a mechanism as a document of FOAF": ("Mechanism", "rdfs:subClassOf foaf:Document"),
    "a scheme of concepts as a concept": ("Scheme", "rdfs:subClassOf skos:Concept , skos:ConceptScheme"),
    "a court as a label and a concept": ("Court", "rdfs:subClassOf skosxl:Label , skos:Concept"),
}
PREFIXES = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix ipg: <https://w3id.org/ipgraph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix time: <http://www.w3.org/2006/time#> .
"""


def with_falsehood(terms: Graph, name: str) -> Graph:
    cls, claim = FALSEHOODS[name]
    return terms + Graph().parse(data=f"{PREFIXES} ipg:{cls} a owl:Class ; {claim} .", format="turtle")


def own(graph: Graph, kind: URIRef) -> list[URIRef]:
    return sorted(term for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef) and term.startswith(IPG))


def contradictions(graph: Graph) -> list[str]:
    """Return what OWL 2 RL finds wrong when every class has an instance and every property a pair of things."""
    closed = Graph()
    closed += graph
    for cls in own(graph, OWL.Class):
        closed.add((URIRef(WITNESS + cls.removeprefix(IPG)), RDF.type, cls))
    for relation in own(graph, OWL.ObjectProperty):
        ends = [URIRef(f"{WITNESS}{relation.removeprefix(IPG)}-{end}") for end in ("subject", "object")]
        closed.add((ends[0], relation, ends[1]))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    return sorted(str(text) for text in closed.objects(None, ERRORS.error) if isinstance(text, Literal))


def test_owl_rl_finds_no_contradiction(terms: Graph) -> None:
    assert len(own(terms, OWL.Class)) > 45
    assert contradictions(terms) == []


@pytest.mark.parametrize("name", FALSEHOODS)
def test_owl_rl_finds_a_planted_contradiction(terms: Graph, name: str) -> None:
    found = contradictions(with_falsehood(terms, name))

    assert any(FALSEHOODS[name][0] in text for text in found), found


def test_owl_rl_finds_a_relation_that_no_pair_can_have(terms: Graph) -> None:
    false = "ipg:agent rdfs:domain ipg:PolicyDocument ."

    assert any("agent-subject" in text for text in contradictions(terms + Graph().parse(data=PREFIXES + false)))


@pytest.fixture(scope="module")
def java() -> str:
    found = shutil.which("java")
    if found is None:
        # The set-up of continuous integration installs Java: there, its absence is a fault.
        assert "CI" not in os.environ, "HermiT needs Java; .ci/run installs default-jre-headless"
        pytest.skip("HermiT needs Java (Debian: default-jre-headless)")
    return found


def unsatisfiable(graph: Graph, java: str, folder: Path) -> set[str]:
    """Return the names of the classes that HermiT finds empty by necessity."""
    import owlready2

    file = folder / "terms.nt"
    graph.serialize(file, format="nt", encoding="utf-8")
    owlready2.JAVA_EXE = java
    world = owlready2.World()
    world.get_ontology(file.as_uri()).load()
    # xsd:date is none of OWL 2's datatypes.
    owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    return {cls.name for cls in world.inconsistent_classes() if cls is not owlready2.Nothing}


def test_hermit_finds_every_class_satisfiable(terms: Graph, java: str, tmp_path: Path) -> None:
    assert unsatisfiable(terms, java, tmp_path) == set()


@pytest.mark.parametrize("name", FALSEHOODS)
def test_hermit_finds_a_planted_contradiction(terms: Graph, java: str, tmp_path: Path, name: str) -> None:
    assert FALSEHOODS[name][0] in unsatisfiable(with_falsehood(terms, name), java, tmp_path)
