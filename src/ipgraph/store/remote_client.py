"""The connections to a remote store: requests go out with credentials, refusals come back as our own errors."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from ipgraph.address import StoreUrl, guess_graph_url, guess_update_url
from ipgraph.errors import (
    IpgraphError,
    QueryError,
    QueryOverload,
    QuerySyntaxError,
    QueryTimeout,
    StoreUnreachable,
)
from ipgraph.settings import NO_ADDRESS, Settings
from ipgraph.store.credentials import to_auth

Form = Sequence[tuple[str, str]]

_CONNECT_S = 10.0
_EXCERPT_BYTES = 4096
_EXCERPT_CHARS = 300
_CHUNK_BYTES = 1 << 16
_TAG = re.compile(r"<[^<>]*>")


class RemoteClient:
    """Sends requests to one store; used within one event loop, by any number of tasks.

    A deadline is the caller's: when its task is cancelled, the connection is closed.
    """

    def __init__(self, settings: Settings) -> None:
        """Make a pool of connections to `settings.store`, which is a `StoreUrl`; nothing is sent yet."""
        assert isinstance(settings.store, StoreUrl)
        self.query_url = settings.store.url
        self.update_url = settings.store_update_url or guess_update_url(self.query_url)
        graph_url = settings.store_graph_url or guess_graph_url(self.query_url)
        self.graph_url = None if graph_url == NO_ADDRESS else graph_url
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=settings.workers)
        timeout = httpx.Timeout(None, connect=_CONNECT_S)
        self._http = httpx.AsyncClient(auth=to_auth(settings), limits=limits, timeout=timeout)

    @asynccontextmanager
    async def query(self, form: Form, accept: str) -> AsyncIterator[httpx.Response]:
        """Give the store's answer to a query, of which only the head was read.

        Raises:
            QuerySyntaxError, QueryError, QueryTimeout, QueryOverload, StoreError: the store does not answer it.

        """
        async with self._send(self._http.build_request("POST", self.query_url, data=_fields(form)), accept) as response:
            yield response

    async def update(self, form: Form) -> None:
        """Run a SPARQL update; raises as `query` does."""
        await self._finish(self._http.build_request("POST", self.update_url, data=_fields(form)))

    @asynccontextmanager
    async def get_graph(self, graph: str | None, accept: str) -> AsyncIterator[httpx.Response]:
        """Give the store's answer for a whole graph, of which only the head was read; raises as `query` does."""
        async with self._send(self._graph_request("GET", graph), accept) as response:
            yield response

    async def write_graph(self, method: str, graph: str | None, file: Path, media_type: str) -> None:
        """PUT or POST a file as a graph's content; raises as `query` does."""
        headers = {"Content-Type": media_type, "Content-Length": str(file.stat().st_size)}
        await self._finish(self._graph_request(method, graph, headers=headers, content=_FileBody(file)))

    async def delete_graph(self, graph: str | None) -> None:
        """Remove a graph; one that is not there is no error. Raises as `query` does."""
        await self._finish(self._graph_request("DELETE", graph), (httpx.codes.NOT_FOUND,))

    def _graph_request(self, method: str, graph: str | None, **parts: Any) -> httpx.Request:
        """Return a request of the Graph Store Protocol; `None` is the default graph."""
        assert self.graph_url is not None
        params = {"default": ""} if graph is None else {"graph": graph}
        return self._http.build_request(method, self.graph_url, params=params, **parts)

    async def _finish(self, request: httpx.Request, allowed: Sequence[int] = ()) -> None:
        """Send a request, and let go what the store says beside that it is done."""
        async with self._send(request, "*/*", allowed) as response:
            async for _ in response.aiter_raw():
                continue

    @asynccontextmanager
    async def _send(
        self, request: httpx.Request, accept: str, allowed: Sequence[int] = ()
    ) -> AsyncIterator[httpx.Response]:
        """Give the answer to a request that the store did not refuse."""
        request.headers["Accept"] = accept
        try:
            response = await self._http.send(request, stream=True)
            try:
                if not response.is_success and response.status_code not in allowed:
                    raise _refusal(response, await _excerpt(response))
                yield response
            finally:
                await response.aclose()
        except httpx.HTTPError as error:
            raise StoreUnreachable(f"{_place(request)}: the store cannot be reached ({_reason(error)})") from error

    async def close(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class _FileBody:
    """A file as the body of a request; it can be sent twice, as a digest's challenge asks for."""

    def __init__(self, file: Path) -> None:
        self._file = file

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the file's bytes. Reading a piece of a local file blocks for less than a request's own work does."""
        with self._file.open("rb") as body:
            while chunk := body.read(_CHUNK_BYTES):
                yield chunk


def _fields(form: Form) -> dict[str, list[str]]:
    """Return the fields of a form, each with all its values."""
    fields: dict[str, list[str]] = {}
    for name, value in form:
        fields.setdefault(name, []).append(value)
    return fields


def _place(request: httpx.Request) -> str:
    """Return the path to which a request goes: which store it is, is nothing that a service's clients need know."""
    return request.url.path


def _refusal(response: httpx.Response, said: str) -> IpgraphError:
    """Return the error that a status stands for."""
    status = response.status_code
    told = f"{_place(response.request)}: the store answers {status}" + (f": {said}" if said else "")
    if status == httpx.codes.BAD_REQUEST:
        return QuerySyntaxError(told)
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return StoreUnreachable(
            f"{told}; it does not accept the credentials of IPGRAPH_STORE_USER or IPGRAPH_STORE_TOKEN"
        )
    if status in (httpx.codes.REQUEST_TIMEOUT, httpx.codes.GATEWAY_TIMEOUT):
        return QueryTimeout(told)
    if status in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE):
        return QueryOverload(told)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return QueryError(told)
    return StoreUnreachable(f"{told}; see that this is the address of a SPARQL service")


async def _excerpt(response: httpx.Response) -> str:
    """Return the beginning of what the store says of an error, as one line of plain text."""
    data = bytearray()
    async for chunk in response.aiter_bytes():
        data += chunk
        if len(data) >= _EXCERPT_BYTES:
            break
    text = bytes(data[:_EXCERPT_BYTES]).decode("utf-8", "replace")
    if "html" in response.headers.get("content-type", ""):
        text = _TAG.sub(" ", text)
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(line.split())[:_EXCERPT_CHARS]


def _reason(error: httpx.HTTPError) -> str:
    """Return why a request came to nothing."""
    return f"{type(error).__name__}: {error}"[:_EXCERPT_CHARS]
