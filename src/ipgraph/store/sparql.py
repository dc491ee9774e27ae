"""Answers foreign SPARQL queries: screened first, then evaluated by worker processes that can be killed.

The engine has no time limit and no cancel, and some queries end the process that parses them. So no query is parsed
in the service's own process; the price is a few hundredths of a second for a new worker after each one that was killed.
"""

import asyncio
import logging
import time
from collections import Counter, deque
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ipgraph.errors import QueryOverload, QueryRefused, QueryTimeout, StoreError
from ipgraph.settings import Settings
from ipgraph.store.answers import QueryAnswer
from ipgraph.store.endpoint import NO_DATASET, STORE_DEFAULT, RdfDataset, RunningQuery
from ipgraph.store.formats import resolve_media_type
from ipgraph.store.listing import QueryList
from ipgraph.store.process import WorkerProcess
from ipgraph.store.screening import ScreenedQuery, Screener

_RETRY_S = 1.0
_LOGGER = logging.getLogger(__name__)


class QueryPool:
    """A fixed number of workers over one release, for the tasks of one event loop."""

    def __init__(self, database: Path, settings: Settings) -> None:
        """Prepare a pool over the database of a release; `start` starts it."""
        self._settings = settings
        self._database = database
        self._screener = Screener(settings)
        self._closed = False
        self._workers: set[WorkerProcess] = set()
        self._idle: deque[WorkerProcess] = deque()
        self._waiting: deque[asyncio.Future[WorkerProcess]] = deque()
        self._renewals: set[asyncio.Task[None]] = set()
        self._counts: Counter[str] = Counter()
        self._queries = QueryList(self._counts)
        self._reloading = asyncio.Lock()

    async def start(self) -> Self:
        """Return this pool once every worker has opened the database.

        Raises:
            StoreError: the database cannot be opened.

        """
        starts = (self._start_worker() for _ in range(self._settings.workers))
        started = await asyncio.gather(*starts, return_exceptions=True)
        self._workers = {worker for worker in started if isinstance(worker, WorkerProcess)}
        failure = next((error for error in started if isinstance(error, BaseException)), None)
        if failure is not None:
            await self.close()
            raise failure
        self._idle.extend(self._workers)
        return self

    async def _start_worker(self) -> WorkerProcess:
        self._counts["workers_started"] += 1
        return await WorkerProcess.start(self._database, self._settings.worker_memory_mb)

    def screen(self, query: str) -> ScreenedQuery:
        """Return what is known of a query before it is parsed; see `SparqlEndpoint`."""
        return self._screener.screen(query)

    async def execute(
        self,
        query: str,
        media_type: str | None = None,
        timeout_s: float | None = None,
        dataset: RdfDataset = NO_DATASET,
        query_id: str | None = None,
    ) -> QueryAnswer:
        """Return the answer to a query; see `SparqlEndpoint`.

        Where neither the query nor `dataset` names graphs, it asks the union of all graphs (setting
        `union_default_graph`).
        """
        request = self._request(query, media_type, dataset)
        limit_s = min(timeout_s or self._settings.timeout_s, self._settings.timeout_s)
        deadline = time.monotonic() + limit_s
        try:
            with self._queries.listed(query, query_id) as listed:
                worker = await self._take(limit_s)
                listed.state = "running"
                try:
                    answer = await worker.ask(request, max(0.0, deadline - time.monotonic()))
                finally:
                    self._give_back(worker)
        except QueryRefused as error:
            if self._closed:
                raise StoreError("the query service is closed") from error
            raise
        except QueryTimeout as error:
            self._counts["deadlines"] += 1
            raise QueryTimeout(f"the query was stopped at its deadline of {limit_s:g} s") from error
        if answer.truncated is not None:
            self._counts["truncated"] += 1
        return answer

    def _request(self, query: str, media_type: str | None, dataset: RdfDataset) -> dict[str, Any]:
        """Return what a worker is asked."""
        screened = self.screen(query)
        # A text without a form is no query; a worker's parser says where it goes wrong.
        resolve_media_type(screened.form or "select", media_type)
        return {
            "query": query,
            "base_iri": self._settings.base_iri,
            "union": self._settings.union_default_graph and not screened.has_dataset,
            "default": dataset.default,
            "named": dataset.named,
            "store_default": STORE_DEFAULT,
            "rows": resolve_media_type("select", media_type if screened.form != "graph" else None),
            "graph": resolve_media_type("graph", media_type if screened.form == "graph" else None),
            "max_rows": self._settings.max_result_rows,
            "max_bytes": self._settings.max_result_bytes,
        }

    async def _take(self, limit_s: float) -> WorkerProcess:
        """Return an idle worker; waits in the queue for one."""
        if self._closed:
            raise StoreError("the query service is closed")
        while self._idle:
            worker = self._idle.popleft()
            if worker.is_alive():
                return worker
            self._give_back(worker)
        if len(self._waiting) >= self._settings.queue_size:
            self._counts["overloads"] += 1
            raise QueryOverload(f"all {self._settings.workers} workers are busy and {len(self._waiting)} queries wait")
        turn: asyncio.Future[WorkerProcess] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(limit_s):
                return await turn
        except TimeoutError as error:
            self._counts["overloads"] += 1
            self._leave(turn)
            raise QueryOverload(f"no worker was free within {limit_s:g} s") from error
        except asyncio.CancelledError:
            self._leave(turn)
            raise

    def _leave(self, turn: "asyncio.Future[WorkerProcess]") -> None:
        """Leave the queue; a worker that came in that very moment goes to the next."""
        if turn.done() and not turn.cancelled() and turn.exception() is None:
            self._release(turn.result())
        elif turn in self._waiting:
            self._waiting.remove(turn)

    def _release(self, worker: WorkerProcess) -> None:
        """Give a worker to the first that waits, or let it be idle."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._idle.append(worker)

    def _give_back(self, worker: WorkerProcess) -> None:
        """Take a worker back; one that is dead, or serves a release that is no longer in force, is renewed first."""
        if self._closed:
            worker.kill()
        elif worker.is_alive() and worker.database == self._database:
            self._release(worker)
        else:
            renewal = asyncio.get_running_loop().create_task(self._renew(worker))
            self._renewals.add(renewal)
            renewal.add_done_callback(self._renewals.discard)

    async def _renew(self, worker: WorkerProcess) -> None:
        """Bring a worker, or another in its place, to the release in force; tries until it can."""
        while not self._closed:
            try:
                if worker.is_alive():
                    await worker.open(self._database)
                else:
                    self._workers.discard(worker)
                    worker = await self._start_worker()
                    self._workers.add(worker)
            except StoreError as error:
                _LOGGER.warning("a query worker cannot be renewed: %s", error)
                worker.kill()
                await asyncio.sleep(_RETRY_S)
                continue
            if worker.database == self._database:
                self._release(worker)
                return
        worker.kill()

    async def reload(self, database: Path) -> None:
        """Serve another release: queries that run finish on the old one, all later ones see the new one.

        Raises:
            StoreError: the new database cannot be opened; the old one stays in force.

        """
        async with self._reloading:
            await self._probe(database)
            self._database = database
            stale = list(self._idle)
            self._idle.clear()
            for worker in stale:
                self._give_back(worker)

    async def _probe(self, database: Path) -> None:
        """Open a database in an idle worker, or in one more where none is."""
        worker = next((each for each in self._idle if each.is_alive()), None)
        if worker is None:
            (await WorkerProcess.start(database, self._settings.worker_memory_mb)).kill()
            return
        self._idle.remove(worker)
        try:
            await worker.open(database)
        finally:
            self._idle.append(worker)

    def running(self) -> list[RunningQuery]:
        """Return the queries that run or wait, the oldest first."""
        return self._queries.running()

    def cancel(self, query_id: str) -> bool:
        """Stop a query, and tell whether there was one of this id."""
        return self._queries.cancel(query_id)

    def stats(self) -> Mapping[str, int]:
        """Return how many workers there are, how many are idle, how many queries wait, and what happened so far."""
        now = {"workers": len(self._workers), "idle": len(self._idle), "waiting": len(self._waiting)}
        happened = ("workers_started", "deadlines", "overloads", "cancelled", "truncated")
        return {**now, **{name: self._counts[name] for name in happened}}

    async def close(self) -> None:
        """End every worker; queries that run or wait are refused."""
        self._closed = True
        for renewal in list(self._renewals):
            renewal.cancel()
        for turn in self._waiting:
            if not turn.done():
                turn.set_exception(StoreError("the query service is closed"))
        self._waiting.clear()
        self._idle.clear()
        for worker in self._workers:
            worker.kill()
        self._workers.clear()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
