"""Answers queries from a remote store: over the SPARQL 1.1 Protocol, within the limits of this service.

The store is asked for one format that it is sure to write, and its answer is written anew in the one that was asked
for. So every answer was read once, whole: one that breaks off, or is none, is an error here and never a wrong answer.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import IO, Self

import httpx

from ipgraph.errors import (
    DataError,
    QueryError,
    QueryOverload,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    StoreError,
    StoreUnreachable,
)
from ipgraph.settings import Settings
from ipgraph.store.answers import QueryAnswer
from ipgraph.store.converting import Conversion, Converters
from ipgraph.store.endpoint import NO_DATASET, STORE_DEFAULT, RdfDataset, RunningQuery
from ipgraph.store.formats import resolve_media_type
from ipgraph.store.listing import ListedQuery, QueryList
from ipgraph.store.remote_client import Form, RemoteClient
from ipgraph.store.remote_dataset import find_union
from ipgraph.store.screening import ScreenedQuery, Screener

# The formats that every known store writes as they are defined, the best first. Virtuoso's CSV and TSV are not.
READABLE_ROWS = ("application/sparql-results+json", "application/sparql-results+xml")
READABLE_GRAPHS = ("application/n-triples", "text/turtle", "application/rdf+xml")
# JSON with its names and signs takes more room than what is made of it.
_RAW_FACTOR = 8
_ROW_LIMIT_HEADER = "X-SPARQL-MaxRows"


class RemoteEndpoint:
    """A remote store as an endpoint, for the tasks of one event loop; see `SparqlEndpoint`."""

    def __init__(self, settings: Settings) -> None:
        """Prepare to ask `settings.store`, which is a `StoreUrl`; nothing is sent before the first query."""
        self._settings = settings
        self.client = RemoteClient(settings)
        self.converters = Converters(settings)
        self._screener = Screener(settings)
        self._places = asyncio.Semaphore(settings.workers)
        self._counts: Counter[str] = Counter()
        self._queries = QueryList(self._counts)
        self._union: Form | None = None
        self._finding_union = asyncio.Lock()
        self._closed = False

    def screen(self, query: str) -> ScreenedQuery:
        """Return what is known of a query before it is sent; see `SparqlEndpoint`.

        Raises:
            QuerySyntaxError: the text has no form; stores take such texts for more than SPARQL.

        """
        screened = self._screener.screen(query)
        if screened.form is None:
            raise QuerySyntaxError(
                "the query has no form; allowed: SELECT, ASK, CONSTRUCT, DESCRIBE after its prologue"
            )
        return screened

    async def execute(
        self,
        query: str,
        media_type: str | None = None,
        timeout_s: float | None = None,
        dataset: RdfDataset = NO_DATASET,
        query_id: str | None = None,
    ) -> QueryAnswer:
        """Return the answer to a query; see `SparqlEndpoint`."""
        screened = self.screen(query)
        target = resolve_media_type(screened.form or "select", media_type)
        limit_s = min(timeout_s or self._settings.timeout_s, self._settings.timeout_s)
        deadline = time.monotonic() + limit_s
        with self._queries.listed(query, query_id) as listed:
            async with self._place(listed, limit_s):
                try:
                    async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
                        fields = await self._dataset_fields(screened, dataset, deadline)
                        answer = await self._ask(screened, target, fields, deadline)
                except TimeoutError as error:
                    self._counts["deadlines"] += 1
                    raise QueryTimeout(f"the query was stopped at its deadline of {limit_s:g} s") from error
        if answer.truncated is not None:
            self._counts["truncated"] += 1
        return answer

    @asynccontextmanager
    async def _place(self, listed: ListedQuery, limit_s: float) -> AsyncIterator[None]:
        """Hold one of the places for queries that run side by side while the block runs; waits in the queue for it."""
        if self._closed:
            raise StoreError("the query service is closed")
        if self._places.locked() and self._waiting() > self._settings.queue_size:
            self._counts["overloads"] += 1
            raise QueryOverload(f"{self._settings.workers} queries run and {self._waiting() - 1} wait")
        try:
            async with asyncio.timeout(limit_s):
                await self._places.acquire()
        except TimeoutError as error:
            self._counts["overloads"] += 1
            raise QueryOverload(f"no place was free within {limit_s:g} s") from error
        listed.state = "running"
        try:
            yield
        finally:
            self._places.release()

    def _waiting(self) -> int:
        return self._queries.count("waiting")

    async def _dataset_fields(self, screened: ScreenedQuery, dataset: RdfDataset, deadline: float) -> Form:
        """Return the fields that name a query's dataset.

        Raises:
            QueryRefused: the store's own default graph, which has no name there, is asked for together with others.

        """
        if dataset == RdfDataset(default=(STORE_DEFAULT,)):
            return ()
        if STORE_DEFAULT in dataset.default:
            raise QueryRefused("a remote store's own default graph cannot be asked together with graphs that are named")
        if dataset:
            default = [("default-graph-uri", graph) for graph in dataset.default]
            return [*default, *(("named-graph-uri", graph) for graph in dataset.named)]
        if screened.has_dataset or not self._settings.union_default_graph:
            return ()
        async with self._finding_union:
            if self._union is None:

                async def ask(text: str, fields: Form) -> list[dict[str, str]]:
                    answer = await self._ask(self.screen(text), READABLE_ROWS[0], fields, deadline)
                    bindings = json.loads(answer.body)["results"]["bindings"]
                    return [{name: term["value"] for name, term in row.items()} for row in bindings]

                self._union = await find_union(ask)
            return self._union

    def forget_dataset(self) -> None:
        """Find out anew, with the next query, what the store must be told of its graphs."""
        self._union = None

    async def _ask(self, screened: ScreenedQuery, target: str, fields: Form, deadline: float) -> QueryAnswer:
        """Return the store's answer to one request, written in the media type `target`."""
        readable = READABLE_GRAPHS if screened.form == "graph" else READABLE_ROWS
        with NamedTemporaryFile(prefix="ipgraph-") as file:
            async with self.client.query([("query", screened.text), *fields], to_accept(readable)) as response:
                source = source_type(response, readable)
                await self._save(response, file)
            answer = await self._convert(Conversion(Path(file.name), source, target), deadline)
        if screened.form != "graph" and answer.kind != screened.form:
            answer.close()
            raise StoreUnreachable(f"the store gave no {screened.form} result")
        if answer.truncated is None and _ROW_LIMIT_HEADER in response.headers:
            return replace(answer, truncated="rows")
        return answer

    async def _convert(self, wanted: Conversion, deadline: float) -> QueryAnswer:
        """Return the store's answer in the format that was asked for."""
        rows, size = self._settings.max_result_rows, self._settings.max_result_bytes
        try:
            return await self.converters.convert(wanted, rows, size, deadline)
        except DataError as error:
            raise StoreUnreachable(f"the store's answer breaks off or is not {wanted.source_type} ({error})") from error

    async def _save(self, response: httpx.Response, file: IO[bytes]) -> None:
        """Write the answer's bytes to a file."""
        left = _RAW_FACTOR * self._settings.max_result_bytes
        async for chunk in response.aiter_bytes():
            left -= len(chunk)
            if left < 0:
                raise QueryError(
                    f"the store's answer has more than {_RAW_FACTOR} times the {self._settings.max_result_bytes} bytes "
                    "that IPGRAPH_MAX_RESULT_BYTES allows; ask for less, for example with LIMIT"
                )
            file.write(chunk)
        file.flush()

    def running(self) -> list[RunningQuery]:
        """Return the queries that run or wait, the oldest first."""
        return self._queries.running()

    def cancel(self, query_id: str) -> bool:
        """Stop a query, and tell whether there was one of this id."""
        return self._queries.cancel(query_id)

    def stats(self) -> Mapping[str, int]:
        """Return how many queries may run and wait, and what happened so far, by the names that the pool uses."""
        waiting = self._waiting()
        idle = self._settings.workers - (len(self._queries) - waiting)
        now = {"workers": self._settings.workers, "idle": idle, "waiting": waiting}
        happened = ("workers_started", "deadlines", "overloads", "cancelled", "truncated")
        return {**now, **{name: self._counts[name] for name in happened}}

    async def close(self) -> None:
        """Refuse further queries, and give back connections and processes."""
        self._closed = True
        await self.client.close()
        await self.converters.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def to_accept(readable: tuple[str, ...]) -> str:
    """Return an Accept header that prefers the first."""
    return ", ".join(f"{media_type};q={1 - place / 10:g}" for place, media_type in enumerate(readable))


def source_type(response: httpx.Response, readable: tuple[str, ...]) -> str:
    """Return the media type of the store's answer.

    Raises:
        StoreUnreachable: it is none that was asked for.

    """
    media_type = str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()
    if media_type not in readable:
        raise StoreUnreachable(
            f"{response.request.url.path}: the store answers in '{media_type[:80]}', not in {' or '.join(readable)}"
        )
    return media_type


async def select_json(endpoint: RemoteEndpoint, text: str) -> list[dict[str, dict[str, str]]]:
    """Return the rows of a query, with the members that SPARQL JSON gives each term."""
    answer = await endpoint.execute(text, "json")
    bindings: list[dict[str, dict[str, str]]] = json.loads(answer.body)["results"]["bindings"]
    return bindings
