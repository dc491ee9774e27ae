"""Clients that go away before they are answered: what is done for them ends."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

_T = TypeVar("_T")
# Most work is done sooner; only what takes longer is worth a second task that watches the connection.
_PATIENCE_S = 0.05


async def unless_left(request: Request, work: Coroutine[Any, Any, _T]) -> _T:
    """Return what `work` returns; it is cancelled when the client goes away. The request's body must have been read.

    Raises:
        ClientDisconnect: nobody waits for the answer any more.

    """
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=_PATIENCE_S)
        if not done:
            await _first_of(task, request)
        if not task.done():
            raise ClientDisconnect
        return task.result()
    finally:
        task.cancel()


async def _first_of(task: "asyncio.Task[Any]", request: Request) -> None:
    """Return once the task is done or the client is gone."""
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()


async def _gone(request: Request) -> None:
    """Return once the client has closed its connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
