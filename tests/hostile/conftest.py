"""A real service as its own process over the corpus, with short limits; and a watch over its health meanwhile."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

Serve = Callable[..., AbstractContextManager[Any]]

TIMEOUT_S = 1.0
_HEALTH_S = 0.1
_PAUSE_S = 0.02


@contextmanager
def _watch(address: str) -> Iterator[list[float]]:
    """Ask for the health again and again beside what the block does; give the seconds of each answer.

    At the end every answer must have been 200, and the median under a tenth of a second. It is the median because
    other programs of the machine may take the processor from one probe, but hardly from half of them.
    """
    seconds: list[float] = []
    statuses: list[int] = []
    failures: list[str] = []
    stop = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=address, timeout=10, trust_env=False) as client:
            while not stop.is_set() or not seconds:
                start = time.monotonic()
                try:
                    statuses.append(client.get("/health").status_code)
                except httpx.HTTPError as error:
                    failures.append(repr(error))
                    return
                seconds.append(time.monotonic() - start)
                stop.wait(_PAUSE_S)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield seconds
    finally:
        stop.set()
        thread.join(timeout=30)
    assert not failures
    assert set(statuses) == {200}
    assert statistics.median(seconds) < _HEALTH_S


@pytest.fixture(scope="session")
def timeout_s() -> float:
    """Return the deadline of a query on the service."""
    return TIMEOUT_S


@pytest.fixture(scope="session")
def served(serve: Serve, corpus_store: Path) -> Iterator[Any]:
    """Return a service with two workers, a short queue and little patience."""
    settings = {
        "workers": 2,
        "queue_size": 8,
        "timeout_s": TIMEOUT_S,
        "worker_memory_mb": 256,
        "client_timeout_s": 2,
        "max_connections": 300,
    }
    with serve(corpus_store, **settings) as running:
        yield running


@pytest.fixture(scope="module")
def health(served: Any) -> Iterator[list[float]]:
    """Watch over the service's health during the tests of a module."""
    with _watch(served.address) as seconds:
        yield seconds


@pytest.fixture(scope="session")
def watch() -> Callable[[str], AbstractContextManager[list[float]]]:
    """Return what watches over the health of a service for the duration of a block."""
    return _watch


@pytest.fixture(scope="session")
def client(served: Any) -> Iterator[httpx.Client]:
    """Return a client of the service."""
    with httpx.Client(base_url=served.address, timeout=30, trust_env=False) as session:
        yield session


@pytest.fixture(autouse=True)
def _alive(served: Any) -> Iterator[None]:
    """Let no test pass behind which the service does not answer queries any more."""
    yield
    assert served.process.poll() is None
    deadline = time.monotonic() + 10
    # Workers that were killed may still be on their way.
    while (status := _ask(served.address)) != 200:
        assert time.monotonic() < deadline, f"the service answers {status}"
        time.sleep(0.05)


def _ask(address: str) -> int:
    return httpx.get(f"{address}/sparql", params={"query": "ASK { ?s ?p ?o }"}, timeout=30, trust_env=False).status_code
