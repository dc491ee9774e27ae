"""The ontology and its terms at addresses of their own, for people and programs, and the shapes beside them."""

from collections.abc import Iterator
from functools import cache, lru_cache
from hashlib import sha256

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from ipgraph.rdf.terms import IPG
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import shapes_path
from ipgraph_api.caching import EntityTag, finish, not_modified, tag_of
from ipgraph_api.link_header import link, link_headers
from ipgraph_api.negotiation import TERM_OFFERS, Offer, content_type, negotiate
from ipgraph_api.openapi import problem_responses
from ipgraph_api.problems import RequestProblem
from ipgraph_api.reference.page import term_page, whole_page
from ipgraph_api.reference.representations import describe, has_term, serialise
from ipgraph_api.reference.vocabulary import Vocabulary, load_vocabulary

router = APIRouter(tags=["Ontology"])

_HTML = "text/html"
_DATA_OFFERS = tuple(offer for offer in TERM_OFFERS if offer.media_type != _HTML)
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
    return await _answer(request, None, TERM_OFFERS)


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
    if not has_term(vocabulary.graph, term):
        raise RequestProblem(404, f"the ontology has no term '{term}'; /ontology lists those that it has")
    # The parts of the data cube's structure have no labels and no page.
    return await _answer(request, term, TERM_OFFERS if term in vocabulary.terms else _DATA_OFFERS)


@router.head("/shapes", include_in_schema=False)
@router.get(
    "/shapes", response_class=Response, responses={200: {"description": "The SHACL shapes.", "content": _TURTLE}}
)
async def get_shapes(request: Request) -> Response:
    """Get the SHACL shapes by which every document is checked."""
    body = await anyio.to_thread.run_sync(_shapes)
    headers = {"Content-Type": "text/turtle; charset=utf-8"}
    tag = _tag(body)
    known = not_modified(request, tag, headers)
    return known if known is not None else finish(request, Response(body, headers=headers), tag)


async def _answer(request: Request, term: str | None, offers: tuple[Offer, ...]) -> Response:
    """Return the ontology or one of its terms in the representation that the client asks for."""
    offer = negotiate(request, request.query_params.getlist("format"), offers)
    headers = {"Content-Type": content_type(offer), "Vary": "Accept"}
    headers |= link_headers(_links(request, term, offer, offers))
    body = await anyio.to_thread.run_sync(_render, term, offer.engine_type)
    tag = _tag(body)
    known = not_modified(request, tag, headers)
    return known if known is not None else finish(request, Response(body, headers=headers), tag)


def _links(request: Request, term: str | None, sent: Offer, offers: tuple[Offer, ...]) -> Iterator[str]:
    """Yield the links of the ontology or of a term: what it is about, its other forms, and the whole ontology."""
    root = request.scope.get("root_path", "")
    path = f"{root}/ontology" if term is None else f"{root}/ontology/{term}"
    yield link(IPG.rstrip("#") if term is None else f"{IPG}{term}", "about")
    others = {offer.media_type: offer.name for offer in reversed(offers) if offer.media_type != sent.media_type}
    for media_type, name in others.items():
        yield link(f"{path}?format={name}", "alternate", media_type)
    if term is not None:
        yield link(f"{root}/ontology", "describedby")


def _tag(body: bytes) -> EntityTag:
    """Return the tag of a text that ships with ipgraph."""
    return tag_of(sha256(body).hexdigest())


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
