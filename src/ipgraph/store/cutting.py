"""Cuts results at a number of rows or bytes, so that what is left can still be read in its format.

The engine serialises; here its bytes are looked at on their way out, never made into rows. Standard library only: a
worker imports this.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

_T = TypeVar("_T")
Send = Callable[[bytes], None]

_BUFFER_BYTES: Final = 1 << 18
# `},{"s":{…` begins a row. In the literal `"},{"` a mark follows that no name begins with.
_NEXT_JSON_ROW = re.compile(rb'\},(?=\{"[^,:}\]])')

_JSON = "application/sparql-results+json"
_XML = "application/sparql-results+xml"
_CSV = "text/csv"
_HEAD_ENDS = {_JSON: b'"bindings":[', _XML: b"<results>"}
_COMMENT = "this result was cut at the service's limit of {}"


class Cut(Exception):
    """The result has reached a limit; nothing more is to be written."""


class RowWriter:
    """A binary file that passes rows on, in pieces of some hundred kilobytes, up to a number of rows or bytes.

    Pieces end between rows. `truncated` names the limit that was reached, if one was; the writer raises `Cut` then.
    """

    def __init__(
        self, send: Send, media_type: str, max_rows: int, max_bytes: int, buffer_bytes: int = _BUFFER_BYTES
    ) -> None:
        self._send = send
        self._buffer_bytes = buffer_bytes
        self._media_type = media_type
        self._max_bytes = max_bytes
        # In JSON the mark stands between rows, in the others before each of them: there is a head.
        self._rows_left = max_rows - 1 if media_type == _JSON else max_rows
        self._buffer = bytearray()
        self._sent = 0
        self.truncated: str | None = None

    def write(self, data: bytes) -> int:
        """Take `data`; returns its length.

        Raises:
            Cut: a limit is reached.

        """
        self._buffer += data
        if len(self._buffer) >= self._buffer_bytes:
            self._pass_on()
        return len(data)

    def flush(self) -> None:
        """Do nothing: pieces are passed on when they are large enough, and by `finish`."""

    def finish(self) -> None:
        """Pass on what is left, cut if need be, and closed as its format demands."""
        if self.truncated is None:
            try:
                self._pass_on()
                self._send_piece(len(self._buffer))
            except Cut:
                pass
        if self.truncated is not None:
            self._send(_closing(self._media_type, self.truncated))

    def _pass_on(self) -> None:
        """Send all whole rows but the last, of which nobody knows yet whether another follows."""
        places = _row_starts(self._buffer, self._media_type)
        if len(places) > self._rows_left:
            self._cut_at(places[self._rows_left], "rows")
        self._rows_left -= len(places)
        if self._sent + len(self._buffer) > self._max_bytes:
            fitting = [place for place in places if self._sent + place <= self._max_bytes]
            place = fitting[-1] if fitting else self._head_size()
            if place is not None:
                self._cut_at(place, "bytes")
        if places:
            self._send_piece(places[-1])

    def _cut_at(self, place: int, limit: str) -> None:
        """Send what stands before `place`, and end."""
        self.truncated = limit
        # Between rows of JSON the comma goes with the row that it announces.
        self._send_piece(place)
        self._buffer.clear()
        raise Cut

    def _head_size(self) -> int | None:
        """Return how much of the buffer is the head of the table: nothing once it was sent, `None` before its end."""
        if self._sent:
            return 0
        mark = _HEAD_ENDS.get(self._media_type, b"\n")
        place = self._buffer.find(mark)
        return place + len(mark) if place >= 0 else None

    def _send_piece(self, size: int) -> None:
        if size:
            self._send(bytes(self._buffer[:size]))
            self._sent += size
            del self._buffer[:size]


def _row_starts(buffer: bytearray, media_type: str) -> list[int]:
    """Return where rows begin in a buffer that begins with a head or a row; its own beginning does not count.

    A row of JSON begins with the comma before it.
    """
    match media_type:
        case "application/sparql-results+json":
            return [match.start() + 1 for match in _NEXT_JSON_ROW.finditer(buffer)]
        case "application/sparql-results+xml":
            return [match.start() for match in re.finditer(b"<result>", buffer) if match.start()]
        case "text/csv":
            return list(_line_starts_of_csv(buffer))
    return [match.end() for match in re.finditer(b"\n", buffer) if match.end() < len(buffer)]


def _line_starts_of_csv(buffer: bytearray) -> Iterator[int]:
    """Yield where lines begin that are not within quotes."""
    place = 0
    for number, part in enumerate(buffer.split(b'"')):
        if number % 2 == 0:
            for match in re.finditer(b"\r\n", part):
                if place + match.end() < len(buffer):
                    yield place + match.end()
        place += len(part) + 1


def _closing(media_type: str, limit: str) -> bytes:
    """Return what makes a cut table whole again and says that it was cut, as far as the format has room for it."""
    match media_type:
        case "application/sparql-results+json":
            return b']},"truncated":true}'
        case "application/sparql-results+xml":
            return f"</results><!-- {_COMMENT.format(limit)} --></sparql>".encode()
    return b""


class Limited:
    """Passes triples on to a serialiser, up to a number of triples or of bytes written."""

    def __init__(self, max_rows: int, max_bytes: int, written: Callable[[], int]) -> None:
        self._max_rows = max_rows
        self._max_bytes = max_bytes
        self._written = written
        self.truncated: str | None = None

    def __call__(self, triples: Iterable[_T]) -> Iterator[_T]:
        """Yield the triples before the first limit."""
        for count, triple in enumerate(triples):
            if count == self._max_rows:
                self.truncated = "rows"
                return
            if self._written() > self._max_bytes:
                self.truncated = "bytes"
                return
            yield triple


def graph_remark(media_type: str, limit: str) -> bytes:
    """Return what says, behind a graph, that it was cut; JSON-LD has no room for it."""
    remark = _COMMENT.format(limit)
    if media_type == "application/rdf+xml":
        return f"<!-- {remark} -->\n".encode()
    return b"" if media_type == "application/ld+json" else f"# {remark}\n".encode()
