"""Addresses with characters as they are: many clients send `?query=…商务部…` without encoding it.

A request line is ASCII by RFC 9112, and the parser refuses any other byte in it. Encoded, such an address means what
its sender meant, if it is UTF-8; that is looked at where all parameters are.
"""

import re

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

# Each byte beyond ASCII; "A" and "%" are none.
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


class LenientRequestLine(H11Protocol):
    """A connection that percent-encodes what stands beyond ASCII in the first line of a request."""

    def data_received(self, data: bytes) -> None:
        """Read on, at the beginning of a request with its line encoded."""
        if not data.isascii() and self.conn.their_state is h11.IDLE and b"\n" not in self.conn.trailing_data[0]:
            line, end, rest = data.partition(b"\n")
            data = _BEYOND_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], line) + end + rest
        super().data_received(data)
