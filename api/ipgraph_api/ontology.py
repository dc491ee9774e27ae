"""The ontology and its terms at addresses of their own, for people and programs, and the shapes beside them."""

from functools import cache, lru_cache

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import shapes_path
from ipgraph_api.negotiation import TERM_OFFERS, content_type, negotiate
from ipgraph_api.openapi import problem_responses
from ipgraph_api.problems import RequestProblem
from ipgraph_api.reference.page import term_page, whole_page
from ipgraph_api.reference.representations import describe, serialise
from ipgraph_api.reference.vocabulary import Vocabulary, load_vocabulary

router = APIRouter(tags=["Ontology"])

_HTML = "text/html"
_CONTENT = {offer.media_type: {"schema": {"type": "string"}} for offer in TERM_OFFERS}
_TURTLE = {"text/turtle": {"schema": {"type": "string"}}}


@router.head("/ontology", include_in_schema=False)
@router.get(
    "/ontology",
    response_class=Response,
    responses={200: {"description": "All terms.", "content": _CONTENT}, **problem_responses(406)},
)
async def get_ontology(request: Request) -> Response:
    """Get the ontology: a page with a diagram, or all its statements."""
    return await _answer(request, None)


@router.head("/ontology/{term}", include_in_schema=False)
@router.get(
    "/ontology/{term}",
    response_class=Response,
    responses={200: {"description": "The term.", "content": _CONTENT}, **problem_responses(404, 406, 422)},
)
async def get_term(request: Request, term: str) -> Response:
    """Get a class, a property, a concept scheme or a concept by its name, for example `role-lead`."""
    vocabulary = await anyio.to_thread.run_sync(load_vocabulary)
    if term == vocabulary.version:
        # The address of the version; the page's own links count from the ontology's.
        query = f"?{request.url.query}" if request.url.query else ""
        return Response(status_code=302, headers={"Location": f"../ontology{query}"})
    if term not in vocabulary.terms:
        raise RequestProblem(404, f"the ontology has no term '{term}'; /ontology lists those that it has")
    return await _answer(request, term)


@router.head("/shapes", include_in_schema=False)
@router.get(
    "/shapes", response_class=Response, responses={200: {"description": "The SHACL shapes.", "content": _TURTLE}}
)
async def get_shapes() -> Response:
    """Get the SHACL shapes by which every document is checked."""
    return Response(await anyio.to_thread.run_sync(_shapes), headers={"Content-Type": "text/turtle; charset=utf-8"})


async def _answer(request: Request, term: str | None) -> Response:
    """Return the ontology or one of its terms in the representation that the client asks for."""
    offer = negotiate(request, request.query_params.getlist("format"), TERM_OFFERS)
    body = await anyio.to_thread.run_sync(_render, term, offer.engine_type)
    return Response(body, headers={"Content-Type": content_type(offer), "Vary": "Accept"})


# All terms in all formats: some hundred small texts, each made when it is first asked for.
@cache
def _render(term: str | None, media_type: str) -> bytes:
    """Return the bytes of a representation; they depend on the files that ship with ipgraph only."""
    vocabulary = load_vocabulary()
    if media_type == _HTML:
        return (_whole_page(vocabulary) if term is None else term_page(vocabulary.terms[term])).encode()
    return serialise(vocabulary.graph if term is None else describe(vocabulary.graph, term), media_type)


def _whole_page(vocabulary: Vocabulary) -> str:
    """Return the page of all terms, with the diagram that the shapes give."""
    return whole_page(vocabulary, read_turtle(sorted(shapes_path().glob("*.ttl"))))


@lru_cache(maxsize=1)
def _shapes() -> bytes:
    """Return the files of the shapes as they are written, one behind the other."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(shapes_path().glob("*.ttl"))).encode()
