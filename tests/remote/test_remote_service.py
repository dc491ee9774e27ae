"""The service over a remote store, as `ipgraph serve` runs it."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from ipgraph.settings import Settings
from ipgraph.store.embedded import Release
from ipgraph.store.remote import RemoteEndpoint
from ipgraph.store.remote_graphs import RemoteGraphs

DESCRIPTION = f"{Settings().base_iri}graph/dataset"


@contextmanager
def serving(settings: Settings) -> Iterator[httpx.Client]:
    """Run the service over a store for the duration of the block, and give a client of it."""
    secrets = {"USER": settings.store_user, "PASSWORD": settings.store_password}
    given = {f"IPGRAPH_STORE_{name}": secret.get_secret_value() for name, secret in secrets.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "ipgraph", "serve", "--port", "0", "--store", str(settings.store)],
        env={**os.environ, **given, "no_proxy": "127.0.0.1", "IPGRAPH_STORE_POLL_S": "0.1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        line = next(line for line in process.stderr if line.startswith("ipgraph serves "))
        with httpx.Client(base_url=line.split()[2], timeout=40, trust_env=False) as client:
            yield client
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture(scope="module")
def client(server: Any) -> Iterator[httpx.Client]:
    with serving(server.read_only) as session:
        yield session


def wait_for(wanted: Callable[[], bool]) -> None:
    """Return once it is so."""
    deadline = time.monotonic() + 30
    while not wanted():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_health_tells_the_release_that_the_store_describes(client: httpx.Client, release: Release) -> None:
    health = client.get("/health").json()

    assert (health["status"], len(health["release"])) == ("ok", 16)
    assert health["quads"] < release.quads


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml"])
def test_a_query_is_answered_in_each_format(client: httpx.Client, name: str) -> None:
    query = 'SELECT ?s WHERE { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> "商务部"@zh }'
    answer = client.get("/sparql", params={"query": query, "format": name})

    assert answer.status_code == 200
    assert "https://w3id.org/ipgraph/id/agency/mofcom" in answer.text


def test_documents_entities_and_questions_are_there(client: httpx.Client, release: Release) -> None:
    documents = client.get("/api/v1/documents").json()
    entity = client.get("/api/v1/entities/agency/mofcom").json()
    answer = client.get("/api/v1/questions/campaigns/answer", params={"agency": "公安部", "format": "csv"})

    assert [document["id"] for document in documents["documents"]] == list(release.documents)
    assert entity["label_zh"] == "商务部"
    assert "公安部" in answer.text


def test_a_document_has_facts_and_no_text(client: httpx.Client, release: Release) -> None:
    doc = release.documents[1]
    document = client.get(f"/api/v1/documents/{doc}").json()
    text = client.get(f"/api/v1/documents/{doc}/text")

    assert document["facts"]
    assert "text" not in document["links"]
    assert (text.status_code, "remote store" in text.json()["detail"]) == (404, True)


def test_errors_are_problems(client: httpx.Client) -> None:
    for query in ("SELECT * {", "SELECT * { SERVICE <urn:x> { ?s ?p ?o } }", "DEFINE x SELECT * { ?s ?p ?o }"):
        answer = client.get("/sparql", params={"query": query})
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    answer = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }", "timeout": "0.001"})
    assert answer.status_code == 504


def test_the_service_follows_the_store(oxigraph: Any, release: Release, upload_release: Any) -> None:
    async def drop() -> None:
        async with RemoteEndpoint(oxigraph.settings) as endpoint:
            await RemoteGraphs(endpoint, oxigraph.settings).drop(DESCRIPTION)

    with serving(oxigraph.settings) as client:
        before = client.get("/health").json()
        asyncio.run(drop())
        wait_for(lambda: client.get("/health").json()["release"] is None)
        upload_release(release, oxigraph)
        wait_for(lambda: client.get("/health").json() == before)


def test_a_store_that_goes_and_comes_back(tmp_path: Any, run_oxigraph: Any, find_port: Any) -> None:
    def ask(client: httpx.Client) -> httpx.Response:
        return client.get("/sparql", params={"query": "ASK {}", "format": "json"})

    port = find_port()
    with run_oxigraph(tmp_path, port) as server:
        settings = server.settings
        with serving(settings) as client:
            first = json.loads(ask(client).text)
            server.process.kill()
            server.process.wait()
            gone = ask(client)
            with run_oxigraph(tmp_path, port):
                back = json.loads(ask(client).text)

    assert first == back
    assert gone.status_code == 503
    assert gone.json()["type"].endswith("store-unreachable")
    assert "Retry-After" in gone.headers
