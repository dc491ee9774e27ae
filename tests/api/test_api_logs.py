"""What the service writes down: one line a request, under an id that the client may choose, harmlessly."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from ipgraph.store.embedded import open_release

NEW_ID = re.compile(r"[0-9a-f]{16}")


@pytest.fixture(scope="module")
def served(serve: Callable[..., AbstractContextManager[Any]], store_dir: Path) -> Iterator[Any]:
    with serve(store_dir, workers=1, slow_query_s=0) as running:
        yield running


@pytest.fixture(scope="module")
def client(served: Any) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.address, timeout=20, trust_env=False) as session:
        yield session


def lines_of(served: Any, request_id: str) -> list[dict[str, Any]]:
    """Return the lines of the log that concern a request that was answered."""
    # A line is written behind its answer, and before the next one.
    assert httpx.get(f"{served.address}/health", trust_env=False).status_code == 200
    return [line for line in served.log_lines() if line.get("request_id") == request_id]


def test_a_request_has_one_line_with_what_became_of_it(client: httpx.Client, served: Any, store_dir: Path) -> None:
    answer = client.get("/api/v1/documents/nobody?x=1", headers={"X-Request-ID": "one-line"})
    (line,) = [line for line in lines_of(served, "one-line") if not line["message"].startswith("slow query")]

    assert datetime.fromisoformat(line.pop("time")).utcoffset() is not None
    assert 0 < line.pop("duration_ms") < 20_000
    assert line == {
        "level": "info",
        "logger": "ipgraph_api.access",
        "message": "request",
        "request_id": "one-line",
        "method": "GET",
        "path": "/api/v1/documents/nobody",
        "route": "/api/v1/documents/{doc_id}",
        "status": 404,
        "bytes": len(answer.content),
        "client": "127.0.0.1",
        "release": open_release(store_dir).id[:12],
    } | {name: line[name] for name in line if name == "query_id"}


def test_the_clients_own_id_is_kept_and_told_in_problems(client: httpx.Client) -> None:
    answer = client.get("/nowhere", headers={"X-Request-ID": "a1:B-2"})

    assert answer.headers["x-request-id"] == "a1:B-2"
    assert answer.json()["request_id"] == "a1:B-2"


@pytest.mark.parametrize("given", ["", "a b", 'a"b', "x" * 129, "中文".encode(), "a\tb", "{id}", "a,b"])
def test_an_id_that_could_do_harm_is_replaced(client: httpx.Client, given: str | bytes) -> None:
    answer = client.get("/health", headers=[(b"X-Request-ID", given if isinstance(given, bytes) else given.encode())])

    assert NEW_ID.fullmatch(answer.headers["x-request-id"])


def test_each_request_gets_an_id_of_its_own(client: httpx.Client) -> None:
    assert len({client.get("/health").headers["x-request-id"] for _ in range(20)}) == 20


def test_a_slow_query_has_a_line_of_its_own_with_its_beginning(client: httpx.Client, served: Any) -> None:
    query = "ASK { ?s ?p ?o }" + " " * 1000
    client.post("/sparql", data={"query": query}, headers={"X-Request-ID": "slow"})
    slow, request = lines_of(served, "slow")

    assert slow["message"] == "slow query"
    assert (slow["level"], slow["form"], slow["end"]) == ("warning", "ask", "answered")
    assert slow["query"] == f"{query[:500]}…"
    assert slow["bytes"] == request["bytes"] > 0
    assert slow["duration_ms"] <= request["duration_ms"] + 1
    assert slow["query_id"] == request["query_id"]


def test_a_path_with_line_breaks_makes_no_line_of_its_own(client: httpx.Client, served: Any) -> None:
    client.get('/a%0A{"level":"error"}%0D%0A%E2%80%A8%C2%85b', headers={"X-Request-ID": "breaks"})

    (line,) = lines_of(served, "breaks")
    assert line["path"] == '/a\n{"level":"error"}\r\n\u2028\x85b'


def test_the_servers_own_lines_have_the_same_form(served: Any) -> None:
    address = urlsplit(served.address)
    with socket.create_connection((str(address.hostname), int(address.port or 0))) as connection:
        connection.sendall(b"no http at all\r\n\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 400 Bad Request\r\n")

    lines = served.log_lines()
    assert {"time", "level", "logger", "message"} <= set.intersection(*(set(line) for line in lines))
    assert [line["level"] for line in lines if line["logger"] == "uvicorn.error" and "Invalid" in line["message"]] == [
        "warning"
    ]


def test_text_lines_are_for_people_and_quote_what_a_client_chose(
    serve: Callable[..., AbstractContextManager[Any]], store_dir: Path
) -> None:
    with serve(store_dir, workers=1, log_format="text") as served, httpx.Client(trust_env=False) as client:
        client.get(f"{served.address}/a%0Astatus=200", headers={"X-Request-ID": "text"})
        client.get(f"{served.address}/health")
        (line,) = [line for line in served.log.read_text().splitlines() if 'request_id="text"' in line]

    assert re.match(r"[0-9-]+ [0-9:,]+ INFO request method=\"GET\" path=\"/a\\nstatus=200\" status=404 ", line)


def test_the_level_is_a_setting(serve: Callable[..., AbstractContextManager[Any]], store_dir: Path) -> None:
    with serve(store_dir, workers=1, log_level="warning", log_format="text") as served:
        assert httpx.get(f"{served.address}/health", trust_env=False).status_code == 200
        assert "INFO" not in served.log.read_text()
