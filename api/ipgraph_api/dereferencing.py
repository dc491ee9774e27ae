"""The IRIs of the graph as addresses: 303 from the thing to what describes it, a page for people, data for programs.

Source: Cool URIs for the Semantic Web (W3C, 2008), section 4.2; RFC 9110, section 15.4.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from ipgraph.model.acts import EntityKind
from ipgraph.rdf.terms import IPG
from ipgraph.settings import Settings
from ipgraph.store.formats import GRAPH_MEDIA_TYPES, SHORT_NAMES
from ipgraph_api.caching import etag_of, finish, not_modified
from ipgraph_api.graph import Graph, get_graph
from ipgraph_api.link_header import link, link_headers
from ipgraph_api.linked.iris import Addresses, encoded, iris_at, raw_path
from ipgraph_api.linked.node import MOST_PROPERTIES, TYPE, Found, Node, find_node, read_node
from ipgraph_api.linked.page import Form, PageLinks, Stretch, to_html
from ipgraph_api.links import api_path
from ipgraph_api.negotiation import GRAPH_OFFERS, Offer, content_type, parse_accept, require_offer
from ipgraph_api.openapi import problem_responses
from ipgraph_api.paging import Limit, Offset
from ipgraph_api.problems import RequestProblem

router = APIRouter(tags=["Linked data"])

_HTML = Offer("text/html", "html", "text/html")
# Programs that say nothing get data; browsers ask for HTML.
_OFFERS = (*GRAPH_OFFERS, _HTML)
_FORMATS = {kind: name for name, kind in SHORT_NAMES.items() if kind in GRAPH_MEDIA_TYPES}
_TITLES = {"ttl": "Turtle", "nt": "N-Triples", "rdf": "RDF/XML", "jsonld": "JSON-LD", "trig": "TriG", "nq": "N-Quads"}
_DATA_CONTENT = {offer.media_type: {"schema": {"type": "string"}} for offer in GRAPH_OFFERS}
_PAGE_CONTENT = {"text/html": {"schema": {"type": "string"}}}
_PROBLEMS = problem_responses(404, 406, 422, 500, 503, 504)
_PAGE_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


@dataclass(frozen=True, slots=True)
class _Place:
    """What a request asks for: the percent-encoded path behind the base, and the addresses of the service."""

    rest: str
    iris: Sequence[str]
    addresses: Addresses


@router.head("/id/{rest:path}", include_in_schema=False)
@router.get(
    "/id/{rest:path}",
    response_class=Response,
    status_code=303,
    responses={303: {"description": "`Location`: the page or the data that describes it."}, **_PROBLEMS},
)
async def get_thing(request: Request, rest: str) -> Response:
    """Lead from an IRI of the graph to its page or its data, by what the client accepts."""
    place = _place(request)
    offer = _negotiate(request, _OFFERS)
    await _find(get_graph(request), place, rest)
    query = f"?{request.url.query}" if request.url.query else ""
    addresses = place.addresses
    to = addresses.page_of(place.rest) if offer is _HTML else addresses.data_of(place.rest)
    links = [
        link(addresses.page_of(place.rest), "describedby", "text/html"),
        *(link(addresses.data_of(place.rest, name), "describedby", kind) for kind, name in _FORMATS.items()),
    ]
    return Response(status_code=303, headers={"Location": to + query, "Vary": "Accept", **link_headers(links)})


@router.head("/data/{rest:path}", include_in_schema=False)
@router.get(
    "/data/{rest:path}",
    response_class=Response,
    responses={200: {"description": "The description, as a graph.", "content": _DATA_CONTENT}, **_PROBLEMS},
)
async def get_data(request: Request, rest: str, limit: Limit = 100, offset: Offset = 0) -> Response:
    """Get what the graph says of a node, and the statements in which it occurs with their evidence.

    `limit` and `offset` choose a stretch of the nodes that lead to it. Of a named graph all its triples are given.
    """
    place = _place(request)
    offer = _negotiate(request, GRAPH_OFFERS)
    headers = {"Content-Type": content_type(offer), "Vary": "Accept"}
    tag = etag_of(request, "data", place.rest, offer.media_type, str(limit), str(offset))
    if (known := not_modified(request, tag, headers)) is not None:
        return known
    graph = get_graph(request)
    found = await _find(graph, place, rest)
    if found.counts.members:
        answer = await graph.answer("graph_content", offer.engine_type, node=found.iri)
    else:
        answer = await graph.answer("node_description", offer.engine_type, node=found.iri, limit=limit, offset=offset)
    paging = [] if found.counts.members else _neighbours(place.addresses.data_of(place.rest), found, limit, offset)
    links = [*_links(place, found, other_than=offer.engine_type), *(link(to, way) for way, to in paging)]
    if found.counts.properties > MOST_PROPERTIES:
        headers["Ipgraph-Truncated"] = "rows"
    return finish(request, Response(answer.body, headers={**headers, **link_headers(links)}), tag)


@router.head("/page/{rest:path}", include_in_schema=False)
@router.get(
    "/page/{rest:path}",
    response_class=Response,
    responses={200: {"description": "The page.", "content": _PAGE_CONTENT}, **_PROBLEMS},
)
async def get_page(request: Request, rest: str, limit: Limit = 100, offset: Offset = 0) -> Response:
    """Get the page of a node: its names, properties, evidence, and what leads to it."""
    place = _place(request)
    _negotiate(request, (_HTML,))
    tag = etag_of(request, "page", place.rest, str(limit), str(offset), place.addresses.at("/"))
    if (known := not_modified(request, tag, {"Vary": "Accept"})) is not None:
        return known
    graph = get_graph(request)
    found = await _find(graph, place, rest)
    node = await read_node(graph, found, limit, offset)
    links = PageLinks(
        [Form(_TITLES[name], kind, place.addresses.data_of(place.rest, name)) for kind, name in _FORMATS.items()],
        _related(request, place, node),
        _stretch(place, found, limit, offset),
        place.addresses.at("/"),
    )
    body = to_html(node, links, place.addresses, graph.release.id)
    paging = _neighbours(place.addresses.page_of(place.rest), found, limit, offset)
    told = [*_links(place, found, other_than="text/html"), *(link(to, way) for way, to in paging)]
    headers = {"Content-Type": "text/html; charset=utf-8", "Vary": "Accept", **_PAGE_HEADERS, **link_headers(told)}
    return finish(request, Response(body, headers=headers), tag)


def _place(request: Request) -> _Place:
    """Return what the path behind `/id/`, `/data/` or `/page/` may stand for."""
    settings: Settings = request.app.state.settings
    rest = encoded(raw_path(request).split("/", 2)[2])
    return _Place(
        rest, iris_at(settings.base_iri, rest), Addresses(settings.base_iri, request.scope.get("root_path", ""))
    )


def _negotiate(request: Request, offers: Sequence[Offer]) -> Offer:
    return require_offer(
        request.query_params.getlist("format"), parse_accept(request.headers.getlist("accept")), offers
    )


async def _find(graph: Graph, place: _Place, rest: str) -> Found:
    """Return the node that a request means.

    Raises:
        RequestProblem: 404, the graph has no such node.

    """
    found = await find_node(graph, place.iris)
    if found is None:
        raise RequestProblem(
            404, f"the graph has no node '{rest}'; /api/v1/entities/agency and others list those that it has"
        )
    return found


def _total(found: Found) -> int:
    """Return how long the list is that `limit` and `offset` cut."""
    return found.counts.members or found.counts.incoming


def _neighbours(path: str, found: Found, limit: int, offset: int) -> list[tuple[str, str]]:
    """Return the addresses of the stretches of a list before and after this one, by relation."""
    near = []
    if offset > 0:
        near.append(("prev", f"{path}?limit={limit}&offset={max(0, offset - limit)}"))
    if offset + limit < _total(found):
        near.append(("next", f"{path}?limit={limit}&offset={offset + limit}"))
    return near


def _stretch(place: _Place, found: Found, limit: int, offset: int) -> Stretch:
    near = dict(_neighbours(place.addresses.page_of(place.rest), found, limit, offset))
    total = _total(found)
    return Stretch(min(offset + 1, total), min(offset + limit, total), total, near.get("prev"), near.get("next"))


def _links(place: _Place, found: Found, other_than: str) -> list[str]:
    """Return the links that every description has: to what it is about, to its other forms, to the dataset's."""
    forms = {"text/html": place.addresses.page_of(place.rest)}
    forms |= {kind: place.addresses.data_of(place.rest, name) for kind, name in _FORMATS.items()}
    return [
        link(found.iri, "about"),
        *(link(to, "alternate", kind) for kind, to in forms.items() if kind != other_than),
        link(place.addresses.at("/.well-known/void"), "describedby"),
    ]


def _related(request: Request, place: _Place, node: Node) -> dict[str, str]:
    """Return the addresses of the API that tell of a node, by what they give."""
    doc_ids = [value.term.text for value in node.own.properties.get(f"{IPG}docId", ())]
    if doc_ids:
        names = ("text", "original")
        return {"JSON": api_path(request, "documents", doc_ids[0])} | {
            name: api_path(request, "documents", doc_ids[0], name) for name in names
        }
    kind, slash, slug = (place.addresses.behind_base(node.found.iri) or "").partition("/")
    has_class = any(value.term.text.startswith(IPG) for value in node.own.properties.get(TYPE, ()))
    if slash and "/" not in slug and "#" not in slug and kind in set(EntityKind) and has_class:
        return {"JSON": api_path(request, "entities", kind, slug)}
    return {}
