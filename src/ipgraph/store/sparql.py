"""Answers foreign SPARQL queries: screened first, then evaluated by worker processes that can be killed.

The engine has no time limit and no cancel, and some queries end the process that parses them. So no query is parsed
in the service's own process; the price is a few hundredths of a second for a new worker after each one that was killed.
"""

import threading
from collections import deque
from pathlib import Path
from types import TracebackType

from ipgraph.errors import QueryOverload, StoreError
from ipgraph.settings import Settings
from ipgraph.store.formats import GRAPH_MEDIA_TYPES, ROW_MEDIA_TYPES, QueryAnswer, resolve_media_type
from ipgraph.store.process import WorkerProcess
from ipgraph.store.screening import ScreenedQuery, screen


class QueryPool:
    """A fixed number of workers over one release, shared by any number of threads."""

    def __init__(self, database: Path, settings: Settings) -> None:
        """Start the workers over the database of a release.

        Raises:
            StoreError: the database cannot be opened.

        """
        self._settings = settings
        self._database = database
        self._condition = threading.Condition()
        self._waiting = 0
        self._closed = False
        self._workers: set[WorkerProcess] = set()
        self._idle: deque[WorkerProcess] = deque()
        self._start_all()

    def _start_all(self) -> None:
        """Start every worker side by side, then wait for each."""
        self._workers = {
            WorkerProcess(self._database, self._settings.worker_memory_mb) for _ in range(self._settings.workers)
        }
        try:
            for worker in self._workers:
                worker.wait_until_ready()
        except StoreError:
            self.close()
            raise
        self._idle.extend(self._workers)

    def screen(self, query: str) -> ScreenedQuery:
        """Return the form of a query and whether it names its dataset, without parsing it.

        Raises:
            QueryRefused: it is too long or too deep, calls SERVICE, or is an update.

        """
        return screen(query, self._settings.max_query_chars, self._settings.max_query_depth)

    def execute(self, query: str, media_type: str | None = None, timeout_s: float | None = None) -> QueryAnswer:
        """Return the answer to a SPARQL query; blocks the calling thread until then.

        Args:
            query: SELECT, ASK, CONSTRUCT or DESCRIBE. Where it has no FROM, it asks the union of all named graphs.
            media_type: a media type or short name of `ipgraph.store.formats`; `None` for JSON or Turtle.
            timeout_s: a deadline shorter than the setting's; a longer one does not count.

        Raises:
            QuerySyntaxError, QueryRefused, QueryTimeout: see `ipgraph.errors`.
            QueryOverload: no worker was free before the deadline, or too many queries wait already.

        """
        screened = self.screen(query)
        # A text without a form is no query; a worker's parser says where it goes wrong.
        resolve_media_type(screened.form or "select", media_type)
        request = {
            "query": query,
            "union": not screened.has_dataset,
            "rows": resolve_media_type("select", media_type if screened.form != "graph" else None),
            "graph": resolve_media_type("graph", media_type if screened.form == "graph" else None),
        }
        limit_s = min(timeout_s or self._settings.timeout_s, self._settings.timeout_s)
        worker = self._take(limit_s)
        try:
            return worker.ask(request, limit_s)
        finally:
            self._give_back(worker)

    def _take(self, limit_s: float) -> WorkerProcess:
        """Return an idle worker; waits in the queue for one."""
        with self._condition:
            if not self._idle and self._waiting >= self._settings.queue_size:
                raise QueryOverload(f"all {self._settings.workers} workers are busy and {self._waiting} queries wait")
            self._waiting += 1
            try:
                free = self._condition.wait_for(lambda: bool(self._idle) or self._closed, timeout=limit_s)
            finally:
                self._waiting -= 1
            if self._closed:
                raise StoreError("the query service is closed")
            if not free:
                raise QueryOverload(f"no worker was free within {limit_s:g} s")
            return self._idle.popleft()

    def _give_back(self, worker: WorkerProcess) -> None:
        """Make a worker idle again, or replace it where it is dead or serves a release that is no longer in force."""
        while not self._admit(worker):
            worker.kill()
            if self._closed:
                return
            worker = WorkerProcess(self._database, self._settings.worker_memory_mb)

    def _admit(self, worker: WorkerProcess) -> bool:
        """Make a worker idle and tell whether it was fit for that."""
        with self._condition:
            fit = not self._closed and worker.is_alive() and worker.database == self._database
            if fit:
                self._workers.add(worker)
                self._idle.append(worker)
                self._condition.notify()
            else:
                self._workers.discard(worker)
            return fit

    def reload(self, database: Path) -> None:
        """Serve another release: queries that run finish on the old one, all later ones see the new one.

        Raises:
            StoreError: the new database cannot be opened; the old one stays in force.

        """
        probe = WorkerProcess(database, self._settings.worker_memory_mb)
        probe.wait_until_ready()
        with self._condition:
            self._database = database
            stale = list(self._idle)
            self._idle.clear()
        # Each stale worker that was idle is replaced; those that are busy are replaced when they come back.
        for worker in stale:
            self._give_back(worker)
        probe.kill()

    def stats(self) -> dict[str, int]:
        """Return how many workers there are, how many are idle, and how many queries wait."""
        with self._condition:
            return {"workers": len(self._workers), "idle": len(self._idle), "waiting": self._waiting}

    def close(self) -> None:
        """End every worker; queries that run or wait are refused."""
        with self._condition:
            self._closed = True
            workers, self._workers = list(self._workers), set()
            idle = list(self._idle)
            self._idle.clear()
            self._condition.notify_all()
        for worker in idle:
            worker.kill()
        for worker in workers:
            worker.stop()
        for worker in workers:
            worker.wait()

    def __enter__(self) -> "QueryPool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


__all__ = ["GRAPH_MEDIA_TYPES", "ROW_MEDIA_TYPES", "QueryAnswer", "QueryPool"]
