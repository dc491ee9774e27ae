"""A store whose writes pass the gate of a build: derived, described, checked against shapes and texts."""

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ipgraph.errors import SourceError
from ipgraph.model.document import DocumentMeta
from ipgraph.pipeline import build
from ipgraph.pipeline.writing import WriteRejected
from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release

Write = Callable[..., list[Any]]

ID = "https://w3id.org/ipgraph/id/"
IPG = "https://w3id.org/ipgraph/ontology#"
NOTICE = "国务院办公厅关于印发知识产权工作要点的通知\n国办发〔2019〕1号\n一、加强保护。(公安部负责)\n"
MENDED = "国务院办公厅关于印发知识产权工作要点的通知\n国办发〔2019〕1号\n一、加强保护。(海关总署负责)\n"
REPORT = "商务部参加中美知识产权工作组第25次会议。\n2014年，商务部与阿尔巴尼亚签署知识产权合作谅解备忘录。\n"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of documents, `notice` in two versions."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "mended").mkdir()
    (folder / "notice.txt").write_text(NOTICE, encoding="utf-8")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    (folder / "mended" / "notice.txt").write_text(MENDED, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return stores by what was built in them: the notice, and the mended notice with the report."""
    stores = {name: tmp_path_factory.mktemp(name) for name in ("notice", "both")}
    assert build([documents / "notice.txt"], stores["notice"], Settings()).complete
    both = [documents / "mended" / "notice.txt", documents / "report.txt"]
    assert build(both, stores["both"], Settings()).complete
    return stores


@pytest.fixture
def checked(built: dict[str, Path], tmp_path: Path) -> Settings:
    """Return the settings of a store that holds the notice."""
    shutil.copytree(built["notice"], tmp_path / "store", symlinks=True)
    return Settings(store=tmp_path / "store")


def _meta(doc_id: str) -> DocumentMeta:
    return DocumentMeta(doc_id=doc_id)


def test_documents_that_are_put_one_by_one_give_the_release_of_a_build(
    checked: Settings, built: dict[str, Path], documents: Path, write: Write
) -> None:
    first, second, third = write(
        checked,
        lambda writer: writer.put_document(documents / "report.txt", _meta("report")),
        lambda writer: writer.put_document(documents / "mended" / "notice.txt", _meta("notice")),
        lambda writer: writer.put_document(documents / "mended" / "notice.txt", _meta("notice")),
    )
    release = open_release(checked.store_dir)
    expected = open_release(built["both"])
    assert (first.created, second.created, third.created) == (True, False, False)
    assert release.dump.read_text(encoding="utf-8") == expected.dump.read_text(encoding="utf-8")
    assert release.id == expected.id == second.release_id == third.release_id
    assert release.info["documents"] == expected.info["documents"]
    assert release.source_path("notice").read_text(encoding="utf-8") == MENDED


def test_a_document_goes_with_its_graph(
    checked: Settings, built: dict[str, Path], documents: Path, write: Write
) -> None:
    _, deleted = write(
        checked,
        lambda writer: writer.put_document(documents / "report.txt", _meta("report")),
        lambda writer: writer.delete_graph(f"{ID}graph/document/report"),
    )
    release = open_release(checked.store_dir)
    assert deleted.release_id == open_release(built["notice"]).id
    assert release.documents == ("notice",)


def test_what_a_write_adds_is_derived_described_and_named_by_its_dump(checked: Settings, write: Write) -> None:
    text = f"INSERT DATA {{ GRAPH <{ID}graph/mine> {{ <{ID}thing/a> <http://e/p> '一 二' . <a:x> <a:y> _:b }} }}"
    [written] = write(checked, lambda writer: writer.update(text))
    release = open_release(checked.store_dir)
    assert written.release_id == release.id
    assert written.report.conforms
    assert sha256(release.dump.read_bytes()).hexdigest().startswith(release.id)
    rows = release.select(f"SELECT ?n {{ <{ID}graph/mine> <http://rdfs.org/ns/void#triples> ?n }}")
    assert list(rows) == [{"n": 2}]
    assert release.documents == ("notice",)
    assert release.source_path("notice").read_text(encoding="utf-8") == NOTICE


def test_what_does_not_conform_is_not_published(checked: Settings, write: Write) -> None:
    before = open_release(checked.store_dir).id
    text = f"INSERT DATA {{ GRAPH <{ID}graph/mine> {{ <{ID}act/a> a <{IPG}TaskAssignment> }} }}"
    with pytest.raises(WriteRejected, match="would not conform to the shapes") as refused:
        write(checked, lambda writer: writer.update(text))
    assert f"<{ID}act/a>" in {result.focus for result in refused.value.report.results}
    assert open_release(checked.store_dir).id == before
    reporting = checked.model_copy(update={"write_checks": "report"})
    [written] = write(reporting, lambda writer: writer.update(text))
    assert written.report == refused.value.report
    assert open_release(checked.store_dir).id == written.release_id != before


def test_a_quote_that_does_not_stand_in_the_text_is_a_violation(checked: Settings, write: Write) -> None:
    oa = "http://www.w3.org/ns/oa#"
    text = f"""DELETE {{ GRAPH ?g {{ ?quote <{oa}exact> ?old }} }} INSERT {{ GRAPH ?g {{ ?quote <{oa}exact> ?new }} }}
    WHERE {{ GRAPH ?g {{ ?quote <{oa}exact> ?old }} FILTER(CONTAINS(?old, '公安部'))
    BIND(REPLACE(?old, '公安部', '财政部') AS ?new) }}"""
    with pytest.raises(WriteRejected) as refused:
        write(checked, lambda writer: writer.update(text))
    assert {result.shape for result in refused.value.report.results} == {
        "https://w3id.org/ipgraph/shapes#Evidence-text"
    }


def test_a_document_that_cannot_be_read_is_refused(checked: Settings, write: Write, tmp_path: Path) -> None:
    before = open_release(checked.store_dir).id
    empty = tmp_path / "upload"
    empty.write_bytes(b" ")
    for file, doc_id, message in (
        (empty.rename(tmp_path / "upload.txt"), "leer", r"^leer\.txt: the file "),
        (tmp_path / "upload.txt", "../x", "cannot be the id of a document"),
    ):
        with pytest.raises(SourceError, match=message):
            write(checked, lambda writer, file=file, doc_id=doc_id: writer.put_document(file, _meta(doc_id)))
    assert open_release(checked.store_dir).id == before


def test_the_first_write_to_a_checked_store_brings_what_every_release_holds(tmp_path: Path, write: Write) -> None:
    settings = Settings(store=tmp_path / "store")
    [written] = write(settings, lambda writer: writer.update("INSERT DATA { <a:a> <a:b> 'in no graph' }"))
    release = open_release(settings.store_dir)
    graphs = {row["g"] for row in release.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}
    assert graphs == {f"{ID}graph/{name}" for name in ("authority", "ontology", "derived", "dataset")}
    assert written.report.conforms
    assert '<a:a> <a:b> "in no graph" .\n' in release.dump.read_text(encoding="utf-8")
