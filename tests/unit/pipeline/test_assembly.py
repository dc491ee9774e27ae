"""A build judges each document by how the whole graph fares, and publishes what conforms together."""

import json
from pathlib import Path

import pytest

from ipgraph.errors import ShapeError
from ipgraph.pipeline import Status, build
from ipgraph.pipeline.attribution import attribute
from ipgraph.pipeline.recheck import WHOLE, check_files, recheck_release
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import IPG, PROV
from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release
from ipgraph.validate import Severity, ShapeReport, ShapeResult
from ipgraph.validate import context as shape_context

NOTICE = "国务院办公厅关于印发知识产权工作要点的通知\n国办发〔2019〕1号\n一、加强保护。(公安部、海关总署负责)\n"
HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix ipg: <https://w3id.org/ipgraph/ontology#> .\n"
# Two documents must not have the same label: no graph of one document alone can tell.
UNIQUE = f"""{HEAD}<a:Unique> a sh:NodeShape ; sh:targetClass ipg:PolicyDocument ; sh:severity sh:SEVERITY ;
    sh:message "the same title as another document"@en , "与另一文件标题相同"@zh ;
    sh:sparql [ sh:select '''SELECT $this WHERE {{ $this <http://purl.org/dc/terms/title> ?title .
        ?other <http://purl.org/dc/terms/title> ?title . FILTER (?other != $this) }}''' ] ."""
NO_AGENCIES = f"""{HEAD}<a:None> a sh:NodeShape ; sh:targetClass ipg:Court ; sh:message "no courts"@en ;
    sh:severity sh:SEVERITY ; sh:nodeKind sh:Literal ."""


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in (("one", NOTICE), ("two", NOTICE), ("three", NOTICE.replace("工作要点", "另一要点"))):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def use_shapes(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str, severity: str = "Violation") -> None:
    """Put a shapes file in the place of those that ship with ipgraph."""
    folder.mkdir()
    (folder / "own.ttl").write_text(text.replace("SEVERITY", severity), encoding="utf-8")
    monkeypatch.setattr(shape_context, "shapes_path", lambda: folder)


def test_documents_that_do_not_conform_together_are_quarantined(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_shapes(monkeypatch, tmp_path / "shapes", UNIQUE)
    report = build([documents], tmp_path / "store", Settings())

    assert [outcome.doc_id for outcome in report.of_status(Status.QUARANTINED)] == ["one", "two"]
    release = open_release(tmp_path / "store")
    assert release.documents == ("three",)
    assert not list(release.path.glob("*.part*"))
    graphs = {row["g"] for row in release.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}
    assert not any(str(graph).endswith(("document/one", "document/two")) for graph in graphs)
    text = (tmp_path / "store" / "reports" / "quarantine" / "two.txt").read_text(encoding="utf-8")
    assert "the same title as another document" in text


def test_a_release_does_not_depend_on_what_was_left_out(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = build([documents / "three.txt"], tmp_path / "alone", Settings()).release_id
    use_shapes(monkeypatch, tmp_path / "shapes", UNIQUE)

    assert build([documents], tmp_path / "store", Settings()).release_id == alone


def test_a_warning_is_told_and_forbids_nothing(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_shapes(monkeypatch, tmp_path / "shapes", UNIQUE, "Warning")
    report = build([documents], tmp_path / "store", Settings())

    assert report.complete
    summary = json.loads((tmp_path / "store" / "reports" / "build.json").read_text(encoding="utf-8"))
    told = {entry["doc_id"]: " ".join(entry["warnings"]) for entry in summary["documents"]}
    assert {doc_id for doc_id, text in told.items() if "the same title" in text} == {"one", "two"}


def test_a_violation_on_no_documents_account_stops_the_build(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = build([documents], tmp_path / "store", Settings()).release_id
    use_shapes(monkeypatch, tmp_path / "shapes", NO_AGENCIES)

    with pytest.raises(ShapeError, match=r"does not conform to <a:None>, and no document accounts for it: no courts"):
        build([documents], tmp_path / "store", Settings())
    assert open_release(tmp_path / "store").id == served
    assert not list((tmp_path / "store").glob("building-*"))
    reports = dict(recheck_release(open_release(tmp_path / "store"), Settings()))
    assert [doc_id for doc_id, report in reports.items() if not report.conforms] == [WHOLE]


def test_a_warning_on_no_documents_account_stands_in_the_report(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_shapes(monkeypatch, tmp_path / "shapes", NO_AGENCIES, "Warning")
    report = build([documents], tmp_path / "store", Settings())

    assert report.complete
    assert any("no courts" in warning for warning in report.warnings)


def test_files_are_checked_together_without_publishing(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_shapes(monkeypatch, tmp_path / "shapes", UNIQUE)
    outcomes = {outcome.doc_id: outcome.status.value for outcome in check_files([documents], Settings())}

    assert outcomes == {"one": "quarantined", "three": "published", "two": "quarantined"}


def test_results_go_to_the_documents_that_account_for_them(tmp_path: Path) -> None:
    minter = Minter("https://example.org/")
    one, two = minter.document_graph("one"), minter.document_graph("two")
    derived, things = minter.derived_graph(), minter.things_graph()
    quads = [
        ("<a:act>", f"<{IPG}object>", "<a:thing>", one),
        ("<a:thing>", f"<{IPG}p>", '"a thing"', things),
        ("<a:act>", f"<{IPG}p>", '"of a superclass, too"', derived),
        ("<a:other>", f"<{IPG}object>", "<a:agency>", two),
        ("<a:agency>", f"<{IPG}p>", '"an agency"', minter.authority_graph()),
        ("<a:session>", f"<{PROV}wasInfluencedBy>", "<a:act>", derived),
        ("<a:both>", f"<{PROV}wasInfluencedBy>", "<a:act>", derived),
        ("<a:both>", f"<{PROV}wasInfluencedBy>", "<a:other>", derived),
        ("<a:plan>", f"<{IPG}announcedBy>", "<a:act>", derived),
        ("<a:conflict>", f"<{IPG}disagreeing>", "<a:act>", derived),
        ("<a:conflict>", f"<{IPG}disagreeing>", "<a:other>", derived),
    ]
    dump = tmp_path / "dump.nq"
    dump.write_text("".join(f"{' '.join(quad)} .\n" for quad in quads), encoding="utf-8")
    nodes = ["<a:act>", "<a:thing>", "<a:other>", "<a:agency>", "<a:session>", "<a:both>", "<a:plan>", "<a:conflict>"]
    report = ShapeReport.of(ShapeResult(node, None, None, Severity.VIOLATION, "a:S", {}) for node in nodes)

    found = attribute(report, dump, ["one", "two"], minter)

    accounts = {doc_id: [result.focus for result in part.results] for doc_id, part in found.by_document.items()}
    assert accounts == {"one": ["<a:act>", "<a:plan>", "<a:session>", "<a:thing>"], "two": ["<a:other>"]}
    assert [result.focus for result in found.rest.results] == ["<a:agency>", "<a:both>", "<a:conflict>"]
