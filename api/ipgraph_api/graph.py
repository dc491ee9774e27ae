"""The release that is served, as the routes see it."""

import json
from collections.abc import Mapping
from typing import Self

from starlette.requests import Request

from ipgraph.errors import StoreError
from ipgraph.settings import Settings
from ipgraph.store.answers import QueryAnswer
from ipgraph.store.endpoint import SparqlEndpoint
from ipgraph.store.opening import ServedRelease, Store
from ipgraph.store.queries import SERVICE, load_queries, load_questions
from ipgraph_api.metrics import Metrics
from ipgraph_api.observed_endpoint import ObservedEndpoint

Row = Mapping[str, str]
# A row with its terms whole: by variable the members that SPARQL JSON gives a term.
Binding = Mapping[str, Mapping[str, str]]
# The stored queries that the REST endpoints run.
_QUERIES = (
    "documents",
    "document",
    "document_statements",
    "entities",
    "entity",
    "entity_acts",
    "node",
    "node_properties",
    "node_evidence",
    "node_incoming",
    "node_members",
    "node_description",
    "graph_content",
)


class Graph:
    """A published release behind an endpoint: query workers, or a remote store."""

    def __init__(self, store: Store, release: ServedRelease, started: SparqlEndpoint, endpoint: SparqlEndpoint) -> None:
        """Take a store, its release, the endpoint over it that was started, and the one that queries of it go through.

        Raises:
            QueryError, VocabularyError: a stored query is missing or declared wrongly.

        """
        self._store = store
        self.release = release
        self.endpoint = endpoint
        self._started = started
        self._queries = load_queries(_QUERIES, SERVICE)
        self.questions = load_questions()

    @classmethod
    async def open(cls, store: Store, settings: Settings, metrics: Metrics) -> Self:
        """Return what the store publishes now, behind an endpoint of its own.

        Raises:
            StoreError: nothing is published, or it cannot be opened.
            QueryError: a remote store does not say what it publishes.

        """
        release = await store.current()
        started = await store.serve(release)
        return cls(store, release, started, ObservedEndpoint(started, metrics, settings.slow_query_s))

    async def rows(self, name: str, **values: str | int) -> list[Row]:
        """Return the rows of a stored query, each as the values of its bound variables."""
        bindings = await self.bindings(name, **values)
        return [{name: term["value"] for name, term in binding.items()} for binding in bindings]

    async def bindings(self, name: str, **values: str | int) -> list[Binding]:
        """Return the rows of a stored query with their terms whole."""
        answer = await self.answer(name, "application/sparql-results+json", **values)
        return list(json.loads(answer.body)["results"]["bindings"])

    async def answer(self, name: str, media_type: str, **values: str | int) -> QueryAnswer:
        """Return the answer to a stored query, written in `media_type`."""
        return await self.query(self._queries[name].bind(**values), media_type)

    async def query(self, text: str, media_type: str) -> QueryAnswer:
        """Return the answer to a query of the service's own, written in `media_type`."""
        return await self.endpoint.execute(text, media_type)

    async def page(self, name: str, limit: int, offset: int, **values: str | int) -> tuple[list[Row], int]:
        """Return a stretch of a stored query's rows, and the length of the whole list (their `total`)."""
        rows = await self.rows(name, limit=limit, offset=offset, **values)
        counted = rows if rows or not offset else await self.rows(name, limit=1, offset=0, **values)
        return rows, int(counted[0]["total"]) if counted else 0

    async def replace(self, release: ServedRelease) -> None:
        """Serve another release; queries that run finish on the old one.

        Raises:
            StoreError: the new release cannot be opened; the old one stays in force.

        """
        await self._store.switch(self._started, release)
        self.release = release

    async def close(self) -> None:
        """End the workers; queries that run or wait are refused."""
        await self.endpoint.close()


def get_graph(request: Request) -> Graph:
    """Return the graph that the application serves.

    Raises:
        StoreError: there is none; the message says why.

    """
    graph = request.app.state.graph
    if isinstance(graph, Graph):
        return graph
    raise StoreError(str(graph))
