"""Whether the service can answer; asked of no worker and no thread, so that it answers however busy those are."""

from fastapi import APIRouter, Request

from ipgraph.settings import Settings
from ipgraph_api.graph import get_graph
from ipgraph_api.models import Health
from ipgraph_api.openapi import problem_responses

router = APIRouter(tags=["Service"])


@router.get("/health", responses=problem_responses(503))
async def get_health(request: Request) -> Health:
    """Tell which release is served; 503 where there is none."""
    settings: Settings = request.app.state.settings
    release = get_graph(request).release
    return Health(status="ok", release=release.id or None, quads=release.quads, workers=settings.workers)
