"""A query worker: a process that opens one release read-only and answers queries, one after the other.

Started by `ipgraph.store.process` as `python -m ipgraph.store.worker SOCKET DB MEMORY_MB`, where SOCKET is the number
of an open socket; it ends when its standard input does. It imports the engine and little else, and trusts nobody:
whatever it is asked may end it, by memory, by stack or by its parent's deadline.
"""

import gc
import json
import os
import re
import resource
import signal
import socket
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import pyoxigraph

from ipgraph.store.cutting import Cut, Limited, RowWriter, graph_remark
from ipgraph.store.frames import DATA, END, FAIL, HEAD, frame, json_frame, read_frame

_GRACE_S = 2.0
_BUFFER_BYTES = 1 << 18
_POSITION = re.compile(r"error at (\d+):(\d+): ")
_UNGROUPED = re.compile(r"The SELECT contains an? (?:expression with a )?variable that is unbound")

ROW_FORMATS = {
    "application/sparql-results+json": pyoxigraph.QueryResultsFormat.JSON,
    "application/sparql-results+xml": pyoxigraph.QueryResultsFormat.XML,
    "text/csv": pyoxigraph.QueryResultsFormat.CSV,
    "text/tab-separated-values": pyoxigraph.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
    "application/trig": pyoxigraph.RdfFormat.TRIG,
    "application/n-quads": pyoxigraph.RdfFormat.N_QUADS,
}


class _TripleFile:
    """A binary file that sends what a graph is written as, in pieces of some hundred kilobytes."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._buffer = bytearray()
        self.size = 0

    def write(self, data: bytes) -> int:
        """Take `data`; returns its length."""
        self._buffer += data
        self.size += len(data)
        if len(self._buffer) >= _BUFFER_BYTES:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what is waiting."""
        if self._buffer:
            self._pipe.write(frame(DATA, bytes(self._buffer)))
            self._buffer.clear()


def answer(store: pyoxigraph.Store, request: dict[str, Any], pipe: BinaryIO) -> None:
    """Answer one request over `pipe`: a head, the result's bytes, an end; or what is wrong with it."""
    try:
        result = _query(store, request)
        kind = _kind(result)
        media_type = request["graph" if kind == "graph" else "rows"]
        pipe.write(json_frame(HEAD, {"kind": kind, "media_type": media_type}))
        write = write_graph if isinstance(result, pyoxigraph.QueryTriples) else write_rows
        truncated = write(result, media_type, request, pipe)  # type: ignore[arg-type]
        pipe.write(json_frame(END, {"truncated": truncated}))
    except SyntaxError as error:
        pipe.write(json_frame(FAIL, {"type": "syntax", **_position(str(error))}))
    except Exception as error:  # noqa: BLE001 - the worker's loop: the next query must find it alive
        pipe.write(json_frame(FAIL, {"type": "evaluation", "message": str(error) or type(error).__name__}))


def _query(store: pyoxigraph.Store, request: dict[str, Any]) -> object:
    """Return the engine's result, over the dataset that the request names or else over the query's."""
    default, named = request["default"], request["named"]
    if not default and not named:
        return store.query(request["query"], base_iri=request["base_iri"], use_default_graph_as_union=request["union"])
    return store.query(
        request["query"],
        base_iri=request["base_iri"],
        default_graph=[
            pyoxigraph.DefaultGraph() if iri == request["store_default"] else pyoxigraph.NamedNode(iri)
            for iri in default
        ],
        named_graphs=[pyoxigraph.NamedNode(iri) for iri in named],
    )


def _kind(result: object) -> str:
    if isinstance(result, pyoxigraph.QueryTriples):
        return "graph"
    return "ask" if isinstance(result, pyoxigraph.QueryBoolean) else "select"


