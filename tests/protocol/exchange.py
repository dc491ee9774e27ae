"""Requests byte for byte as a case wants them, and what came back: no client between that mends or hides anything."""

import http.client
import io
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sent:
    """A request: what stands in its first line, its headers in their order, its body."""

    method: str
    target: bytes
    headers: Headers = ()
    body: bytes | None = None

    def with_headers(self, *headers: tuple[str, str]) -> "Sent":
        """Return this request with more headers."""
        return Sent(self.method, self.target, (*self.headers, *headers), self.body)

    def accepting(self, *accept: str) -> "Sent":
        """Return this request with a line of Accept for each of `accept`."""
        return self.with_headers(*(("Accept", line) for line in accept))


@dataclass(frozen=True)
class Got:
    """An answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)

    def all(self, name: str) -> list[str]:
        """Return the values of all headers of a name."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def one(self, name: str) -> str | None:
        """Return the value of a header that is there once at most."""
        values = self.all(name)
        assert len(values) < 2, f"{name} is there {len(values)} times"
        return values[0] if values else None

    def names(self, name: str) -> set[str]:
        """Return the entries of a header that is a list, in lower case."""
        return {entry.strip().lower() for value in self.all(name) for entry in value.split(",")}

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters."""
        return (self.one("content-type") or "").partition(";")[0]

    @property
    def json(self) -> Any:
        """The body, which is JSON."""
        return json.loads(self.body)


def get(query: str | None = None, path: str = "/sparql", **parameters: str | list[str]) -> Sent:
    """Return a query by GET; `_` in the name of a parameter stands for `-`."""
    return Sent("GET", f"{path}?{_encoded(query, 'query', parameters)}".rstrip("?").encode())


def form(query: str | None = None, content_type: str = FORM, **parameters: str | list[str]) -> Sent:
    """Return a query by POST, as a form."""
    body = _encoded(query, "query", parameters).encode()
    return Sent("POST", b"/sparql", (("Content-Type", content_type),), body)


def direct(query: str | bytes, content_type: str = QUERY, **parameters: str | list[str]) -> Sent:
    """Return a query by POST, as it is."""
    body = query.encode() if isinstance(query, str) else query
    target = f"/sparql?{_encoded(None, '', parameters)}".rstrip("?").encode()
    return Sent("POST", target, (("Content-Type", content_type),), body)


def _encoded(text: str | None, name: str, parameters: Mapping[str, str | list[str]]) -> str:
    pairs = [] if text is None else [(name, text)]
    for key, value in parameters.items():
        pairs += [(key.replace("_", "-"), each) for each in ([value] if isinstance(value, str) else value)]
    return urlencode(pairs, quote_via=quote)


class _Received:
    """What http.client wants of a socket."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, *_: object) -> io.BytesIO:
        return io.BytesIO(self._data)


def send(host: str, sent: Sent) -> Got:
    """Return the answer to a request, sent over a connection of its own."""
    name, _, port = host.partition(":")
    with socket.create_connection((name, int(port)), timeout=20) as connection:
        connection.sendall(_written(sent, host))
        received = bytearray()
        while part := connection.recv(1 << 16):
            received += part
    answer = http.client.HTTPResponse(_Received(bytes(received)), method=sent.method)  # type: ignore[arg-type]
    answer.begin()
    return Got(answer.status, tuple(answer.getheaders()), answer.read())


def _written(sent: Sent, host: str) -> bytes:
    headers: Headers = (("Host", host), ("Connection", "close"), *sent.headers)
    names = {name.lower() for name, _ in headers}
    if sent.body is not None and not names & {"content-length", "transfer-encoding"}:
        headers = (*headers, ("Content-Length", str(len(sent.body))))
    lines = [sent.method.encode() + b" " + sent.target + b" HTTP/1.1"]
    lines += [f"{name}: {value}".encode() for name, value in headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + (sent.body or b"")
