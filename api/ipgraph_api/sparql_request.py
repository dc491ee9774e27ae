"""What a client asks of the SPARQL endpoint, read from any of the protocol's three request forms.

Source: SPARQL 1.1 Protocol, section 2.1. Everything is read as strict UTF-8: a query with a character replaced would be
another query.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from ipgraph_api.problems import RequestProblem

# A code point takes at most four bytes of UTF-8, each written as %XX; the rest leaves room for the other parameters.
_BYTES_PER_CHAR = 12
_ROOM_BYTES = 4096
_MAX_PARAMETERS = 100
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_SINGLE = frozenset({"query", "timeout"})
_DATASET = frozenset({"default-graph-uri", "named-graph-uri"})

Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A query, the representations asked for by `format=`, and the shorter deadline asked for by `timeout=`."""

    query: str
    formats: tuple[str, ...]
    timeout_s: float | None


async def read_sparql_request(request: Request, max_query_chars: int) -> SparqlRequest:
    """Return the query that `request` carries.

    Raises:
        RequestProblem: 400 for a missing, doubled or undecodable parameter, 413 for too long a body, 415 for a body of
            another type.

    """
    in_url = read_parameters(request)
    if request.method in ("GET", "HEAD"):
        return _to_request(in_url)
    media_type, charset = _content_type(request)
    if media_type == _UPDATE:
        raise RequestProblem(400, "updates are not offered here; send a SELECT, ASK, CONSTRUCT or DESCRIBE query")
    if media_type not in (_FORM, _QUERY) or charset not in ("utf-8", "utf8"):
        offered = f"{_FORM} or {_QUERY}, in UTF-8"
        raise RequestProblem(415, f"a query is posted as {offered}", headers={"Accept-Post": f"{_FORM}, {_QUERY}"})
    body = await _read_body(request, max_query_chars * _BYTES_PER_CHAR + _ROOM_BYTES)
    if media_type == _QUERY:
        return _to_request([*in_url, ("query", _decode(body, "the body"))])
    return _to_request([*in_url, *_parse_parameters(body, "the form")])


def read_parameters(request: Request) -> list[tuple[str, str]]:
    """Return the decoded parameters of the URL, in order.

    Raises:
        RequestProblem: 400 for too many of them, or one that is not UTF-8.

    """
    return _parse_parameters(request.scope["query_string"], "the query string")


def _to_request(parameters: Parameters) -> SparqlRequest:
    """Return what the parameters ask for."""
    names = [name for name, _ in parameters]
    doubled = sorted({name for name in names if name in _SINGLE and names.count(name) > 1})
    if doubled:
        raise RequestProblem(400, f"parameter {', '.join(doubled)} is given more than once; allowed is once")
    if "update" in names:
        raise RequestProblem(400, "updates are not offered here; send 'query' instead of 'update'")
    if _DATASET & set(names):
        raise RequestProblem(
            400, "default-graph-uri and named-graph-uri are not offered here; name the graphs with FROM or GRAPH"
        )
    given = dict(parameters)
    if "query" not in given:
        raise RequestProblem(400, "there is no query; give it as ?query=… or post it (see /docs)")
    formats = tuple(value for name, value in parameters if name == "format")
    return SparqlRequest(given["query"], formats, to_timeout(given.get("timeout")))


def to_timeout(value: str | None) -> float | None:
    """Return the seconds that `timeout=` asks for.

    Raises:
        RequestProblem: 400 for what is no number of seconds above zero.

    """
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise RequestProblem(400, f"timeout={value[:40]!r} is not a number of seconds above 0")
    return seconds


def _content_type(request: Request) -> tuple[str, str]:
    """Return the media type and the charset of the body, in lower case; UTF-8 where none is named."""
    media_type, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    charsets = (value.strip('"') for key, _, value in (p.partition("=") for p in parameters) if key == "charset")
    return media_type, next(charsets, "utf-8")


async def _read_body(request: Request, max_bytes: int) -> bytes:
    """Return the body; what is longer than `max_bytes` is refused before it is all read."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > max_bytes:
            raise RequestProblem(413, f"the body has more than {max_bytes} bytes, which is the most that is read")
    return bytes(body)


def _parse_parameters(raw: bytes, place: str) -> list[tuple[str, str]]:
    """Return the decoded parameters of a query string or form."""
    text = _decode(raw, place)
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_PARAMETERS)
    except UnicodeDecodeError as error:
        raise _not_utf8(place) from error
    except ValueError as error:
        raise RequestProblem(400, f"{place} has more than {_MAX_PARAMETERS} parameters") from error


def _decode(raw: bytes, place: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(place) from error


def _not_utf8(place: str) -> RequestProblem:
    return RequestProblem(400, f"{place} is not UTF-8; percent-encode the bytes of UTF-8")
