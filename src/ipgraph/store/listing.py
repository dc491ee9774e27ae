"""The queries of an endpoint that are not answered yet: listed, and stopped where an operator asks for it."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from uuid import uuid4

from ipgraph.errors import QueryCancelled
from ipgraph.store.endpoint import RunningQuery


@dataclass(slots=True)
class ListedQuery:
    """A query on its way: `task` waits for its answer, `since` is in seconds of the monotonic clock."""

    text: str
    task: "asyncio.Task[Any] | None"
    since: float
    state: str = "waiting"
    cancelled: bool = False


class QueryList:
    """The queries that run or wait; what is cancelled is counted in `counts`."""

    def __init__(self, counts: Counter[str]) -> None:
        self._counts = counts
        self._queries: dict[str, ListedQuery] = {}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._queries)

    def listed(self, text: str, query_id: str | None) -> "_Listed":
        """Return a context in which the query of the present task is listed; `query_id` is made where it is missing.

        Raises:
            QueryCancelled: at the end of the context, an operator has stopped the query.

        """
        query = ListedQuery(text, asyncio.current_task(), time.monotonic())
        return _Listed(self._queries, query_id or uuid4().hex, query, self._counts)

    def running(self) -> list[RunningQuery]:
        """Return the queries, the oldest first."""
        now = time.monotonic()
        return [RunningQuery(key, each.text, each.state, now - each.since) for key, each in self._queries.items()]

    def count(self, state: str) -> int:
        """Return how many of them are in a state."""
        return sum(each.state == state for each in self._queries.values())

    def cancel(self, query_id: str) -> bool:
        """Stop a query, and tell whether there was one of this id."""
        query = self._queries.get(query_id)
        if query is None or query.task is None:
            return False
        query.cancelled = True
        query.task.cancel()
        return True


class _Listed:
    """Keeps a query on the list; written out as a class, for each query passes through it."""

    __slots__ = ("_counts", "_key", "_queries", "_query")

    def __init__(self, queries: dict[str, ListedQuery], key: str, query: ListedQuery, counts: Counter[str]) -> None:
        self._queries = queries
        self._key = key
        self._query = query
        self._counts = counts

    def __enter__(self) -> ListedQuery:
        self._queries[self._key] = self._query
        return self._query

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._queries.pop(self._key, None)
        if not isinstance(error, asyncio.CancelledError):
            return
        self._counts["cancelled"] += 1
        if self._query.cancelled and self._query.task is not None:
            self._query.task.uncancel()
            raise QueryCancelled("the query was cancelled by an operator of this service") from None
