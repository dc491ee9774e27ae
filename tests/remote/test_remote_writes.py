"""Writes to a remote store: only where nothing is to be checked, and by either way."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from ipgraph.errors import DataError, GraphNotFound, QueryRefused, QuerySyntaxError, StoreError
from ipgraph.model.document import DocumentMeta
from ipgraph.pipeline.remote_writing import RemoteWriter
from ipgraph.settings import Settings
from ipgraph.store.endpoint import STORE_DEFAULT, RdfDataset
from ipgraph.store.remote import RemoteEndpoint, select_json

GRAPH = "urn:graph:written"
BASE = "http://example.org/base/"
_T = TypeVar("_T")


def write(settings: Settings, work: Callable[[RemoteWriter], Awaitable[_T]]) -> _T:
    """Return what comes of some writes."""

    async def run() -> _T:
        writer = RemoteWriter(settings)
        try:
            return await work(writer)
        finally:
            await writer.close()

    return asyncio.run(run())


def values(settings: Settings) -> set[str]:
    """Return the objects in the graph that is written."""

    async def run() -> set[str]:
        async with RemoteEndpoint(settings) as endpoint:
            rows = await select_json(endpoint, f"SELECT ?o WHERE {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}")
            return {row["o"]["value"] for row in rows}

    return asyncio.run(run())


@pytest.fixture(params=["graph store", "updates"])
def settings(server: Any, request: pytest.FixtureRequest) -> Settings:
    """Return settings that write, with the Graph Store Protocol or without."""
    assert isinstance(server.settings, Settings)
    if request.param == "graph store":
        return server.settings
    return server.settings.model_copy(update={"store_graph_url": "none"})


def test_a_graph_is_put_added_to_and_removed(settings: Settings, tmp_path: Path) -> None:
    one, two = tmp_path / "one.ttl", tmp_path / "two.rdf"
    one.write_text('<a> <b> "一" , "1"^^<urn:type> , <c> .', encoding="utf-8")
    two.write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">'
        '<rdf:Description rdf:about="x"><e:p>二</e:p></rdf:Description></rdf:RDF>',
        encoding="utf-8",
    )

    async def work(writer: RemoteWriter) -> list[bool]:
        put = await writer.put_graph(GRAPH, one, "text/turtle", BASE)
        posted = await writer.post_graph(GRAPH, two, "application/rdf+xml", BASE)
        return [put.created, posted.created]

    assert write(settings, work) == [True, False]
    assert values(settings) == {"一", "1", f"{BASE}c", "二"}
    write(settings, lambda writer: writer.delete_graph(GRAPH))
    assert values(settings) == set()
    with pytest.raises(GraphNotFound):
        write(settings, lambda writer: writer.delete_graph(GRAPH))


def test_an_update_is_run(server: Any) -> None:
    write(
        server.settings, lambda writer: writer.update(f'INSERT DATA {{ GRAPH <{GRAPH}> {{ <urn:a> <urn:b> "更" }} }}')
    )
    assert values(server.settings) == {"更"}
    write(server.settings, lambda writer: writer.update(f"CLEAR GRAPH <{GRAPH}>"))
    assert values(server.settings) == set()


def test_the_stores_own_default_graph_can_be_asked(oxigraph: Any) -> None:
    async def ask(*default: str) -> str:
        async with RemoteEndpoint(oxigraph.settings) as endpoint:
            dataset = RdfDataset(default=default)
            return (await endpoint.execute('SELECT ?s { ?s <urn:b> "自" }', "csv", dataset=dataset)).body.decode()

    write(oxigraph.settings, lambda writer: writer.update('INSERT DATA { <urn:own> <urn:b> "自" }'))
    try:
        assert asyncio.run(ask(STORE_DEFAULT)) == "s\r\nurn:own\r\n"
        assert asyncio.run(ask(GRAPH)) == "s\r\n"
        with pytest.raises(QueryRefused, match="together"):
            asyncio.run(ask(STORE_DEFAULT, GRAPH))
    finally:
        write(oxigraph.settings, lambda writer: writer.update('DELETE DATA { <urn:own> <urn:b> "自" }'))


@pytest.mark.parametrize(
    ("text", "error"),
    [("LOAD <file:///etc/passwd>", QueryRefused), ("INSERT DATA { <urn:a> }", QuerySyntaxError)],
)
def test_a_bad_update_is_refused(oxigraph: Any, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        write(oxigraph.settings, lambda writer: writer.update(text))


def test_bad_data_is_told_with_its_place(oxigraph: Any, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("<a> <b> <c> .\n<a> <b> nonsense .", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        write(oxigraph.settings, lambda writer: writer.put_graph(GRAPH, bad, "text/turtle", BASE))

    assert caught.value.line == 2


def test_blank_nodes_are_not_written_in_pieces(oxigraph: Any, tmp_path: Path) -> None:
    large = tmp_path / "large.nt"
    large.write_text("".join(f"_:b{n} <urn:p> <urn:{n}> .\n" for n in range(501)), encoding="utf-8")
    settings = oxigraph.settings.model_copy(update={"store_graph_url": "none"})
    with pytest.raises(StoreError, match="blank nodes"):
        write(settings, lambda writer: writer.put_graph(GRAPH, large, "application/n-triples", BASE))


@pytest.mark.parametrize("checks", ["enforce", "report"])
def test_what_is_to_be_checked_is_refused(oxigraph: Any, checks: str) -> None:
    settings = oxigraph.settings.model_copy(update={"write_checks": checks})
    with pytest.raises(QueryRefused, match="IPGRAPH_WRITE_CHECKS"):
        write(settings, lambda writer: writer.update("CLEAR ALL"))


def test_documents_are_refused(oxigraph: Any, tmp_path: Path) -> None:
    with pytest.raises(QueryRefused, match="takes no documents"):
        write(oxigraph.settings, lambda writer: writer.put_document(tmp_path / "a.txt", DocumentMeta("a")))
