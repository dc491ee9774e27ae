"""Which node a request means, and which stretch of what leads to it comes before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from ipgraph.settings import Settings
from ipgraph_api.graph import get_graph
from ipgraph_api.linked.iris import encoded, iris_at, raw_path
from ipgraph_api.linked.node import Found, find_node
from ipgraph_api.problems import RequestProblem


@dataclass(frozen=True, slots=True)
class Place:
    """The percent-encoded path of a request behind the base, and the IRIs that it may stand for."""

    rest: str
    iris: Sequence[str]


def place_of(request: Request) -> Place:
    """Return what stands behind the first part of the path: `/id/`, `/data/` or `/page/`."""
    settings: Settings = request.app.state.settings
    rest = encoded(raw_path(request).split("/", 2)[2])
    return Place(rest, iris_at(settings.base_iri, rest))


async def get_node(request: Request, place: Place) -> Found:
    """Return the node that stands at a place.

    Raises:
        RequestProblem: 404, the graph has no such node.

    """
    found = await find_node(get_graph(request), place.iris)
    if found is None:
        known = "/api/v1/documents, /api/v1/entities/agency and its like list those that it has"
        raise RequestProblem(404, f"the graph has no node <{place.iris[0]}>; {known}")
    return found


def neighbours(request: Request, path: str, total: int, limit: int, offset: int) -> dict[str, str]:
    """Return the addresses of the stretches before and after one of a list of `total`, by relation."""
    asked = [("format", name) for name in request.query_params.getlist("format")]
    starts = {"prev": max(0, offset - limit)} if offset > 0 else {}
    starts |= {"next": offset + limit} if offset + limit < total else {}
    return {way: f"{path}?{urlencode([('limit', limit), ('offset', start), *asked])}" for way, start in starts.items()}
