"""Messages over a pipe between the service and its query workers: one kind byte, a length, the bytes.

Standard library only: a worker imports this, and a worker must start fast.
"""

import json
import os
import select
import struct
import time
from typing import Any, BinaryIO

HEAD = b"H"
DATA = b"D"
END = b"E"
FAIL = b"X"

_PREFIX = struct.Struct(">cI")
_READ_BYTES = 1 << 20


def write_frame(pipe: BinaryIO, kind: bytes, payload: bytes = b"") -> None:
    """Write one message and flush it."""
    pipe.write(_PREFIX.pack(kind, len(payload)) + payload)
    pipe.flush()


def write_json(pipe: BinaryIO, kind: bytes, value: dict[str, Any]) -> None:
    """Write one message whose bytes are JSON."""
    write_frame(pipe, kind, json.dumps(value).encode())


def read_frame(pipe: BinaryIO) -> tuple[bytes, bytes]:
    """Return the next message's kind and bytes; waits for it.

    Raises:
        EOFError: the other side is gone.

    """
    kind, length = _PREFIX.unpack(_read_exactly(pipe, _PREFIX.size))
    return kind, _read_exactly(pipe, length)


def _read_exactly(pipe: BinaryIO, size: int) -> bytes:
    """Return `size` bytes."""
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


class FrameReader:
    """Reads messages from a file descriptor with a deadline."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLIN)

    def read(self, deadline: float) -> tuple[bytes, bytes]:
        """Return the next message's kind and bytes; `deadline` is in seconds of the monotonic clock.

        Raises:
            TimeoutError: the deadline passed first.
            EOFError: the other side is gone.

        """
        kind, length = _PREFIX.unpack(self._exactly(_PREFIX.size, deadline))
        return kind, self._exactly(length, deadline)

    def _exactly(self, size: int, deadline: float) -> bytes:
        """Return exactly `size` bytes, so that the next message stays in the pipe."""
        parts: list[bytes] = []
        missing = size
        while missing:
            if not self._poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
                raise TimeoutError
            part = os.read(self._descriptor, min(missing, _READ_BYTES))
            if not part:
                raise EOFError
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)
