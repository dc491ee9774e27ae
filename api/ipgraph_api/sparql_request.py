"""How a SPARQL operation comes: in the URL, as a posted form, or as a body of its own.

Source: SPARQL 1.1 Protocol, sections 2.1 and 2.2; SPARQL 1.1 Service Description, section 2. Everything is read as
strict UTF-8: a query with a character replaced would be another query.
"""

from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from ipgraph.access import Scope
from ipgraph.settings import Settings
from ipgraph_api.bodies import receive_text
from ipgraph_api.media_types import parse_media_type
from ipgraph_api.problems import RequestProblem
from ipgraph_api.sparql_operations import (
    DescriptionRequest,
    SparqlOperation,
    names_operation,
    to_query,
    to_update,
    values_of,
)
from ipgraph_api.tokens import require_scope

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
ACCEPT_POST: Final = f"{QUERY}, {UPDATE}, {FORM}"
# A code point takes at most four bytes of UTF-8, each written as %XX; the rest leaves room for the other parameters.
_BYTES_PER_CHAR = 12
_ROOM_BYTES = 4096
# As many graphs as a dataset may be made of, and a little more.
_MAX_PARAMETERS = 1000
_BYTE_ORDER_MARK = "\ufeff"


async def read_operation(request: Request, settings: Settings) -> SparqlOperation:
    """Return the operation that `request` carries.

    Raises:
        QueryRefused: a graph of its dataset is named by what is no IRI.
        RequestProblem: 400 for a missing, doubled or undecodable parameter, 401 and 403 for an update without a token
            for it, 413 for too long a body, 415 for a body of another type.

    """
    in_url = read_parameters(request)
    if request.method in ("GET", "HEAD"):
        return to_query(in_url) if names_operation(in_url) else DescriptionRequest(values_of(in_url, "format"))
    if values_of(in_url, "update"):
        raise RequestProblem(400, "an update stands in the body of a POST, never in the URL")
    body_type = _require_body_type(request)
    max_bytes = settings.max_query_chars * _BYTES_PER_CHAR + _ROOM_BYTES
    if body_type == QUERY:
        body = await receive_text(request, max_bytes)
        return to_query([*in_url, ("query", body.removeprefix(_BYTE_ORDER_MARK))])
    if body_type == UPDATE:
        # Who may not write does not get to send megabytes first.
        require_scope(request, Scope.WRITE)
        body = await receive_text(request, settings.max_upload_bytes)
        return to_update([*in_url, ("update", body.removeprefix(_BYTE_ORDER_MARK))])
    form = await receive_text(request, settings.max_upload_bytes if _may_write(request) else max_bytes)
    parameters = [*in_url, *_parse_parameters(form, "the form")]
    if not values_of(parameters, "update"):
        return to_query(parameters)
    update = to_update(parameters)
    require_scope(request, Scope.WRITE)
    return update


def read_parameters(request: Request) -> list[tuple[str, str]]:
    """Return the decoded parameters of the URL, in order.

    Raises:
        RequestProblem: 400 for too many of them, or one that is not UTF-8.

    """
    raw: bytes = request.scope["query_string"]
    if not raw:
        return []
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8("the query string") from error
    return _parse_parameters(text, "the query string")


def _may_write(request: Request) -> bool:
    try:
        require_scope(request, Scope.WRITE)
    except RequestProblem:
        return False
    return True


def _require_body_type(request: Request) -> str:
    """Return the media type of the body, which is one that is read, in UTF-8."""
    lines = request.headers.getlist("content-type")
    media_type = parse_media_type(lines[0]) if len(lines) == 1 else None
    if media_type is None or media_type.name not in (FORM, QUERY, UPDATE) or not media_type.is_utf8:
        offered = f"{QUERY} or {FORM}, an update as {UPDATE} or {FORM}, all in UTF-8"
        raise RequestProblem(415, f"a query is posted as {offered}", headers={"Accept-Post": ACCEPT_POST})
    return media_type.name


def _parse_parameters(text: str, place: str) -> list[tuple[str, str]]:
    """Return the decoded parameters of a query string or form."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_PARAMETERS)
    except UnicodeDecodeError as error:
        raise _not_utf8(place) from error
    except ValueError as error:
        raise RequestProblem(400, f"{place} has more than {_MAX_PARAMETERS} parameters") from error


def _not_utf8(place: str) -> RequestProblem:
    return RequestProblem(400, f"{place} is not UTF-8; percent-encode the bytes of UTF-8")
