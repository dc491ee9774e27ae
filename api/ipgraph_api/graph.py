"""The release that is served, as the routes see it."""

import json
from collections.abc import Mapping
from typing import Self

from starlette.requests import Request

from ipgraph.errors import StoreError
from ipgraph.store.endpoint import SparqlEndpoint
from ipgraph.store.opening import ServedRelease, Store
from ipgraph.store.queries import SERVICE, load_queries, load_questions

Row = Mapping[str, str]
# The stored queries that the REST endpoints run.
_QUERIES = ("documents", "document", "document_statements", "entities", "entity", "entity_acts")


class Graph:
    """A published release behind an endpoint: query workers, or a remote store."""

    def __init__(self, store: Store, release: ServedRelease, endpoint: SparqlEndpoint) -> None:
        """Take a store, its release and the endpoint over it that was started.

        Raises:
            QueryError, VocabularyError: a stored query is missing or declared wrongly.

        """
        self._store = store
        self.release = release
        self.endpoint = endpoint
        self._queries = load_queries(_QUERIES, SERVICE)
        self.questions = load_questions()

    @classmethod
    async def open(cls, store: Store) -> Self:
        """Return what the store publishes now, behind an endpoint of its own.

        Raises:
            StoreError: nothing is published, or it cannot be opened.
            QueryError: a remote store does not say what it publishes.

        """
        release = await store.current()
        return cls(store, release, await store.serve(release))

    async def rows(self, name: str, **values: str | int) -> list[Row]:
        """Return the rows of a stored query, each as the values of its bound variables."""
        text = self._queries[name].bind(**values)
        answer = await self.endpoint.execute(text, "application/sparql-results+json")
        bindings = json.loads(answer.body)["results"]["bindings"]
        return [{name: term["value"] for name, term in binding.items()} for binding in bindings]

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
        await self._store.switch(self.endpoint, release)
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
