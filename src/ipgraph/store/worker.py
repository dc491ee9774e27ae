"""A query worker: a process that opens one release read-only and answers queries, one after the other, over a pipe.

Started by `ipgraph.store.sparql` as `python -m ipgraph.store.worker DB MEMORY_MB`. It imports the engine and little
else, and trusts nobody: whatever it is asked may end it, by memory, by stack or by its parent's deadline.
"""

import json
import os
import queue
import re
import resource
import signal
import sys
import threading
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import pyoxigraph

from ipgraph.store.frames import DATA, END, FAIL, HEAD, read_frame, write_frame, write_json

_CHUNK_BYTES = 1 << 18
_GRACE_S = 2.0
_POSITION = re.compile(r"error at (\d+):(\d+): ")

_ROW_FORMATS = {
    "application/sparql-results+json": pyoxigraph.QueryResultsFormat.JSON,
    "application/sparql-results+xml": pyoxigraph.QueryResultsFormat.XML,
    "text/csv": pyoxigraph.QueryResultsFormat.CSV,
    "text/tab-separated-values": pyoxigraph.QueryResultsFormat.TSV,
}
_GRAPH_FORMATS = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
}


class _ChunkWriter:
    """A binary file that sends what is written to it in messages of some hundred kilobytes."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._buffer = bytearray()

    def write(self, data: bytes) -> int:
        """Take `data`; returns its length."""
        self._buffer += data
        if len(self._buffer) >= _CHUNK_BYTES:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what is waiting."""
        if self._buffer:
            write_frame(self._pipe, DATA, bytes(self._buffer))
            self._buffer.clear()


def answer(store: pyoxigraph.Store, request: dict[str, Any], pipe: BinaryIO) -> None:
    """Answer one request over `pipe`: a head, the result's bytes, an end; or what is wrong with it."""
    try:
        result = store.query(request["query"], use_default_graph_as_union=request["union"])
        kind, media_type = _describe(result, request)
        write_json(pipe, HEAD, {"kind": kind, "media_type": media_type})
        writer = _ChunkWriter(pipe)
        output = cast("IO[bytes]", writer)
        if isinstance(result, pyoxigraph.QueryTriples):
            result.serialize(output, format=_GRAPH_FORMATS[media_type])
        else:
            result.serialize(output, format=_ROW_FORMATS[media_type])
        writer.flush()
        write_frame(pipe, END)
    except SyntaxError as error:
        write_json(pipe, FAIL, {"type": "syntax", **_position(str(error))})
    except Exception as error:  # noqa: BLE001 - the worker's loop: the next query must find it alive
        write_json(pipe, FAIL, {"type": "evaluation", "message": str(error) or type(error).__name__})


def _describe(result: object, request: dict[str, Any]) -> tuple[str, str]:
    """Return the kind of a result and the media type to write it in."""
    if isinstance(result, pyoxigraph.QueryTriples):
        return "graph", request["graph"]
    return ("ask" if isinstance(result, pyoxigraph.QueryBoolean) else "select"), request["rows"]


def _position(message: str) -> dict[str, Any]:
    """Return the line and the column (from 1) that the engine names.

    Its list of what it expected there depends on the order in which its parser tried things; it helps nobody.
    """
    match = _POSITION.match(message)
    if match is None:
        return {"message": message, "line": None, "column": None}
    return {"message": None, "line": int(match[1]), "column": int(match[2])}


def limit_resources(memory_mb: int) -> None:
    """Cap what this process may map from now on, and forbid core files.

    An open database has half a gigabyte of address space mapped before any query (stacks of the engine's threads, for
    the most part). It does not count.
    """
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    size = pages * resource.getpagesize() + memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _receive(pipe: BinaryIO, requests: "queue.SimpleQueue[dict[str, Any]]") -> None:
    """Pass on the parent's requests; end this process, whatever it is doing, when the parent is gone."""
    try:
        while True:
            requests.put(json.loads(read_frame(pipe)[1]))
    except EOFError:
        os._exit(0)


def main(arguments: list[str]) -> None:
    """Serve the release at `arguments[0]` with `arguments[1]` MiB until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    # Whatever the engine prints must not fall between the messages.
    os.dup2(2, 1)
    try:
        store = pyoxigraph.Store.read_only(arguments[0])
    except OSError as error:
        write_json(sink, FAIL, {"type": "store", "message": str(error)})
        return
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(source, requests), daemon=True).start()
    limit_resources(int(arguments[1]))
    write_json(sink, HEAD, {"ready": os.getpid()})
    while True:
        request = requests.get()
        # The parent kills at the deadline. Should it be stuck or gone, the alarm ends this process.
        signal.setitimer(signal.ITIMER_REAL, request["timeout_s"] + _GRACE_S)
        answer(store, request, sink)
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main(sys.argv[1:])
