"""The outermost layer and the innermost: each request gets its id, is counted, and has its line in the log."""

import asyncio
import logging
import time

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ipgraph_api.graph import Graph
from ipgraph_api.logs import FIELDS
from ipgraph_api.metrics import Metrics
from ipgraph_api.problems import ProblemKind, problem_response
from ipgraph_api.request_record import HEADER, REQUEST_ID, ROUTE, current_record, get_request_id, note

_LOGGER = logging.getLogger("ipgraph_api.access")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
_MAX_PATH_CHARS = 200
_RELEASE_CHARS = 12
# The client left before its answer began; the number is that of a well-known server's logs.
_LEFT = 499
_STOPPING = ProblemKind("stopping", "The service is going down", 503, retry_after_s=5)


class Observing:
    """An ASGI layer around all others; it costs some hundredths of a millisecond a request."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Wrap `app`."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request and note what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start = time.perf_counter()
        record = {REQUEST_ID: get_request_id(scope["headers"])}
        token = current_record.set(record)
        status, size = 0, 0

        async def observe(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (HEADER, record[REQUEST_ID].encode("ascii"))]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, observe)
        except asyncio.CancelledError:
            # The server cancels what still runs when its time to go down is over.
            if status:
                raise
            detail = "the service went down before the answer was ready; ask again"
            await problem_response(Request(scope, receive), _STOPPING, detail)(scope, receive, observe)
        finally:
            self._note(scope, record.setdefault(ROUTE, "none"), status or _LEFT, size, time.perf_counter() - start)
            current_record.reset(token)

    def _note(self, scope: Scope, route: str, status: int, size: int, seconds: float) -> None:
        """Count the request and log its line."""
        method = scope["method"] if scope["method"] in _METHODS else "other"
        # The server leaves out the body of what answers a HEAD.
        size = 0 if method == "HEAD" else size
        self._metrics.count_request(method, route, status, seconds, size)
        if not _LOGGER.isEnabledFor(logging.INFO):
            return
        graph = scope["app"].state.graph
        fields = {
            "method": method,
            "path": scope["path"][:_MAX_PATH_CHARS],
            "status": status,
            "duration_ms": round(seconds * 1000, 3),
            "bytes": size,
            "client": scope["client"][0] if scope.get("client") else "",
            "release": graph.release.id[:_RELEASE_CHARS] if isinstance(graph, Graph) else "",
        }
        _LOGGER.info("request", extra={FIELDS: fields})


class NotesRoute:
    """The innermost ASGI layer: it sees which route was found, where layers between pass on a request of their own."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request and note the route."""
        try:
            await self._app(scope, receive, send)
        finally:
            if scope["type"] == "http":
                note(ROUTE, _route(scope))


def _route(scope: Scope) -> str:
    """Return the template of the path that a route was found for, or `none`."""
    if "route" in scope:
        return str(scope["route"].path)
    if "app_root_path" in scope:
        # A folder of files; which of them, the client chooses.
        return str(scope["root_path"])
    # A plain route leaves no more than what it found. Without parameters the path is its own template.
    found = "endpoint" in scope and not scope.get("path_params")
    return str(scope["path"]) if found else "none"
