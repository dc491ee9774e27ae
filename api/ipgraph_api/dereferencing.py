"""The IRIs of the graph as addresses: 303 from what they stand for to what describes it, and the data that do.

Source: Cool URIs for the Semantic Web (W3C, 2008), section 4.2; RFC 9110, section 15.4.4.
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from ipgraph.settings import Settings
from ipgraph_api.caching import etag_of, finish, not_modified
from ipgraph_api.graph import get_graph
from ipgraph_api.leaving import unless_left
from ipgraph_api.link_header import link, link_headers
from ipgraph_api.linked.headers import DATA_FORMATS, addresses_of, description_links
from ipgraph_api.linked.lookup import get_node, neighbours, place_of
from ipgraph_api.linked.node import MOST_PROPERTIES
from ipgraph_api.negotiation import GRAPH_OFFERS, Offer, negotiate
from ipgraph_api.openapi import problem_responses
from ipgraph_api.paging import Limit, Offset
from ipgraph_api.query_response import to_response

router = APIRouter(tags=["Linked data"])

_HTML = Offer("text/html", "html", "text/html")
# Programs that say nothing get data; browsers ask for HTML.
_OFFERS = (*GRAPH_OFFERS, _HTML)
_CONTENT = {offer.media_type: {"schema": {"type": "string"}} for offer in GRAPH_OFFERS}
_PROBLEMS = problem_responses(404, 406, 422, 500, 503, 504)


@router.get(
    "/id/{rest:path}",
    response_class=Response,
    status_code=303,
    responses={303: {"description": "`Location`: the page or the data that describes it."}, **_PROBLEMS},
)
async def get_thing(request: Request, rest: str) -> Response:  # noqa: ARG001 - read as it came, not decoded
    """Lead from an IRI of the graph to its page or its data, by what the client accepts."""
    place, addresses = place_of(request), addresses_of(request)
    offer = negotiate(request, request.query_params.getlist("format"), _OFFERS)
    await get_node(request, place)
    to = addresses.page_of(place.rest) if offer is _HTML else addresses.data_of(place.rest)
    query = f"?{request.url.query}" if request.url.query else ""
    links = [
        link(addresses.page_of(place.rest), "describedby", "text/html"),
        *(link(addresses.data_of(place.rest, name), "describedby", kind) for kind, name in DATA_FORMATS.items()),
    ]
    return Response(status_code=303, headers={"Location": to + query, "Vary": "Accept", **link_headers(links)})


@router.get(
    "/data/{rest:path}",
    response_class=Response,
    responses={200: {"description": "The description, as a graph.", "content": _CONTENT}, **_PROBLEMS},
)
async def get_data(
    request: Request,
    rest: str,  # noqa: ARG001 - read as it came, not decoded
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """Get what the graph says of a node, and the statements in which it occurs with their evidence.

    `limit` and `offset` choose a stretch of the nodes that lead to it. Of a named graph all its triples are given.
    """
    place = place_of(request)
    offer = negotiate(request, request.query_params.getlist("format"), GRAPH_OFFERS)
    tag = etag_of(request, "data", place.rest, offer.media_type, str(limit), str(offset))
    if (known := not_modified(request, tag, {"Vary": "Accept"})) is not None:
        return known
    found = await get_node(request, place)
    links = description_links(request, found.iri, other_than=offer.engine_type)
    graph = get_graph(request)
    if found.counts.members:
        asked = graph.answer("graph_content", offer.engine_type, node=found.iri)
    else:
        asked = graph.answer("node_description", offer.engine_type, node=found.iri, limit=limit, offset=offset)
        path = addresses_of(request).data_of(place.rest)
        stretches = neighbours(request, path, found.counts.incoming, limit, offset)
        links += [link(to, way) for way, to in stretches.items()]
    answer = await unless_left(request, asked)
    headers = link_headers(links)
    if found.counts.properties > MOST_PROPERTIES:
        headers["Ipgraph-Truncated"] = f"rows;limit={MOST_PROPERTIES}"
    settings: Settings = request.app.state.settings
    return finish(request, await to_response(answer, offer, GRAPH_OFFERS, settings, headers), tag)
