"""The facts of the corpus are the ones that were read and accepted: a change of a rule shows here row by row."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from ipgraph.facts import read_facts, write_jsonl
from ipgraph.store.embedded import open_release

DOCUMENTS = sorted(path.stem for path in (Path(__file__).parents[1] / "data" / "corpus").glob("*.txt"))


@pytest.mark.parametrize("doc_id", DOCUMENTS)
def test_the_facts_of_a_document_are_the_golden_ones(
    corpus_store: Path, golden: Callable[[str, str], None], doc_id: str
) -> None:
    output = io.StringIO()
    write_jsonl(read_facts(open_release(corpus_store), doc_id), output)
    golden(f"facts/{doc_id}.jsonl", output.getvalue())


def test_every_golden_file_has_its_document(repository: Path) -> None:
    files = (repository / "tests" / "golden" / "facts").glob("*.jsonl")
    assert sorted(path.stem for path in files) == DOCUMENTS
