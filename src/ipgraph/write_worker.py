"""A write worker: a process that makes one write to a store, up to and including its publication, and says what came.

Started by `ipgraph.pipeline.write_process` as `python -m ipgraph.write_worker SOCKET`; it ends when its standard input
does. What parsers or updates do to it costs this write only. Where nothing is checked it imports little, to start
fast.
"""

import hashlib
import json
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ipgraph import __version__
from ipgraph.errors import IpgraphError
from ipgraph.model.document import DocumentMeta
from ipgraph.rdf.mint import Minter
from ipgraph.store.endpoint import RdfDataset
from ipgraph.store.frames import DATA, END, FAIL, frame, json_frame, read_frame
from ipgraph.store.lock import hold
from ipgraph.store.revision import Revision
from ipgraph.store.update_screening import screen_update
from ipgraph.store.worker import end_with_parent, limit_resources

_GRACE_S = 10.0

Request = dict[str, Any]
Change = Callable[[Revision], bool]
Announce = Callable[[dict[str, Any]], None]


def write(request: Request, announce: Announce) -> None:
    """Make the write that a request asks for; `announce` is called with the outcome, just before it takes effect.

    Raises:
        IpgraphError: nothing was published; see `ipgraph.pipeline.writing`.

    """
    # What can be refused without the store is refused first.
    change = _to_change(request)
    with hold(Path(request["store"])):
        revision = Revision(Path(request["store"]))
        published = False
        try:
            outcome = _apply(revision, request, change)
            info = _info(revision, request)
            announce({**outcome, "release_id": revision.seal(info)})
            revision.publish(info)
            published = True
        finally:
            if not published:
                revision.abandon()


def _to_change(request: Request) -> Change:
    """Return what changes a revision as a request asks, and tells whether it created something.

    Raises:
        QueryRefused: an update asks for what is not done.

    """
    arguments = request["arguments"]
    match request["operation"]:
        case "update":
            using = RdfDataset(tuple(arguments["default"]), tuple(arguments["named"]))
            texts = screen_update(arguments["text"], request["max_chars"], request["max_depth"], using)
            return lambda revision: revision.update(texts, request["base_iri"])
        case "put_graph":
            return lambda revision: revision.put_graph(**arguments)
        case "post_graph":
            return lambda revision: revision.post_graph(**arguments)
        case "delete_graph":
            return lambda revision: _delete_graph(revision, request)
        case _:
            return lambda revision: _put_document(revision, request)


def _apply(revision: Revision, request: Request, change: Change) -> dict[str, Any]:
    """Change a revision and finish it; returns the outcome.

    Raises:
        IpgraphError: the change cannot be made, or its outcome does not conform.

    """
    if request["checks"] == "off":
        created = change(revision)
        revision.forget_documents()
        revision.finish_plain(_fingerprint(request))
        return {"created": created, "report": None}
    from ipgraph.pipeline.gate import add_foundation, finish_checked
    from ipgraph.pipeline.rejection import WriteRejected
    from ipgraph.pipeline.report_transfer import to_plain

    minter = Minter(request["base_iri"])
    if revision.base is None:
        add_foundation(revision, minter)
    created = change(revision)
    revision.forget_documents()
    report = finish_checked(revision, minter)
    if report is not None and request["checks"] == "enforce":
        WriteRejected.unless_conforms(report)
    return {"created": created, "report": None if report is None else to_plain(report)}


def _delete_graph(revision: Revision, request: Request) -> bool:
    """Remove a graph; with that of a document go the things that only it refers to."""
    graph = request["arguments"]["graph"]
    minter = Minter(request["base_iri"])
    of_document = graph is not None and f"<{graph}>" in map(minter.document_graph, revision.documents)
    if graph is not None and of_document and revision.has_graph(graph):
        shared = (minter.things_graph()[1:-1], minter.generated_graphs())
        revision.replace_document(graph, None, *shared)
    else:
        revision.remove_graph(graph)
    return False


def _put_document(revision: Revision, request: Request) -> bool:
    from ipgraph.pipeline.document_upload import put_document
    from ipgraph.pipeline.mapping import Mapper

    arguments = request["arguments"]
    meta = DocumentMeta(**arguments["meta"])
    return put_document(revision, Path(arguments["body"]), meta, Mapper.load(request["base_iri"]))


def _info(revision: Revision, request: Request) -> dict[str, Any]:
    """Return what `release.json` says of how the release was made: as the one before it, unless it is the first."""
    info: dict[str, Any] = {"ipgraph": __version__}
    if revision.base is not None and "made_by" in revision.base.info:
        info["made_by"] = revision.base.info["made_by"]
    elif request["checks"] != "off":
        from ipgraph.pipeline.fingerprints import fingerprints

        info["made_by"] = fingerprints()
    return info


def _fingerprint(request: Request) -> Iterator[bytes]:
    """Yield bytes that stand for a write: what it asks for, and the digest of its file."""
    arguments = {name: value for name, value in request["arguments"].items() if name != "body"}
    yield json.dumps([request["operation"], arguments], sort_keys=True).encode()
    if "body" in request["arguments"]:
        with Path(request["arguments"]["body"]).open("rb") as body:
            yield hashlib.file_digest(body, "sha256").digest()


def _failure(error: Exception) -> dict[str, Any]:
    """Return what the parent raises again."""
    if isinstance(error, MemoryError):
        return {"type": "QueryRefused", "message": "the write needs more memory than it may use"}
    if isinstance(error, OSError):
        return {"type": "StoreError", "message": f"the store cannot be written ({error.strerror or error})"}
    failure: dict[str, Any] = {"type": type(error).__name__, "message": str(error)}
    for name in ("line", "column"):
        if isinstance(error, IpgraphError) and hasattr(error, name):
            failure[name] = getattr(error, name)
    if isinstance(error, IpgraphError) and hasattr(error, "report"):
        from ipgraph.pipeline.report_transfer import to_plain

        failure["report"] = to_plain(error.report)
    return failure


def main(arguments: list[str]) -> None:
    """Make the write that the socket `arguments[0]` tells of; tell there what comes of it, then that it is done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # Nobody would hear of a write whose parent is gone.
    threading.Thread(target=end_with_parent, daemon=True).start()
    with socket.socket(fileno=int(arguments[0])) as connection:
        with connection.makefile("rb") as source:
            request = json.loads(read_frame(source)[1])
        limit_resources(request["memory_mb"])
        # The parent kills at the deadline. Should it be stuck, the alarm ends this process.
        signal.setitimer(signal.ITIMER_REAL, request["timeout_s"] + _GRACE_S)
        try:
            write(request, lambda outcome: connection.sendall(json_frame(DATA, outcome)))
        except Exception as error:  # noqa: BLE001 - the worker's door: the parent tells of it
            connection.sendall(json_frame(FAIL, _failure(error)))
        else:
            connection.sendall(frame(END))


if __name__ == "__main__":
    main(sys.argv[1:])
