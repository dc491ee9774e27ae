"""What `/metrics` tells, as Prometheus' own parser reads it."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release

RunService = Callable[[Settings], AbstractContextManager[str]]


@pytest.fixture
def own(run_service: RunService, store_dir: Path) -> Iterator[httpx.Client]:
    """Return a client of a service that nobody else asks."""
    settings = Settings(store=store_dir, workers=1)
    with run_service(settings) as address, httpx.Client(base_url=address, timeout=20, trust_env=False) as session:
        yield session


def values(client: httpx.Client, name: str) -> dict[tuple[str, ...], float]:
    """Return the samples of a name, by the values of their labels in the order of the labels' names."""
    answer = client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    samples = (sample for family in text_string_to_metric_families(answer.text) for sample in family.samples)
    return {
        tuple(label for _, label in sorted(sample.labels.items())): sample.value
        for sample in samples
        if sample.name == name
    }


def test_requests_are_counted_by_method_route_and_status(own: httpx.Client) -> None:
    for path in ("/health", "/health", "/api/v1/documents/nobody", "/api/v1/documents/else", "/no/such", "/other"):
        own.get(path)
    for path in ("/docs/assets/favicon.png", "/docs/assets/nothing", "/docs/assets/nothing/else", "/sparql"):
        own.get(path)
    own.head("/api/v1/documents/nobody")
    own.request("BREW", "/health")

    assert values(own, "ipgraph_requests_total") == {
        ("GET", "/health", "200"): 2,
        ("GET", "/api/v1/documents/{doc_id}", "404"): 2,
        ("GET", "none", "404"): 2,
        ("GET", "/docs/assets", "200"): 1,
        ("GET", "/docs/assets", "404"): 2,
        ("GET", "/sparql", "200"): 1,
        ("HEAD", "/api/v1/documents/{doc_id}", "404"): 1,
        ("other", "/health", "405"): 1,
    }


def test_times_and_bytes_are_summed(own: httpx.Client) -> None:
    sizes = [len(own.get("/health").content) for _ in range(3)]

    assert values(own, "ipgraph_response_bytes_total")[("/health",)] == sum(sizes)
    assert values(own, "ipgraph_request_seconds_count")[("GET", "/health")] == 3
    assert 0 < values(own, "ipgraph_request_seconds_sum")[("GET", "/health")] < 10


def test_queries_are_counted_by_their_end(own: httpx.Client, slow_query: str) -> None:
    for query in ("ASK {}", "ASK {}", "SELECT", "CONSTRUCT {?s ?p ?o} {?s ?p ?o}", "ASK { SERVICE <http://a> {} }"):
        own.get("/sparql", params={"query": query})
    own.get("/sparql", params={"query": slow_query, "timeout": "0.1"})

    assert values(own, "ipgraph_query_seconds_count") == {
        ("answered",): 3,
        ("syntax",): 1,
        ("refused",): 1,
        ("deadline",): 1,
    }
    assert values(own, "ipgraph_query_seconds_sum")[("deadline",)] > 0.1


def test_the_state_of_workers_queue_and_release_is_told(own: httpx.Client, slow_query: str, store_dir: Path) -> None:
    own.get("/sparql", params={"query": slow_query, "timeout": "0.1"})
    own.get("/sparql", params={"query": "ASK {}"})
    release = open_release(store_dir)

    assert values(own, "ipgraph_workers") == {(): 1}
    assert values(own, "ipgraph_workers_idle") == {(): 1}
    assert values(own, "ipgraph_queries_waiting") == {(): 0}
    assert values(own, "ipgraph_workers_started_total") == {(): 2}
    assert values(own, "ipgraph_queries_past_deadline_total") == {(): 1}
    assert values(own, "ipgraph_release") == {(release.id,): 1}
    assert values(own, "ipgraph_release_quads") == {(): release.info["quads"]}
    assert 0 <= time.time() - values(own, "ipgraph_release_published_seconds")[()] < 3600


def test_the_process_is_measured(own: httpx.Client) -> None:
    assert values(own, "process_resident_memory_bytes")[()] > 10_000_000


@pytest.mark.parametrize("accept", ["application/openmetrics-text; version=a.b", "text/plain; version=x", "\xff"])
def test_odd_preferences_make_no_difference(own: httpx.Client, accept: str) -> None:
    answer = own.get("/metrics", headers=[(b"Accept", accept.encode("latin-1"))])

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")


def test_they_can_be_turned_off(run_service: RunService, store_dir: Path) -> None:
    with run_service(Settings(store=store_dir, workers=1, metrics=False)) as address:
        assert httpx.get(f"{address}/metrics", trust_env=False).status_code == 404
