"""One query worker seen from the service: start it, ask it with a deadline, kill it."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn, Self, cast

import ipgraph
from ipgraph.errors import QueryRefused, QuerySyntaxError, QueryTimeout, StoreError
from ipgraph.store.answers import QueryAnswer, Spool
from ipgraph.store.frames import ASK, DATA, END, FAIL, FrameParser, json_frame
from ipgraph.store.screening import undeclared_prefixes

_START_S = 20.0
_UNGROUPED = (
    "the SELECT before here uses a variable that is neither in GROUP BY nor in an aggregate; "
    "where the name of an aggregate stands in another expression, write the aggregate again"
)
_EXCERPT = 40


class _Reply:
    """What a worker says to one request, as it comes in."""

    def __init__(self, done: "asyncio.Future[None]") -> None:
        self.done = done
        self.head: dict[str, Any] = {}
        self.end: dict[str, Any] = {}
        self.failure: dict[str, Any] | None = None
        self.spool = Spool()

    def take(self, kind: bytes, payload: bytes) -> bool:
        """Take a message, and tell whether it was the last one."""
        if kind == DATA:
            self.spool.write(payload)
            return False
        if kind == FAIL:
            self.failure = json.loads(payload)
        elif kind == END:
            self.end = json.loads(payload)
        else:
            self.head = json.loads(payload)
            return False
        return True


class _Channel(asyncio.Protocol):
    """The socket to a worker: one request at a time, and its reply."""

    def __init__(self) -> None:
        self._parser = FrameParser()
        self._reply: _Reply | None = None
        self._lost = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to write."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Pass the messages on."""
        for kind, payload in self._parser.feed(data):
            if self._reply is not None and self._reply.take(kind, payload):
                self._finish(None)

    def connection_lost(self, _error: Exception | None) -> None:
        """End the reply that is awaited: there will be no more of it."""
        self._lost = True
        self._finish(EOFError())

    async def expect(self, request: dict[str, Any] | None, timeout_s: float) -> _Reply:
        """Return the whole reply to a request, or to none: a worker that starts speaks first.

        Raises:
            TimeoutError: it did not come in time.
            EOFError: the worker is gone.

        """
        if self._lost or self._transport is None:
            raise EOFError
        loop = asyncio.get_running_loop()
        self._reply = reply = _Reply(loop.create_future())
        timer = loop.call_later(timeout_s, self._finish, TimeoutError())
        if request is not None:
            self._transport.write(json_frame(ASK, request))
        try:
            await reply.done
        finally:
            timer.cancel()
            self._reply = None
        return reply

    def close(self) -> None:
        """Close the socket."""
        if self._transport is not None:
            self._transport.abort()

    def _finish(self, error: Exception | None) -> None:
        if self._reply is None or self._reply.done.done():
            return
        if error is None:
            self._reply.done.set_result(None)
        else:
            self._reply.done.set_exception(error)


class WorkerProcess:
    """A running worker; asked one thing at a time."""

    def __init__(self, process: "subprocess.Popen[bytes]", channel: _Channel, database: Path, memory_mb: int) -> None:
        self.database = database
        self._memory_mb = memory_mb
        self._dead = False
        self._process = process
        self._channel = channel

    @classmethod
    async def start(cls, database: Path, memory_mb: int) -> Self:
        """Return a worker that has opened a database.

        Raises:
            StoreError: it cannot.

        """
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", "ipgraph.store.worker", str(theirs.fileno()), str(database), str(memory_mb)],
                # The worker ends when this pipe does; nothing is ever written to it.
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=worker_environment(),
                # Ctrl-C in the terminal is the parent's to answer.
                start_new_session=True,
            )
        ours.setblocking(False)
        _, channel = await asyncio.get_running_loop().create_unix_connection(_Channel, sock=ours)
        worker = cls(process, channel, database, memory_mb)
        try:
            await worker._await_open(None, database)
        except BaseException:
            worker.kill()
            raise
        return worker

    @property
    def pid(self) -> int:
        """The worker's process id."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Tell whether the process still runs."""
        return not self._dead and self._process.poll() is None

    async def open(self, database: Path) -> None:
        """Go over to another database.

        Raises:
            StoreError: it cannot be opened; the worker still serves the one before, if it is alive.

        """
        await self._await_open({"open": str(database)}, database)
        self.database = database

    async def _await_open(self, request: dict[str, Any] | None, database: Path) -> None:
        """Return once the worker says that a database is open."""
        try:
            reply = await self._channel.expect(request, _START_S)
        except (EOFError, TimeoutError) as error:
            self.kill()
            raise StoreError(f"{database}: a query worker did not start; see that it may use enough memory") from error
        if reply.failure is not None:
            raise StoreError(f"{database}: {reply.failure['message']}")

    async def ask(self, request: dict[str, Any], timeout_s: float) -> QueryAnswer:
        """Return the answer to `request`; a worker that raises anything but a plain refusal is dead afterwards.

        Raises:
            QuerySyntaxError: the engine cannot read the query.
            QueryRefused: the engine cannot evaluate it, or it ended the worker.
            QueryTimeout: the deadline passed; the worker was killed.

        """
        try:
            reply = await self._channel.expect({**request, "timeout_s": timeout_s}, timeout_s)
        except TimeoutError as error:
            self.kill()
            raise QueryTimeout("the query was stopped at its deadline") from error
        except (EOFError, OSError) as error:
            self.kill()
            raise QueryRefused(
                f"the query ended its worker: it needs more than {self._memory_mb} MiB, or nests too deep"
            ) from error
        except asyncio.CancelledError:
            self.kill()
            raise
        if reply.failure is not None:
            _raise(reply.failure, request["query"])
        return QueryAnswer(reply.head["kind"], reply.head["media_type"], reply.spool, reply.end["truncated"])

    def kill(self) -> None:
        """End the process at once; the system's clearing up after it is waited for elsewhere."""
        if self._dead:
            return
        self._dead = True
        self._process.kill()
        self._channel.close()
        if self._process.stdin is not None:
            self._process.stdin.close()
        # Giving back gigabytes takes the system a while, and the caller has a deadline to keep.
        threading.Thread(target=self._process.wait, daemon=True).start()


def _raise(failure: dict[str, Any], query: str) -> NoReturn:
    """Raise what the worker reported."""
    if failure["type"] == "evaluation":
        raise QueryRefused(f"the query cannot be evaluated: {failure['message']}")
    line, column = failure["line"], failure["column"]
    if line is None:
        raise QuerySyntaxError(failure["message"])
    if failure["ungrouped"]:
        raise QuerySyntaxError(f"line {line}, column {column}: {_UNGROUPED}", line, column)
    rest = query.split("\n")[line - 1][column - 1 :].strip()
    found = f"'{rest[:_EXCERPT]}'" if rest else "the end of the line"
    prefixes = ", ".join(f"'{prefix}:'" for prefix in undeclared_prefixes(query))
    hint = f"; declare the prefix {prefixes}" if prefixes else ""
    raise QuerySyntaxError(f"line {line}, column {column}: not SPARQL 1.1 from here on: {found}{hint}", line, column)


def worker_environment() -> dict[str, str]:
    """Return the environment for a worker: ours, with this very package found first."""
    root = str(Path(ipgraph.__file__).parents[1])
    inherited = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([root, inherited] if inherited else [root])}
