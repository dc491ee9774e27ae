"""The queries that run or wait: listed for the holder of a token, ended by one who may write."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from ipgraph_api.graph import get_graph
from ipgraph_api.models import RunningQuery, RunningQueryList
from ipgraph_api.openapi import problem_responses
from ipgraph_api.problems import RequestProblem
from ipgraph_api.tokens import require_scope

router = APIRouter(prefix="/sparql/queries", tags=["SPARQL"], responses=problem_responses(400, 401, 403, 422, 503))
# Queries hold what somebody asked: no cache keeps them.
_PRIVATE = {"Cache-Control": "no-store"}


@router.get("")
async def list_running_queries(request: Request, response: Response) -> RunningQueryList:
    """List the queries that run or wait, the oldest first. Needs a token."""
    require_scope(request, "read")
    response.headers.update(_PRIVATE)
    running = sorted(get_graph(request).endpoint.running(), key=lambda query: -query.age_s)
    return RunningQueryList(
        queries=[
            RunningQuery(id=query.id, query=query.text, age_s=round(query.age_s, 3), state=query.state)
            for query in running
        ]
    )


@router.delete("/{query_id}", status_code=204, response_class=Response, responses=problem_responses(404))
async def cancel_query(request: Request, query_id: str) -> Response:
    """End a query; its client is told so. Needs a token of the scope 'write'."""
    require_scope(request, "write")
    if not get_graph(request).endpoint.cancel(query_id):
        raise RequestProblem(404, "no such query runs or waits; it may have ended (see /sparql/queries)")
    return Response(status_code=204)
