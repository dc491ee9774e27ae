"""How refusals and failures are told to clients: RFC 9457 problem details, from one table."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Match

from ipgraph.errors import (
    DataError,
    GraphNotFound,
    IpgraphError,
    QueryCancelled,
    QueryError,
    QueryOverload,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    SourceError,
    StoreError,
    StoreUnreachable,
    WriteConflict,
)
from ipgraph_api.request_record import REQUEST_ID, current_record

PROBLEM_MEDIA_TYPE = "application/problem+json"
_TYPE_BASE = "https://w3id.org/ipgraph/problem/"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: the last part of its type IRI, its title, its HTTP status."""

    slug: str
    title: str
    status: int
    retry_after_s: int | None = None


_UNEXPECTED = ProblemKind("internal-error", "The service failed", 500)

# The one exception table. A refused query is 400 and not 403, because no other client would get an answer to it either.
# A timeout is 504 and not 503, because clients repeat a 503 by themselves, and the same query would run out again.
_KINDS: Mapping[type[IpgraphError], ProblemKind] = {
    QuerySyntaxError: ProblemKind("query-syntax", "The query is not SPARQL 1.1", 400),
    QueryRefused: ProblemKind("query-refused", "The query asks for what this service does not do", 400),
    QueryTimeout: ProblemKind("query-timeout", "The query was stopped at its deadline", 504),
    QueryCancelled: ProblemKind("query-cancelled", "The query was cancelled", 503),
    QueryOverload: ProblemKind("overload", "The service has no worker free", 503, retry_after_s=5),
    QueryError: ProblemKind("query-failed", "The query was not answered", 500),
    DataError: ProblemKind("data-syntax", "The data is not what its media type says", 400),
    GraphNotFound: ProblemKind("graph-not-found", "There is no such graph", 404),
    SourceError: ProblemKind("unreadable-document", "The document cannot be read", 422),
    WriteConflict: ProblemKind("write-conflict", "Another write is under way", 503, retry_after_s=5),
    StoreUnreachable: ProblemKind("store-unreachable", "The remote store does not answer as it should", 503, 30),
    StoreError: ProblemKind("no-release", "There is no release to serve", 503, retry_after_s=30),
    IpgraphError: _UNEXPECTED,
}


class RequestProblem(HTTPException):
    """A request that is refused before it reaches the core; `members` join the problem's JSON object."""

    def __init__(
        self,
        status_code: int,
        detail: str,
        members: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Keep what the problem answer needs."""
        super().__init__(status_code, detail, dict(headers) if headers is not None else None)
        self.members: Mapping[str, object] = members if members is not None else {}


def problem_response(
    request: Request,
    kind: ProblemKind,
    detail: str,
    members: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the problem answer for `request`: type, title, status, detail, instance and further members."""
    body: dict[str, object] = {
        "type": f"{_TYPE_BASE}{kind.slug}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": request.scope.get("root_path", "") + request.scope["path"],
        **({"request_id": request_id} if (request_id := current_record.get().get(REQUEST_ID)) else {}),
        **(members or {}),
    }
    sent = dict(headers or {})
    if kind.retry_after_s is not None:
        sent.setdefault("Retry-After", str(kind.retry_after_s))
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return Response(content, kind.status, sent, PROBLEM_MEDIA_TYPE)


def kind_of(error: IpgraphError) -> ProblemKind:
    """Return the kind of the nearest class of the error that stands in the table."""
    return next(_KINDS[cls] for cls in type(error).__mro__ if cls in _KINDS)


def to_problem(request: Request, error: Exception) -> Response:
    """Return the problem answer for any error; what is not expected is logged, and only its number is told."""
    match error:
        case RequestValidationError():
            return _invalid_parameters(request, error)
        case ClientDisconnect():
            # Nobody reads it; the number, which is no standard's, says in logs what happened.
            return Response(status_code=499)
        case HTTPException():
            return _refused_request(request, error)
        case IpgraphError() if (kind := kind_of(error)) is not _UNEXPECTED:
            places = {name: getattr(error, name, None) for name in ("line", "column")}
            members = {name: place for name, place in places.items() if isinstance(place, int)}
            return problem_response(request, kind, str(error), members)
        case _:
            _LOGGER.error("unexpected error at %s %s", request.method, request.scope["path"], exc_info=error)
            detail = "an unexpected error happened; it was written to the service's log"
            return problem_response(request, _UNEXPECTED, detail)


def _refused_request(request: Request, error: HTTPException) -> Response:
    """Return the answer for what the routes or the framework refuse."""
    status = HTTPStatus(error.status_code)
    kind = ProblemKind(status.phrase.lower().replace(" ", "-"), status.phrase, status.value)
    detail = error.detail
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = _allowed_methods(request, error)
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": allowed})
        error.headers = {**(error.headers or {}), "Allow": allowed}
        detail = f"{request.method} is not offered here; allowed: {allowed}"
    if status is HTTPStatus.NOT_FOUND and detail == status.phrase:
        detail = "nothing stands at this address; '/' names the endpoints"
    members = error.members if isinstance(error, RequestProblem) else None
    return problem_response(request, kind, detail, members, error.headers)


def _allowed_methods(request: Request, error: HTTPException) -> str:
    """Return the methods of an address: what its route names, or else those for which any route is found.

    The framework names the methods of the first route only.
    """
    named = {method.strip() for method in (error.headers or {}).get("Allow", "GET").split(",")}
    if "OPTIONS" not in named:
        routes = request.app.router.routes
        scopes = ({**request.scope, "method": method} for method in _METHODS)
        named |= {scope["method"] for scope in scopes if any(route.matches(scope)[0] is Match.FULL for route in routes)}
        named.add("OPTIONS")
    if "GET" in named:
        named.add("HEAD")
    return ", ".join(sorted(named))


def _invalid_parameters(request: Request, error: RequestValidationError) -> Response:
    """Return the answer that names each wrong parameter; its value is left out, for it may be long."""
    errors = [{"where": ".".join(map(str, item["loc"])), "what": str(item["msg"])} for item in error.errors()]
    detail = "; ".join(f"{item['where']}: {item['what']}" for item in errors)
    kind = ProblemKind("invalid-parameter", "A parameter is not valid", 422)
    return problem_response(request, kind, detail, {"errors": errors})


def add_problem_handlers(app: FastAPI) -> None:
    """Make `app` answer every expected error with a problem."""

    async def answer(request: Request, error: Exception) -> Response:
        return to_problem(request, error)

    for kind in (IpgraphError, HTTPException, RequestValidationError, ClientDisconnect):
        app.add_exception_handler(kind, answer)
