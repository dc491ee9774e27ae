"""Lets pages of any origin use the service: every answer, errors too, carries the headers for it.

Never with credentials: a browser sends no cookies along, and a token only where a page has one to send. All headers are
the same for all origins, so that caches need not keep answers apart by Origin.

Source: the Fetch standard, section 3.3.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
# `*` stands for all others; it does not cover Authorization, and older browsers take it for a name.
_HEADERS = (
    "Accept, Authorization, Cache-Control, Content-Encoding, Content-Type, If-Match, If-Modified-Since, If-None-Match, "
    "X-Request-ID, *"
)
_EXPOSED = (
    "Content-Disposition, Content-Encoding, Content-Length, ETag, Ipgraph-Truncated, Link, Location, Retry-After, "
    "WWW-Authenticate, X-Request-ID, *"
)
_MAX_AGE_S = 86_400

_SIMPLE = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED.encode()),
)
_PREFLIGHT = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", _METHODS.encode()),
    (b"access-control-allow-headers", _HEADERS.encode()),
    (b"access-control-max-age", str(_MAX_AGE_S).encode()),
    (b"vary", b"Access-Control-Request-Method, Access-Control-Request-Headers"),
)


class AnyOrigin:
    """An ASGI layer that answers preflight requests and adds the CORS headers to all other answers."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight request here, any other by the application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS" and _is_preflight(scope):
            await send({"type": "http.response.start", "status": 204, "headers": list(_PREFLIGHT)})
            await send({"type": "http.response.body", "body": b""})
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_SIMPLE]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _is_preflight(scope: Scope) -> bool:
    names = {name for name, _ in scope["headers"]}
    return b"origin" in names and b"access-control-request-method" in names
