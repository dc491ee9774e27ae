"""Releases on disk: building, swapping, keeping, reading."""

import json
import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from ipgraph.errors import QueryRefused, QuerySyntaxError, StoreError, VocabularyError
from ipgraph.rdf.terms import Quad
from ipgraph.store.embedded import Release, open_release, read_release
from ipgraph.store.lock import hold
from ipgraph.store.publish import ReleaseBuilder

IPG = "https://w3id.org/ipgraph/ontology#"
DERIVED = "http://e/derived"
GRAPH = "<http://e/document/x>"


def _quads(size: int) -> list[Quad]:
    return [(f"<http://e/{i}>", "<http://e/p>", f'"{i}"@zh', GRAPH) for i in range(size)]


def _publish(store: Path, quads: Sequence[Quad], rules: Path | None = None) -> Release:
    with hold(store):
        builder = ReleaseBuilder(store)
        builder.add_quads(quads)
        builder.load(rules or store / "no-rules", DERIVED)
        return builder.publish({"ipgraph": "0"})


def test_a_release_is_what_was_loaded(tmp_path: Path) -> None:
    release = _publish(tmp_path, _quads(3))
    lines = release.dump.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(" ".join((*quad, ".")) for quad in _quads(3))
    assert release.info["quads"] == 3


def test_the_id_depends_on_the_content_alone(tmp_path: Path) -> None:
    first = _publish(tmp_path / "a", _quads(5))
    second = _publish(tmp_path / "b", [*reversed(_quads(5)), *_quads(2)])
    assert first.id == second.id
    assert first.dump.read_bytes() == second.dump.read_bytes()
    assert _publish(tmp_path / "b", _quads(4)).id != first.id


def test_current_moves_and_the_previous_release_is_kept(tmp_path: Path) -> None:
    releases = [_publish(tmp_path, _quads(size)) for size in (1, 2, 3)]
    kept = {path.name for path in (tmp_path / "releases").iterdir()}
    assert open_release(tmp_path).id == releases[2].id
    assert kept == {releases[1].id, releases[2].id}


def test_an_unchanged_build_keeps_the_previous_release_too(tmp_path: Path) -> None:
    releases = [_publish(tmp_path, _quads(size)) for size in (1, 2, 2)]
    assert releases[1].id == releases[2].id
    assert {path.name for path in (tmp_path / "releases").iterdir()} == {releases[0].id, releases[1].id}


def test_leftovers_of_killed_builds_are_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "building-1" / "db").mkdir(parents=True)
    (tmp_path / "building-current").symlink_to("releases/nowhere")
    _publish(tmp_path, _quads(1))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", "lock", "releases"]


def test_an_abandoned_build_leaves_the_served_release(tmp_path: Path) -> None:
    served = _publish(tmp_path, _quads(1))
    with hold(tmp_path):
        builder = ReleaseBuilder(tmp_path)
        builder.add_quads(_quads(2))
        builder.abandon()
    assert open_release(tmp_path).id == served.id
    assert not list(tmp_path.glob("building-*"))


def test_sources_are_kept_byte_for_byte(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_bytes("﻿国务院\r\n".encode("gb18030"))
    with hold(tmp_path / "store"):
        builder = ReleaseBuilder(tmp_path / "store")
        builder.add_source("x", file, {"manifest": {"doc_id": "x", "year": 2014}})
        builder.load(tmp_path, DERIVED)
        release = builder.publish({})
    assert release.source_path("x").read_bytes() == file.read_bytes()
    assert release.manifest("x").year == 2014
    assert release.documents == ("x",)


def test_an_unknown_document_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no document 'y' in this release; it has none"):
        _publish(tmp_path, _quads(1)).source_path("y")


def test_release_json_has_no_clock_and_no_path(tmp_path: Path) -> None:
    text = (_publish(tmp_path, _quads(1)).path / "release.json").read_text(encoding="utf-8")
    assert sorted(json.loads(text)) == ["documents", "id", "ipgraph", "quads"]
    assert str(tmp_path) not in text


def test_shortcuts_are_derived_from_all_graphs_into_their_own(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "a.rq").write_text("CONSTRUCT { ?s <http://e/short> ?o } WHERE { ?s <http://e/p> ?o }")
    (rules / "b.rq").write_text("CONSTRUCT { ?s <http://e/never> ?o } WHERE { ?s <http://e/short> ?o }")
    release = _publish(tmp_path / "store", _quads(2), rules)
    rows = list(release.select(f"SELECT ?s ?p {{ GRAPH <{DERIVED}> {{ ?s ?p ?o }} }} ORDER BY ?s"))
    assert rows == [{"s": "http://e/0", "p": "http://e/short"}, {"s": "http://e/1", "p": "http://e/short"}]


def test_a_later_stage_sees_what_an_earlier_one_derived(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    (rules / "2-then").mkdir(parents=True)
    (rules / "3-last").mkdir()
    (rules / "a.rq").write_text("CONSTRUCT { ?s <http://e/one> ?o } WHERE { ?s <http://e/p> ?o }")
    (rules / "2-then" / "b.rq").write_text("CONSTRUCT { ?s <http://e/two> ?o } WHERE { ?s <http://e/one> ?o }")
    (rules / "3-last" / "a.rq").write_text("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . ?s <http://e/two> ?o }")
    (rules / "3-last" / "b.rq").write_text("CONSTRUCT { ?s <http://e/never> ?o } WHERE { ?s <http://e/three> ?o }")
    release = _publish(tmp_path / "store", _quads(1), rules)
    rows = list(release.select(f"SELECT ?p {{ GRAPH <{DERIVED}> {{ ?s ?p ?o }} }} ORDER BY ?p"))
    assert [row["p"] for row in rows] == ["http://e/one", "http://e/p", "http://e/two"]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("CONSTRUCT { ?s ?p } WHERE { }", r"a\.rq"),
        ("SELECT * { ?s ?p ?o }", "not a CONSTRUCT"),
        ("CONSTRUCT { ?s <http://e/x> [] } WHERE { ?s <http://e/p> ?o }", "blank node"),
    ],
)
def test_a_wrong_rule_is_refused_and_the_served_release_stays(tmp_path: Path, rule: str, message: str) -> None:
    served = _publish(tmp_path / "store", _quads(1))
    (tmp_path / "a.rq").write_text(rule)
    with pytest.raises(VocabularyError, match=message):
        _publish(tmp_path / "store", _quads(2), tmp_path)
    assert open_release(tmp_path / "store").id == served.id


