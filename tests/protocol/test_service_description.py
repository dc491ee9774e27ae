"""What the endpoint says of itself: the standard's three tests, and what editors and harvesters look for."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from tests.protocol.writing import TOKENS

from ipgraph.rdf.dataset import DatasetNumbers, QuestionText, dataset_quads
from ipgraph.rdf.mint import Minter
from ipgraph.settings import Settings
from ipgraph.store.publish import ReleaseBuilder

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SH = Namespace("http://www.w3.org/ns/shacl#")
VOID = Namespace("http://rdfs.org/ns/void#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
BASE = "https://w3id.org/ipgraph/id/"
QUESTION = "SELECT ?s { ?s ?p ?o }"

Run = Callable[[Settings], AbstractContextManager[str]]


@pytest.fixture(scope="module")
def described_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store whose release describes itself, with one question."""
    directory = tmp_path_factory.mktemp("described")
    minter = Minter(BASE)
    graph = f"{BASE}graph/document/a"
    texts = {"zh": "甚么", "en": "what"}
    numbers = DatasetNumbers("0" * 64, 1, 1, 1, {graph: 1}, {}, {"urn:p": 1})
    builder = ReleaseBuilder(directory)
    builder.add_quads([("<urn:s>", "<urn:p>", '"o"', f"<{graph}>")])
    builder.add_quads(dataset_quads(numbers, "1", ["a"], [QuestionText("what", QUESTION, texts, texts, ())], minter))
    builder.load(directory / "no-rules", "urn:graph:derived")
    builder.publish({})
    return directory


@pytest.fixture(scope="module")
def host(described_store: Path, run_protocol_service: Run) -> Iterator[str]:
    """Return host and port of a service that may be written to."""
    with run_protocol_service(Settings(store=described_store, workers=1, tokens=TOKENS)) as running:
        yield running


def fetch(host: str, **headers: str) -> httpx.Response:
    """Return what the endpoint answers to whoever asks nothing."""
    return httpx.get(f"http://{host}/sparql", headers=headers, trust_env=False)


@pytest.fixture(scope="module")
def description(host: str) -> Graph:
    """Return the description as a graph."""
    return Graph().parse(data=fetch(host).content, format="turtle")


@pytest.mark.parametrize(
    ("media_type", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_get_on_the_endpoint_returns_rdf(host: str, media_type: str, parser: str) -> None:
    answer = fetch(host, Accept=media_type)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media_type)
    assert "Accept" in answer.headers["vary"].split(", ")
    assert (None, RDF.type, SD.Service) in Graph().parse(data=answer.content, format=parser)


def test_the_endpoint_is_the_address_that_was_asked(host: str, description: Graph) -> None:
    (service,) = description.subjects(RDF.type, SD.Service)
    assert list(description.objects(service, SD.endpoint)) == [URIRef(f"http://{host}/sparql")]


# Domains and ranges of the vocabulary, as far as the description uses it.
SCHEMA = {
    SD.endpoint: (SD.Service, None),
    SD.feature: (SD.Service, None),
    SD.supportedLanguage: (SD.Service, None),
    SD.resultFormat: (SD.Service, None),
    SD.inputFormat: (SD.Service, None),
    SD.defaultEntailmentRegime: (SD.Service, None),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.Dataset, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
}


def test_it_conforms_to_the_schema(description: Graph) -> None:
    used = {URIRef(str(predicate)) for predicate in description.predicates() if str(predicate).startswith(SD)}
    assert used == set(SCHEMA)
    for predicate in used:
        domain, value_class = SCHEMA[predicate]
        for subject, value in description.subject_objects(predicate):
            assert (subject, RDF.type, domain) in description
            assert value_class is None or (value, RDF.type, value_class) in description
    (service,) = description.subjects(RDF.type, SD.Service)
    assert len(list(description.objects(service, SD.defaultDataset))) == 1


def test_it_names_languages_formats_and_features(description: Graph) -> None:
    (service,) = description.subjects(RDF.type, SD.Service)
    assert set(description.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query, SD.SPARQL11Update}
    assert set(description.objects(service, SD.feature)) == {SD.UnionDefaultGraph, SD.EmptyGraphs}
    results = {str(name).removeprefix(FORMATS) for name in description.objects(service, SD.resultFormat)}
    rows = {f"SPARQL_Results_{name}" for name in ("JSON", "XML", "CSV", "TSV")}
    assert results == rows | {"Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads"}
    inputs = {str(name).removeprefix(FORMATS) for name in description.objects(service, SD.inputFormat)}
    assert inputs == {"Turtle", "N-Triples", "RDF_XML", "JSON-LD"}


def test_without_writing_and_union_it_does_not_speak_of_them(described_store: Path, run_protocol_service: Run) -> None:
    settings = Settings(
        store=described_store, workers=1, union_default_graph=False, service_endpoints=("https://a.example/sparql",)
    )
    with run_protocol_service(settings) as running:
        description = Graph().parse(data=fetch(running).content, format="turtle")
    assert set(description.objects(None, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert set(description.objects(None, SD.feature)) == {SD.EmptyGraphs, SD.BasicFederatedQuery}
    assert not list(description.objects(None, SD.inputFormat))


def test_it_lists_the_named_graphs_with_their_sizes(description: Graph) -> None:
    (entry,) = description.subjects(RDF.type, SD.NamedGraph)
    graph = URIRef(f"{BASE}graph/document/a")
    assert description.value(entry, SD.name) == graph
    assert description.value(graph, VOID.triples) == Literal(1)


def test_it_leads_to_the_dataset(host: str, description: Graph) -> None:
    (dataset,) = description.subjects(RDF.type, SD.Dataset)
    assert description.value(dataset, RDFS.seeAlso) == URIRef(f"http://{host}/.well-known/void")
    assert description.value(URIRef(f"{BASE}dataset/ipgraph"), VOID.sparqlEndpoint) == URIRef(f"http://{host}/sparql")


def test_the_stored_questions_are_examples_for_editors(host: str, description: Graph) -> None:
    (question,) = description.subjects(RDF.type, SH.SPARQLExecutable)
    assert description.value(question, SH.select) == Literal(QUESTION)
    assert set(description.objects(question, RDFS.comment)) == {Literal("甚么", "zh"), Literal("what", "en")}
    assert description.value(question, URIRef("https://schema.org/target")) == URIRef(f"http://{host}/sparql")


def test_the_query_of_editors_finds_the_examples(host: str) -> None:
    query = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?comment ?query
        { ?q a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct ?query }"""
    answer = httpx.get(f"http://{host}/sparql", params={"query": query}, trust_env=False)
    assert len(answer.json()["results"]["bindings"]) == 2


def test_a_public_address_takes_the_place_of_the_requests(described_store: Path, run_protocol_service: Run) -> None:
    settings = Settings(store=described_store, workers=1, public_url="https://graph.example/ip")
    with run_protocol_service(settings) as running:
        description = Graph().parse(data=fetch(running).content, format="turtle")
    assert list(description.objects(None, SD.endpoint)) == [URIRef("https://graph.example/ip/sparql")]


def test_a_host_that_is_no_host_is_400(host: str) -> None:
    assert fetch(host, Host="a.example/<x>").status_code == 400


def test_head_is_get_without_a_body(host: str) -> None:
    got, head = fetch(host), httpx.head(f"http://{host}/sparql", trust_env=False)
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == got.headers["content-type"]


def test_options_names_what_is_posted(host: str) -> None:
    answer = httpx.request("OPTIONS", f"http://{host}/sparql", trust_env=False)
    assert answer.status_code == 204
    assert "application/sparql-update" in answer.headers["accept-post"]
