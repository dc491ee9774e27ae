"""HEAD on every address that has GET: the same headers, no body (RFC 9110, section 9.3.2)."""

from starlette.types import ASGIApp, Receive, Scope, Send


class HeadAsGet:
    """An ASGI layer that lets the application answer a HEAD as if it were a GET; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)
