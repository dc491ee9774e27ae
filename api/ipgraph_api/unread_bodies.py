"""Bodies that nobody wanted to read: taken from the client before it is answered, up to a limit.

Whoever is refused in the middle of sending looks for the answer only afterwards. A server that closes the connection
with unread bytes in it resets it, and the client sees that instead of the refusal.
"""

import asyncio
from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MAX_BYTES: Final = 16 << 20
_MAX_S: Final = 5.0
_WITHOUT_BODY: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class TakesBodies:
    """An ASGI layer that reads what is left of a request's body before the answer begins, and throws it away."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request."""
        if scope["type"] != "http" or scope["method"] in _WITHOUT_BODY:
            await self._app(scope, receive, send)
            return
        # Who waits for a "100 Continue" has sent nothing yet, and sends nothing after a refusal.
        more = not any(name == b"expect" for name, _ in scope["headers"])

        async def receive_and_note() -> Message:
            nonlocal more
            message = await receive()
            more = message["type"] == "http.request" and message.get("more_body", False)
            return message

        async def send_afterwards(message: Message) -> None:
            if more and message["type"] == "http.response.start":
                await _take_rest(receive)
            await send(message)

        await self._app(scope, receive_and_note, send_afterwards)


async def _take_rest(receive: Receive) -> None:
    """Return once the body is over, or the limit is."""
    size = 0
    try:
        async with asyncio.timeout(_MAX_S):
            while size <= _MAX_BYTES:
                message = await receive()
                size += len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
    except (TimeoutError, HTTPException):
        # A slow client, by our clock or by that of another layer: it gets its answer, and the connection ends.
        return
