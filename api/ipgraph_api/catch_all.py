"""The last door for errors: inside the CORS layer, so that a failure, too, can be read by a page of another origin."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ipgraph_api.problems import to_problem


class CatchAll:
    """An ASGI layer that turns whatever was not handled into a 500 problem."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request; an error after the answer began can only be passed on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def note_start(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, note_start)
        # One of the three doors at which everything is caught.
        except Exception as error:
            if started:
                raise
            await to_problem(Request(scope, receive), error)(scope, receive, send)
