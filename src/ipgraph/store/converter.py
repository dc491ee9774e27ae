"""A converter: a process that writes what a remote store answered, or what a client sent, in another format.

Started by `ipgraph.store.converting` as `python -m ipgraph.store.converter MEMORY_MB`; it takes requests over its
standard input, ends when that does, and trusts nobody: what it reads may end it, by memory, by stack or by its parent's
deadline.
"""

import json
import signal
import sys
from typing import IO, Any, BinaryIO

import pyoxigraph

from ipgraph.store.frames import END, FAIL, HEAD, json_frame, read_frame
from ipgraph.store.worker import GRAPH_FORMATS, ROW_FORMATS, limit_resources, write_graph, write_rows

_GRACE_S = 2.0


def convert(request: dict[str, Any], pipe: BinaryIO) -> None:
    """Answer one request over `pipe`: a head, the bytes, an end; or what is wrong with what was to be read."""
    try:
        with open(request["path"], "rb") as source:  # noqa: PTH123 - the child starts fast
            kind = "graph" if request["from"] in GRAPH_FORMATS else "select"
            write = _convert_graph if kind == "graph" else _convert_rows
            write(request, source, pipe)
    except SyntaxError as error:
        place = {"line": error.lineno, "column": error.offset}
        pipe.write(json_frame(FAIL, {"message": error.msg, **place}))
    except Exception as error:  # noqa: BLE001 - the converter's loop: the next request must find it alive
        pipe.write(json_frame(FAIL, {"message": str(error) or type(error).__name__, "line": None, "column": None}))


def _convert_rows(request: dict[str, Any], source: IO[bytes], pipe: BinaryIO) -> None:
    """Write a table or a truth value anew."""
    result = pyoxigraph.parse_query_results(source, format=ROW_FORMATS[request["from"]])
    kind = "ask" if isinstance(result, pyoxigraph.QueryBoolean) else "select"
    pipe.write(json_frame(HEAD, {"kind": kind}))
    pipe.write(json_frame(END, {"truncated": write_rows(result, request["to"], request, pipe)}))


def _convert_graph(request: dict[str, Any], source: IO[bytes], pipe: BinaryIO) -> None:
    """Write the triples of a graph anew; the names of graphs are not kept."""
    quads = pyoxigraph.parse(source, format=GRAPH_FORMATS[request["from"]], base_iri=request["base"])
    triples = (quad.triple for quad in quads)
    pipe.write(json_frame(HEAD, {"kind": "graph"}))
    pipe.write(json_frame(END, {"truncated": write_graph(triples, request["to"], request, pipe)}))


def main(arguments: list[str]) -> None:
    """Convert what is asked for over standard input, within `arguments[0]` MiB."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    limit_resources(int(arguments[0]))
    while True:
        try:
            request = json.loads(read_frame(sys.stdin.buffer)[1])
        except EOFError:
            return
        # The parent kills at the deadline. Should it be stuck or gone, the alarm ends this process.
        signal.setitimer(signal.ITIMER_REAL, request["timeout_s"] + _GRACE_S)
        convert(request, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main(sys.argv[1:])
