"""Clients that go away before they are answered: what is done for them ends."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

_T = TypeVar("_T")
# Most work is done sooner; only what takes longer is worth a task that watches the connection.
_PATIENCE_S = 0.05


class _Watch:
    """Cancels a task when the client of its request goes away; `gone` tells whether it did."""

    def __init__(self, request: Request, task: "asyncio.Task[Any]") -> None:
        self.gone = False
        self._request = request
        self._task = task
        self._watching: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to watch the connection."""
        self._watching = asyncio.ensure_future(self._watch())

    def stop(self) -> None:
        """Watch no longer."""
        if self._watching is not None:
            self._watching.cancel()

    async def _watch(self) -> None:
        while (await self._request.receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        self._task.cancel()


async def unless_left(request: Request, work: Coroutine[Any, Any, _T]) -> _T:
    """Return what `work` returns; it is cancelled when the client goes away. The request's body must have been read.

    Raises:
        ClientDisconnect: nobody waits for the answer any more.

    """
    task = asyncio.current_task()
    assert task is not None
    watch = _Watch(request, task)
    timer = asyncio.get_running_loop().call_later(_PATIENCE_S, watch.start)
    try:
        return await work
    except asyncio.CancelledError:
        if not watch.gone:
            raise
        task.uncancel()
        raise ClientDisconnect from None
    finally:
        timer.cancel()
        watch.stop()
