"""Entity tags: a client that holds the answer already is told so, before anything is evaluated.

A tag stands for the release, the request as it was understood, and the program: what none of them changes, changes no
answer. It is weak, because an answer may be compressed on its way, and a query without ORDER BY promises no order.
Source: RFC 9110, sections 8.8.3, 13.1.2 and 13.2.
"""

import re
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

import ipgraph
from ipgraph.settings import Settings
from ipgraph.store.endpoint import NO_DATASET, RdfDataset
from ipgraph.store.screening import ScreenedQuery
from ipgraph_api.graph import Graph, get_graph

# `W/"a1"` and `"a,1"` are tags; `a1` is none.
_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')


@dataclass(frozen=True, slots=True)
class EntityTag:
    """A tag, and the release whose answers it stands for (empty for what no release changes)."""

    value: str
    release: str = ""


def tag_of(*parts: str) -> EntityTag:
    """Return the tag of what depends on `parts` and on nothing else."""
    return EntityTag(_weak(ipgraph.__version__, *parts))


def etag_of(request: Request, *parts: str) -> EntityTag | None:
    """Return the tag of what the service answers from its release to a request that says `parts`.

    There is none where the store does not say which release it holds.

    Raises:
        StoreError: there is no release.

    """
    settings: Settings = request.app.state.settings
    release = get_graph(request).release.id
    if not release:
        return None
    said = (settings.max_result_rows, settings.max_result_bytes, settings.union_default_graph)
    shaped = (settings.base_iri, settings.public_url, *map(str, said))
    return EntityTag(_weak(ipgraph.__version__, release, *shaped, *parts), release)


def query_tag(
    request: Request, query: ScreenedQuery, media_type: str, dataset: RdfDataset = NO_DATASET
) -> EntityTag | None:
    """Return the tag of a query's answer, or `None` where the next answer may be another one.

    Raises:
        StoreError: there is no release.

    """
    if request.method not in ("GET", "HEAD") or not query.is_repeatable:
        return None
    graphs = (str(len(dataset.default)), *dataset.default, *dataset.named)
    return etag_of(request, "query", query.text, media_type, *graphs)


def _weak(*parts: str) -> str:
    # The length of each part keeps ("ab", "c") from ("a", "bc").
    told = "".join(f"{len(part)}:{part}" for part in parts)
    return f'W/"{blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()}"'


def validators(request: Request, tag: EntityTag) -> dict[str, str]:
    """Return the headers that let a client keep an answer and ask whether it still holds.

    There are none where another release came into force while the answer was made: it may be from either.
    """
    graph = request.app.state.graph
    if tag.release and not (isinstance(graph, Graph) and graph.release.id == tag.release):
        return {}
    return {"ETag": tag.value, "Cache-Control": "no-cache"}


def not_modified(request: Request, tag: EntityTag | None, headers: Mapping[str, str] | None = None) -> Response | None:
    """Return the 304 for a client that names `tag`, or `None`; `headers` are those of the answer that it has.

    A `*` is not looked at here: whether there is an answer at all is known only when it was made.
    """
    if tag is None or request.method not in ("GET", "HEAD"):
        return None
    asked = request.headers.getlist("if-none-match")
    held = {match for line in asked for match in _TAG.findall(line)}
    if tag.value.removeprefix("W/").strip('"') not in held:
        return None
    return _unchanged({**validators(request, tag), **(headers or {})})


def finish(request: Request, response: Response, tag: EntityTag | None) -> Response:
    """Return a made answer with its validators, or a 304 to a client that wants it only where there was none.

    What has no tag is not to be kept.
    """
    if response.status_code != 200:
        return response
    if tag is None:
        response.headers["Cache-Control"] = "no-store"
        return response
    response.headers.update(validators(request, tag))
    if request.method in ("GET", "HEAD") and request.headers.get("if-none-match", "").strip() == "*":
        kept = {"etag", "cache-control", "vary", "link"}
        return _unchanged({name: value for name, value in response.headers.items() if name in kept})
    return response


def _unchanged(headers: Mapping[str, str]) -> Response:
    """Return the 304; it varies as the answer does, which may be packed after it was made."""
    response = Response(status_code=304, headers=headers)
    response.headers.add_vary_header("Accept-Encoding")
    return response


class CachedRoute(APIRoute):
    """A route whose answer follows from its address and the release: path, parameters, nothing else."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route's handler behind the question whether the client has its answer."""
        handle = super().get_route_handler()

        async def handle_unless_known(request: Request) -> Response:
            tag = etag_of(request, request.scope["path"], request.scope["query_string"].decode("latin-1"))
            known = not_modified(request, tag)
            return known if known is not None else finish(request, await handle(request), tag)

        return handle_unless_known
