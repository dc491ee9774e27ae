"""The server's connections: not too many of them, and none that waits for a client without an end.

uvicorn waits for the rest of a request's head, and for a client to take its answer, as long as the connection stands.
"""

import asyncio

from uvicorn.protocols.http.h11_impl import STATUS_PHRASES

from ipgraph_api.request_line import LenientRequestLine

Idle = dict["GuardedProtocol", None]


class GuardedProtocol(LenientRequestLine):
    """A connection with deadlines for what its client has to do: send a whole head, and take some of an answer."""

    # Given by `guarded_protocol`. Idle connections, oldest first, are shared by the connections of one server.
    max_connections: int
    client_timeout_s: float
    idle: Idle
    _head_timer: asyncio.TimerHandle | None = None
    _take_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a head; where there are too many connections, an idle one gives way, or this one."""
        super().connection_made(transport)
        if len(self.connections) > self.max_connections:
            oldest = next(iter(self.idle), None)
            if oldest is None:
                self._refuse(503, "There are too many connections; ask again later.")
                return
            oldest.leave()
        self._become_idle()

    def data_received(self, data: bytes) -> None:
        """Read on; the deadline for a head ends with the head."""
        if self._head_timer is None and self._between_requests():
            self._await_head()
        super().data_received(data)
        if not self._between_requests():
            self.idle.pop(self, None)
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Wait for the next head."""
        # Before the next request, which may have arrived already.
        self._become_idle(timed=False)
        super().on_response_complete()
        if not self._between_requests():
            self.idle.pop(self, None)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self.idle.pop(self, None)
        self._stop_waiting()
        self._stop_taking()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Begin to wait for the client to take what was written: some tens of kilobytes in the given time."""
        super().pause_writing()
        self._take_timer = self.loop.call_later(self.client_timeout_s, self.transport.abort)

    def resume_writing(self) -> None:
        """Write on."""
        self._stop_taking()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        self._refuse(400, msg)

    def leave(self) -> None:
        """Close an idle connection."""
        self.idle.pop(self, None)
        self.transport.close()

    def _between_requests(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _become_idle(self, timed: bool = True) -> None:
        self.idle[self] = None
        if timed:
            self._await_head()

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(self.client_timeout_s, self._give_up)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _stop_taking(self) -> None:
        if self._take_timer is not None:
            self._take_timer.cancel()
            self._take_timer = None

    def _give_up(self) -> None:
        """Close a connection whose head did not become whole in time."""
        self._refuse(408, f"The head of the request was not whole within {self.client_timeout_s:g} s.")

    def _refuse(self, status: int, text: str) -> None:
        """Answer without the application, and close. Written by hand: the parser may be in any state."""
        self.idle.pop(self, None)
        self._stop_waiting()
        if self.transport.is_closing():
            return
        body = text.encode("ascii")
        lines = [
            b"HTTP/1.1 %d %s" % (status, STATUS_PHRASES[status]),
            b"content-type: text/plain; charset=utf-8",
            b"content-length: %d" % len(body),
            b"connection: close",
        ]
        self.transport.write(b"\r\n".join([*lines, b"", body]))
        self.transport.close()


def guarded_protocol(max_connections: int, client_timeout_s: float) -> type[GuardedProtocol]:
    """Return the class of one server's connections."""
    limits: dict[str, object] = {"max_connections": max_connections, "client_timeout_s": client_timeout_s, "idle": {}}
    return type("ServedProtocol", (GuardedProtocol,), limits)
