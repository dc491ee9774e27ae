"""An endpoint whose queries are timed, counted by how they ended, and logged where they are slow."""

import logging
import secrets
import time
from collections.abc import Mapping

from ipgraph.errors import (
    QueryCancelled,
    QueryError,
    QueryOverload,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
)
from ipgraph.store.answers import QueryAnswer
from ipgraph.store.endpoint import NO_DATASET, RdfDataset, RunningQuery, SparqlEndpoint
from ipgraph.store.screening import ScreenedQuery
from ipgraph_api.logs import FIELDS
from ipgraph_api.metrics import Metrics
from ipgraph_api.request_record import QUERY_ID, note

_LOGGER = logging.getLogger(__name__)
_MAX_QUERY_CHARS = 500
_ANSWERED = "answered"
# The client left, or the service goes down.
_ABANDONED = "abandoned"
_ENDS: Mapping[type[QueryError], str] = {
    QuerySyntaxError: "syntax",
    QueryRefused: "refused",
    QueryTimeout: "deadline",
    QueryCancelled: "cancelled",
    QueryOverload: "overload",
}


class ObservedEndpoint:
    """An endpoint in front of another; it changes nothing of what that answers."""

    def __init__(self, endpoint: SparqlEndpoint, metrics: Metrics, slow_query_s: float) -> None:
        """Watch `endpoint`."""
        self._endpoint = endpoint
        self._metrics = metrics
        self._slow_query_s = slow_query_s

    def screen(self, query: str) -> ScreenedQuery:
        """Return what is known of a query before it is parsed; see `SparqlEndpoint`."""
        try:
            return self._endpoint.screen(query)
        except QueryRefused:
            self._metrics.count_query(_ENDS[QueryRefused], 0.0)
            raise

    async def execute(
        self,
        query: str,
        media_type: str | None = None,
        timeout_s: float | None = None,
        dataset: RdfDataset = NO_DATASET,
        query_id: str | None = None,
    ) -> QueryAnswer:
        """Return the answer to a query; see `SparqlEndpoint`."""
        key = query_id or secrets.token_hex(8)
        note(QUERY_ID, key)
        start = time.perf_counter()
        end = _ABANDONED
        seen: dict[str, object] = {}
        try:
            answer = await self._endpoint.execute(query, media_type, timeout_s, dataset, key)
            end, seen = _ANSWERED, {"form": answer.kind, "bytes": answer.size}
        except QueryError as error:
            end = _ENDS.get(type(error), "failed")
            raise
        finally:
            seconds = time.perf_counter() - start
            self._metrics.count_query(end, seconds)
            if seconds >= self._slow_query_s:
                self._log(query, {"end": end, "duration_ms": round(seconds * 1000), **seen})
        return answer

    def _log(self, query: str, fields: Mapping[str, object]) -> None:
        """Write the line of a slow query; its text is shortened."""
        text = query if len(query) <= _MAX_QUERY_CHARS else f"{query[:_MAX_QUERY_CHARS]}…"
        _LOGGER.warning("slow query", extra={FIELDS: {**fields, "query": text}})

    def running(self) -> list[RunningQuery]:
        """Return the queries that run or wait, the oldest first."""
        return self._endpoint.running()

    def cancel(self, query_id: str) -> bool:
        """Stop a query, and tell whether there was one of this id."""
        return self._endpoint.cancel(query_id)

    def stats(self) -> Mapping[str, int]:
        """Return what is counted, by name."""
        return self._endpoint.stats()

    async def close(self) -> None:
        """End every query and give back what is held."""
        await self._endpoint.close()
