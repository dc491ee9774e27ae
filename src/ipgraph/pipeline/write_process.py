"""One write worker seen from the parent: start it, await it with a deadline, kill it, tell what came of its write."""

import asyncio
import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

from ipgraph import errors
from ipgraph.errors import IpgraphError, QueryRefused, QueryTimeout, StoreError
from ipgraph.pipeline.rejection import WriteRejected
from ipgraph.pipeline.report_transfer import from_plain
from ipgraph.store.durable import sync_directory
from ipgraph.store.embedded import current_path
from ipgraph.store.frames import ASK, FAIL, PREFIX, json_frame
from ipgraph.store.process import worker_environment

# Publication is a few renames; a disk that is very slow may take its time with them.
_PUBLICATION_S = 60.0


async def run_write(request: dict[str, Any]) -> dict[str, Any]:
    """Return the outcome of a write (`release_id`, `created`, `report`), which is on the disk by then.

    Raises:
        QueryTimeout: the deadline passed; nothing was written.
        QueryRefused: the write ended its worker; nothing was written.
        StoreError: the worker ended while it published, and the old release is still current.
        IpgraphError: what the worker refuses; see `ipgraph.pipeline.writing`.

    """
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "ipgraph.write_worker", str(theirs.fileno())],
            # The worker ends when this pipe does; nothing is ever written to it.
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=worker_environment(),
            # Ctrl-C in the terminal is the parent's to answer.
            start_new_session=True,
        )
    reader, writer = await asyncio.open_unix_connection(sock=ours)
    try:
        writer.write(json_frame(ASK, request))
        return await _converse(process, reader, request)
    finally:
        process.kill()
        writer.close()
        # Giving back gigabytes takes the system a while.
        await asyncio.to_thread(process.communicate)


async def _converse(
    process: "subprocess.Popen[bytes]", pipe: asyncio.StreamReader, request: dict[str, Any]
) -> dict[str, Any]:
    """Return the outcome that a worker announces, once it has published it."""
    first = asyncio.create_task(_read_frame(pipe))
    try:
        done, _ = await asyncio.wait([first], timeout=request["timeout_s"])
        if not done:
            process.kill()
        # Killed or not: what it announced before its end counts.
        kind, message = await first
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        if not done:
            raise QueryTimeout(f"the write was stopped at its deadline of {request['timeout_s']:g} s") from error
        raise QueryRefused(
            f"the write ended its worker: it needs more than {request['memory_mb']} MiB, or nests too deep"
        ) from error
    finally:
        first.cancel()
    if kind == FAIL:
        _raise(json.loads(message))
    outcome: dict[str, Any] = json.loads(message)
    try:
        async with asyncio.timeout(_PUBLICATION_S):
            kind, message = await _read_frame(pipe)
    except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
        _require_current(Path(request["store"]), outcome["release_id"], error)
    else:
        if kind == FAIL:
            _raise(json.loads(message))
    return outcome


async def _read_frame(pipe: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Return the next message's kind and bytes."""
    kind, length = PREFIX.unpack(await pipe.readexactly(PREFIX.size))
    return kind, await pipe.readexactly(length)


def _require_current(store_dir: Path, release_id: str, error: Exception) -> None:
    """Require that a release became current, though nobody said so; it is on the disk afterwards.

    Raises:
        StoreError: it did not.

    """
    path = current_path(store_dir)
    if path is None or path.name != release_id:
        raise StoreError("the write ended while it was published, and had no effect; write again") from error
    sync_directory(store_dir)


def _raise(failure: dict[str, Any]) -> NoReturn:
    """Raise what the worker reported."""
    message = failure["message"]
    if "report" in failure:
        raise WriteRejected(message, from_plain(failure["report"]))
    kind = getattr(errors, failure["type"], None)
    if kind is None:
        raise IpgraphError(f"the write failed: {failure['type']}: {message}")
    raise kind(message, failure["line"], failure["column"]) if "line" in failure else kind(message)
