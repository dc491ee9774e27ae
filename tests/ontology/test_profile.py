"""The files stay within OWL 2 DL: all that is used is declared, each term is used as one kind of thing."""

import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef

from ipgraph.rdf.terms import XSD

BUILT_IN = (str(RDF), str(RDFS), str(OWL))
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
# The last is none of OWL 2's datatypes, but the one that W3C's own vocabularies use for days.
DATATYPES = {
    URIRef(f"{XSD}{name}") for name in ("string", "integer", "nonNegativeInteger", "decimal", "boolean", "date")
}


def kinds(graph: Graph, term: URIRef) -> set[object]:
    return set(graph.objects(term, RDF.type))


def test_every_property_in_use_is_declared_as_one_kind_of_property(own_terms: Graph) -> None:
    used = {predicate for predicate in own_terms.predicates() if not str(predicate).startswith(BUILT_IN)}

    assert len(used) > 10
    for predicate in used:
        assert isinstance(predicate, URIRef)
        assert len(kinds(own_terms, predicate) & set(PROPERTY_KINDS)) == 1, predicate


def test_no_term_is_two_kinds_of_property_or_a_class_and_a_property(own_terms: Graph) -> None:
    for term in set(own_terms.subjects(RDF.type)):
        assert isinstance(term, URIRef)
        assert len(kinds(own_terms, term) & {OWL.Class, *PROPERTY_KINDS}) <= 1, term


@pytest.mark.parametrize("axiom", [RDFS.subClassOf, OWL.disjointWith, RDFS.domain])
def test_axioms_of_classes_name_declared_classes(own_terms: Graph, axiom: URIRef) -> None:
    for subject, value in own_terms.subject_objects(axiom):
        assert (value, RDF.type, OWL.Class) in own_terms, f"declare {value}, which {subject} uses, in alignments.ttl"
        assert axiom == RDFS.domain or (subject, RDF.type, OWL.Class) in own_terms, subject


def test_ranges_suit_their_properties(own_terms: Graph) -> None:
    for subject, value in own_terms.subject_objects(RDFS.range):
        if (subject, RDF.type, OWL.DatatypeProperty) in own_terms:
            assert value in DATATYPES, subject
        else:
            declared = value == OWL.Thing or (value, RDF.type, OWL.Class) in own_terms
            assert declared, f"declare {value}, the range of {subject}"


@pytest.mark.parametrize("axiom", [RDFS.subPropertyOf, OWL.inverseOf])
def test_related_properties_are_declared_as_the_same_kind(own_terms: Graph, axiom: URIRef) -> None:
    for subject, value in own_terms.subject_objects(axiom):
        assert isinstance(subject, URIRef)
        assert isinstance(value, URIRef)
        shared = kinds(own_terms, subject) & kinds(own_terms, value) & set(PROPERTY_KINDS)
        assert len(shared) == 1, f"{subject} and {value}"


def test_individuals_belong_to_declared_classes(own_terms: Graph) -> None:
    for subject, kind in own_terms.subject_objects(RDF.type):
        assert str(kind).startswith(str(OWL)) or (kind, RDF.type, OWL.Class) in own_terms, subject


def test_what_must_be_simple_is_not_transitive(own_terms: Graph) -> None:
    simple = (OWL.FunctionalProperty, OWL.AsymmetricProperty, OWL.IrreflexiveProperty)
    for term in {term for kind in simple for term in own_terms.subjects(RDF.type, kind)}:
        assert (term, RDF.type, OWL.TransitiveProperty) not in own_terms, term


def test_annotations_and_values_are_kept_apart(own_terms: Graph) -> None:
    for subject, predicate, value in own_terms:
        if (predicate, RDF.type, OWL.ObjectProperty) in own_terms:
            assert isinstance(value, URIRef), f"{subject} {predicate}"
        if (predicate, RDF.type, OWL.DatatypeProperty) in own_terms:
            assert isinstance(value, Literal), f"{subject} {predicate}"
        assert not isinstance(subject, BNode)


def test_disjointness_is_said_once_and_not_between_a_class_and_its_own_kind(own_terms: Graph) -> None:
    pairs = list(own_terms.subject_objects(OWL.disjointWith))

    assert len(pairs) > 100
    for one, other in pairs:
        assert (other, one) not in pairs, f"{one} and {other} are disjoint twice"
        assert other not in set(own_terms.transitive_objects(one, RDFS.subClassOf)), f"{one} is a kind of {other}"
