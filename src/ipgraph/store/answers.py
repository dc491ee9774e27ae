"""Whole answers to queries: small ones in memory, large ones in a temporary file."""

from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Literal

Truncation = Literal["rows", "bytes"]

_IN_MEMORY_BYTES = 8 << 20
_CHUNK_BYTES = 1 << 18


class Spool:
    """Bytes that are written once, from the beginning to the end, and then read."""

    def __init__(self, content: bytes = b"") -> None:
        """Hold `content`."""
        self._small = content
        self._file: SpooledTemporaryFile[bytes] | None = None
        self.size = len(content)

    def write(self, data: bytes) -> None:
        """Add `data` at the end."""
        if not self.size:
            self._small = data
        else:
            if self._file is None:
                self._file = SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - `close` closes it
                self._file.write(self._small)
            self._file.write(data)
        self.size += len(data)

    def read(self) -> bytes:
        """Return everything."""
        return self._small if self._file is None else b"".join(self.chunks())

    def chunks(self) -> Iterator[bytes]:
        """Yield everything in pieces of at most some hundred kilobytes, once: one reader at a time."""
        if self._file is None:
            for start in range(0, self.size, _CHUNK_BYTES):
                yield self._small[start : start + _CHUNK_BYTES]
            return
        self._file.seek(0)
        while chunk := self._file.read(_CHUNK_BYTES):
            yield chunk

    def close(self) -> None:
        """Give back the temporary file, if there is one."""
        if self._file is not None:
            self._file.close()


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """What a query gave.

    Attributes:
        kind: `select`, `ask` or `graph`.
        media_type: the format of the bytes, which are UTF-8.
        spool: the bytes.
        truncated: the limit at which the answer was cut, or `None` where it is whole.

    """

    kind: str
    media_type: str
    spool: Spool
    truncated: Truncation | None = None

    @property
    def size(self) -> int:
        """The number of bytes."""
        return self.spool.size

    @property
    def body(self) -> bytes:
        """All bytes."""
        return self.spool.read()

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes in pieces, once."""
        return self.spool.chunks()

    def close(self) -> None:
        """Give back what the answer holds."""
        self.spool.close()
