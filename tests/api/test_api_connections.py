"""Clients that are slow, or many: they keep no connection for good, and nobody else out."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from ipgraph.settings import Settings

RunService = Callable[[Settings], AbstractContextManager[str]]
TIMEOUT_S = 0.5
POST = (
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: %d\r\n"
    b"Connection: close\r\n\r\n"
)


@pytest.fixture(scope="module")
def impatient(run_service: RunService, store_dir: Path) -> Iterator[str]:
    """Return the address of a service that waits for no client for long, and keeps few connections."""
    with run_service(Settings(store=store_dir, workers=1, client_timeout_s=TIMEOUT_S, max_connections=20)) as address:
        yield address


def connect(address: str) -> socket.socket:
    """Return a connection to a service."""
    parts = urlsplit(address)
    return socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=20)


def read_all(connection: socket.socket) -> bytes:
    """Return what comes until the service closes the connection."""
    received = bytearray()
    while part := connection.recv(65_536):
        received += part
    return bytes(received)


@pytest.mark.parametrize(
    "head", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 9000]
)
def test_half_a_head_is_not_waited_for(impatient: str, head: bytes) -> None:
    with connect(impatient) as connection:
        start = time.monotonic()
        connection.sendall(head)
        answer = read_all(connection)

    assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert TIMEOUT_S * 0.9 < time.monotonic() - start < TIMEOUT_S + 5


def test_a_head_that_trickles_in_gets_no_more_time(impatient: str) -> None:
    with connect(impatient) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        connection.settimeout(0.05)
        start = time.monotonic()
        answer = b""
        while not answer and time.monotonic() < start + 10:
            try:
                connection.sendall(b"X-A: a\r\n")
                answer = connection.recv(1000)
            except TimeoutError:
                continue

    assert answer.startswith(b"HTTP/1.1 408 ")


def test_a_second_request_has_its_own_time(impatient: str) -> None:
    with connect(impatient) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(1) == b"H"
        connection.sendall(b"GET /hea")
        answers = read_all(connection)

    assert answers.startswith(b"TTP/1.1 200 ")
    assert b"HTTP/1.1 408 " in answers


def test_a_body_that_does_not_come_is_a_408_problem(impatient: str) -> None:
    with connect(impatient) as connection:
        connection.sendall(POST % 100 + b"ASK {")
        answer = read_all(connection)

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in answer
    assert b"/request-timeout" in answer


def test_a_body_that_comes_steadily_is_read_however_long_it_takes(impatient: str) -> None:
    body = b"ASK {" + b" " * 20_000 + b"}"
    with connect(impatient) as connection:
        start = time.monotonic()
        connection.sendall(POST % len(body))
        for position in range(0, len(body), 4000):
            connection.sendall(body[position : position + 4000])
            time.sleep(0.2)  # a slow line: what is tested is time itself
        answer = read_all(connection)

    assert time.monotonic() - start > 2 * TIMEOUT_S
    assert answer.startswith(b"HTTP/1.1 200 ")


def is_cut(connection: socket.socket, request: bytes, within_s: float) -> bool:
    """Tell whether the service cuts a connection on which requests are sent and no answer is read."""
    deadline = time.monotonic() + within_s
    connection.settimeout(0.1)
    while time.monotonic() < deadline:
        try:
            connection.sendall(request)
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


def test_a_client_that_takes_nothing_of_its_answers_loses_its_connection(impatient: str) -> None:
    with connect(impatient) as connection:
        # Some megabytes of answers, past what the system buffers.
        request = b"GET /docs/assets/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n"
        assert is_cut(connection, request * 10, within_s=15)


def test_many_idle_connections_keep_nobody_out(impatient: str) -> None:
    with ExitStack() as connections:
        for _ in range(100):
            connections.enter_context(connect(impatient))
        start = time.monotonic()
        assert httpx.get(f"{impatient}/health", timeout=20, trust_env=False).status_code == 200
    assert time.monotonic() - start < TIMEOUT_S + 0.5
