"""A layer that refuses requests whose body comes too slowly, with 408."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ipgraph_api.problems import RequestProblem

# What has come earns a second for each so many bytes: a large upload over a slow line goes through, a trickle does not.
_BYTES_PER_S = 4096


class SlowBodies:
    """An ASGI layer that gives a body a time to come: a fixed one, and more the more of it has come."""

    def __init__(self, app: ASGIApp, timeout_s: float) -> None:
        """Wrap `app`."""
        self._app = app
        self._timeout_s = timeout_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request; who reads its body too late gets a problem to raise."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        deadline = asyncio.get_running_loop().time() + self._timeout_s
        whole = False

        async def receive_in_time() -> Message:
            nonlocal deadline, whole
            # Behind the body there is only the client's leaving to wait for.
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError as error:
                detail = f"the body came too slowly: {self._timeout_s:g} s and a second for each {_BYTES_PER_S} bytes"
                raise RequestProblem(408, detail, headers={"Connection": "close"}) from error
            whole = not message.get("more_body", False)
            deadline += len(message.get("body", b"")) / _BYTES_PER_S
            return message

        await self._app(scope, receive_in_time, send)
