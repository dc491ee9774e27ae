"""Heavy and hostile queries: cut, refused, and no harm to others."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from ipgraph.settings import Settings

FAST = "ASK { ?s ?p ?o }"
RunService = Callable[[Settings], AbstractContextManager[str]]
# What may pass between the deadline and the answer, on a machine that does other things, too.
SLACK_S = 0.5


def query(client: httpx.Client, text: str, **parameters: str) -> httpx.Response:
    """Post a query as a form."""
    return client.post("/sparql", data={"query": text, **parameters})


def timed(work: Callable[[], httpx.Response]) -> tuple[httpx.Response, float]:
    """Return an answer and the seconds that it took."""
    start = time.monotonic()
    return work(), time.monotonic() - start


def worker_pids() -> set[int]:
    """Return the ids of the query workers that this process has started."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == os.getpid() and b"ipgraph.store.worker" in command:
            found.add(int(entry.name))
    return found


@pytest.mark.timing
def test_a_query_past_its_deadline_is_stopped_in_time(client: httpx.Client, slow_query: str) -> None:
    answer, seconds = timed(lambda: query(client, slow_query, timeout="0.5"))

    assert answer.status_code == 504
    assert answer.json()["type"].endswith("/query-timeout")
    assert 0.5 <= seconds < 0.5 + SLACK_S


@pytest.mark.timing
def test_a_slow_query_delays_no_fast_one_while_a_worker_is_free(client: httpx.Client, slow_query: str) -> None:
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(query, client, slow_query, timeout="1")
        time.sleep(0.2)
        answer, seconds = timed(lambda: query(client, FAST))
        assert not slow.done()
        assert slow.result().status_code == 504
    assert answer.json()["boolean"] is True
    assert seconds < 0.3


@pytest.mark.timing
def test_when_all_workers_are_busy_and_the_queue_is_full_the_rest_is_told_to_come_back(
    client: httpx.Client, slow_query: str
) -> None:
    with ThreadPoolExecutor(10) as threads:
        answers: list[Future[httpx.Response]] = [
            threads.submit(query, client, slow_query, timeout="1") for _ in range(10)
        ]
        time.sleep(0.4)
        health, seconds = timed(lambda: client.get("/health"))
        statuses = [answer.result().status_code for answer in answers]
        refused = next(answer.result() for answer in answers if answer.result().status_code == 503)
    assert health.status_code == 200
    assert seconds < 0.3
    assert statuses.count(503) >= 6
    assert statuses.count(504) >= 2
    assert int(refused.headers["retry-after"]) > 0


@pytest.mark.timing
def test_the_client_cannot_lengthen_the_deadline(run_service: RunService, store_dir: Path, slow_query: str) -> None:
    settings = Settings(store=store_dir, workers=1, timeout_s=0.5)
    with run_service(settings) as address, httpx.Client(base_url=address, timeout=20, trust_env=False) as client:
        answer, seconds = timed(lambda: query(client, slow_query, timeout="60"))

    assert answer.status_code == 504
    assert seconds < 0.5 + SLACK_S


@pytest.mark.parametrize("timeout", ["0", "-1", "soon", "nan", "inf", ""])
def test_a_timeout_that_is_no_number_of_seconds_is_400(client: httpx.Client, timeout: str) -> None:
    answer = query(client, FAST, timeout=timeout)

    assert answer.status_code == 400
    assert "timeout=" in answer.json()["detail"]


@pytest.mark.parametrize(("opening", "closing"), [("{", "}"), ("(", ")"), ("[", "]")])
def test_ten_thousand_nested_brackets_are_400_and_the_service_lives(
    client: httpx.Client, opening: str, closing: str
) -> None:
    text = f"SELECT * WHERE {{ FILTER {opening * 9_000}1{closing * 9_000} }}"
    answer = query(client, text)

    assert answer.status_code == 400
    assert "nests deeper" in answer.json()["detail"]
    assert query(client, FAST).json()["boolean"] is True


def test_a_query_that_is_too_long_is_400(client: httpx.Client) -> None:
    answer = query(client, FAST + " " * 20_000)

    assert answer.status_code == 400
    assert "at most 20000 are allowed" in answer.json()["detail"]


def test_a_body_of_megabytes_is_413(client: httpx.Client) -> None:
    answer = client.post("/sparql", content=b"#" * 2_000_000, headers={"Content-Type": "application/sparql-query"})

    assert answer.status_code == 413


@pytest.mark.timing
def test_a_worker_that_is_killed_takes_nothing_down(run_service: RunService, store_dir: Path, slow_query: str) -> None:
    others = worker_pids()
    settings = Settings(store=store_dir, workers=1)
    with (
        run_service(settings) as address,
        httpx.Client(base_url=address, timeout=20, trust_env=False) as client,
        ThreadPoolExecutor(1) as threads,
    ):
        (worker,) = worker_pids() - others
        running = threads.submit(query, client, slow_query, timeout="5")
        time.sleep(0.3)
        os.kill(worker, signal.SIGKILL)
        assert running.result().status_code == 400
        assert "ended its worker" in running.result().json()["detail"]
        assert client.get("/health").status_code == 200
        assert [query(client, FAST).status_code for _ in range(3)] == [200] * 3


def test_a_query_whose_client_leaves_is_stopped(store_dir: Path, run_service: RunService, slow_query: str) -> None:
    with run_service(Settings(store=store_dir, workers=1, timeout_s=30)) as address:
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{address}/sparql", params={"query": slow_query}, timeout=0.5, trust_env=False)
        start = time.monotonic()
        answer = httpx.get(f"{address}/sparql", params={"query": "ASK {}"}, timeout=20, trust_env=False)
        assert (answer.status_code, time.monotonic() - start < 5) == (200, True)
