"""From files to a release: what is found, what is published, what is left out, and that nothing is lost."""

import json
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from ipgraph.errors import SourceError, StoreError
from ipgraph.extract.engine import extract
from ipgraph.lexicon.authority import Authority
from ipgraph.model.acts import Evidence, Extraction
from ipgraph.model.document import DocumentMeta, SourceText
from ipgraph.pipeline import Status, build, mapping
from ipgraph.pipeline.inputs import find_documents
from ipgraph.pipeline.mapping import Mapper
from ipgraph.pipeline.recheck import check_files, recheck_release
from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release
from ipgraph.store.lock import hold

NOTICE = "国务院办公厅关于印发知识产权工作要点的通知\n国办发〔2019〕1号\n一、加强保护。(公安部、海关总署负责)\n"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    (folder / "below").mkdir(parents=True)
    (folder / "one.txt").write_text(NOTICE, encoding="utf-8")
    (folder / "below" / "two.txt").write_text(NOTICE.replace("2019", "2020"), encoding="utf-8")
    return folder


def test_folders_are_searched_and_manifests_are_read(documents: Path) -> None:
    (documents / "manifest.yaml").write_text("- {id: one, file: one.txt, year: 2019}\n")
    (documents / "readme.md").write_text("not a document")
    found, failures = find_documents([documents, documents / "one.txt"])
    assert [(each.meta.doc_id, each.meta.year) for each in found] == [("one", 2019), ("two", None)]
    assert failures == []


def test_two_files_with_one_stem_are_refused_by_name(documents: Path) -> None:
    (documents / "below" / "one.txt").write_text(NOTICE)
    with pytest.raises(SourceError, match=r"below/one\.txt and .*documents/one\.txt: two documents with the id 'one'"):
        find_documents([documents])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.txt", "no such file or folder"),
        ("notes.rtf", "files that end in '.rtf' are not read"),
        ("empty", "no document"),
    ],
)
def test_a_path_without_a_document_is_a_failure(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "notes.rtf").write_text("x")
    (tmp_path / "empty").mkdir()
    found, failures = find_documents([tmp_path / name])
    assert found == []
    assert [failure.status for failure in failures] == [Status.FAILED]
    assert message in failures[0].message


def test_a_build_publishes_documents_authority_ontology_and_shortcuts(documents: Path, tmp_path: Path) -> None:
    report = build([documents], tmp_path / "store", Settings())
    release = open_release(tmp_path / "store")
    query = "SELECT (STRAFTER(STR(?g), '/graph/') AS ?name) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    names = [row["name"] for row in release.select(query)]
    assert names == ["authority", "dataset", "derived", "document/one", "document/two", "ontology"]
    assert (report.release_id, report.complete) == (release.id, True)
    assert release.documents == ("one", "two")


