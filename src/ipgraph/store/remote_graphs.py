"""The graphs of a remote store, whole: listed, fetched and written.

Where the store has an address for the Graph Store Protocol, that is used. Else graphs are fetched with CONSTRUCT and
written with updates of some hundred statements.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from ipgraph.errors import DataError, QueryTimeout, StoreError, StoreUnreachable
from ipgraph.rdf import terms
from ipgraph.settings import Settings
from ipgraph.store.answers import QueryAnswer
from ipgraph.store.converting import Conversion
from ipgraph.store.remote import READABLE_GRAPHS, RemoteEndpoint, select_json, source_type, to_accept
from ipgraph.store.remote_dataset import LIST_GRAPHS

N_TRIPLES = "application/n-triples"

# What Virtuoso keeps for itself among the graphs of its users.
_OF_THE_ENGINE = (
    "http://www.openlinksw.com/schemas/",
    "http://localuriqaserver/",
    "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#",
    "urn:activitystreams-owl:map",
    "urn:core:services:sparql",
)
_LINES_A_REQUEST = 100_000
# Virtuoso compiles each update; longer ones overflow its compiler.
_LINES_AN_UPDATE = 500


class RemoteGraphs:
    """The graphs of the store behind an endpoint; `None` stands for its default graph."""

    def __init__(self, endpoint: RemoteEndpoint, settings: Settings) -> None:
        self._endpoint = endpoint
        self._client = endpoint.client
        self._limit_s = settings.write_timeout_s

    async def sizes(self) -> dict[str, int]:
        """Return how many statements each graph holds, by its IRI, sorted, without graphs that are the engine's own."""
        rows = await select_json(self._endpoint, LIST_GRAPHS)
        found = {row["g"]["value"]: int(row["n"]["value"]) for row in rows}
        return {graph: found[graph] for graph in sorted(found) if not graph.startswith(_OF_THE_ENGINE)}

    async def fetch(self, graph: str, target: IO[bytes]) -> int:
        """Append a graph's statements to a file, as canonical lines of N-Quads, and return their number."""
        deadline = time.monotonic() + self._limit_s
        with NamedTemporaryFile(prefix="ipgraph-") as file:
            async with self._limited():
                source = await self._save(graph, file)
                answer = await self._read(Path(file.name), source, deadline)
        end, lines = f" {terms.iri(graph)} .\n".encode(), 0
        for line in _lines(answer.chunks()):
            target.write(line.removesuffix(b" .\n") + end)
            lines += 1
        answer.close()
        return lines

    async def _save(self, graph: str, file: IO[bytes]) -> str:
        """Write a graph to a file as the store gives it, and return its media type."""
        accept = to_accept(READABLE_GRAPHS)
        if self._client.graph_url is not None:
            request = self._client.get_graph(graph, accept)
        else:
            text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {terms.iri(graph)} {{ ?s ?p ?o }} }}"
            request = self._client.query([("query", text)], accept)
        async with request as response:
            async for chunk in response.aiter_bytes():
                file.write(chunk)
            file.flush()
            return source_type(response, READABLE_GRAPHS)

    async def _read(self, path: Path, source: str, deadline: float) -> QueryAnswer:
        """Return a graph that the store gave, as N-Triples."""
        wanted = Conversion(path, source, N_TRIPLES)
        try:
            return await self._endpoint.converters.convert(wanted, sys.maxsize, sys.maxsize, deadline)
        except DataError as error:
            raise StoreUnreachable(f"the store's graph breaks off or is not {source} ({error})") from error

    async def put(self, graph: str | None, file: Path) -> None:
        """Put a file of N-Triples in the place of a graph; larger ones come in pieces, the first of which replaces it.

        Raises:
            StoreError: the file has blank nodes, and would have to come in pieces.

        """
        if self._client.graph_url is None:
            await self.drop(graph)
            await self.add(graph, file)
            return
        await self._send_pieces("PUT", graph, file)

    async def add(self, graph: str | None, file: Path) -> None:
        """Add a file of N-Triples to a graph; raises as `put` does."""
        if self._client.graph_url is None:
            await self._insert(graph, file)
        else:
            await self._send_pieces("POST", graph, file)

    async def drop(self, graph: str | None) -> None:
        """Remove a graph; one that is not there is no error."""
        async with self._limited():
            if self._client.graph_url is not None:
                await self._client.delete_graph(graph)
            else:
                name = "DEFAULT" if graph is None else f"GRAPH {terms.iri(graph)}"
                await self._client.update([("update", f"DROP SILENT {name}")])

    async def _send_pieces(self, method: str, graph: str | None, file: Path) -> None:
        """PUT or POST a file; what does not fit into one request is POSTed behind it."""
        for number, piece in enumerate(_pieces(file, _LINES_A_REQUEST)):
            with NamedTemporaryFile(prefix="ipgraph-") as part:
                part.write(piece)
                part.flush()
                async with self._limited():
                    await self._client.write_graph(method if number == 0 else "POST", graph, Path(part.name), N_TRIPLES)

    async def _insert(self, graph: str | None, file: Path) -> None:
        """Add a file with updates."""
        for piece in _pieces(file, _LINES_AN_UPDATE):
            quads = piece.decode() if graph is None else f"GRAPH {terms.iri(graph)} {{\n{piece.decode()}}}"
            async with self._limited():
                await self._client.update([("update", f"INSERT DATA {{\n{quads}\n}}")])

    @asynccontextmanager
    async def _limited(self) -> AsyncIterator[None]:
        """Stop what the block does at the deadline of a write."""
        try:
            async with asyncio.timeout(self._limit_s):
                yield
        except TimeoutError as error:
            raise QueryTimeout(f"the store did not finish within {self._limit_s:g} s") from error


def _pieces(file: Path, size: int) -> Iterator[bytes]:
    """Yield a file in pieces of so many lines; at least one.

    Raises:
        StoreError: there are several, and blank nodes, which would become others in each of them.

    """
    with file.open("rb") as lines:
        blank = several = False
        while (piece := list(islice(lines, size))) or not several:
            blank = blank or any(line.startswith(b"_:") or b" _:" in line for line in piece)
            if blank and several:
                raise StoreError(
                    f"the graph has blank nodes and more than {size} statements, and can only be written in pieces; "
                    "give blank nodes IRIs"
                )
            several = True
            yield b"".join(piece)


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the lines of what comes in pieces."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line + b"\n" for line in whole)
