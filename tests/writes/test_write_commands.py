"""`ipgraph update` and `ipgraph load`."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ipgraph.store.embedded import open_release

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def update(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Return what runs an update on the store, with some kind of check."""

    def run(text: str, checks: str) -> "subprocess.CompletedProcess[str]":
        monkeypatch.setenv("IPGRAPH_WRITE_CHECKS", checks)
        file = tmp_path / "update.ru"
        file.write_text(text, encoding="utf-8")
        return cli("update", file, "--store", tmp_path / "store")

    return run


def test_an_update_and_a_file_are_written_and_can_be_dumped(tmp_path: Path, update: Cli, cli: Cli) -> None:
    store = ("--store", tmp_path / "store")
    file = tmp_path / "notes.ttl"
    file.write_text("<#a> <http://e/p> '甲' .", encoding="utf-8")
    updated = update("INSERT DATA { GRAPH <http://e/notes> { <a:a> <a:b> 1 } }", "off")
    assert (updated.returncode, updated.stdout) == (0, f"release {open_release(tmp_path / 'store').id}\n")
    graph = ("--graph", "http://e/notes")
    for options, count in ((graph, 2), ((*graph, "--replace"), 1), ((), 2)):
        assert cli("load", file, *store, *options).returncode == 0
        assert cli("dump", *store).stdout.count("\n") == count
    assert '<http://e/notes#a> <http://e/p> "甲" <http://e/notes> .' in cli("dump", *store).stdout


def test_what_does_not_conform_is_reported_and_not_written(tmp_path: Path, update: Cli) -> None:
    update("INSERT DATA { <http://e/a> <http://e/b> 1 }", "off")
    before = open_release(tmp_path / "store").id
    refused = update("INSERT DATA { <http://e/a> a <https://w3id.org/ipgraph/ontology#TaskAssignment> }", "enforce")
    assert refused.returncode == 1
    assert "A task assignment must have exactly one role" in refused.stdout
    assert refused.stderr.startswith("ipgraph: nothing was written: the outcome would not conform to the shapes")
    assert open_release(tmp_path / "store").id == before


@pytest.mark.parametrize(
    ("name", "message"),
    [("notes.csv", "allowed are .ttl, .nt, .rdf, .xml, .jsonld"), ("no.ttl", "no such file")],
)
def test_a_file_that_cannot_be_loaded_is_refused(tmp_path: Path, cli: Cli, name: str, message: str) -> None:
    (tmp_path / "notes.csv").touch()
    refused = cli("load", tmp_path / name, "--store", tmp_path / "store")
    assert refused.returncode == 2
    assert message in refused.stderr
