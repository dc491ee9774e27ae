"""The ontology together with what the vocabularies say that it is aligned with, from small stubs of them."""

from pathlib import Path

import pytest
from rdflib import Graph

from ipgraph.rdf.ontology import ONTOLOGY_FILES
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import ontology_path

STUBS = Path(__file__).parent / "stubs"


@pytest.fixture(scope="session")
def terms() -> Graph:
    """Return the axioms of the ontology and of the stubs."""
    return read_turtle([*(ontology_path(name) for name in ONTOLOGY_FILES), *sorted(STUBS.glob("*.ttl"))])


@pytest.fixture(scope="session")
def own_terms() -> Graph:
    """Return the axioms of the ontology alone."""
    return read_turtle(ontology_path(name) for name in ONTOLOGY_FILES)
