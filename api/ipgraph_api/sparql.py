"""The SPARQL 1.1 query endpoint: the engine's bytes go to the client as they are."""

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.responses import Response, StreamingResponse

from ipgraph.settings import Settings
from ipgraph_api.graph import get_graph
from ipgraph_api.leaving import unless_left
from ipgraph_api.negotiation import (
    GRAPH_OFFERS,
    RESULT_OFFERS,
    content_type,
    parse_accept,
    require_offer,
)
from ipgraph_api.openapi import SPARQL_GET, SPARQL_POST, SPARQL_RESPONSES
from ipgraph_api.sparql_request import read_sparql_request

router = APIRouter(tags=["SPARQL"])

# Larger answers go out piece by piece.
_AT_ONCE_BYTES = 1 << 18


@router.get("/sparql", response_class=Response, responses=SPARQL_RESPONSES, openapi_extra=SPARQL_GET)
async def query_by_get(request: Request) -> Response:
    """Answer the query in the URL."""
    return await _answer(request)


@router.post("/sparql", response_class=Response, responses=SPARQL_RESPONSES, openapi_extra=SPARQL_POST)
async def query_by_post(request: Request) -> Response:
    """Answer the query in the body: as a form, or as it is."""
    return await _answer(request)


async def _answer(request: Request) -> Response:
    settings: Settings = request.app.state.settings
    asked = await read_sparql_request(request, settings.max_query_chars)
    accept = parse_accept(request.headers.getlist("accept"))
    endpoint = get_graph(request).endpoint
    form = endpoint.screen(asked.query).form
    offer = require_offer(asked.formats, accept, GRAPH_OFFERS if form == "graph" else RESULT_OFFERS)
    answer = await unless_left(request, endpoint.execute(asked.query, offer.engine_type, asked.timeout_s))
    headers = {"Content-Type": content_type(offer), "Vary": "Accept", "Content-Length": str(answer.size)}
    if answer.size <= _AT_ONCE_BYTES:
        return Response(answer.body, headers=headers)
    return StreamingResponse(answer.chunks(), headers=headers, background=BackgroundTask(answer.close))
