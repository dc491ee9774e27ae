"""One policy text in every format says the same."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from ipgraph.extract.engine import extract
from ipgraph.lexicon.authority import Authority
from ipgraph.model.acts import Act, Entity, Observation, PropertyStatement
from ipgraph.model.document import DocumentMeta
from ipgraph.text.load import read_source

Writer = Callable[[list[str], Path], None]
TEXTS = sorted((Path(__file__).parents[3] / "golden" / "texts").glob("*.txt"))
SUFFIXES = [".md", ".docx", ".html", ".pdf"]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.load()


def facts(path: Path, authority: Authority) -> set[tuple[str | int | None, ...]]:
    """Return predicate, subject, object, qualifier and year of each fact, whose quotes are where they should be."""
    source = read_source(path)
    extraction = extract(source, DocumentMeta(path.stem), authority)
    for finding in extraction.findings:
        span = finding.evidence.span
        assert source.text[span.start : span.end] == finding.evidence.quote
    return {row(finding.statement) for finding in extraction.findings}


def row(statement: Act | PropertyStatement | Observation) -> tuple[str | int | None, ...]:
    match statement:
        case Act():
            return (statement.kind, statement.agent.name, statement.object.name, statement.role, statement.year)
        case Observation():
            return ("reports", statement.subject.name, statement.measure, str(statement.value), statement.year)
        case PropertyStatement():
            value = statement.value
            name = value.name if isinstance(value, Entity) else str(value)
            return (statement.property, statement.subject.name, name)


def test_there_are_texts_of_several_genres() -> None:
    assert len(TEXTS) >= 8


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("text", TEXTS, ids=[path.stem for path in TEXTS])
def test_a_text_gives_the_same_facts_in_every_format(
    writers: Mapping[str, Writer], authority: Authority, tmp_path: Path, text: Path, suffix: str
) -> None:
    lines = [line for line in text.read_text(encoding="utf-8").splitlines() if line.strip()]
    for kind in (".txt", suffix):
        writers[kind](lines, tmp_path / f"document{kind}")

    expected = facts(tmp_path / "document.txt", authority)
    assert len(expected) >= 10
    assert facts(tmp_path / f"document{suffix}", authority) == expected


@pytest.mark.parametrize("suffix", SUFFIXES[1:])
def test_the_text_and_the_original_have_digests_of_their_own(
    writers: Mapping[str, Writer], tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"document{suffix}"
    writers[suffix](["关于加强保护的通知", "国家知识产权局负责。"], path)

    source = read_source(path)

    assert source.encoding == "utf-8"
    assert source.sha256 == sha256(source.text.encode()).hexdigest()
    assert source.original_sha256 == sha256(path.read_bytes()).hexdigest()
    assert read_source(path) == source


def test_a_markdown_file_is_its_own_text(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes("# 通知\r\n\r\n正文。".encode("gb18030"))

    source = read_source(path)

    assert (source.text, source.media_type, source.original_sha256) == ("# 通知\r\n\r\n正文。", "text/markdown", None)
