"""Stops the work for a client that has gone away."""

import asyncio
from types import TracebackType

from starlette.requests import ClientDisconnect
from starlette.types import Receive

# Most work is done before anybody could leave; a watcher for each request would cost more than it saves.
_DELAY_S = 0.05


class WhileConnected:
    """A block that is left with `ClientDisconnect` when the client goes away; the request's body was read before."""

    def __init__(self, receive: Receive) -> None:
        """Watch the client from whom `receive` has messages."""
        self._receive = receive
        self._watcher: asyncio.Task[None] | None = None
        self._gone = False

    async def __aenter__(self) -> None:
        loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._timer = loop.call_later(_DELAY_S, self._start)

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
