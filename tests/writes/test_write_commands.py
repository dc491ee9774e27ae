"""`ipgraph update` and `ipgraph load`."""

import os
import subprocess
import sys
from pathlib import Path

from ipgraph.store.embedded import open_release


def _run(*arguments: object, checks: str = "off", text: str = "") -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "IPGRAPH_WRITE_CHECKS": checks}
    command = [sys.executable, "-m", "ipgraph", *map(str, arguments)]
    return subprocess.run(command, input=text, capture_output=True, text=True, env=environment, check=False)


def test_an_update_and_a_file_are_written_and_can_be_dumped(tmp_path: Path) -> None:
    store = tmp_path / "store"
    (tmp_path / "notes.ttl").write_text("<#a> <http://e/p> '甲' .", encoding="utf-8")
    updated = _run("update", "--store", store, text="INSERT DATA { GRAPH <http://e/notes> { <a:a> <a:b> 1 } }")
    assert updated.returncode == 0
    assert updated.stdout == f"release {open_release(store).id}\n"
    for options, count in (
        (("--graph", "http://e/notes"), 2),
        (("--graph", "http://e/notes", "--replace"), 1),
        ((), 2),
    ):
        loaded = _run("load", tmp_path / "notes.ttl", "--store", store, *options)
        assert loaded.returncode == 0
        assert _run("dump", "--store", store).stdout.count("\n") == count
    assert '<http://e/notes#a> <http://e/p> "甲" <http://e/notes> .' in _run("dump", "--store", store).stdout


def test_what_does_not_conform_is_reported_and_not_written(tmp_path: Path) -> None:
    store = tmp_path / "store"
    act = "<http://e/a> a <https://w3id.org/ipgraph/ontology#TaskAssignment>"
    _run("update", "--store", store, text="INSERT DATA { <http://e/a> <http://e/b> 1 }")
    before = open_release(store).id
    refused = _run("update", "--store", store, checks="enforce", text=f"INSERT DATA {{ {act} }}")
    assert refused.returncode == 1
    assert "A task assignment must have exactly one role" in refused.stdout
    assert refused.stderr.startswith("ipgraph: nothing was written: the outcome would not conform to the shapes")
    assert open_release(store).id == before


def test_a_file_that_cannot_be_loaded_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").touch()
    for name, message in (("notes.csv", "allowed are .ttl, .nt, .rdf, .xml, .jsonld"), ("no.ttl", "no such file")):
        refused = _run("load", tmp_path / name, "--store", tmp_path / "store")
        assert refused.returncode == 2
        assert message in refused.stderr
