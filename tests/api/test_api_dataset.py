"""The description of the dataset says where it is served, by the setting and by nothing that a client says."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
from rdflib import Graph, Literal, Namespace, URIRef

from ipgraph.settings import Settings

RunService = Callable[[Settings], AbstractContextManager[str]]
VOID, DCAT = Namespace("http://rdfs.org/ns/void#"), Namespace("http://www.w3.org/ns/dcat#")
DATASET = URIRef("https://w3id.org/ipgraph/id/dataset/ipgraph")


def test_with_a_public_address_it_says_where_queries_and_the_dump_are(run_service: RunService, store_dir: Path) -> None:
    settings = Settings(store=store_dir, public_url="https://example.org/ip")
    with run_service(settings) as address:
        answer = httpx.get(f"{address}/.well-known/void", headers={"Host": "evil.example"}, trust_env=False)
    graph = Graph().parse(data=answer.text, format="turtle")

    assert set(graph.objects(DATASET, VOID.sparqlEndpoint)) == {URIRef("https://example.org/ip/sparql")}
    assert set(graph.objects(DATASET, VOID.dataDump)) == {URIRef("https://example.org/ip/dump")}
    (service,) = graph.objects(None, DCAT.accessService)
    assert set(graph.objects(service, DCAT.endpointURL)) == {URIRef("https://example.org/ip/sparql")}
    assert (service, DCAT.servesDataset, DATASET) in graph
    assert (URIRef("https://example.org/ip/.well-known/void"), None, VOID.DatasetDescription) in graph
    assert "evil.example" not in answer.text + str(answer.headers)


def test_without_one_it_names_no_address_but_relative_links(client: httpx.Client) -> None:
    answer = client.get("/.well-known/void", headers={"Host": "evil.example"})
    graph = Graph().parse(data=answer.text, format="turtle")

    assert list(graph.objects(DATASET, VOID.sparqlEndpoint)) == []
    assert list(graph.objects(DATASET, VOID.uriSpace)) == [Literal("https://w3id.org/ipgraph/id/")]
    assert "evil.example" not in answer.text + str(answer.headers)
    links = answer.headers["link"]
    assert f'</sparql>; rel="{VOID.sparqlEndpoint}"; anchor="{DATASET}"' in links
    assert f'</dump>; rel="{VOID.dataDump}"; type="application/n-quads"; anchor="{DATASET}"' in links


def test_head_says_what_get_would_say(client: httpx.Client) -> None:
    head, get = client.head("/.well-known/void"), client.get("/.well-known/void")

    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "etag", "link"):
        assert head.headers[name] == get.headers[name], name
