"""Every question gives the answers that people found in the texts.

`NAME.yaml` holds calls of the question NAME: `arguments`, what was `read` to check the answer, the `columns` that are
compared, and all `rows`, or with `count` some of so many rows. The rows were checked against the texts by hand.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from ipgraph.settings import Settings
from ipgraph.store.blocking import BlockingEndpoint
from ipgraph.store.embedded import Release, open_release
from ipgraph.store.queries import load_questions
from ipgraph.store.sparql import QueryPool

HERE = Path(__file__).parent
QUESTIONS = load_questions()
CALLS = [
    (name, call) for name in QUESTIONS for call in yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
]
IDS = [f"{name}({' '.join(f'{key}={value}' for key, value in call['arguments'].items())})" for name, call in CALLS]
Row = dict[str, str]


@pytest.fixture(scope="module")
def settings(corpus_store: Path) -> Settings:
    return Settings(store=corpus_store, workers=1)


@pytest.fixture(scope="module")
def release(corpus_store: Path) -> Release:
    return open_release(corpus_store)


@pytest.fixture(scope="module")
def pool(release: Release, settings: Settings) -> Iterator[BlockingEndpoint]:
    with BlockingEndpoint(QueryPool(release.database, settings)) as workers:
        yield workers


def answer(name: str, arguments: Mapping[str, Any], pool: BlockingEndpoint, settings: Settings) -> list[Row]:
    """Return the rows of a question; a variable that is unbound is empty."""
    given = {key: str(value) for key, value in arguments.items()}
    text = pool.bind(QUESTIONS[name], given, settings.base_iri)
    result = json.loads(pool.execute(text, "json").body)
    names = result["head"]["vars"]
    return [{key: row.get(key, {}).get("value", "") for key in names} for row in result["results"]["bindings"]]


def check_evidence(rows: list[Row], release: Release) -> int:
    """Return how many quotes were found at their places, which all are."""
    texts = {doc_id: release.source(doc_id).read_text() for doc_id in release.documents}
    checked = 0
    for row in rows:
        for quote in (name for name in row if name.lower().endswith("quote") and row[name]):
            stem = quote.removesuffix("quote").removesuffix("Quote")
            documents = (f"{stem}Document", stem) if stem else ("document", "plan", "source")
            text = texts[next(row[name] for name in documents if name in row)]
            start, end = (row[f"{stem}{name}" if stem else name.lower()] for name in ("Start", "End"))
            assert text[int(start) : int(end)] == row[quote]
            checked += 1
    return checked


def test_every_question_has_an_expected_answer() -> None:
    assert {path.stem for path in HERE.glob("*.yaml")} == set(QUESTIONS)
    assert all(call["rows"] and call["read"] for _, call in CALLS)


@pytest.mark.parametrize(("name", "call"), CALLS, ids=IDS)
def test_the_answer_is_what_the_texts_say(
    name: str, call: dict[str, Any], pool: BlockingEndpoint, release: Release, settings: Settings
) -> None:
    rows = answer(name, call["arguments"], pool, settings)

    found = [tuple(row[column] for column in call["columns"]) for row in rows]
    expected = [tuple("" if cell is None else str(cell) for cell in row) for row in call["rows"]]
    if "count" in call:
        assert len(found) == call["count"]
        assert [row for row in expected if row not in found] == []
    else:
        assert found == expected
    quotes = any(column.name.lower().endswith("quote") for column in QUESTIONS[name].columns)
    assert check_evidence(rows, release) > 0 or not quotes


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_examples_have_answers_with_true_evidence(
    name: str, pool: BlockingEndpoint, release: Release, settings: Settings
) -> None:
    order = re.findall(r"\?(\w+)", QUESTIONS[name].text.rpartition("\nORDER BY ")[2])
    for example in ({}, *QUESTIONS[name].examples):
        rows = answer(name, example, pool, settings)
        assert rows
        check_evidence(rows, release)
        # No two rows are alike in what orders them: the same answer on every machine.
        assert len({tuple(row[key] for key in order) for row in rows}) == len(rows)


@pytest.mark.parametrize("name", ["participations", "hosts", "cooperations", "agreement_status", "instrument_status"])
def test_what_is_only_planned_is_no_deed(name: str, pool: BlockingEndpoint, settings: Settings) -> None:
    rows = answer(name, {}, pool, settings)

    assert {row.get("modality", row.get("manner")) for row in rows} <= {"reported", "inProgress"}


def test_a_plan_alone_makes_nobody_active(pool: BlockingEndpoint, settings: Settings) -> None:
    deeds = ("participations", "campaigns", "agreements", "instruments", "cooperations", "operations", "cases")
    rows = [row for row in answer("activity", {}, pool, settings) if row["year"] in ("2017", "2021", "2023")]

    told = [row for row in rows if any(row[deed] != "0" for deed in deeds)]
    assert len(rows) > 50
    # The notice and the news about the plan report that they were issued; 2023 is also the year of some rules.
    assert {(row["body"], row["year"]) for row in told} == {
        ("国务院办公厅", "2017"),
        ("中国", "2023"),
        ("国务院", "2023"),
    }
