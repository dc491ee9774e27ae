"""`/metrics`: what was counted, and how the workers, the queue and the release are at this moment."""

from collections.abc import Iterator, Mapping

from fastapi import APIRouter, FastAPI, Request
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.responses import Response

from ipgraph.store.embedded import INFO, Release
from ipgraph_api.graph import Graph
from ipgraph_api.metrics import Metrics

router = APIRouter()

_NOW: Mapping[str, tuple[str, str]] = {
    "workers": ("ipgraph_workers", "Query workers."),
    "idle": ("ipgraph_workers_idle", "Query workers that wait for a query."),
    "waiting": ("ipgraph_queries_waiting", "Queries that wait for a worker."),
}
_HAPPENED: Mapping[str, tuple[str, str]] = {
    "workers_started": ("ipgraph_workers_started", "Query workers started; beyond the first, in place of killed ones."),
    "deadlines": ("ipgraph_queries_past_deadline", "Queries stopped at their deadline."),
    "overloads": ("ipgraph_queries_turned_away", "Queries for which there was no worker."),
    "cancelled": ("ipgraph_queries_cancelled", "Queries stopped by an operator, or because their client left."),
    "truncated": ("ipgraph_answers_truncated", "Answers that were cut at the limit of rows or bytes."),
}


class _GraphCollector(Collector):
    """Reads the state of the graph that an application serves, when it is asked."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def collect(self) -> Iterator[Metric]:
        """Yield what there is to tell: nothing where no release is served."""
        graph = self._app.state.graph
        if not isinstance(graph, Graph):
            return
        stats = graph.endpoint.stats()
        for name, (metric, about) in _NOW.items():
            yield GaugeMetricFamily(metric, about, stats.get(name, 0))
        for name, (metric, about) in _HAPPENED.items():
            yield CounterMetricFamily(metric, about, stats.get(name, 0))
        release = GaugeMetricFamily("ipgraph_release", "Which release is served.", labels=["id"])
        release.add_metric([graph.release.id], 1)
        yield release
        if graph.release.quads is not None:
            yield GaugeMetricFamily("ipgraph_release_quads", "How many statements it has.", graph.release.quads)
        if not isinstance(graph.release, Release):
            return
        info = graph.release.path / INFO
        # A later build may be about to take the place of this one, and have removed it.
        if info.exists():
            published = info.stat().st_mtime
            yield GaugeMetricFamily("ipgraph_release_published_seconds", "When it was published.", published)


def add_monitoring(app: FastAPI) -> None:
    """Make `app` serve `/metrics`."""
    metrics: Metrics = app.state.metrics
    metrics.registry.register(_GraphCollector(app))
    app.include_router(router)


@router.get("/metrics", include_in_schema=False)
async def get_metrics(request: Request) -> Response:
    """Return all metrics."""
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.to_text(), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})
