"""Deadlines, caps, cancelling and failures over remote stores, real ones and one that misbehaves."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from ipgraph.errors import (
    IpgraphError,
    QueryCancelled,
    QueryOverload,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    StoreUnreachable,
)
from ipgraph.settings import Settings
from ipgraph.store.endpoint import RdfDataset
from ipgraph.store.remote import RemoteEndpoint

SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?c != ?i) }"
LABELS = "CONSTRUCT WHERE { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }"


def ask(settings: Settings, query: str, *arguments: Any, **named: Any) -> Any:
    """Return the answer to one query."""

    async def run() -> Any:
        async with RemoteEndpoint(settings) as endpoint:
            return await endpoint.execute(query, *arguments, **named)

    return asyncio.run(run())


@pytest.fixture(scope="module")
def busy_oxigraph(
    run_oxigraph: Any,
    upload_release: Any,
    release: Any,
    tmp_path_factory: pytest.TempPathFactory,
    find_port: Callable[[], int],
) -> Iterator[Any]:
    """Return an Oxigraph server for slow queries: it evaluates them on when nobody waits any more, until its end."""
    with run_oxigraph(tmp_path_factory.mktemp("busy"), find_port()) as server:
        upload_release(release, server)
        yield server


@pytest.fixture(scope="module", params=["busy_oxigraph", "virtuoso"])
def busy_server(request: pytest.FixtureRequest) -> Any:
    """Return each of the two servers that may be given slow queries."""
    return request.getfixturevalue(request.param)


def test_a_deadline_holds(busy_server: Any) -> None:
    begin = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"deadline of 0\.5 s"):
        ask(busy_server.read_only, SLOW, timeout_s=0.5)

    assert time.monotonic() - begin < 3


def test_a_query_is_cancelled(busy_server: Any) -> None:
    async def run() -> None:
        async with RemoteEndpoint(busy_server.read_only) as endpoint:
            query = asyncio.create_task(endpoint.execute(SLOW, query_id="slow"))
            await asyncio.sleep(0)
            assert [each.id for each in endpoint.running()] == ["slow"]
            assert endpoint.cancel("slow")
            with pytest.raises(QueryCancelled):
                await query
            assert endpoint.running() == []

    asyncio.run(run())


def test_a_full_queue_is_an_overload(virtuoso: Any) -> None:
    async def run() -> None:
        settings = virtuoso.read_only.model_copy(update={"workers": 1, "queue_size": 1, "timeout_s": 1.0})
        async with RemoteEndpoint(settings) as endpoint:
            queries = [asyncio.create_task(endpoint.execute(SLOW)) for _ in range(3)]
            errors = await asyncio.gather(*queries, return_exceptions=True)
        # The first runs, the second waits until it is too late for it, too, and for the third there is no room.
        assert isinstance(errors[0], QueryTimeout)
        assert isinstance(errors[2], QueryOverload)
        assert "1 wait" in str(errors[2])

    asyncio.run(run())


@pytest.mark.parametrize("media_type", ["json", "xml", "csv", "tsv"])
def test_rows_are_cut_and_say_so(server: Any, media_type: str) -> None:
    settings = server.read_only.model_copy(update={"max_result_rows": 10})
    answer = ask(settings, "SELECT ?s WHERE { ?s ?p ?o } LIMIT 50", media_type)

    assert answer.truncated == "rows"
    if media_type == "json":
        assert len(json.loads(answer.body)["results"]["bindings"]) == 10


def test_bytes_are_cut_and_say_so(server: Any) -> None:
    settings = server.read_only.model_copy(update={"max_result_bytes": 100_000})
    answer = ask(settings, "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 1000", "json")

    assert answer.truncated == "bytes"
    assert answer.size < 101_000


@pytest.mark.parametrize("media_type", ["ttl", "nt", "rdf", "jsonld", "trig", "nq"])
def test_every_format_of_graphs_is_written(server: Any, media_type: str) -> None:
    answer = ask(server.read_only, f"{LABELS} LIMIT 20", media_type)

    assert (answer.kind, answer.truncated) == ("graph", None)
    assert "prefLabel" in answer.body.decode()


def test_a_protocol_dataset_is_passed_on(server: Any, release: Any) -> None:
    ontology = f"{Settings().base_iri}graph/ontology"
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    found = json.loads(ask(server.read_only, query, dataset=RdfDataset(default=(ontology,))).body)

    (count,) = release.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{ontology}> {{ ?s ?p ?o }} }}")
    assert found["results"]["bindings"][0]["n"]["value"] == str(count["n"])


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", QueryRefused),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", QueryRefused),
        ('DEFINE get:soft "replace" SELECT * WHERE { ?s ?p ?o }', QuerySyntaxError),
        ("SELECT * WHERE { ?s ?p }", QuerySyntaxError),
    ],
)
def test_what_is_no_query_is_refused(server: Any, query: str, error: type[IpgraphError]) -> None:
    with pytest.raises(error):
        ask(server.read_only, query)


def test_a_wrong_password_is_told_and_not_repeated_in_the_message(virtuoso: Any) -> None:
    settings = Settings(store=str(virtuoso.settings.store), store_user="dba", store_password="no secret")  # type: ignore[arg-type]
    with pytest.raises(StoreUnreachable, match="does not accept the credentials") as caught:
        ask(settings, "ASK {}")

    assert "no secret" not in f"{caught.value} {settings!r}"


def test_a_store_that_is_gone_is_told() -> None:
    with pytest.raises(StoreUnreachable, match="cannot be reached"):
        ask(Settings(store="http://127.0.0.1:9/sparql"), "ASK {}")  # type: ignore[arg-type]


class _Fixed(BaseHTTPRequestHandler):
    """Answers everything with the same."""

    answer: tuple[int, str, bytes]

    def do_POST(self) -> None:
        """Answer a query."""
        status, media_type, body = self.answer
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def misbehaving(status: int, media_type: str, body: bytes) -> Iterator[str]:
    """Run a server that answers everything with the same, and give its address."""
    handler = type("Fixed", (_Fixed,), {"answer": (status, media_type, body)})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listener:
        thread = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.server_port}/sparql"
        finally:
            listener.shutdown()
            thread.join()


JSON = "application/sparql-results+json"
TRIPLE = b"<urn:a> <urn:b> <urn:c> .\n"


@pytest.mark.parametrize(
    ("status", "media_type", "body", "said"),
    [
        (200, "text/html", b"<h1>hello</h1>", "answers in 'text/html'"),
        (200, JSON, b"nonsense", "breaks off or is not"),
        (200, JSON, b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","va', "breaks off or is not"),
        (200, JSON, b'{"head":{},"boolean":true}', "gave no select result"),
        (200, JSON, b"[" * 200_000, "breaks off or is not"),
        (302, "text/plain", b"elsewhere", "see that this is the address of a SPARQL service"),
        (404, "text/html", b"<p>not\r\n\x1b[31m here</p>", "404: not [31m here; see"),
        (500, "text/plain", b"x" * 100_000, "answers 500: x{300}$"),
        (503, "text/plain", b"busy", "answers 503: busy"),
    ],
)
def test_a_store_that_misbehaves_is_told(status: int, media_type: str, body: bytes, said: str) -> None:
    with misbehaving(status, media_type, body) as address:
        settings = Settings(store=address, union_default_graph=False)  # type: ignore[arg-type]
        with pytest.raises(IpgraphError) as caught:
            ask(settings, "SELECT ?s WHERE { ?s ?p ?o }")

    assert caught.match(said.replace("[31m", r"\[31m"))


def test_a_graph_that_nests_too_deep_ends_no_more_than_its_converter() -> None:
    deep = b"<urn:a> <urn:b> " + b"<<( <urn:a> <urn:b> " * 100_000 + b"<urn:c>" + b" )>>" * 100_000 + b" .\n"

    async def run(address: str) -> None:
        settings = Settings(store=address, union_default_graph=False)  # type: ignore[arg-type]
        async with RemoteEndpoint(settings) as endpoint:
            with pytest.raises(StoreUnreachable):
                await endpoint.execute("CONSTRUCT WHERE { ?s ?p ?o }")

    with misbehaving(200, "application/n-triples", deep) as address:
        asyncio.run(run(address))


def test_files_are_given_back(oxigraph: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ask(oxigraph.settings, LABELS)

    assert list(tmp_path.iterdir()) == []
