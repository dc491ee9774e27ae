"""Answers of the engine on their way to a client: checked where their format has rules, named, sent in pieces."""

import asyncio
from collections.abc import Iterator, Mapping

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ipgraph.settings import Settings
from ipgraph.store.answers import QueryAnswer
from ipgraph_api.leaving import unless_left
from ipgraph_api.negotiation import Offer, content_type, not_acceptable
from ipgraph_api.problems import RequestProblem
from ipgraph_api.xml_rules import XML_TYPES, NotXml, require_xml, xml_chunks

_ONE_PIECE_BYTES = 1 << 18
# A query makes any text it likes, and a link may hold a query: no answer is ever to be run as a page of this service.
_SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}


class QueryResponse(Response):
    """The bytes of an answer, of a size known beforehand; what the answer holds is given back at the end."""

    def __init__(self, answer: QueryAnswer, size: int, chunks: Iterator[bytes], headers: Mapping[str, str]) -> None:
        """Send `size` bytes in `chunks`."""
        self.status_code = 200
        self.background = None
        self.init_headers({**headers, "Content-Length": str(size)})
        self._answer = answer
        self._size = size
        self._chunks = chunks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer; a long one only for as long as the client is there."""
        try:
            if self._size <= _ONE_PIECE_BYTES:
                await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
                await send({"type": "http.response.body", "body": b"".join(self._chunks)})
                return
            await unless_left(Request(scope, receive), self._stream(send))
        except ClientDisconnect:
            return
        finally:
            self._answer.close()

    async def _stream(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        for chunk in self._chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            # Packing a piece takes some milliseconds, and sending it may take none: others are served in between.
            await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": b""})


async def to_response(
    answer: QueryAnswer,
    offer: Offer,
    offers: tuple[Offer, ...],
    settings: Settings,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the response for an answer in the representation `offer`, one of `offers`.

    Raises:
        RequestProblem: 406, the representation is XML and has no room for what the answer holds.

    """
    named = {"Content-Type": content_type(offer), "Vary": "Accept", **_SAFE, **(headers or {})}
    if answer.truncated is not None:
        limit = settings.max_result_rows if answer.truncated == "rows" else settings.max_result_bytes
        named["Ipgraph-Truncated"] = f"{answer.truncated};limit={limit}"
    if answer.media_type not in XML_TYPES:
        return QueryResponse(answer, answer.size, answer.chunks(), named)
    try:
        size = await require_xml(answer)
    except NotXml as error:
        answer.close()
        raise not_as_xml(offers, str(error)) from error
    return QueryResponse(answer, size, xml_chunks(answer), named)


def not_as_xml(offers: tuple[Offer, ...], reason: str) -> RequestProblem:
    """Return the 406 problem for an answer that cannot be XML; it names the other representations."""
    others = tuple(offer for offer in offers if offer.engine_type not in XML_TYPES)
    return not_acceptable(others, f"this answer cannot be written as XML: {reason}; ")
