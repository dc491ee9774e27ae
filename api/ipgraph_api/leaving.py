"""Clients that go away before they are answered: what is done for them ends."""

import asyncio
from collections.abc import Awaitable
from types import TracebackType
from typing import TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive

_T = TypeVar("_T")
# Most work is done sooner; only what takes longer is worth a task that watches the connection.
_PATIENCE_S = 0.05


class WhileConnected:
    """A block that ends in `ClientDisconnect` when the client goes away; the request's body was read before."""

    def __init__(self, receive: Receive) -> None:
        """Watch the client whose messages `receive` gives."""
        self._receive = receive
        self._watcher: asyncio.Task[None] | None = None
        self._gone = False

    async def __aenter__(self) -> None:
        self._task = asyncio.current_task()
        self._timer = asyncio.get_running_loop().call_later(_PATIENCE_S, self._start)

    def _start(self) -> None:
        self._watcher = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._gone = True
        if self._task is not None:
            self._task.cancel()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._watcher is not None:
            self._watcher.cancel()
        if self._gone:
            if self._task is not None:
                self._task.uncancel()
            raise ClientDisconnect from None


async def unless_left(request: Request, work: Awaitable[_T]) -> _T:
    """Return what `work` returns; it is cancelled when the client goes away. The request's body must have been read.

    Raises:
        ClientDisconnect: nobody waits for the answer any more.

    """
    async with WhileConnected(request.receive):
        return await work
