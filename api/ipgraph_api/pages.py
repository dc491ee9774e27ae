"""The page of each node of the graph, for people."""

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from ipgraph.model.acts import EntityKind
from ipgraph.rdf.terms import IPG
from ipgraph_api.caching import etag_of, finish, not_modified
from ipgraph_api.graph import get_graph
from ipgraph_api.leaving import unless_left
from ipgraph_api.link_header import link, link_headers
from ipgraph_api.linked.headers import DATA_FORMATS, addresses_of, description_links
from ipgraph_api.linked.lookup import get_node, neighbours, place_of
from ipgraph_api.linked.node import TYPE, Node, read_node
from ipgraph_api.linked.page import Form, PageLinks, Stretch, to_html
from ipgraph_api.links import api_path
from ipgraph_api.negotiation import Offer, negotiate
from ipgraph_api.openapi import problem_responses
from ipgraph_api.paging import Limit, Offset

router = APIRouter(tags=["Linked data"])

_HTML = Offer("text/html", "html", "text/html")
_CONTENT = {"text/html": {"schema": {"type": "string"}}}
_TITLES = {"ttl": "Turtle", "nt": "N-Triples", "rdf": "RDF/XML", "jsonld": "JSON-LD", "trig": "TriG", "nq": "N-Quads"}
# What stands on a page was written by others: no script and no file of theirs is ever to be run or fetched.
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Vary": "Accept",
}


@router.get(
    "/page/{rest:path}",
    response_class=Response,
    responses={
        200: {"description": "The page.", "content": _CONTENT},
        **problem_responses(404, 406, 422, 500, 503, 504),
    },
)
async def get_page(
    request: Request,
    rest: str,  # noqa: ARG001 - read as it came, not decoded
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """Get the page of a node: its names, properties, evidence, and what leads to it."""
    place, addresses = place_of(request), addresses_of(request)
    negotiate(request, request.query_params.getlist("format"), (_HTML,))
    tag = etag_of(request, "page", place.rest, str(limit), str(offset), addresses.at("/"))
    if (known := not_modified(request, tag, _HEADERS)) is not None:
        return known
    graph = get_graph(request)
    found = await get_node(request, place)
    node = await unless_left(request, read_node(graph, found, limit, offset))
    total = found.counts.members or found.counts.incoming
    stretches = neighbours(request, addresses.page_of(place.rest), total, limit, offset)
    shown = Stretch(
        min(offset + 1, total), min(offset + limit, total), total, stretches.get("prev"), stretches.get("next")
    )
    forms = [Form(_TITLES[name], kind, addresses.data_of(place.rest, name)) for kind, name in DATA_FORMATS.items()]
    page_links = PageLinks(forms, _related(request, node), shown, addresses.at("/"))
    links = [*description_links(request, found.iri, other_than="text/html")]
    links += [link(to, way) for way, to in stretches.items()]
    # A long page takes some hundredths of a second: beside the event loop.
    body = await anyio.to_thread.run_sync(to_html, node, page_links, addresses, graph.release.id)
    return finish(request, Response(body, headers={**_HEADERS, **link_headers(links)}), tag)


def _related(request: Request, node: Node) -> dict[str, str]:
    """Return the addresses of the API that tell of a node, by what they give."""
    doc_id = next((value.term.text for value in node.own.properties.get(f"{IPG}docId", ())), None)
    if doc_id is not None:
        files = {name: api_path(request, "documents", doc_id, name) for name in ("text", "original")}
        return {"JSON": api_path(request, "documents", doc_id), **files}
    kind, _, slug = (addresses_of(request).behind_base(node.found.iri) or "").partition("/")
    has_class = any(value.term.text.startswith(IPG) for value in node.own.properties.get(TYPE, ()))
    if slug and "/" not in slug and "#" not in slug and kind in set(EntityKind) and has_class:
        return {"JSON": api_path(request, "entities", kind, slug)}
    return {}
