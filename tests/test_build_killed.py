"""A build that is killed, at whatever point, leaves the served release as it was."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from ipgraph.pipeline import build
from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release

OLD = "国务院办公厅关于印发知识产权工作要点的通知\n国办发〔2019〕1号\n一、加强保护。(公安部负责)\n"
NEW = "国务院办公厅关于印发知识产权工作要点的通知\n国办发〔2020〕2号\n一、加强保护。(海关总署负责)\n"

# `ipgraph build` for each store on the command line, in a process of its own that ends itself by SIGKILL just before
# its Nth touch of the store; with 0 it ends by itself. Prints how each ended and how often it had touched its store.
# An audit hook sees each file that is opened, made, renamed or removed, before it happens. The processes are forked
# after the imports and after reading what ships with ipgraph, which take most of the time of a build of one page.
BUILDS = """
import os, signal, sys
import ipgraph.pipeline
from ipgraph.cli import main
from ipgraph.pipeline.mapping import Mapper
from ipgraph.rdf.ontology import ontology_quads
from ipgraph.settings import Settings

ontology_quads(Mapper.load(Settings().base_iri).minter)

EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.truncate", "shutil.rmtree"}

def run(document, store, limit, report):
    touches = 0
    def hook(event, arguments):
        nonlocal touches
        if event in EVENTS and store in f"{arguments[0]!s}{arguments[1]!s}":
            touches += 1
            if touches == limit:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    sys.argv = ["ipgraph", "build", document, "--store", store]
    try:
        main()
    finally:
        os.write(report, str(touches).encode())

for argument in sys.argv[2:]:
    limit, store = argument.split("@", 1)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        run(sys.argv[1], store, int(limit), writing)
    os.close(writing)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(status, os.read(reading, 20).decode() or 0, flush=True)
    os.close(reading)
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store that serves OLD, and the document NEW."""
    folder = tmp_path_factory.mktemp("killed")
    document = folder / "notice.txt"
    document.write_text(OLD, encoding="utf-8")
    assert build([document], folder / "store", Settings()).complete
    document.write_text(NEW, encoding="utf-8")
    assert build([document], folder / "other", Settings()).complete
    return folder


def _builds(prepared: Path, points: dict[int, Path]) -> list[tuple[int, int]]:
    """Return how a build ended, and how often it had touched its store, for each point at which it is to be killed."""
    for store in points.values():
        shutil.copytree(prepared / "store", store, symlinks=True)
    arguments = [f"{limit}@{store}" for limit, store in points.items()]
    command = [sys.executable, "-c", BUILDS, str(prepared / "notice.txt"), *arguments]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    return [(int(status), int(touches)) for status, touches in map(str.split, finished.stdout.splitlines())]


def _require_whole(prepared: Path, store: Path) -> str:
    """Return the id of the served release, after checking that it is the old one or the new one, entirely."""
    release = open_release(store)
    expected = {open_release(prepared / name).id for name in ("store", "other")}
    assert release.id in expected
    assert sha256(release.dump.read_bytes()).hexdigest().startswith(release.id)
    rows = list(release.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"))
    assert rows == [{"n": release.info["quads"]}]
    assert release.source_path("notice").read_text(encoding="utf-8") in {OLD, NEW}
    return release.id


@pytest.mark.slow
def test_a_build_killed_before_any_touch_of_the_store_leaves_a_whole_release(prepared: Path, tmp_path: Path) -> None:
    [(status, total)] = _builds(prepared, {0: tmp_path / "whole"})
    assert status == 0
    assert total > 30
    # The last third is where the release is finished, swapped in and the old ones are removed: every point of it.
    limits = [*range(1, total * 2 // 3, 7), *range(total * 2 // 3, total + 1)]
    points = {limit: tmp_path / str(limit) for limit in limits}
    assert _builds(prepared, points) == [(-signal.SIGKILL, 0)] * len(limits)
    seen = [_require_whole(prepared, store) for store in points.values()]
    old, new = (open_release(prepared / name).id for name in ("store", "other"))
    assert seen == sorted(seen, key=[old, new].index)
    assert {*seen} == {old, new}


def test_the_build_after_a_killed_one_clears_up_and_publishes(prepared: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert _builds(prepared, {20: store}) == [(-signal.SIGKILL, 0)]
    assert list(store.glob("building-*"))
    report = build([prepared / "notice.txt"], store, Settings())
    assert report.release_id == open_release(prepared / "other").id
    assert not list(store.glob("building-*"))


def test_a_killed_build_of_many_documents_leaves_no_process(prepared: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(prepared / "store", store, symlinks=True)
    environment = {**os.environ, "TEST_MARK": str(store)}
    command = [sys.executable, "-m", "ipgraph", "build", "--store", str(store)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    deadline = time.monotonic() + 60
    while len(list(_marked(str(store)))) < 3 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    workers = [pid for pid in _marked(str(store)) if pid != process.pid]
    process.kill()
    process.wait()
    while list(_marked(str(store))) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(workers) == 2
    assert list(_marked(str(store))) == []
    assert _require_whole(prepared, store) == open_release(prepared / "store").id


def _marked(mark: str) -> Iterator[int]:
    """Yield the running processes whose environment holds a mark."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                if mark in (entry / "environ").read_text(errors="replace"):
                    yield int(entry.name)
            except OSError:
                continue
