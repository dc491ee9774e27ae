"""The same documents give the same bytes, in whatever order and however often they are built."""

from collections.abc import Sequence
from pathlib import Path

from ipgraph.pipeline import build
from ipgraph.resources import data_path
from ipgraph.settings import Settings
from ipgraph.store.embedded import Release, open_release


def _build(paths: Sequence[Path], store: Path) -> Release:
    assert build(paths, store, Settings()).complete
    return open_release(store)


def test_two_builds_and_another_order_give_the_same_dump(corpus_store: Path, tmp_path: Path) -> None:
    first = open_release(corpus_store)
    backwards = _build(sorted(data_path("corpus").glob("*.txt"), reverse=True), tmp_path / "backwards")
    assert backwards.dump.read_bytes() == first.dump.read_bytes()
    assert (backwards.path / "release.json").read_bytes() == (first.path / "release.json").read_bytes()
    again = _build([], tmp_path / "backwards")
    assert again.path == backwards.path


def test_documents_from_another_folder_give_the_same_dump(corpus_store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for path in data_path("corpus").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    assert _build([folder], tmp_path / "store").dump.read_bytes() == open_release(corpus_store).dump.read_bytes()


def test_a_document_contributes_the_same_alone_and_among_others(corpus_store: Path, tmp_path: Path) -> None:
    together = open_release(corpus_store)
    doc_id = together.documents[0]
    alone = _build([data_path("corpus", f"{doc_id}.txt")], tmp_path / "store")
    assert alone.documents == (doc_id,)
    assert sorted(alone.document_quads(doc_id)) == sorted(together.document_quads(doc_id))


def test_the_dump_holds_no_path_of_this_machine(corpus_store: Path, repository: Path) -> None:
    dump = open_release(corpus_store).dump.read_text(encoding="utf-8")
    assert str(repository) not in dump
    assert str(corpus_store) not in dump
