"""What changed from one release to another, and why."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ipgraph import resources
from ipgraph.diff import Comparison, Sign, compare
from ipgraph.errors import StoreError
from ipgraph.extract import engine
from ipgraph.pipeline import build
from ipgraph.settings import Settings
from ipgraph.store.embedded import find_release, open_release

REPORT = "二〇一四年报告\n商务部参加中美知识产权工作组会议。\n海关总署开展龙腾行动。\n"

Builder = Callable[[str, dict[str, str]], Path]


@pytest.fixture
def publish(tmp_path: Path) -> Builder:
    """Return what builds the texts of some documents into a store of the given name, and gives it."""

    def run(name: str, texts: dict[str, str]) -> Path:
        folder = tmp_path / f"{name}-texts"
        folder.mkdir()
        for doc_id, text in texts.items():
            (folder / f"{doc_id}.txt").write_text(text, encoding="utf-8")
        assert build([folder], tmp_path / name, Settings()).complete
        return tmp_path / name

    return run


@pytest.fixture
def own_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let the program read a copy of its ontology, shapes and data, and give the copy."""
    root = tmp_path / "resources"
    for name in ("ontology", "shapes", "data"):
        shutil.copytree(resources.resource_root() / name, root / name, ignore=shutil.ignore_patterns("build", "corpus"))
    monkeypatch.setattr(resources, "_CHECKOUT", root)
    yield root
    forget_lexicon()


def forget_lexicon() -> None:
    """Let the next build read the lexicon anew: a process reads it once."""
    engine._forms.cache_clear()
    engine.cue_finder.cache_clear()


def difference(before: Path, after: Path) -> Comparison:
    return compare(open_release(before), open_release(after))


def told(comparison: Comparison) -> list[tuple[str, str, str, str]]:
    return [(change.doc_id, change.sign, change.statement.summary, change.cause) for change in comparison.changes]


def test_the_same_documents_make_no_difference(publish: Builder) -> None:
    comparison = difference(publish("a", {"r": REPORT}), publish("b", {"r": REPORT}))

    assert comparison.same
    assert comparison.made_by == ()


def test_a_new_and_a_gone_document_are_the_cause(publish: Builder) -> None:
    comparison = difference(publish("a", {"r": REPORT, "x": REPORT}), publish("b", {"r": REPORT, "y": REPORT}))

    assert {(doc_id, sign, cause) for doc_id, sign, _, cause in told(comparison)} == {
        ("x", Sign.REMOVED, "document"),
        ("y", Sign.ADDED, "document"),
    }


def test_a_changed_text_is_the_cause_of_what_it_says_otherwise(publish: Builder) -> None:
    comparison = difference(
        publish("a", {"r": REPORT}), publish("b", {"r": REPORT.replace("商务部参加", "商务部牵头参加")})
    )

    acts = [entry for entry in told(comparison) if "Participation" in entry[2]]
    assert sorted(acts) == [
        ("r", Sign.ADDED, "Participation 商务部 lead 中美知识产权工作组 2014", "document"),
        ("r", Sign.REMOVED, "Participation 商务部 participant 中美知识产权工作组 2014", "document"),
    ]
    texts = {Sign.REMOVED: REPORT, Sign.ADDED: REPORT.replace("商务部参加", "商务部牵头参加")}
    for change in comparison.changes:
        statement = change.statement
        assert texts[change.sign][statement.start : statement.end] == statement.quote


def test_another_entry_of_the_authority_is_the_cause(publish: Builder, own_resources: Path) -> None:
    before = publish("a", {"r": REPORT})
    campaigns = own_resources / "data" / "authority" / "campaigns.yaml"
    text = campaigns.read_text(encoding="utf-8")
    assert "- id: longteng\n" in text
    campaigns.write_text(text.replace("- id: longteng\n", "- id: longteng-operation\n"), encoding="utf-8")
    comparison = difference(before, publish("b", {"r": REPORT}))

    assert comparison.made_by == ("authority",)
    assert comparison.changes
    assert {change.cause for change in comparison.changes} == {"authority"}


def test_another_lexicon_counts_as_rules(publish: Builder, own_resources: Path) -> None:
    before = publish("a", {"r": REPORT})
    triggers = own_resources / "data" / "lexicon" / "triggers.yaml"
    lines = triggers.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if line != "  - {verb: 开展}\n"]
    assert len(kept) < len(lines)
    triggers.write_text("".join(kept), encoding="utf-8")
    forget_lexicon()
    comparison = difference(before, publish("b", {"r": REPORT}))

    assert comparison.made_by == ("rules",)
    assert ("r", Sign.REMOVED, "CampaignConduct 海关总署 龙腾行动 2014", "rules") in told(comparison)


def test_a_release_is_found_by_store_folder_and_beginning_of_its_id(publish: Builder) -> None:
    store = publish("a", {"r": REPORT})
    release = open_release(store)

    assert find_release(str(store), Path("nowhere")).id == release.id
    assert find_release(str(release.path), Path("nowhere")).id == release.id
    assert find_release(release.id[:6], store).id == release.id
    with pytest.raises(StoreError, match=f"'zzz' is no store and no release of .*; it has {release.id}"):
        find_release("zzz", store)
