"""Terms go to rdflib and back unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Literal, URIRef, Variable

from ipgraph.rdf import terms
from ipgraph.rdf.interchange import from_rdflib, to_rdflib
from ipgraph.rdf.terms import XSD

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXT, st.sampled_from([None, "zh", "en"]))
def test_a_literal_comes_back(text: str, lang: str | None) -> None:
    term = terms.literal(text, lang=lang)

    assert str(to_rdflib(term)) == text
    assert from_rdflib(to_rdflib(term)) == term


@given(TEXT)
def test_an_iri_comes_back(text: str) -> None:
    term = terms.iri(f"https://example.org/{text}")

    assert from_rdflib(to_rdflib(term)) == term


@pytest.mark.parametrize("term", [terms.integer(3), f'"03"^^<{XSD}integer>', f'"45.20"^^<{XSD}decimal>'])
def test_a_number_keeps_its_spelling(term: str) -> None:
    assert from_rdflib(to_rdflib(term)) == term


def test_every_escape_is_read() -> None:
    assert to_rdflib('"\\t\\"\\\\\\u4E2D\\U0001F600"') == Literal('\t"\\中😀')


def test_a_blank_node_keeps_its_label() -> None:
    assert to_rdflib("_:b1") == BNode("b1")


@pytest.mark.parametrize("term", ["专利", '"专利', '"专"利"', "", '"3"^^integer'])
def test_what_is_no_term_is_refused(term: str) -> None:
    with pytest.raises(ValueError, match="not an N-Quads term"):
        to_rdflib(term)


@pytest.mark.parametrize("node", [BNode("b1"), Variable("x")])
def test_a_node_that_no_graph_holds_is_refused(node: BNode | Variable) -> None:
    with pytest.raises(ValueError, match="allowed are IRIs and literals"):
        from_rdflib(node)


def test_an_iri_of_rdflib_is_encoded() -> None:
    assert from_rdflib(URIRef("https://example.org/专利")) == "<https://example.org/专利>"
