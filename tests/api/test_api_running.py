"""Running queries: who sees them, who ends them, and what becomes of an ended one."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from ipgraph.settings import Settings

TOKENS = ",".join(f"{name}:{name}:{sha256(name.encode()).hexdigest()}" for name in ("read", "write"))
AS_READER, AS_WRITER = ({"Authorization": f"Bearer {name}"} for name in ("read", "write"))
QUERIES = "/sparql/queries"


@pytest.fixture(scope="module")
def watched(store_dir: Path, run_service: Callable[[Settings], AbstractContextManager[str]]) -> Iterator[httpx.Client]:
    """Return a client of a service with one worker that knows two tokens."""
    settings = Settings(store=store_dir, workers=1, timeout_s=60, tokens=TOKENS)
    with run_service(settings) as address, httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        yield client


def until_listed(client: httpx.Client, count: int) -> list[dict[str, object]]:
    """Return the running queries once there are `count` of them."""
    deadline = time.monotonic() + 20
    while True:
        queries: list[dict[str, object]] = client.get(QUERIES, headers=AS_READER).json()["queries"]
        if len(queries) == count:
            return queries
        assert time.monotonic() < deadline, queries


def test_a_running_query_is_listed_and_ended(watched: httpx.Client, slow_query: str) -> None:
    answers: list[httpx.Response] = []

    def ask(query: str) -> None:
        answers.append(watched.get("/sparql", params={"query": query}))

    slow = threading.Thread(target=ask, args=(slow_query,))
    slow.start()
    (running,) = until_listed(watched, 1)
    waiting = threading.Thread(target=ask, args=("ASK {}",))
    waiting.start()
    listed = until_listed(watched, 2)

    assert running["query"] == slow_query
    assert [query["state"] for query in listed] == ["running", "waiting"]
    assert all(isinstance(query["age_s"], float) for query in listed)
    assert watched.delete(f"{QUERIES}/{running['id']}", headers=AS_WRITER).status_code == 204
    slow.join()
    waiting.join()
    ended, answered = sorted(answers, key=lambda answer: -answer.status_code)
    assert ended.status_code == 503
    assert ended.json()["type"].endswith("/query-cancelled")
    assert answered.json()["boolean"] is True
    assert until_listed(watched, 0) == []
    assert watched.delete(f"{QUERIES}/{running['id']}", headers=AS_WRITER).status_code == 404


def test_only_who_holds_a_token_sees_queries(watched: httpx.Client) -> None:
    assert watched.get(QUERIES).status_code == 401
    assert watched.get(QUERIES, headers=AS_READER).status_code == 200
    assert watched.get(QUERIES, headers=AS_WRITER).status_code == 200


def test_only_who_may_write_ends_queries(watched: httpx.Client) -> None:
    assert watched.delete(f"{QUERIES}/x").status_code == 401
    assert watched.delete(f"{QUERIES}/x", headers=AS_READER).status_code == 403
    assert watched.delete(f"{QUERIES}/x", headers=AS_WRITER).status_code == 404


def test_the_list_is_kept_by_no_cache(watched: httpx.Client) -> None:
    assert watched.get(QUERIES, headers=AS_READER).headers["cache-control"] == "no-store"
