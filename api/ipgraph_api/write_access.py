"""The one way by which requests write: one after the other."""

from collections.abc import Awaitable, Callable

import anyio
from starlette.requests import Request

from ipgraph.errors import QueryOverload
from ipgraph.pipeline.writing import Writer, Written

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
    """Return what a write did; the service answers from its outcome then.

    The caller has seen to it that the request may write, before it read the body.
    """
    access: WriteAccess = request.app.state.write_access
    return await access.run(write, check)
