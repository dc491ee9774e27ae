"""What the service counts while it runs, for Prometheus."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """The counters of one application; each has its own, so that two in one process do not add up."""

    def __init__(self) -> None:
        """Start all at zero."""
        self.registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self._requests = Counter(
            "ipgraph_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = self._histogram(
            "ipgraph_request_seconds", "From a request's head to the end of its answer.", "method", "route"
        )
        self._bytes = Counter("ipgraph_response_bytes", "Bytes of answers' bodies.", ("route",), registry=self.registry)
        self._queries = self._histogram(
            "ipgraph_query_seconds", "From a query's coming to its end, waiting included.", "end"
        )

        # Finding the counters of some labels takes longer than counting.
        self._found: dict[tuple[str, str, int], tuple[Counter, Histogram, Counter]] = {}

    def _histogram(self, name: str, about: str, *labels: str) -> Histogram:
        return Histogram(name, about, labels, registry=self.registry, buckets=_SECONDS)

    def count_request(self, method: str, route: str, status: int, seconds: float, size: int) -> None:
        """Count an answered request; `route` is the template of its path, so that their number stays small."""
        key = (method, route, status)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = (
                self._requests.labels(method, route, str(status)),
                self._seconds.labels(method, route),
                self._bytes.labels(route),
            )
        requests, durations, sizes = found
        requests.inc()
        durations.observe(seconds)
        sizes.inc(size)

    def count_query(self, end: str, seconds: float) -> None:
        """Count a query by how it ended."""
        self._queries.labels(end).observe(seconds)

    def to_text(self) -> bytes:
        """Return all of it in Prometheus' text format, in the version that every scraper reads."""
        return generate_latest(self.registry)
