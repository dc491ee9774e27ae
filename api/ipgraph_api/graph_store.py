"""The graph store over HTTP: single graphs, read by anybody, written by the holder of a token.

Source: SPARQL 1.1 Graph Store HTTP Protocol. PATCH, which it leaves open, is not offered: an update does the same.
"""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from ipgraph.errors import GraphNotFound
from ipgraph.store.embedded import Release
from ipgraph.store.endpoint import STORE_DEFAULT, RdfDataset
from ipgraph_api.graph import get_graph
from ipgraph_api.graph_data import ACCEPT_POST, ACCEPT_PUT, receive_data
from ipgraph_api.graph_names import PATH, GraphName, new_graph_name, read_graph_name
from ipgraph_api.leaving import unless_left
from ipgraph_api.negotiation import GRAPH_OFFERS, negotiate
from ipgraph_api.openapi import (
    GRAPH_RESPONSES,
    NAMED_DELETE,
    NAMED_READ,
    NAMED_WRITE,
    OWN_DELETE,
    OWN_READ,
    OWN_WRITE,
    WRITE_RESPONSES,
)
from ipgraph_api.outcomes import outcome_response
from ipgraph_api.preconditions import entity_tag, is_unchanged, require_preconditions
from ipgraph_api.problems import RequestProblem
from ipgraph_api.query_response import to_response
from ipgraph_api.sparql_operations import to_timeout, values_of
from ipgraph_api.sparql_request import read_parameters
from ipgraph_api.tokens import require_scope
from ipgraph_api.write_access import perform

router = APIRouter(tags=["Graph store"])

_ONE = f"{PATH}/{{path:path}}"
_ALLOW = {"Allow": "GET, HEAD, PUT, POST, DELETE, OPTIONS"}


@router.get(PATH, response_class=Response, responses=GRAPH_RESPONSES, openapi_extra=NAMED_READ)
@router.get(_ONE, response_class=Response, responses=GRAPH_RESPONSES, openapi_extra=OWN_READ)
async def get_graph_data(request: Request) -> Response:
    """Get what a graph holds."""
    name = _require_name(request)
    parameters = read_parameters(request)
    timeout_s = to_timeout(next(iter(values_of(parameters, "timeout")), None))
    offer = negotiate(request, values_of(parameters, "format"), GRAPH_OFFERS)
    if not await _exists(request, name):
        raise GraphNotFound(f"there is no {name.words}")
    release_id = _release_id(request)
    headers = {} if release_id is None else {"ETag": entity_tag(release_id, offer.name)}
    if headers and is_unchanged(request, headers["ETag"]):
        return Response(status_code=304, headers={**headers, "Vary": "Accept"})
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {name.pattern('?s ?p ?o')} }}"
    work = get_graph(request).endpoint.execute(query, offer.engine_type, timeout_s, _dataset(name))
    answer = await unless_left(request, work)
    if answer.truncated is not None:
        answer.close()
        # Half a graph that looks like a whole one would be written back as such.
        detail = f"{name.words} is larger than an answer may be; ask for it in parts, with LIMIT and OFFSET, at /sparql"
        raise RequestProblem(403, detail)
    return await to_response(answer, offer, GRAPH_OFFERS, request.app.state.settings, headers)


@router.put(PATH, response_class=Response, responses=WRITE_RESPONSES, openapi_extra=NAMED_WRITE)
@router.put(_ONE, response_class=Response, responses=WRITE_RESPONSES, openapi_extra=OWN_WRITE)
async def put_graph_data(request: Request) -> Response:
    """Put data in the place of what a graph holds; makes the graph where there is none."""
    require_scope(request, "write")
    name = _require_name(request)
    async with receive_data(request, name.base_iri) as data:
        written = await perform(
            request,
            lambda writer: writer.put_graph(name.iri, data.path, data.media_type, name.base_iri),
            lambda: _check_preconditions(request, name),
        )
    return outcome_response(written)


@router.post(PATH, response_class=Response, responses=WRITE_RESPONSES, openapi_extra=NAMED_WRITE)
@router.post(_ONE, response_class=Response, responses=WRITE_RESPONSES, openapi_extra=OWN_WRITE)
async def post_graph_data(request: Request) -> Response:
    """Add data to a graph; where none is named, to a new one, whose IRI the header Location tells."""
    require_scope(request, "write")
    named = read_graph_name(request)
    name = named if named is not None else new_graph_name(request)
    async with receive_data(request, name.base_iri) as data:
        written = await perform(
            request,
            lambda writer: writer.post_graph(name.iri, data.path, data.media_type, name.base_iri),
            lambda: _check_preconditions(request, name),
        )
    return outcome_response(written, {"Location": name.base_iri} if named is None else None)


@router.delete(PATH, response_class=Response, responses=WRITE_RESPONSES, openapi_extra=NAMED_DELETE)
@router.delete(_ONE, response_class=Response, responses=WRITE_RESPONSES, openapi_extra=OWN_DELETE)
async def delete_graph_data(request: Request) -> Response:
    """Remove a graph; the default graph becomes empty."""
    require_scope(request, "write")
    name = _require_name(request)
    written = await perform(
        request, lambda writer: writer.delete_graph(name.iri), lambda: _check_preconditions(request, name)
    )
    return outcome_response(written)


@router.options(PATH, include_in_schema=False)
@router.options(_ONE, include_in_schema=False)
async def get_options() -> Response:
    """Tell which methods and media types there are."""
    return Response(status_code=204, headers={**_ALLOW, "Accept-Put": ACCEPT_PUT, "Accept-Post": ACCEPT_POST})


@router.patch(PATH, include_in_schema=False)
@router.patch(_ONE, include_in_schema=False)
async def refuse_patch() -> Response:
    """Refuse the one method of the standard that is not offered, naming all that are."""
    raise HTTPException(405, headers=_ALLOW)


def _require_name(request: Request) -> GraphName:
    name = read_graph_name(request)
    if name is None:
        raise RequestProblem(
            400, "no graph is named; give ?graph=IRI, ?default, or the graph's path behind the store's"
        )
    return name


def _dataset(name: GraphName) -> RdfDataset:
    """Return the dataset in which the default graph is the store's own, even where queries see the union of all."""
    return RdfDataset(default=(STORE_DEFAULT,)) if name.iri is None else RdfDataset()


async def _exists(request: Request, name: GraphName) -> bool:
    """Tell whether the store has the graph, empty or not; it always has the default graph."""
    if name.iri is None:
        return True
    answer = await get_graph(request).endpoint.execute(f"ASK {{ {name.pattern('')} }}", "text/csv")
    return answer.body.strip() == b"true"


def _release_id(request: Request) -> str | None:
    """Return the id of the release that is served, if it is one that nobody can change."""
    release = get_graph(request).release
    return release.id if isinstance(release, Release) else None


async def _check_preconditions(request: Request, name: GraphName) -> None:
    """Refuse a write whose conditions do not hold."""
    if "if-match" in request.headers or "if-none-match" in request.headers:
        require_preconditions(request, _release_id(request), await _exists(request, name))
