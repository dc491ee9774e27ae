"""Requests that are no proper HTTP, or proper and mean harm: answered with a refusal, or cut."""

import socket
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest

from ipgraph.pipeline import build
from ipgraph.settings import Settings

pytestmark = pytest.mark.usefixtures("health")

QUERY = "ASK { ?s ?p ?o }"
# A name that would end the header that it stands in, or the string within it.
EVIL = 'a"; filename="b.html\r\nX-Evil: 1\r\n\r\n<script>'


def connect(address: str) -> socket.socket:
    """Return a connection to the service."""
    parts = urlsplit(address)
    return socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=20)


def send(address: str, request: bytes) -> bytes:
    """Return all that comes back for some bytes, until the service closes the connection."""
    received = bytearray()
    with connect(address) as connection:
        try:
            connection.sendall(request)
            while part := connection.recv(65_536):
                received += part
        except ConnectionResetError:
            pass
    return bytes(received)


@pytest.mark.parametrize(
    "request_",
    [
        ("GET", "/sparql?query=ASK%7B%FF%7D", None, None),
        ("GET", "/sparql?query=%80", None, None),
        ("POST", "/sparql", b"query=ASK%7B%C3%28%7D", "application/x-www-form-urlencoded"),
        ("POST", "/sparql", b"ASK { ?s ?p '\xed\xa0\x80' }", "application/sparql-query"),
        ("POST", "/sparql", b"\xff\xfe\x00", "application/sparql-query"),
        ("GET", "/api/v1/documents/%FF%FE", None, None),
        ("GET", "/%C3%28", None, None),
        ("GET", "/api/v1/questions/participations/answer?country=%FF", None, None),
    ],
    ids=str,
)
def test_broken_utf8_is_refused(client: httpx.Client, request_: tuple[str, str, bytes | None, str | None]) -> None:
    method, path, body, media_type = request_
    headers = {"Content-Type": media_type} if media_type else {}
    answer = client.request(method, path, content=body, headers=headers)

    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "text/plain",
        "multipart/form-data; boundary=x",
        "",
        "x",
        "application/sparql-query; charset=utf-16",
    ],
)
def test_a_body_of_another_type_is_415(client: httpx.Client, media_type: str) -> None:
    answer = client.post("/sparql", content=QUERY.encode(), headers={"Content-Type": media_type})

    assert answer.status_code == 415


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0", "*/*;q=0", "application/json;q=a", "," * 5000, "\xe9"])
def test_an_odd_accept_header_is_answered_or_406(client: httpx.Client, accept: str) -> None:
    answer = client.get("/sparql", params={"query": QUERY}, headers=[(b"Accept", accept.encode("latin-1"))])

    assert answer.status_code in (200, 400, 406)


def test_many_parameters_are_refused(client: httpx.Client) -> None:
    in_url = client.get("/sparql?query=ASK%7B%7D" + "&a=1" * 5000)
    in_form = client.post(
        "/sparql",
        content=b"query=ASK%7B%7D" + b"&a=1" * 50_000,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert (in_url.status_code, in_form.status_code) == (400, 400)


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /health HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 1_000_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"X-A: a\r\n" * 100_000 + b"\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        b"GET /health HTTP/1.1\r\n\r\n",
        b"GET  /health HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /health\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\nX A: 1\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\nX-A: \x00\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\r\n" * 100_000,
        b"{}",
    ],
    ids=lambda request: repr(request[:60]),
)
def test_what_is_no_proper_request_is_refused_and_cut(served: Any, request_: bytes) -> None:
    answer = send(served.address, request_)

    assert answer[:13] in (b"HTTP/1.1 400 ", b"HTTP/1.1 408 ", b"HTTP/1.1 404 ", b"")


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "BREW", "A" * 1000, "PROPFIND"])
def test_other_methods_are_405(client: httpx.Client, method: str) -> None:
    assert client.request(method, "/health").status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/..%2f..%2fetc/passwd", "/docs/assets/..%2f..%2f..%2fetc%2fpasswd", "/docs/assets/%2e%2e/%2e%2e/setup.py"]
    + [
        f"/api/v1/documents/{name}/{part}"
        for name in ("..%2f..", "%00", quote(EVIL, ""))
        for part in ("text", "original")
    ],
)
def test_no_path_leads_out(client: httpx.Client, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "x-evil" not in answer.headers


def test_no_header_can_be_written_through_a_parameter(client: httpx.Client) -> None:
    answers = [
        client.get("/sparql", params={"query": QUERY, "format": EVIL}),
        client.get("/sparql", params={"query": QUERY, "timeout": EVIL}),
        client.get("/health", headers={"X-Request-ID": 'a"; b', "Origin": "https://a.example"}),
        client.get(f"/api/v1/entities/{quote(EVIL, '')}/{quote(EVIL, '')}"),
    ]

    assert not any("x-evil" in answer.headers for answer in answers)
    assert all("filename" not in str(answer.headers) for answer in answers)


def publish(folder: Path, name: str) -> Any:
    """Build a store from one document with a file name; return the build's report."""
    document = folder / name
    document.write_text("国务院关于印发要点的通知\n一、加强保护。（公安部负责）\n", encoding="utf-8")
    return build([document], folder / "store", Settings(store=folder / "store"))


def test_a_file_whose_name_has_line_breaks_is_not_taken(tmp_path: Path) -> None:
    report = publish(tmp_path, f"{EVIL}.txt")

    assert not report.complete
    assert "name" in str(report.outcomes[0].message)


def test_no_header_can_be_written_through_the_name_of_a_file(serve: Any, tmp_path: Path) -> None:
    name = 'a"; filename="b.html'
    assert publish(tmp_path, f"{name}.txt").complete
    with serve(tmp_path / "store", workers=1) as served:
        answer = httpx.get(f"{served.address}/api/v1/documents/{quote(name, '')}/original", trust_env=False)

    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f"attachment; filename*=utf-8''{quote(name, '')}.txt"


def test_slow_and_silent_connections_keep_nobody_out(served: Any, client: httpx.Client) -> None:
    starts = [b"", b"GET /hea", b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nASK"]
    with ExitStack() as connections:
        for number in range(600):
            connection = connections.enter_context(connect(served.address))
            connection.sendall(starts[number % len(starts)])
        start = time.monotonic()
        assert httpx.get(f"{served.address}/health", timeout=20, trust_env=False).status_code == 200
        assert client.get("/sparql", params={"query": QUERY}).status_code == 200
        assert time.monotonic() - start < 5


def test_a_body_that_trickles_in_is_cut(served: Any) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\n"
    with connect(served.address) as connection:
        connection.sendall(head)
        connection.settimeout(0.1)
        start = time.monotonic()
        answer = b""
        while not answer:
            assert time.monotonic() < start + 10, "the service waits on"
            try:
                connection.sendall(b" ")
                answer = connection.recv(65_536)
            except TimeoutError:
                continue

    assert answer.startswith(b"HTTP/1.1 408 ")
