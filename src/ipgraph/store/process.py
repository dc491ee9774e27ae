"""One query worker seen from the parent: start it, ask it with a deadline, kill it."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, cast

import ipgraph
from ipgraph.errors import QueryRefused, QuerySyntaxError, QueryTimeout, StoreError
from ipgraph.store.formats import QueryAnswer
from ipgraph.store.frames import DATA, FAIL, FrameReader, write_json
from ipgraph.store.screening import undeclared_prefixes

_START_S = 20.0
_EXCERPT = 40


class WorkerProcess:
    """A running worker; used by one thread at a time."""

    def __init__(self, database: Path, memory_mb: int) -> None:
        self.database = database
        self._memory_mb = memory_mb
        self._ready = False
        self._dead = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ipgraph.store.worker", str(database), str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            # Ctrl-C in the terminal is the parent's to answer.
            start_new_session=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin = cast("BinaryIO", self._process.stdin)
        self._reader = FrameReader(self._process.stdout.fileno())

    @property
    def pid(self) -> int:
        """The worker's process id."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Tell whether the process still runs."""
        return not self._dead and self._process.poll() is None

    def wait(self) -> None:
        """Return once the process has ended."""
        self._process.wait()

    def wait_until_ready(self) -> None:
        """Return once the worker has opened its database.

        Raises:
            StoreError: it cannot.

        """
        if self._ready:
            return
        try:
            kind, payload = self._reader.read(time.monotonic() + _START_S)
        except (EOFError, TimeoutError) as error:
            self.kill()
            raise StoreError(
                f"{self.database}: a query worker did not start; see that it may use enough memory"
            ) from error
        if kind == FAIL:
            self.kill()
            raise StoreError(f"{self.database}: {json.loads(payload)['message']}")
        self._ready = True

    def ask(self, request: dict[str, Any], timeout_s: float) -> QueryAnswer:
        """Return the answer to `request`; a worker that raises anything but a plain refusal is dead afterwards.

        Raises:
            QuerySyntaxError: the engine cannot read the query.
            QueryRefused: the engine cannot evaluate it, or it ended the worker.
            QueryTimeout: the deadline passed; the worker was killed.

        """
        self.wait_until_ready()
        deadline = time.monotonic() + timeout_s
        try:
            write_json(self._stdin, b"Q", {**request, "timeout_s": timeout_s})
            return self._collect(request["query"], deadline)
        except TimeoutError as error:
            self.kill()
            raise QueryTimeout(f"the query was stopped at its deadline of {timeout_s:g} s") from error
        except (EOFError, BrokenPipeError) as error:
            self.kill()
            raise QueryRefused(
                f"the query ended its worker: it needs more than {self._memory_mb} MiB, or nests too deep"
            ) from error

    def _collect(self, query: str, deadline: float) -> QueryAnswer:
        """Return the answer that the worker sends."""
        kind, payload = self._reader.read(deadline)
        if kind == FAIL:
            _raise(json.loads(payload), query)
        head = json.loads(payload)
        parts: list[bytes] = []
        while True:
            kind, payload = self._reader.read(deadline)
            if kind == FAIL:
                _raise(json.loads(payload), query)
            if kind != DATA:
                return QueryAnswer(head["kind"], head["media_type"], b"".join(parts))
            parts.append(payload)

    def stop(self) -> None:
        """Send the end signal and nothing else: another thread may be reading from the worker, and will see the end."""
        self._process.kill()

    def kill(self) -> None:
        """End the process at once; the system's clearing up after it is waited for elsewhere."""
        self._dead = True
        self._process.kill()
        # Giving back gigabytes takes the system a while, and the caller has a deadline to keep.
        threading.Thread(target=self._process.wait, daemon=True).start()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue


def _raise(failure: dict[str, Any], query: str) -> NoReturn:
    """Raise what the worker reported."""
    if failure["type"] == "evaluation":
        raise QueryRefused(f"the query cannot be evaluated: {failure['message']}")
    line, column = failure["line"], failure["column"]
    if line is None:
        raise QuerySyntaxError(failure["message"])
    rest = query.split("\n")[line - 1][column - 1 :].strip()
    found = f"'{rest[:_EXCERPT]}'" if rest else "the end of the line"
    prefixes = ", ".join(f"'{prefix}:'" for prefix in undeclared_prefixes(query))
    hint = f"; declare the prefix {prefixes}" if prefixes else ""
    raise QuerySyntaxError(f"line {line}, column {column}: not SPARQL 1.1 from here on: {found}{hint}", line, column)


def _environment() -> dict[str, str]:
    """Return the environment for a worker: ours, with this very package found first."""
    root = str(Path(ipgraph.__file__).parents[1])
    inherited = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([root, inherited] if inherited else [root])}
