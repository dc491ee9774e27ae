"""Has foreign results and graphs written in another format by processes that can be killed.

What another side wrote may nest so deep, or grow so large, that its parser ends the process. So nothing of it is
parsed in the service's own process.
"""

import asyncio
import json
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipgraph.errors import DataError
from ipgraph.settings import Settings
from ipgraph.store.answers import QueryAnswer, Spool
from ipgraph.store.frames import ASK, DATA, END, FAIL, json_frame
from ipgraph.store.process import worker_environment

_PREFIX_BYTES = 5


@dataclass(frozen=True, slots=True)
class Conversion:
    """What is to be written anew: the file `path`, from one media type to another.

    Relative IRIs of a graph are resolved against `base_iri`.
    """

    path: Path
    source_type: str
    target_type: str
    base_iri: str | None = None


class Converters:
    """Converter processes, started when they are needed; used within one event loop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._idle: deque[Process] = deque()

    async def convert(self, wanted: Conversion, max_rows: int, max_bytes: int, deadline: float) -> QueryAnswer:
        """Return the file's content in the other format, cut at `max_rows` or `max_bytes`.

        `deadline` is in seconds of the monotonic clock; whoever is cancelled while it waits stops the conversion.

        Raises:
            DataError: the file is not what its media type says, or needs more memory than a worker may use.
            TimeoutError: the deadline passed.

        """
        process = self._idle.popleft() if self._idle else await self._start()
        timeout_s = max(0.0, deadline - time.monotonic())
        request = {
            "path": str(wanted.path),
            "from": wanted.source_type,
            "to": wanted.target_type,
            "base": wanted.base_iri,
            "max_rows": max_rows,
            "max_bytes": max_bytes,
            "timeout_s": timeout_s,
        }
        try:
            async with asyncio.timeout(timeout_s):
                answer = await _ask(process, request)
        except (asyncio.IncompleteReadError, OSError) as error:
            await _kill(process)
            if isinstance(error, TimeoutError):
                raise
            memory_mb = self._settings.worker_memory_mb
            raise DataError(f"reading it needs more than {memory_mb} MiB, or it nests too deep") from error
        except BaseException as error:
            if not isinstance(error, DataError):
                await _kill(process)
            else:
                self._idle.append(process)
            raise
        self._idle.append(process)
        return answer

    async def _start(self) -> Process:
        """Return a converter that was started."""
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "ipgraph.store.converter", str(self._settings.worker_memory_mb)),
            stdin=PIPE,
            stdout=PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=worker_environment(),
            # Ctrl-C in the terminal is the parent's to answer.
            start_new_session=True,
        )

    async def close(self) -> None:
        """End the processes that are idle; the others end with the tasks that wait for them."""
        while self._idle:
            await _kill(self._idle.popleft())


async def _ask(process: Process, request: dict[str, Any]) -> QueryAnswer:
    """Return what the process answers.

    Raises:
        DataError: the file cannot be read.
        IncompleteReadError, OSError: the process is gone.

    """
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json_frame(ASK, request))
    await process.stdin.drain()
    spool = Spool()
    head: dict[str, Any] = {}
    while True:
        prefix = await process.stdout.readexactly(_PREFIX_BYTES)
        payload = await process.stdout.readexactly(int.from_bytes(prefix[1:]))
        match prefix[:1]:
            case kind if kind == DATA:
                spool.write(payload)
            case kind if kind == FAIL:
                spool.close()
                failure = json.loads(payload)
                raise DataError(failure["message"], failure["line"], failure["column"])
            case kind if kind == END:
                return QueryAnswer(head["kind"], request["to"], spool, json.loads(payload)["truncated"])
            case _:
                head = json.loads(payload)


async def _kill(process: Process) -> None:
    """End a process."""
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()
