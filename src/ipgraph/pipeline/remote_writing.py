"""Writes to a remote store: without checks, for nobody sees the outcome of a write there before it is published."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from ipgraph.errors import GraphNotFound, QueryRefused, QueryTimeout
from ipgraph.model.document import DocumentMeta
from ipgraph.pipeline.writing import OnPublished, Written
from ipgraph.rdf import terms
from ipgraph.settings import Settings
from ipgraph.store.converting import Conversion
from ipgraph.store.endpoint import NO_DATASET, RdfDataset
from ipgraph.store.remote import RemoteEndpoint, select_json
from ipgraph.store.remote_graphs import N_TRIPLES, RemoteGraphs
from ipgraph.store.update_screening import screen_update


class RemoteWriter:
    """Writes to the remote store of some settings, where these say that writes are not checked; see `Writer`.

    Whether a write is done whole or not at all is up to the store; a graph of many statements is written in pieces.
    """

    def __init__(self, settings: Settings, on_published: OnPublished | None = None) -> None:
        """Prepare to write; nothing is sent yet."""
        self._settings = settings
        self._on_published = on_published
        self._endpoint = RemoteEndpoint(settings)
        self._graphs = RemoteGraphs(self._endpoint, settings)

    async def update(self, text: str, using: RdfDataset = NO_DATASET) -> Written:
        """Run a SPARQL update."""
        self._require_unchecked()
        screen_update(text, self._settings.max_update_chars, self._settings.max_query_depth, using)
        default = [("using-graph-uri", graph) for graph in using.default]
        named = [("using-named-graph-uri", graph) for graph in using.named]
        async with self._limited():
            await self._endpoint.client.update([("update", text), *default, *named])
        return await self._written()

    async def put_graph(self, graph: str | None, body: Path, media_type: str, base_iri: str) -> Written:
        """Put what a file holds in the place of a graph."""
        self._require_unchecked()
        async with self._triples(body, media_type, base_iri) as triples:
            created = not await self._exists(graph)
            await self._graphs.put(graph, triples)
        return await self._written(created)

    async def post_graph(self, graph: str | None, body: Path, media_type: str, base_iri: str) -> Written:
        """Add what a file holds to a graph."""
        self._require_unchecked()
        async with self._triples(body, media_type, base_iri) as triples:
            created = not await self._exists(graph)
            await self._graphs.add(graph, triples)
        return await self._written(created)

    async def delete_graph(self, graph: str | None) -> Written:
        """Remove a graph."""
        self._require_unchecked()
        if not await self._exists(graph):
            raise GraphNotFound(f"the store has no graph <{graph}>")
        await self._graphs.drop(graph)
        return await self._written()

    async def put_document(self, file: Path, meta: DocumentMeta) -> Written:  # noqa: ARG002 - it is refused
        """Refuse: a document is published with what is derived from it, and a remote store derives nothing."""
        raise QueryRefused(
            "a remote store takes no documents; build them all, and upload the whole, with 'ipgraph build --store'"
        )

    async def close(self) -> None:
        """Give back connections and processes."""
        await self._endpoint.close()

    async def _written(self, created: bool = False) -> Written:
        """Return what came of a write, after whoever wants to know was told."""
        if self._on_published is not None:
            await self._on_published()
        return Written(None, created, None)

    def _require_unchecked(self) -> None:
        """Raise QueryRefused where writes are to be checked."""
        if self._settings.write_checks != "off":
            raise QueryRefused(
                f"writes to a remote store cannot be checked, and IPGRAPH_WRITE_CHECKS is "
                f"'{self._settings.write_checks}'; set it to 'off', or build and upload with 'ipgraph build --store'"
            )

    async def _exists(self, graph: str | None) -> bool:
        """Tell whether a graph holds something; the default graph is always there."""
        if graph is None:
            return True
        text = f"SELECT ?s WHERE {{ GRAPH {terms.iri(graph)} {{ ?s ?p ?o }} }} LIMIT 1"
        return bool(await select_json(self._endpoint, text))

    @asynccontextmanager
    async def _triples(self, body: Path, media_type: str, base_iri: str) -> AsyncIterator[Path]:
        """Give a file of N-Triples with what a file holds, read in a process of its own."""
        wanted = Conversion(body, media_type, N_TRIPLES, base_iri)
        deadline = time.monotonic() + self._settings.write_timeout_s
        async with self._limited():
            answer = await self._endpoint.converters.convert(wanted, sys.maxsize, sys.maxsize, deadline)
        with NamedTemporaryFile(prefix="ipgraph-") as file:
            for chunk in answer.chunks():
                file.write(chunk)
            file.flush()
            answer.close()
            yield Path(file.name)

    @asynccontextmanager
    async def _limited(self) -> AsyncIterator[None]:
        """Stop what the block does at the deadline of a write."""
        limit_s = self._settings.write_timeout_s
        try:
            async with asyncio.timeout(limit_s):
                yield
        except TimeoutError as error:
            raise QueryTimeout(f"the store did not finish within {limit_s:g} s") from error