def write_rows(
    result: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean,
    media_type: str,
    request: dict[str, Any],
    pipe: BinaryIO,
) -> str | None:
    """Write a table or truth value, and return the limit at which it was cut, if it was."""
    writer = RowWriter(lambda data: _send(pipe, data), media_type, int(request["max_rows"]), int(request["max_bytes"]))
    with suppress(Cut):
        result.serialize(cast("IO[bytes]", writer), format=ROW_FORMATS[media_type])
    writer.finish()
    return writer.truncated


def write_graph(
    result: Iterable[pyoxigraph.Triple], media_type: str, request: dict[str, Any], pipe: BinaryIO
) -> str | None:
    """Write a graph, and return the limit at which it was cut, if it was."""
    output = _TripleFile(pipe)
    limited = Limited(int(request["max_rows"]), int(request["max_bytes"]), lambda: output.size)
    pyoxigraph.serialize(limited(result), cast("IO[bytes]", output), format=GRAPH_FORMATS[media_type])
    if limited.truncated is not None:
        output.write(graph_remark(media_type, limited.truncated))
    output.flush()
    return limited.truncated


def _send(pipe: BinaryIO, data: bytes) -> None:
    pipe.write(frame(DATA, data))


def _position(message: str) -> dict[str, Any]:
    """Return the line and the column (from 1) that the engine names, and whether SELECT misses a variable there.

    Its list of what it expected there depends on the order in which its parser tried things; it helps nobody.
    """
    match = _POSITION.match(message)
    if match is None:
        return {"message": message, "line": None, "column": None}
    ungrouped = _UNGROUPED.search(message) is not None
    return {"message": None, "line": int(match[1]), "column": int(match[2]), "ungrouped": ungrouped}


def limit_resources(memory_mb: int) -> None:
    """Cap what this process may map from now on, and forbid core files.

    An open database has half a gigabyte of address space mapped before any query (stacks of the engine's threads, for
    the most part). It does not count.
    """
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    size = pages * resource.getpagesize() + memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_with_parent() -> None:
    """End this process, whatever it is doing, when its standard input ends: its parent is gone."""
    while os.read(0, 1):
        pass
    os._exit(0)


class _Worker:
    """Answers what comes over a socket."""

    def __init__(self, connection: socket.socket) -> None:
        self._source = cast("BinaryIO", connection.makefile("rb"))
        self._sink = cast("BinaryIO", connection.makefile("wb", buffering=_BUFFER_BYTES))
        self._store: pyoxigraph.Store | None = None

    def open(self, database: str) -> bool:
        """Go over to a database, and tell whether it could be opened; the one before stays open where not."""
        try:
            self._store = pyoxigraph.Store.read_only(database)
        except OSError as error:
            self._reply(json_frame(FAIL, {"type": "store", "message": str(error)}))
            return False
        # Of the database before, nothing must stay in memory.
        gc.collect()
        self._reply(json_frame(END, {"ready": os.getpid()}))
        return True

    def serve(self) -> None:
        """Answer one request after the other, until the parent closes the socket."""
        while True:
            try:
                request = json.loads(read_frame(self._source)[1])
            except EOFError:
                return
            if "open" in request:
                self.open(request["open"])
                continue
            assert self._store is not None
            # The parent kills at the deadline. Should it be stuck or gone, the alarm ends this process.
            signal.setitimer(signal.ITIMER_REAL, request["timeout_s"] + _GRACE_S)
            answer(self._store, request, self._sink)
            self._sink.flush()
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _reply(self, message: bytes) -> None:
        self._sink.write(message)
        self._sink.flush()


def main(arguments: list[str]) -> None:
    """Serve the database `arguments[1]` with `arguments[2]` MiB over the socket `arguments[0]`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    threading.Thread(target=end_with_parent, daemon=True).start()
    with socket.socket(fileno=int(arguments[0])) as connection:
        worker = _Worker(connection)
        if worker.open(arguments[1]):
            limit_resources(int(arguments[2]))
            worker.serve()


if __name__ == "__main__":
    main(sys.argv[1:])
