"""The SPARQL 1.1 endpoint: which operation a request asks for, and its answer.

Source: SPARQL 1.1 Protocol.
"""

from typing import Final

import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ipgraph.errors import QueryRefused
from ipgraph.settings import Settings
from ipgraph.store.formats import SHORT_NAMES
from ipgraph.store.screening import SHORT_CHARS
from ipgraph_api.caching import finish, not_modified, query_tag
from ipgraph_api.downloads import content_disposition
from ipgraph_api.graph import get_graph
from ipgraph_api.leaving import unless_left
from ipgraph_api.negotiation import GRAPH_OFFERS, RESULT_OFFERS, Offer, negotiate
from ipgraph_api.query_response import not_as_xml, to_response
from ipgraph_api.service_description import describe_service
from ipgraph_api.sparql_operations import DescriptionRequest, SparqlRequest, SparqlUpdateRequest
from ipgraph_api.sparql_request import ACCEPT_POST, read_operation
from ipgraph_api.updates import run_update

PATH: Final = "/sparql"
_EXTENSIONS: Final = {media_type: name for name, media_type in SHORT_NAMES.items()}
# What the engine says of rdf:li, rdf:Description and their like, which RDF/XML keeps for its syntax.
_NO_PREDICATE = "reserved syntax term is not allowed as a predicate"
_ALLOW = "GET, HEAD, POST, OPTIONS"


class SparqlRoute:
    """An ASGI application that answers requests to the endpoint."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope, receive, send)
        if request.method == "OPTIONS":
            response = Response(status_code=204, headers={"Allow": _ALLOW, "Accept-Post": ACCEPT_POST})
        elif request.method in ("GET", "HEAD", "POST"):
            response = await _operate(request)
        else:
            raise HTTPException(405, headers={"Allow": _ALLOW})
        await response(scope, receive, send)


async def _operate(request: Request) -> Response:
    """Return the answer to the operation that the request carries."""
    settings: Settings = request.app.state.settings
    match await read_operation(request, settings):
        case SparqlRequest() as asked:
            return await _answer(request, asked, settings)
        case SparqlUpdateRequest() as asked:
            return await run_update(request, asked)
        case DescriptionRequest(formats):
            return await describe_service(request, formats)


async def _answer(request: Request, asked: SparqlRequest, settings: Settings) -> Response:
    """Return the answer to a query."""
    endpoint = get_graph(request).endpoint
    # A long text is screened beside the event loop; what was found is remembered until the query is executed.
    long = len(asked.query) > SHORT_CHARS
    screened = await anyio.to_thread.run_sync(endpoint.screen, asked.query) if long else endpoint.screen(asked.query)
    offers = GRAPH_OFFERS if screened.form == "graph" else RESULT_OFFERS
    offer = negotiate(request, asked.formats, offers)
    tag = query_tag(request, screened, offer.media_type, asked.dataset)
    if (known := not_modified(request, tag, {"Vary": "Accept"})) is not None:
        return known
    work = endpoint.execute(asked.query, offer.engine_type, asked.timeout_s, asked.dataset)
    try:
        answer = await unless_left(request, work)
    except QueryRefused as error:
        # The engine looks at predicates only while it writes them.
        if _NO_PREDICATE not in str(error):
            raise
        raise not_as_xml(offers, "a predicate is one of RDF/XML's own terms") from error
    return finish(request, await to_response(answer, offer, offers, settings, _file_name(asked, offer)), tag)


def _file_name(asked: SparqlRequest, offer: Offer) -> dict[str, str]:
    """Return the header that names a file, where the request names a format or wants to keep the answer."""
    if asked.download is None and not asked.formats:
        return {}
    return {"Content-Disposition": content_disposition(asked.download, _EXTENSIONS[offer.engine_type])}
