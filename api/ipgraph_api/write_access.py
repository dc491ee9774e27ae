"""The one way by which requests write: allowed, one after the other, and seen by whoever asks next."""

from collections.abc import Awaitable, Callable

import anyio
from starlette.requests import Request

from ipgraph.access import Scope
from ipgraph.errors import QueryOverload
from ipgraph.pipeline.writing import Writer, Written
from ipgraph.settings import Settings
from ipgraph_api.following import go_over
from ipgraph_api.tokens import require_scope

Write = Callable[[Writer], Awaitable[Written]]
Check = Callable[[], Awaitable[None]]


class WriteAccess:
    """A writer that one request uses at a time, so that what a request found before it wrote still holds."""

    def __init__(self, writer: Writer, max_waiting: int) -> None:
        """Let at most `max_waiting` requests wait for `writer`."""
        self._writer = writer
        self._max_waiting = max_waiting
        self._lock = anyio.Lock()

    async def run(self, write: Write, check: Check | None) -> Written:
        """Return what `write` did, after `check` found nothing against it.

        Raises:
            QueryOverload: too many writes wait already.

        """
        waiting = self._lock.statistics().tasks_waiting
        if waiting >= self._max_waiting:
            raise QueryOverload(f"another write is under way and {waiting} wait; try again later")
        async with self._lock:
            if check is not None:
                await check()
            return await write(self._writer)


async def perform(request: Request, write: Write, check: Check | None = None) -> Written:
    """Return what a write did; from then on the service answers from its outcome.

    The caller has asked `require_write` before it read the body.
    """
    access: WriteAccess = request.app.state.write_access
    written = await access.run(write, check)
    await go_over(request.app)
    return written


def require_write(request: Request) -> None:
    """Refuse a request that may not write.

    Raises:
        RequestProblem: see `ipgraph_api.tokens.require_scope`.

    """
    require_scope(request, Scope.WRITE)


def open_write_access(settings: Settings, writer: Writer) -> WriteAccess:
    """Return the access to `writer` for all requests."""
    return WriteAccess(writer, settings.write_queue_size)