def test_progress_is_told_of_each_step(documents: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    build([documents], tmp_path / "store", Settings(), lambda *step: steps.append(step))
    assert [(done, total) for done, total, _ in steps] == [(1, 3), (2, 3), (3, 3)]
    assert {what for _, _, what in steps} == {"one", "two", "release"}


def test_bad_files_are_left_out_and_the_others_published(documents: Path, tmp_path: Path) -> None:
    (documents / "empty.txt").write_bytes(b"")
    (documents / "binary.txt").write_bytes(bytes(range(256)) * 8)
    report = build([documents, tmp_path / "missing.txt"], tmp_path / "store", Settings())
    assert {outcome.doc_id: outcome.status.value for outcome in report.outcomes} == {
        "binary": "failed",
        "empty": "failed",
        "missing": "failed",
        "one": "published",
        "two": "published",
    }
    assert not report.complete
    assert open_release(tmp_path / "store").documents == ("one", "two")


def test_nothing_is_published_where_no_document_conforms(documents: Path, tmp_path: Path) -> None:
    served = build([documents], tmp_path / "store", Settings()).release_id
    (tmp_path / "empty.txt").write_text("")
    report = build([tmp_path / "empty.txt"], tmp_path / "store", Settings())
    assert (report.release_id, report.quads) == (None, None)
    assert open_release(tmp_path / "store").id == served


def test_an_english_document_is_a_node_without_facts_and_a_warning(tmp_path: Path) -> None:
    (tmp_path / "english.txt").write_text("The quick brown fox jumps over the lazy dog.\n" * 20)
    report = build([tmp_path / "english.txt"], tmp_path / "store", Settings())
    assert report.complete
    assert (report.outcomes[0].statements, len(report.outcomes[0].warnings)) == (0, 1)
    rows = open_release(tmp_path / "store").select(
        "SELECT ?id { ?d a <https://w3id.org/ipgraph/ontology#PolicyDocument> ; "
        "<https://w3id.org/ipgraph/ontology#docId> ?id }"
    )
    assert list(rows) == [{"id": "english"}]


def _misquoting(source: SourceText, meta: DocumentMeta, authority: Authority) -> Extraction:
    """Extract as ever, but misquote the document `two`."""
    extraction = extract(source, meta, authority)
    if source.doc_id != "two":
        return extraction
    wrong = tuple(
        finding._replace(evidence=Evidence(finding.evidence.span, "不是原文")) for finding in extraction.findings
    )
    return replace(extraction, findings=wrong)


def test_a_document_that_misquotes_is_quarantined_with_its_report(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapping, "extract", _misquoting)
    report = build([documents], tmp_path / "store", Settings())
    assert [outcome.doc_id for outcome in report.of_status(Status.QUARANTINED)] == ["two"]
    reports = tmp_path / "store" / "reports"
    assert "不是原文" in (reports / "quarantine" / "two.txt").read_text(encoding="utf-8")
    assert "sh:conforms false" in (reports / "quarantine" / "two.ttl").read_text(encoding="utf-8")
    summary = json.loads((reports / "build.json").read_text(encoding="utf-8"))
    assert [entry["status"] for entry in summary["documents"]] == ["published", "quarantined"]
    assert open_release(tmp_path / "store").documents == ("one",)


def _dying(source: SourceText, meta: DocumentMeta, authority: Authority) -> Extraction:
    """Extract as ever, but end the process at the document `two`."""
    if source.doc_id == "two":
        os.kill(os.getpid(), signal.SIGKILL)
    return extract(source, meta, authority)


def test_a_worker_that_dies_costs_its_own_document_alone(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapping, "extract", _dying)
    report = build([documents], tmp_path / "store", Settings())
    assert {outcome.doc_id: outcome.status.value for outcome in report.outcomes} == {
        "one": "published",
        "two": "failed",
    }
    assert "its process was ended" in report.outcomes[1].message


def _faulty(source: SourceText, meta: DocumentMeta, authority: Authority) -> Extraction:
    """Extract as ever, but fail at the document `two`."""
    if source.doc_id == "two":
        raise ZeroDivisionError("a fault")
    return extract(source, meta, authority)


def test_a_fault_in_the_program_costs_its_own_document_alone(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapping, "extract", _faulty)
    report = build([documents], tmp_path / "store", Settings())
    assert [outcome.status.value for outcome in report.outcomes] == ["published", "failed"]
    assert "ZeroDivisionError: a fault" in report.outcomes[1].message


def test_a_held_store_is_refused(documents: Path, tmp_path: Path) -> None:
    with hold(tmp_path / "store"), pytest.raises(StoreError, match="another build or write holds this store"):
        build([documents], tmp_path / "store", Settings())


def test_a_published_release_is_checked_again(documents: Path, tmp_path: Path) -> None:
    build([documents], tmp_path / "store", Settings())
    reports = dict(recheck_release(open_release(tmp_path / "store"), Settings()))
    assert {doc_id: report.conforms for doc_id, report in reports.items()} == {"one": True, "two": True}


def test_a_release_whose_source_was_changed_does_not_conform(documents: Path, tmp_path: Path) -> None:
    build([documents], tmp_path / "store", Settings())
    release = open_release(tmp_path / "store")
    release.source_path("one").write_text("别的文字" * 100, encoding="utf-8")
    reports = dict(recheck_release(release, Settings()))
    assert {doc_id: report.conforms for doc_id, report in reports.items()} == {"one": False, "two": True}


def test_files_are_checked_without_publishing(documents: Path, tmp_path: Path) -> None:
    outcomes = list(check_files([documents, tmp_path / "missing.txt"], Settings()))
    assert sorted(outcome.status.value for outcome in outcomes) == ["failed", "published", "published"]


@pytest.fixture(scope="module")
def mapper() -> Mapper:
    return Mapper.load(Settings().base_iri)


def test_statements_of_a_document_that_conforms_lie_in_the_target(
    documents: Path, tmp_path: Path, mapper: Mapper
) -> None:
    outcome = mapper.map(documents / "one.txt", DocumentMeta("one"), tmp_path / "one.nq")
    lines = (tmp_path / "one.nq").read_text(encoding="utf-8").splitlines()
    assert outcome.statements >= 2
    assert lines == sorted(set(lines))
    assert all(line.endswith("graph/document/one> .") for line in lines)
