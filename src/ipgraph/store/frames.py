"""Messages between the service and its query workers: one kind byte, a length, the bytes.

Standard library only: a worker imports this, and a worker must start fast.
"""

import json
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

HEAD = b"H"
DATA = b"D"
END = b"E"
FAIL = b"X"
ASK = b"Q"

PREFIX = struct.Struct(">cI")


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """Return one message."""
    return PREFIX.pack(kind, len(payload)) + payload


def json_frame(kind: bytes, value: dict[str, Any]) -> bytes:
    """Return one message whose bytes are JSON."""
    return frame(kind, json.dumps(value).encode())


def read_frame(pipe: BinaryIO) -> tuple[bytes, bytes]:
    """Return the next message's kind and bytes; waits for it.

    Raises:
        EOFError: the other side is gone.

    """
    kind, length = PREFIX.unpack(_read_exactly(pipe, PREFIX.size))
    return kind, _read_exactly(pipe, length)


def _read_exactly(pipe: BinaryIO, size: int) -> bytes:
    """Return `size` bytes."""
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


class FrameParser:
    """Puts messages together from the pieces in which they arrive."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield the kind and the bytes of each message that `data` completes."""
        self._buffer += data
        while len(self._buffer) >= PREFIX.size:
            kind, length = PREFIX.unpack_from(self._buffer)
            end = PREFIX.size + length
            if len(self._buffer) < end:
                return
            payload = bytes(self._buffer[PREFIX.size : end])
            del self._buffer[:end]
            yield kind, payload
