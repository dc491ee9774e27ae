"""An endpoint for programs without an event loop: the command line, and tests of what the graph says."""

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from ipgraph.store.answers import QueryAnswer
from ipgraph.store.endpoint import SparqlEndpoint
from ipgraph.store.queries import StoredQuery
from ipgraph.store.questions import bind_arguments
from ipgraph.store.sparql import QueryPool


class BlockingEndpoint:
    """Asks an endpoint one thing after the other, and waits for each answer."""

    def __init__(self, endpoint: SparqlEndpoint) -> None:
        """Take an endpoint that was not used in another event loop."""
        self._endpoint = endpoint
        self._runner = asyncio.Runner()

    def execute(self, query: str, media_type: str | None = None, timeout_s: float | None = None) -> QueryAnswer:
        """Return the answer to a query; see `SparqlEndpoint.execute`."""
        return self._runner.run(self._endpoint.execute(query, media_type, timeout_s))

    def bind(self, question: StoredQuery, arguments: Mapping[str, str], base_iri: str) -> str:
        """Return a question's SPARQL text; see `bind_arguments`."""
        return self._runner.run(bind_arguments(question, arguments, self._endpoint, base_iri))

    def __enter__(self) -> Self:
        if isinstance(self._endpoint, QueryPool):
            self._runner.run(self._endpoint.start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._endpoint.close())
        self._runner.close()
