"""The end of the service: what runs is answered, what lasts too long is stopped, and nothing stays behind."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

Serve = Callable[..., AbstractContextManager[Any]]
# Some millions of rows to count: about a second.
SECONDS_QUERY = f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f VALUES ?v {{{' '.join(map(str, range(60)))}}} }}"


def children(pid: int) -> set[int]:
    """Return the ids of the processes that a process has started."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found.add(int(entry.name))
        except OSError:
            continue
    return found


def is_alive(pid: int) -> bool:
    """Tell whether a process runs."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 10) -> None:
    """Return once a condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.02)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def ask(address: str, query: str) -> httpx.Response:
    return httpx.post(f"{address}/sparql", data={"query": query}, timeout=60, trust_env=False)


def wait_until_busy(address: str) -> None:
    """Return once the service's only worker runs a query."""
    wait_until(
        lambda: "\nipgraph_workers_idle 0.0\n" in httpx.get(f"{address}/metrics", trust_env=False).text, "a busy worker"
    )


def test_a_running_query_is_answered_before_the_service_ends(
    serve: Serve, store_dir: Path, threads: ThreadPoolExecutor
) -> None:
    with serve(store_dir, workers=1, shutdown_grace_s=30) as served:
        workers = children(served.process.pid)
        running: Future[httpx.Response] = threads.submit(ask, served.address, SECONDS_QUERY)
        wait_until_busy(served.address)
        served.process.terminate()
        assert running.result().status_code == 200
        assert int(running.result().json()["results"]["bindings"][0]["n"]["value"]) > 1_000_000
        assert served.process.wait(20) in (0, -signal.SIGTERM)

    assert len(workers) == 1
    assert not any(is_alive(pid) for pid in workers)


def test_a_query_that_outlasts_the_grace_is_told_so(
    serve: Serve, store_dir: Path, slow_query: str, threads: ThreadPoolExecutor
) -> None:
    with serve(store_dir, workers=1, shutdown_grace_s=1, timeout_s=60) as served:
        workers = children(served.process.pid)
        running: Future[httpx.Response] = threads.submit(ask, served.address, slow_query)
        wait_until_busy(served.address)
        start = time.monotonic()
        served.process.terminate()
        answer = running.result()
        served.process.wait(20)

    assert time.monotonic() - start < 6
    assert answer.status_code == 503
    assert answer.json()["type"].endswith("/stopping")
    assert int(answer.headers["retry-after"]) > 0
    assert not any(is_alive(pid) for pid in workers)


def test_after_the_signal_nobody_is_let_in(
    serve: Serve, store_dir: Path, slow_query: str, threads: ThreadPoolExecutor
) -> None:
    with serve(store_dir, workers=1, shutdown_grace_s=3, timeout_s=60) as served:
        running: Future[httpx.Response] = threads.submit(ask, served.address, slow_query)
        wait_until_busy(served.address)
        served.process.terminate()
        wait_until(lambda: "Shutting down" in served.log.read_text(), "the beginning of the end")

        def is_closed() -> bool:
            try:
                httpx.get(f"{served.address}/health", trust_env=False)
            except httpx.TransportError:
                return True
            return False

        wait_until(is_closed, "a refused connection", 2)
        assert running.result().status_code == 503


def test_workers_do_not_outlive_a_service_that_is_killed(serve: Serve, store_dir: Path, slow_query: str) -> None:
    with serve(store_dir, workers=2) as served, ThreadPoolExecutor(1) as threads:
        workers = children(served.process.pid)
        running: Future[httpx.Response] = threads.submit(ask, served.address, slow_query)
        wait_until(
            lambda: "\nipgraph_workers_idle 1.0\n" in httpx.get(f"{served.address}/metrics", trust_env=False).text,
            "a busy worker",
        )
        os.kill(served.process.pid, signal.SIGKILL)
        assert isinstance(running.exception(), httpx.TransportError)
        served.process.wait(20)

    assert len(workers) == 2
    wait_until(lambda: not any(is_alive(pid) for pid in workers), "the end of the workers")
