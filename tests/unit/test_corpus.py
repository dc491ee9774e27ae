"""The manifest of a folder of documents: what it says, and what is refused."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from ipgraph.corpus import read_manifest
from ipgraph.errors import SourceError
from ipgraph.resources import data_path

TEXT = "2020年工作要点\n"
DIGEST = sha256(TEXT.encode()).hexdigest()


def _folder(path: Path, manifest: str) -> Path:
    (path / "a.txt").write_text(TEXT, encoding="utf-8")
    (path / "manifest.yaml").write_text(manifest, encoding="utf-8")
    return path


def test_the_shipped_manifest_describes_every_shipped_document() -> None:
    documents = read_manifest(data_path("corpus"))
    assert sorted(documents) == sorted(path.stem for path in data_path("corpus").glob("*.txt"))
    assert all(meta.title_zh and meta.title_en and meta.sha256 and meta.licence for meta in documents.values())


def test_an_entry_is_read_as_it_stands(tmp_path: Path) -> None:
    entry = f"- {{id: a, file: a.txt, title: {{zh: 工作要点}}, date: 2020-02-29, year: 2020, sha256: {DIGEST}}}\n"
    meta = read_manifest(_folder(tmp_path, entry))["a"]
    assert (meta.title_zh, meta.date, meta.year, meta.sha256) == ("工作要点", "2020-02-29", 2020, DIGEST)
    assert meta.issuer is None


def test_a_folder_without_a_manifest_says_nothing(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("- {id: b, file: b.txt}\n", "manifest.yaml:1: 'b': no file 'b.txt' beside the manifest"),
        ("# one\n- id: b\n  file: a.txt\n", "manifest.yaml:2: 'b': the id must be the stem"),
        (f"- id: a\n  file: a.txt\n  sha256: {'f' * 64}\n", f"manifest.yaml:3: 'a': 'a.txt' has the sha256 {DIGEST}"),
        (
            "- id: a\n  file: a.txt\n  titel: {zh: 工作}\n",
            "manifest.yaml:3: 'a': unknown key 'titel'; did you mean 'title'?",
        ),
        ("- id: a\n  file: a.txt\n  genre: plans\n", "unknown genre 'plans'; did you mean 'plan'?"),
        ("- id: a\n  file: a.txt\n  date: 2020-02-30\n", "manifest.yaml:3: 'a': 2020-02-30 is no day of the calendar"),
        ("- id: a\n", "'file' is missing"),
        ("- {id: a, file: a.txt}\n- {id: a, file: a.txt}\n", "manifest.yaml:2: 'a' is given twice"),
        ("- id: a\n  file: [\n", "not YAML"),
        ("a: b\n", "must be a list"),
    ],
)
def test_a_wrong_manifest_is_refused_with_file_and_line(tmp_path: Path, manifest: str, message: str) -> None:
    with pytest.raises(SourceError, match=re.escape(message)):
        read_manifest(_folder(tmp_path, manifest))
