"""The files behind the documents: the text to which all offsets refer, and the file in which a document came."""

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from ipgraph.store.sources import StoredSource
from ipgraph_api.caching import CachedRoute
from ipgraph_api.graph import get_graph
from ipgraph_api.link_header import link, link_headers
from ipgraph_api.links import api_path
from ipgraph_api.openapi import problem_responses
from ipgraph_api.problems import RequestProblem

router = APIRouter(
    route_class=CachedRoute,
    prefix="/api/v1/documents",
    tags=["Documents"],
    responses=problem_responses(404, 422, 500, 503),
)

# What somebody else wrote is never to be run as a page of this service.
_SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
_BINARY = {"type": "string", "format": "binary"}


@router.get(
    "/{doc_id}/text",
    response_class=Response,
    responses={
        200: {
            "description": "The source text in UTF-8; the statements' offsets count its code points.",
            "content": {"text/plain; charset=utf-8": {"schema": {"type": "string"}}},
        }
    },
)
async def get_text(request: Request, doc_id: str) -> Response:
    """Get a document's source text, to which the offsets of all its facts refer."""
    source = _get_source(request, doc_id)
    text = await anyio.to_thread.run_sync(source.read_text)
    return PlainTextResponse(text, headers={**_SAFE, **_described_by(request, doc_id)})


@router.get(
    "/{doc_id}/original",
    response_class=Response,
    responses={
        200: {
            "description": "The original's bytes under its own media type, to be saved as a file.",
            "content": {"application/octet-stream": {"schema": _BINARY}},
        }
    },
)
async def get_original(request: Request, doc_id: str) -> Response:
    """Get the file in which a document came, byte for byte."""
    source = _get_source(request, doc_id)
    # The type stands among the headers: given as such, a text's would be declared UTF-8 whatever it is.
    headers = {**_SAFE, "Content-Type": source.content_type, **_described_by(request, doc_id)}
    return FileResponse(source.original, headers=headers, filename=source.original.name)


def _described_by(request: Request, doc_id: str) -> dict[str, str]:
    """Return the header that leads from a file to what is known of the document."""
    return link_headers([link(api_path(request, "documents", doc_id), "describedby", "application/json")])


def _get_source(request: Request, doc_id: str) -> StoredSource:
    """Return a document's files in the release that is served."""
    release = get_graph(request).release
    if not release.has_texts:
        raise RequestProblem(404, "there are no texts here: the graph is served from a remote store, which holds none")
    if doc_id not in release.documents:
        raise RequestProblem(404, f"there is no document '{doc_id}'; /api/v1/documents lists those that there are")
    return release.source(doc_id)
