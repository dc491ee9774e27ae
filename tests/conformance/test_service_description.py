"""The running service passes the three tests that the W3C suite of SPARQL 1.1 names for service descriptions.

The suite tells them in words only: the endpoint returns RDF, names itself, and keeps to the schema.
Source: SPARQL 1.1 Service Description, section 3.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from ipgraph.settings import Settings

Run = Callable[[Settings], AbstractContextManager[str]]

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}
# The schema: for each property the class of its subjects, and that of its objects or the terms that they must be;
# nothing where they may be any resource.
ANY: frozenset[URIRef] = frozenset()
REGIMES = frozenset({URIRef("http://www.w3.org/ns/entailment/Simple")})
LANGUAGES = frozenset({SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update})
FEATURES = frozenset(
    {SD.DereferencesURIs, SD.UnionDefaultGraph, SD.RequiresDataset, SD.EmptyGraphs, SD.BasicFederatedQuery}
)
SCHEMA: dict[URIRef, tuple[URIRef, URIRef | frozenset[URIRef]]] = {
    SD.endpoint: (SD.Service, ANY),
    SD.feature: (SD.Service, FEATURES),
    SD.defaultEntailmentRegime: (SD.Service, REGIMES),
    SD.supportedLanguage: (SD.Service, LANGUAGES),
    SD.resultFormat: (SD.Service, ANY),
    SD.inputFormat: (SD.Service, ANY),
    SD.extensionFunction: (SD.Service, SD.Function),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.availableGraphs: (SD.Service, SD.GraphCollection),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.Dataset, SD.NamedGraph),
    SD.name: (SD.NamedGraph, ANY),
    SD.graph: (SD.NamedGraph, SD.Graph),
}


@pytest.fixture(scope="module")
def endpoint(run_service: Run, corpus_store: Path) -> Iterator[str]:
    """Return the address of the endpoint of a service over the shipped corpus."""
    with run_service(Settings(store=corpus_store, workers=1)) as address:
        yield f"{address}/sparql"


@pytest.fixture(scope="module")
def description(endpoint: str) -> Graph:
    """Return what the endpoint says of itself."""
    return Graph().parse(data=ask(endpoint, "application/n-triples").content, format="nt")


def ask(endpoint: str, media_type: str) -> httpx.Response:
    """Return the answer to a request without a query."""
    response = httpx.get(endpoint, headers={"Accept": media_type}, timeout=20, trust_env=False)
    assert response.status_code == 200, response.text
    return response


# rdflib still reads JSON-LD into its older class of graph.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("media_type", FORMATS)
def test_get_on_the_endpoint_returns_rdf(endpoint: str, media_type: str) -> None:
    response = ask(endpoint, media_type)

    assert response.headers["content-type"].partition(";")[0] == media_type
    assert len(Graph().parse(data=response.content, format=FORMATS[media_type])) > 100


def test_the_description_has_a_matching_endpoint_triple(endpoint: str, description: Graph) -> None:
    assert list(description.objects(predicate=SD.endpoint)) == [URIRef(endpoint)]


def test_the_description_conforms_to_the_schema(description: Graph) -> None:
    stated = [(s, p, o) for s, p, o in description if isinstance(p, URIRef) and p.startswith(SD)]
    for subject, predicate, value in stated:
        domain, objects = SCHEMA[URIRef(predicate)]
        assert (subject, RDF.type, domain) in description, (subject, predicate)
        assert not isinstance(value, Literal), (subject, predicate, value)
        if isinstance(objects, URIRef):
            assert (value, RDF.type, objects) in description, (predicate, value)
        elif objects:
            assert value in objects, (predicate, value)

    assert {SD.endpoint, SD.defaultDataset, SD.defaultGraph, SD.namedGraph, SD.name, SD.graph} <= {
        p for _, p, _ in stated
    }
    assert len(list(description.subjects(RDF.type, SD.Service))) == 1
