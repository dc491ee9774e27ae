"""Writers that are killed, at whatever moment, lose nothing that was confirmed and leave a whole release."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ipgraph.errors import IpgraphError, WriteConflict
from ipgraph.pipeline.writing import EmbeddedWriter
from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release
from ipgraph.store.lock import hold

KILLS = 50

# A write worker for each moment in turn, forked after the imports. `after` touches of the store it ends itself by
# SIGKILL (an audit hook sees each file that is opened, made, renamed or removed, before it happens); or it is killed
# after some seconds, wherever it is then: the engine's own files are not seen by the hook. Prints whether each write
# was confirmed, and waits for a line before the next. The first one is not killed: it tells how long a write takes, and
# prints how often it touched the store.
WORKERS = """
import json, os, select, signal, sys, time
from ipgraph.write_worker import write

EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.truncate", "shutil.rmtree"}
store = sys.argv[1]

def work(number, after, report):
    touches = 0
    def hook(event, arguments):
        nonlocal touches
        if event in EVENTS and store in f"{arguments[0]!s}{arguments[1]!s}":
            touches += 1
            if touches == after:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    text = f"INSERT DATA {{ <http://e/s> <http://e/p> {number} }}"
    write({
        "operation": "update", "arguments": {"text": text, "default": [], "named": []}, "store": store,
        "base_iri": "http://e/", "checks": "off", "max_chars": 1000, "max_depth": 10,
    }, lambda outcome: None)
    os.write(report, str(touches).encode())

def run(number, after=0, seconds=None):
    reading, writing = os.pipe()
    begun = time.monotonic()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            work(number, after, writing)
        finally:
            os._exit(0)
    os.close(writing)
    if seconds is not None:
        select.select([reading], [], [], seconds)
        os.kill(child, signal.SIGKILL)
    said = os.read(reading, 20)
    os.waitpid(child, 0)
    os.close(reading)
    return said, time.monotonic() - begun

touches, took = run(0)
kills = int(sys.argv[2])
points = int(touches)
print(json.dumps([0, True, points]), flush=True)
for number in range(1, kills + 1):
    sys.stdin.readline()
    if number % 2:
        said, _ = run(number, after=1 + number * points // kills)
    else:
        said, _ = run(number, seconds=took * number / kills)
    print(json.dumps([number, bool(said), 0]), flush=True)
"""

# A service's writer, forked after the imports again and again, and killed by SIGKILL some time after its first write
# was confirmed. Prints the numbers that it was told are written, and those that it began to write.
SERVICE = """
import asyncio, json, os, select, signal, sys
from pathlib import Path
from ipgraph.errors import WriteConflict
from ipgraph.pipeline.writing import EmbeddedWriter
from ipgraph.settings import Settings

async def serve(number, report):
    writer = EmbeddedWriter(Settings(store=Path(sys.argv[1]), write_checks="off"))
    while True:
        os.write(report, f"-{number}\\n".encode())
        try:
            await writer.update(f"INSERT DATA {{ <http://e/s> <http://e/p> {number} }}")
        except WriteConflict:
            # The worker of the one that was killed has not ended yet.
            continue
        os.write(report, f"+{number}\\n".encode())
        number += 1

def collect(reading, wanted, seconds):
    said = ""
    while wanted not in said and select.select([reading], [], [], seconds)[0]:
        piece = os.read(reading, 1000).decode()
        if not piece:
            break
        said += piece
    return said

number = 0
for delay in map(float, sys.argv[2:]):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        asyncio.run(serve(number, writing))
    os.close(writing)
    said = collect(reading, "+", 60)
    select.select([], [], [], delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    lines = (said + collect(reading, "never", 0)).split()
    os.close(reading)
    confirmed = [int(line[1:]) for line in lines if line[0] == "+"]
    begun = {int(line[1:]) for line in lines if line[0] == "-"}
    number = max(begun) + 1
    print(json.dumps([confirmed, sorted(begun)]), flush=True)
    sys.stdin.readline()
"""


def _held(store: Path) -> set[int]:
    """Return the numbers in the current release, after checking that it is whole."""
    release = open_release(store)
    numbers = {int(row["o"]) for row in release.select("SELECT ?o { GRAPH ?g { ?s ?p ?o } }")}
    numbers |= {int(line.split('"')[1]) for line in _lines(store)}
    assert len(numbers) == release.info["quads"]
    return numbers


def _lines(store: Path) -> list[str]:
    with open_release(store).with_dump() as dump:
        return dump.read_text(encoding="utf-8").splitlines()


@pytest.mark.slow
def test_a_write_worker_killed_at_any_moment_leaves_the_old_or_the_new_release(tmp_path: Path) -> None:
    store = tmp_path / "store"
    command = [sys.executable, "-c", WORKERS, str(store), str(KILLS)]
    confirmed: set[int] = set()
    possible: set[int] = set()
    survived = 0
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in process.stdout:
            number, done, points = json.loads(line)
            assert number or points > 20
            possible.add(number)
            confirmed |= {number} if done else set()
            survived += done
            held = _held(store)
            assert confirmed <= held <= possible
            # What the killed write left undone never comes to be later.
            possible = set(held)
            if number < KILLS:
                process.stdin.write("\n")
                process.stdin.flush()
    assert process.returncode == 0
    assert number == KILLS
    # Every second one ended itself; of the others, some were done before their moment came.
    assert survived <= 1 + KILLS // 2


@pytest.mark.slow
def test_a_service_killed_while_it_writes_loses_nothing_that_it_confirmed(tmp_path: Path) -> None:
    store = tmp_path / "store"
    delays = [number / 40 for number in range(12)]
    command = [sys.executable, "-c", SERVICE, str(store), *map(str, delays)]
    confirmed: set[int] = set()
    possible: set[int] = set()
    rounds = 0
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in process.stdout:
            told, begun = json.loads(line)
            confirmed |= set(told)
            possible |= set(begun)
            assert confirmed <= _held(store) <= possible
            rounds += 1
            process.stdin.write("\n")
            process.stdin.flush()
    assert process.returncode == 0
    assert rounds == len(delays)
    # No worker outlives its service for long: the lock is given back.
    _await_lock(store)


@pytest.mark.slow
def test_a_writer_whose_worker_is_killed_tells_the_truth(tmp_path: Path) -> None:
    settings = Settings(store=tmp_path / "store", write_checks="off")

    async def write_all() -> list[tuple[int, bool]]:
        writer = EmbeddedWriter(settings)
        await writer.update("INSERT DATA { <http://e/s> <http://e/p> 0 }")
        told = []
        for number in range(1, 13):
            task = asyncio.create_task(writer.update(f"INSERT DATA {{ <http://e/s> <http://e/p> {number} }}"))
            await asyncio.wait([task], timeout=number / 40)
            for worker in _children():
                os.kill(worker, signal.SIGKILL)
            await asyncio.wait([task])
            assert task.exception() is None or isinstance(task.exception(), IpgraphError)
            told.append((number, task.exception() is None))
            assert _held(settings.store_dir) == {0, *(number for number, done in told if done)}
        return told

    told = asyncio.run(write_all())
    assert not all(done for _, done in told)


def _children() -> list[int]:
    """Return the processes that this one started."""
    return [int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]


def _await_lock(store: Path) -> None:
    """Return once the store's lock is free."""
    deadline = time.monotonic() + 20
    while True:
        try:
            with hold(store):
                return
        except WriteConflict:
            assert time.monotonic() < deadline
            time.sleep(0.02)
