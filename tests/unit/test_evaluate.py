"""Scores count what the format's scoring rules say, and a comparison names each row that changed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ipgraph.errors import SourceError
from ipgraph.evaluate import Evaluation, Row, Score, compare, evaluate, read_rows
from ipgraph.facts import read_facts, write_jsonl
from ipgraph.store.embedded import open_release

DOC = "notice"


def row(
    predicate: str = "conducts", subject: str = "公安部", object_: str = "昆仑行动", **others: Any
) -> dict[str, Any]:
    return {"doc": DOC, "predicate": predicate, "subject": subject, "object": object_, "start": 0, **others}


def figure(value: object, measure: str = "扣留侵权嫌疑货物", **others: Any) -> dict[str, Any]:
    return row("reports", "全国海关", measure, **{"value": value, "unit": "批", **others})


def write_gold(folder: Path, rows: list[dict[str, Any]], regions: list[dict[str, int]] | None = None) -> Path:
    gold = folder / "gold"
    gold.mkdir(exist_ok=True)
    lines = (json.dumps(one, ensure_ascii=False) for one in rows)
    (gold / f"{DOC}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    if regions is not None:
        (gold / f"{DOC}.regions.json").write_text(json.dumps(regions), encoding="utf-8")
    return gold


@pytest.mark.parametrize(
    ("gold", "system"),
    [
        (row(), row()),
        (row(), row(object_="“昆仑”行动")),
        (row(alt=["昆仑专项行动"]), row(object_="昆仑专项行动")),
        (row(alt="昆仑专项行动"), row(object_="昆仑专项行动")),
        (row(alt_subject=["公安机关"]), row(subject="公安机关")),
        (row(), row(year=2020)),
        (row(object_="中华人民共和国专利法"), row(object_="专利法")),
        (row(qualifier="lead"), row(qualifier="host")),
        (figure(452000), figure("452,000")),
        (figure(45.2), figure(45.20)),
        (figure(3, alt=["货物批次"]), figure(3, measure="货物批次数")),
    ],
)
def test_rows_that_say_the_same_match(tmp_path: Path, gold: dict[str, Any], system: dict[str, Any]) -> None:
    score = evaluate([system], write_gold(tmp_path, [gold])).scores["micro"]
    assert (score.gold, score.system, score.matched) == (1, 1, 1)


@pytest.mark.parametrize(
    ("gold", "system"),
    [
        (row(), row(subject="海关总署")),
        (row(year=2020), row()),
        (row(year=2020), row(year=2021)),
        (row("assigned_to", qualifier="lead"), row("assigned_to", qualifier="participant")),
        (figure(452000), figure(451999)),
        (figure(3), figure(3, unit="件")),
        (figure(3), figure(3, measure="审结行政案件")),
    ],
)
def test_rows_that_say_something_else_do_not(tmp_path: Path, gold: dict[str, Any], system: dict[str, Any]) -> None:
    found = evaluate([system], write_gold(tmp_path, [gold]))
    assert (found.matched, found.missed, found.wrong) == ((), (gold,), (system,))


def test_a_strict_match_agrees_in_ordinal_and_qualifier_too(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, [row(ordinal=3), row(object_="清风行动", qualifier="lead"), row(object_="蓝网行动")])
    rows = [row(ordinal=2), row(object_="清风行动", qualifier="host"), row(object_="蓝网行动", ordinal=5)]
    assert evaluate(rows, gold).scores["conducts"] == Score(gold=3, system=3, matched=3, strict=1)


def test_of_two_answers_the_closer_one_counts(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, [row(ordinal=3, start=50, alt=["昆仑专项行动"])])
    rows = [row(object_="昆仑专项行动", ordinal=3), row(ordinal=2), row(ordinal=3, start=40)]
    assert evaluate(rows, gold).matched[0][1] == rows[2]


def test_a_row_outside_the_annotated_regions_is_right_or_uncovered_but_not_wrong(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, [row()], [{"start": 10, "end": 20}])
    found = evaluate([row(start=30), row(object_="甲行动", start=9), row(object_="乙行动", start=19)], gold)
    assert found.scores["micro"] == Score(gold=1, system=2, matched=1, strict=1)
    assert [one["object"] for one in found.wrong] == ["乙行动"]
    assert [one["object"] for one in found.uncovered] == ["甲行动"]


def test_predicates_and_documents_that_nobody_annotated_do_not_count(tmp_path: Path) -> None:
    others = [row("has_party"), {**row(), "doc": "other"}]
    found = evaluate([row(), *others], write_gold(tmp_path, [row()]))
    assert (found.scores["micro"].system, list(found.uncovered)) == (1, others)


def test_a_fact_counts_once_wherever_it_stands(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, [row(), row(start=9)])
    assert evaluate([row(), row(start=5)], gold).scores["micro"] == Score(1, 1, 1, 1)


@pytest.mark.parametrize("place", ["gold", "."])
def test_aliases_are_one_name(tmp_path: Path, place: str) -> None:
    gold = write_gold(tmp_path, [row()])
    (tmp_path / place / "aliases.tsv").write_text("# alias\tname\n公安机关\t公安部\n", encoding="utf-8")
    assert evaluate([row(subject="公安机关"), row()], gold).scores["micro"] == Score(1, 1, 1, 1)


def test_the_table_shows_scores_and_as_many_errors_as_asked(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, [row(), row(object_="甲行动"), row(object_="乙行动")])
    found = evaluate([row(), row(object_="丙行动")], gold)
    lines = found.as_text(errors=1).splitlines()
    assert [line.split()[0] for line in lines[1:4]] == ["[notice]", "conducts", "micro"]
    assert lines[3].split()[1:] == ["3", "2", "0.500", "0.333", "0.400", "0.400"]
    assert [line.split()[0] for line in lines[4:]] == ["missed", "wrong"]
    assert len(found.as_text().splitlines()) == 4


@pytest.fixture
def builds(tmp_path: Path) -> tuple[Evaluation, Evaluation]:
    names = ("同", "得", "失")
    gold = write_gold(tmp_path, [row(object_=f"{name}行动") for name in names], [{"start": 0, "end": 10}])
    then = [row(object_="同行动"), row(object_="失行动"), row(object_="旧错行动"), row("has_party", start=5)]
    now = [row(object_="同行动"), row(object_="得行动"), row(object_="新错行动"), row(object_="外行动", start=40)]
    return evaluate(now, gold), evaluate(then, gold)


def test_a_comparison_names_each_row_that_changed(builds: tuple[Evaluation, Evaluation]) -> None:
    found = compare(*builds)

    def names(rows: tuple[Row, ...]) -> list[str]:
        return [one["object"] for one in rows]

    assert (names(found.gained), names(found.lost)) == (["得行动"], ["失行动"])
    assert (names(found.broken), names(found.mended)) == (["新错行动"], ["旧错行动"])
    assert (names(found.added), names(found.removed)) == (["外行动"], ["昆仑行动"])


def test_a_comparison_prints_each_row_with_its_kind(builds: tuple[Evaluation, Evaluation]) -> None:
    lines = compare(*builds).as_text().splitlines()
    assert lines[0].split() == ["F1", "then", "F1", "now", "gained", "lost", "broken", "mended", "added", "removed"]
    assert lines[1].split() == ["conducts", "0.667", "0.667", "1", "1", "1", "1", "1", "0"]
    assert lines[3].split()[0] == "micro"
    kinds = [line.split()[0] for line in lines[4:]]
    assert kinds == ["gained", "lost", "broken", "mended", "added", "removed"]


def test_a_build_does_not_differ_from_itself_however_its_numbers_are_written(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, [figure(3)], [{"start": 0, "end": 1}])
    one, other = (evaluate([figure(value), figure(value, start=9, measure="审结")], gold) for value in (3, "3.0"))
    assert len(compare(one, other).as_text().splitlines()) == 3


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("notice.jsonl", "{}\n{", r"notice.jsonl:1: not a fact row"),
        ("notice.jsonl", '{"doc": "notice", "predicate": "conducts"}\n{', r"notice.jsonl:2: not JSON"),
        ("notice.jsonl", "[]", "not a fact row"),
        ("notice.regions.json", "[[1, 2]]", "notice.regions.json: allowed is a list"),
        ("notice.regions.json", "{", "notice.regions.json: allowed is a list"),
        ("aliases.tsv", "公安机关 公安部", "aliases.tsv: allowed are lines"),
    ],
)
def test_a_malformed_file_is_refused(tmp_path: Path, name: str, content: str, message: str) -> None:
    gold = write_gold(tmp_path, [row()])
    (gold / name).write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        evaluate([], gold)


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no gold file"):
        evaluate([], tmp_path)


def test_rows_of_a_file_that_is_not_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match=r"rows.jsonl: the rows cannot be read"):
        read_rows(tmp_path / "rows.jsonl")


def run_evaluate(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ipgraph", "evaluate", *map(str, arguments)]
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=environment)


@pytest.fixture
def facts_file(corpus_store: Path, tmp_path: Path) -> Path:
    """Return the facts of the corpus in a file, but the first, beside a folder that has the first for its gold."""
    rows = list(read_facts(open_release(corpus_store)))
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / f"{rows[0]['doc']}.jsonl").write_text(json.dumps(rows[0], default=float), encoding="utf-8")
    file = tmp_path / "before.jsonl"
    with file.open("w", encoding="utf-8") as output:
        write_jsonl(rows[1:], output)
    return file


def test_the_command_compares_with_a_facts_file(corpus_store: Path, facts_file: Path) -> None:
    gold = facts_file.parent / "gold"
    result = run_evaluate("--gold", gold, "--store", corpus_store, "--against", facts_file, "--errors", 1)
    assert result.returncode == 0, result.stderr
    scores, changes = result.stdout.split(f"\nsince {facts_file}:\n")
    assert "wrong {" in scores
    assert [line.split()[0] for line in changes.splitlines()[3:]] == ["gained"]


def test_the_command_compares_with_a_store_and_with_a_release(corpus_store: Path, facts_file: Path) -> None:
    gold, release = facts_file.parent / "gold", open_release(corpus_store).id
    for against in (corpus_store, release, release[:8]):
        result = run_evaluate("--gold", gold, "--store", corpus_store, "--against", against)
        assert result.returncode == 0, result.stderr
        assert result.stdout.splitlines()[-1].split() == [
            "micro",
            *result.stdout.splitlines()[-1].split()[1:3],
            *"000000",
        ]


def test_the_command_refuses_a_release_that_is_not_there(corpus_store: Path, facts_file: Path) -> None:
    result = run_evaluate("--gold", facts_file.parent / "gold", "--store", corpus_store, "--against", "nothing")
    assert result.returncode != 0
    assert "'nothing' is no store and no release" in result.stderr
    assert open_release(corpus_store).id[:8] in result.stderr
