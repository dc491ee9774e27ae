"""A layer that refuses clients that ask too often, with 429."""

import math
import time
from ipaddress import IPv6Address, ip_address, ip_network

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ipgraph_api.problems import ProblemKind, problem_response

_EXEMPT = frozenset({"/health", "/metrics"})
_TOO_MANY = ProblemKind("too-many-requests", "The client asks too often", 429)
# The storage looks at every client that it knows with each request. Above so many, all are forgotten: a flood from
# ever new addresses is none that counting by address can stop, and it must not make the counting slow.
_MAX_CLIENTS = 10_000
# What one subscriber is given at the least; within it they may change their address as they like.
_NETWORK_BITS = 64


class RateLimit:
    """An ASGI layer that counts the requests of each client in a window of time."""

    def __init__(self, app: ASGIApp, limit: str) -> None:
        """Wrap `app`; `limit` is of the form '600/minute'."""
        self._app = app
        self._limit = parse(limit)
        self._storage = MemoryStorage()
        self._window = FixedWindowRateLimiter(self._storage)
        self._policy = f'"client";q={self._limit.amount};w={self._limit.get_expiry()}'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, with what is left to its client in the headers."""
        if scope["type"] != "http" or scope["path"] in _EXEMPT:
            await self._app(scope, receive, send)
            return
        if len(self._storage.expirations) >= _MAX_CLIENTS:
            await self._storage.reset()
        client = _to_client(scope)
        allowed = await self._window.hit(self._limit, client)
        stats = await self._window.get_window_stats(self._limit, client)
        seconds = max(1, math.ceil(stats.reset_time - time.time()))

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["RateLimit-Policy"] = self._policy
                headers["RateLimit"] = f'"client";r={stats.remaining};t={seconds}'
            await send(message)

        if allowed:
            await self._app(scope, receive, tell)
            return
        detail = f"{self._limit.amount} requests in {self._limit.get_expiry()} s are allowed; ask again in {seconds} s"
        answer = problem_response(Request(scope, receive), _TOO_MANY, detail, headers={"Retry-After": str(seconds)})
        await answer(scope, receive, tell)


def _to_client(scope: Scope) -> str:
    """Return by what a client is known: its IPv4 address, or its network where that is IPv6."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, _NETWORK_BITS), strict=False))
    return host
