"""What the service counts and measures, in Prometheus' text format at `/metrics`."""

from fastapi import APIRouter, Request
from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from starlette.responses import Response

router = APIRouter()

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_REQUEST = ("method", "route", "status")


class Metrics:
    """The counters of one application; each has its own, so that two in one process do not add up."""

    def __init__(self) -> None:
        """Start all at zero."""
        self.registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self._requests = Counter("ipgraph_requests", "Requests answered.", _REQUEST, registry=self.registry)
        self._seconds = Histogram(
            "ipgraph_request_seconds",
            "Time from a request's head to the end of its answer.",
            ("method", "route"),
            registry=self.registry,
            buckets=_SECONDS,
        )
        self._bytes = Counter("ipgraph_response_bytes", "Bytes of answers' bodies.", ("route",), registry=self.registry)

    def count_request(self, method: str, route: str, status: int, seconds: float, size: int) -> None:
        """Count an answered request; `route` is the template of its path, so that their number stays small."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)
        self._bytes.labels(route).inc(size)


@router.get("/metrics", include_in_schema=False)
async def get_metrics(request: Request) -> Response:
    """Return all metrics, in the version of the format that every scraper reads."""
    metrics: Metrics = request.app.state.metrics
    return Response(generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})
