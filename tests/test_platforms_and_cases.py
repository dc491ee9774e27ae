"""Platforms and cases of the corpus: what the graph states of them is golden, and scored against hand annotation."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from ipgraph.facts import read_facts
from ipgraph.pipeline import build
from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release
from ipgraph.store.queries import SERVICE, load_query

FOLDER = Path(__file__).parent / "golden" / "platforms_and_cases"
DOCUMENTS = sorted(path.stem for path in (Path(__file__).parents[1] / "data" / "corpus").glob("*.txt"))
TEXTS = ("customs_2021", "hunan_2015")
# The least precision and recall of each predicate on the five documents; they rise, never fall.
FLOORS = {
    "mentions": (1.0, 1.0),
    "operates": (1.0, 1.0),
    "handles": (1.0, 1.0),
    "right_concerned": (1.0, 1.0),
    "took_place_in": (1.0, 1.0),
    "decided_on": (1.0, 1.0),
    "outcome": (1.0, 1.0),
    "reports": (1.0, 1.0),
}
OF_CASES = {"handles", "right_concerned", "took_place_in", "decided_on", "outcome"}
KEYS = ("predicate", "subjectName", "objectName", "qualifier", "year", "value", "unit", "modality", "task", "quote")

Row = dict[str, Any]


def read_statements(store: Path, doc_id: str) -> Iterator[Row]:
    """Yield what a document states of platforms and cases, as the service shows it, in text order."""
    query = re.sub(r"LIMIT 100\nOFFSET 0\n", "", load_query("document_statements", SERVICE).text)
    for row in open_release(store).select(query, {"doc": doc_id}):
        of_case = row["predicate"] == "reports" and "/case/" in str(row.get("subject", ""))
        if row["predicate"] in FLOORS and (row["predicate"] != "reports" or of_case):
            yield row


@pytest.mark.parametrize("doc_id", DOCUMENTS)
def test_platforms_and_cases_of_a_document_are_the_golden_ones(
    corpus_store: Path, golden: Callable[[str, str], None], doc_id: str
) -> None:
    rows = ({key: row[key] for key in KEYS if key in row} for row in read_statements(corpus_store, doc_id))
    lines = (json.dumps(row, ensure_ascii=False, default=float) for row in rows)
    golden(f"platforms_and_cases/{doc_id}.jsonl", "".join(f"{line}\n" for line in lines))


def read_gold(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def texts_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store of the texts of other years and places that were written for this."""
    store = tmp_path_factory.mktemp("texts") / "store"
    report = build([FOLDER / "texts" / f"{name}.txt" for name in TEXTS], store, Settings())
    assert report.complete, [outcome.message for outcome in report.outcomes]
    return store


def found_rows(store: Path, documents: Sequence[str]) -> list[Row]:
    return [
        {
            "doc": doc_id,
            "predicate": row["predicate"],
            "subject": row["subjectName"],
            "object": str(row["objectIri"]).partition("field-")[2]
            if row["predicate"] == "right_concerned"
            else row["objectName"],
            "qualifier": row.get("qualifier"),
            "modality": row.get("modality"),
            "value": float(row["value"]) if "value" in row else None,
        }
        for doc_id in documents
        for row in read_statements(store, doc_id)
    ]


def agree(gold: Row, found: Row) -> bool:
    """Tell whether a found row is what a gold row says; of an outcome the gold gives the words that must be in it."""
    if any(gold[key] != found[key] for key in ("doc", "predicate")):
        return False
    if gold["predicate"] == "mentions":  # What is operated is mentioned, too.
        return found["object"] in (gold["object"], *gold.get("alt", ()))
    if any(gold[key] != found[key] for key in ("subject", "qualifier", "modality", "value") if key in gold):
        return False
    within = gold["object"] in found["object"]
    return within if gold["predicate"] == "outcome" else gold["object"] == found["object"]


def score(predicate: str, found: list[Row], annotated: list[Row]) -> tuple[float, float]:
    """Return precision and recall; what the gold calls optional counts neither for nor against."""
    gold = [row for row in annotated if row["predicate"] == predicate]
    own = [row for row in found if row["predicate"] == predicate]
    if predicate == "mentions":
        own += [{**row, "predicate": predicate} for row in found if row["predicate"] == "operates"]
    judged = [one for one in own if not any(row.get("optional") and agree(row, one) for row in gold)]
    right = sum(any(agree(row, one) for row in gold) for one in judged)
    needed = [row for row in gold if not row.get("optional")]
    met = sum(any(agree(row, one) for one in own) for row in needed)
    return right / len(judged), met / len(needed)


@pytest.mark.parametrize("predicate", sorted(FLOORS))
def test_platforms_and_cases_are_read_as_annotated(corpus_store: Path, predicate: str) -> None:
    precision, recall = score(predicate, found_rows(corpus_store, DOCUMENTS), read_gold(FOLDER / "gold.jsonl"))

    assert (precision, recall) >= FLOORS[predicate]
    assert recall >= FLOORS[predicate][1]


@pytest.mark.parametrize("predicate", sorted(FLOORS))
def test_platforms_and_cases_of_other_texts_are_read_as_annotated(texts_store: Path, predicate: str) -> None:
    annotated = [row for name in TEXTS for row in read_gold(FOLDER / "texts" / f"{name}.jsonl")]

    assert score(predicate, found_rows(texts_store, TEXTS), annotated) == (1.0, 1.0)


def test_no_row_of_the_facts_is_about_a_case_or_a_platform(corpus_store: Path) -> None:
    facts = list(read_facts(open_release(corpus_store)))
    gold = read_gold(FOLDER / "gold.jsonl")
    cases = {row["subject"] for row in gold if row["predicate"] in OF_CASES - {"handles"}}

    assert len(cases) == 4
    assert not cases & ({row["subject"] for row in facts} | {row["object"] for row in facts})
    assert not {row["predicate"] for row in facts} & (set(FLOORS) - {"reports"})
