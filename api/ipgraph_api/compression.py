"""Answers packed for clients that can unpack them (RFC 9110, section 12.5.3)."""

from functools import lru_cache

from starlette.types import ASGIApp, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from ipgraph_api.media_types import parse_weights
from ipgraph_api.negotiation import GRAPH_OFFERS, RESULT_OFFERS
from ipgraph_api.problems import PROBLEM_MEDIA_TYPE

# Below this packing saves no packet on the wire.
_MIN_BYTES = 1400
# The best for its time first: of two that the client likes alike, the earlier is taken.
_CODINGS = ("zstd", "br", "gzip")
# The fastest level of each: a core packs 100 MB and more in a second, and the answer is some five times smaller.
_LEVEL = 1


class Packed:
    """An ASGI layer that packs answers in the coding that the client likes best.

    The library packs; it takes any coding of a weight above zero. So it is shown no more than the one to take.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        for offer in (*RESULT_OFFERS, *GRAPH_OFFERS):
            add_compress_type(offer.media_type)
        add_compress_type(PROBLEM_MEDIA_TYPE)
        self._app = CompressMiddleware(
            app, minimum_size=_MIN_BYTES, zstd_level=_LEVEL, brotli_quality=_LEVEL, gzip_level=_LEVEL
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request."""
        if scope["type"] == "http":
            given = [value for name, value in scope["headers"] if name == b"accept-encoding"]
            if given:
                others = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
                coding = find_coding(b",".join(given).decode("latin-1"))
                scope = {**scope, "headers": [*others, (b"accept-encoding", coding.encode())]}
        await self._app(scope, receive, send)


@lru_cache(maxsize=128)
def find_coding(accept_encoding: str) -> str:
    """Return the coding to take of those that a client accepts; `identity` is none.

    >>> find_coding("gzip, br;q=0.5"), find_coding("gzip;q=0"), find_coding("*")
    ('gzip', 'identity', 'zstd')
    """
    weights = parse_weights(accept_encoding)
    others = weights.get("*", 0.0)
    ranked = {name: weights.get(name, others) for name in _CODINGS}
    best = max(ranked, key=lambda name: ranked[name])
    return best if ranked[best] > 0 and ranked[best] >= weights.get("identity", 0.0) else "identity"