def test_rows_are_plain_values(tmp_path: Path) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    values = [
        f'"7"^^<{xsd}integer>',
        f'"4.5"^^<{xsd}decimal>',
        f'"2014-01-02"^^<{xsd}date>',
        '"知识"@zh',
        "<http://e/o>",
    ]
    release = _publish(tmp_path, [(f"<http://e/{i}>", "<http://e/p>", v, GRAPH) for i, v in enumerate(values)])
    rows = release.select("SELECT ?o ?none { ?s ?p ?o OPTIONAL { ?o ?x ?none } } ORDER BY ?s")
    assert [row["o"] for row in rows] == [7, Decimal("4.5"), "2014-01-02", "知识", "http://e/o"]


def test_bindings_are_values_and_never_syntax(tmp_path: Path) -> None:
    release = _publish(tmp_path, [("<http://e/s>", "<http://e/p>", '"a\\" } #"', GRAPH)])
    query = "SELECT ?s ?o { ?s <http://e/p> ?o }"
    assert len(list(release.select(query, {"o": 'a" } #'}))) == 1
    assert list(release.select(query, {"o": "b"})) == []


def test_only_well_formed_selects_have_rows(tmp_path: Path) -> None:
    release = _publish(tmp_path, _quads(1))
    with pytest.raises(QueryRefused):
        list(release.select("ASK { }"))
    with pytest.raises(QuerySyntaxError):
        list(release.select("SELECT"))


def test_the_statements_of_one_document_are_those_of_its_graph(tmp_path: Path) -> None:
    own = ("<http://e/d>", f"<{IPG}docId>", '"x"', GRAPH)
    other = ("<http://e/y>", f"<{IPG}docId>", '"y"', "<http://e/document/y>")
    release = _publish(tmp_path, [own, other, *_quads(2)])
    assert sorted(release.document_quads("x")) == sorted([own, *_quads(2)])


def test_shared_declarations_of_what_a_document_refers_to_come_behind(tmp_path: Path) -> None:
    own = [
        ("<http://e/d>", f"<{IPG}docId>", '"x"', GRAPH),
        ("<http://e/d>", "<http://e/p>", "<http://e/a>", GRAPH),
    ]
    things = [(f"<http://e/{name}>", "<http://e/q>", '"1"', "<http://e/things>") for name in ("a", "b")]
    release = _publish(tmp_path, [*own, *things])
    assert sorted(release.document_quads("x", "http://e/things")) == sorted([*own, things[0]])


def test_a_store_without_a_release_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="run 'ipgraph build' first"):
        open_release(tmp_path / "nowhere")


def test_a_folder_that_is_no_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not a release"):
        read_release(tmp_path)


def test_a_held_store_refuses_a_second_builder_with_the_holders_id(tmp_path: Path) -> None:
    with hold(tmp_path), pytest.raises(StoreError, match=f"process {os.getpid()}"), hold(tmp_path):
        pass
    with hold(tmp_path):
        pass


def test_a_store_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="choose another directory"), hold(tmp_path / "file" / "store"):
        pass
