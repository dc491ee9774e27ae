"""Writing to a store that is served: what can be written, and what comes of it.

The embedded store is written by worker processes, one after the other. Each copies the current release, changes the
copy, puts it through the same gate as a build and publishes it; so a reader sees the old release or the new one whole.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from ipgraph.errors import QueryOverload
from ipgraph.model.document import DocumentMeta
from ipgraph.pipeline.rejection import WriteRejected
from ipgraph.pipeline.report_transfer import from_plain
from ipgraph.pipeline.write_process import run_write
from ipgraph.settings import Settings
from ipgraph.store.endpoint import NO_DATASET, RdfDataset
from ipgraph.validate import ShapeReport

_LOGGER = logging.getLogger(__name__)

# Called after each write, before its client is answered; the service goes over to the current release here.
OnPublished = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did.

    `release_id` is the release that is current now; `None` where the store has none, as a remote one. `created` tells
    whether the graph or document was not there before. `report` is what the shapes found; `None` where nothing was
    checked.
    """

    release_id: str | None
    created: bool
    report: ShapeReport | None


class Writer(Protocol):
    """Writes to a store; each call is one write, done whole or not at all.

    All raise WriteConflict (another process writes), QueryOverload (too many writes wait) and QueryTimeout; where
    shapes are checked, WriteRejected.
    """

    async def update(self, text: str, using: RdfDataset = NO_DATASET) -> Written:
        """Run a SPARQL update; `using` is the dataset of its WHERE clauses (SPARQL 1.1 Protocol 2.2.3).

        Raises:
            QuerySyntaxError: it is not a SPARQL update.
            QueryRefused: it is too long or too deep, asks for LOAD or SERVICE, or names a dataset beside `using`.

        """
        ...

    async def put_graph(self, graph: str | None, body: Path, media_type: str, base_iri: str) -> Written:
        """Put what the file `body` holds in the place of a graph (an IRI, or `None` for the default graph).

        Raises:
            DataError: the file does not hold what its media type says, or that is not read.

        """
        ...

    async def post_graph(self, graph: str | None, body: Path, media_type: str, base_iri: str) -> Written:
        """Add what the file `body` holds to a graph.

        Raises:
            DataError: the file does not hold what its media type says, or that is not read.

        """
        ...

    async def delete_graph(self, graph: str | None) -> Written:
        """Remove a graph; the default graph becomes empty.

        Raises:
            GraphNotFound: there is none of that name.

        """
        ...

    async def put_document(self, file: Path, meta: DocumentMeta) -> Written:
        """Map a document and put it in the place of what was there under its id.

        Raises:
            SourceError: the document cannot be read.

        """
        ...


class EmbeddedWriter:
    """Writes to the embedded store of some settings; see `Writer` for the calls.

    A write that has begun goes on when its caller is cancelled; one that waits for its turn is dropped then.
    """

    def __init__(self, settings: Settings, on_published: OnPublished | None = None) -> None:
        self._settings = settings
        self._on_published = on_published
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._running: asyncio.Task[Written] | None = None

    async def update(self, text: str, using: RdfDataset = NO_DATASET) -> Written:
        """Run a SPARQL update."""
        return await self._write("update", {"text": text, "default": using.default, "named": using.named})

    async def put_graph(self, graph: str | None, body: Path, media_type: str, base_iri: str) -> Written:
        """Put what a file holds in the place of a graph."""
        return await self._write("put_graph", _graph_arguments(graph, body, media_type, base_iri))

    async def post_graph(self, graph: str | None, body: Path, media_type: str, base_iri: str) -> Written:
        """Add what a file holds to a graph."""
        return await self._write("post_graph", _graph_arguments(graph, body, media_type, base_iri))

    async def delete_graph(self, graph: str | None) -> Written:
        """Remove a graph."""
        return await self._write("delete_graph", {"graph": graph})

    async def put_document(self, file: Path, meta: DocumentMeta) -> Written:
        """Map a document and put it in the place of what was there under its id."""
        return await self._write("put_document", {"body": str(file.absolute()), "meta": asdict(meta)})

    async def close(self) -> None:
        """End the write that runs, if there is one; what it had not published is lost."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])

    async def _write(self, operation: str, arguments: dict[str, Any]) -> Written:
        """Return what came of one write, after its turn has come."""
        await self._take_turn()
        task = asyncio.create_task(self._run(operation, arguments))
        self._running = task
        task.add_done_callback(self._end_turn)
        return await asyncio.shield(task)

    async def _take_turn(self) -> None:
        limit_s = self._settings.write_timeout_s
        if self._turn.locked() and self._waiting >= self._settings.write_queue_size:
            raise QueryOverload(f"a write runs and {self._waiting} others wait; try again later")
        self._waiting += 1
        try:
            async with asyncio.timeout(limit_s):
                await self._turn.acquire()
        except TimeoutError as error:
            raise QueryOverload(f"other writes took longer than {limit_s:g} s; try again later") from error
        finally:
            self._waiting -= 1

    def _end_turn(self, task: "asyncio.Task[Written]") -> None:
        self._running = None
        self._turn.release()
        # Its caller may be gone, and the fault would be told nowhere.
        if not task.cancelled() and task.exception() is not None:
            _LOGGER.info("a write was not made: %s", task.exception())

    async def _run(self, operation: str, arguments: dict[str, Any]) -> Written:
        settings = self._settings
        request = {
            "operation": operation,
            "arguments": arguments,
            "store": str(settings.store_dir.absolute()),
            "base_iri": settings.base_iri,
            "checks": settings.write_checks,
            "max_chars": settings.max_update_chars,
            "max_depth": settings.max_query_depth,
            "memory_mb": settings.write_memory_mb,
            "timeout_s": settings.write_timeout_s,
        }
        outcome = await run_write(request)
        if self._on_published is not None:
            await self._on_published()
        report = outcome["report"]
        return Written(outcome["release_id"], outcome["created"], None if report is None else from_plain(report))


def _graph_arguments(graph: str | None, body: Path, media_type: str, base_iri: str) -> dict[str, Any]:
    return {"graph": graph, "body": str(body.absolute()), "media_type": media_type, "base_iri": base_iri}


__all__ = ["EmbeddedWriter", "OnPublished", "WriteRejected", "Writer", "Written"]
