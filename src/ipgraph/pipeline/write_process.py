"""One write worker seen from the parent: start it, await it with a deadline, kill it, tell what came of its write."""

import asyncio
import json
import os
import struct
import sys
from pathlib import Path
from typing import Any, NoReturn

import ipgraph
from ipgraph import errors
from ipgraph.errors import IpgraphError, QueryRefused, QueryTimeout, StoreError
from ipgraph.pipeline.rejection import WriteRejected
from ipgraph.pipeline.report_transfer import from_plain
from ipgraph.store.durable import sync_directory
from ipgraph.store.embedded import current_path
from ipgraph.store.frames import DATA, FAIL

_PREFIX = struct.Struct(">cI")
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
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "ipgraph.write_worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(),
        # Ctrl-C in the terminal is the parent's to answer.
        start_new_session=True,
    )
    try:
        return await _converse(process, request)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _converse(process: asyncio.subprocess.Process, request: dict[str, Any]) -> dict[str, Any]:
    """Return the outcome that a worker announces, once it has published it."""
    assert process.stdin is not None
    assert process.stdout is not None
    payload = json.dumps(request).encode()
    process.stdin.write(_PREFIX.pack(DATA, len(payload)) + payload)
    first = asyncio.create_task(_read_frame(process.stdout))
    try:
        done, _ = await asyncio.wait([first], timeout=request["timeout_s"])
        if not done:
            process.kill()
        # Killed or not: what it announced before its end counts.
        kind, message = await first
    except asyncio.IncompleteReadError as error:
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
            kind, message = await _read_frame(process.stdout)
    except (TimeoutError, asyncio.IncompleteReadError) as error:
        _require_current(Path(request["store"]), outcome["release_id"], error)
    else:
        if kind == FAIL:
            _raise(json.loads(message))
    return outcome


async def _read_frame(pipe: asyncio.StreamReader) -> tuple[bytes, bytes]:
    kind, length = _PREFIX.unpack(await pipe.readexactly(_PREFIX.size))
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


def _environment() -> dict[str, str]:
    """Return the environment for a worker: ours, with this very package found first."""
    root = str(Path(ipgraph.__file__).parents[1])
    inherited = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([root, inherited] if inherited else [root])}
