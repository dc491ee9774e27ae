"""The front page: which addresses there are, for people as HTML and for programs as JSON."""

from html import escape
from pathlib import Path
from string import Template

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from ipgraph_api.media_types import parse_accept
from ipgraph_api.negotiation import Offer, find_offer, not_acceptable
from ipgraph_api.openapi import problem_responses

router = APIRouter(tags=["Service"])

_OFFERS = (Offer("application/json", "json", "application/json"), Offer("text/html", "html", "text/html"))
_TEMPLATE = Path(__file__).parent / "templates" / "index.html"
_ENDPOINTS = (
    ("/sparql", "SPARQL 1.1 queries and updates; asked for nothing, what the service can do"),
    ("/rdf-graph-store?default", "the default graph; with ?graph= any other, by the Graph Store HTTP Protocol"),
    ("/api/v1/questions", "stored questions with typed parameters, each with its answer"),
    ("/api/v1/documents", "the source documents; add an id for one document with its facts and their quotes"),
    ("/api/v1/entities/agency", "the agencies; likewise jurisdiction, mechanism, agreement, campaign, instrument …"),
    ("/ontology", "the classes, properties and concepts, with a diagram; add a name for one term"),
    ("/shapes", "the SHACL shapes by which every document is checked"),
    ("/.well-known/void", "the release described as a dataset"),
    ("/dump", "the whole release as canonical N-Quads"),
    (
        "/page/graph/authority",
        "a page for every IRI of the graph: /id/… leads to /page/… for people, /data/… for programs",
    ),
    ("/health", "which release is served"),
    ("/docs", "this interface described, to read and to try"),
    ("/openapi.json", "the same for programs"),
)


@router.get("/", response_class=Response, responses=problem_responses(406))
async def get_index(request: Request) -> Response:
    """Name the endpoints, as JSON or as a page."""
    offer = find_offer(parse_accept(request.headers.getlist("accept")), _OFFERS)
    if offer is None:
        raise not_acceptable(_OFFERS)
    headers = {"Vary": "Accept"}
    title, version = request.app.title, request.app.version
    if offer.name == "json":
        endpoints = [{"path": path, "about": about} for path, about in _ENDPOINTS]
        return JSONResponse({"name": title, "version": version, "endpoints": endpoints}, headers=headers)
    return HTMLResponse(_page(title, version, request.scope.get("root_path", "")), headers=headers)


def _page(title: str, version: str, root: str) -> str:
    rows = "\n".join(
        f'<dt><a href="{escape(root + path)}">{escape(path)}</a></dt><dd>{escape(about)}</dd>'
        for path, about in _ENDPOINTS
    )
    template = Template(_TEMPLATE.read_text(encoding="utf-8"))
    return template.substitute(title=escape(title), version=escape(version), rows=rows, root=escape(root))
