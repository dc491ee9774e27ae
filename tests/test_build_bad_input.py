"""Bad input to a build: each has a clear message, and nothing else is lost."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ipgraph.resources import data_path
from ipgraph.store.embedded import open_release

Cli = Callable[..., subprocess.CompletedProcess[str]]

GOOD = "国务院办公厅关于印发工作要点的通知\n国办发〔2019〕1号\n一、加强保护。(公安部负责)\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.txt", None, "no such file or folder"),
        ("empty.txt", b"", "the file is empty"),
        ("binary.txt", bytes(range(256)) * 64, "binary"),
        ("odd.txt", bytes([0x81, 0x20, 0xFF, 0x41]) * 500, "no known encoding"),
        ("report.rtf", b"{}", "files that end in '.rtf' are not read; allowed are .txt, .md, .html, .htm, .docx, .pdf"),
        ("report.docx", b"PK", "is no Word document (.docx)"),
    ],
)
def test_a_bad_file_is_named_and_the_others_are_published(
    cli: Cli, tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / name
    good.write_text(GOOD, encoding="utf-8")
    if content is not None:
        bad.write_bytes(content)
    result = cli("build", good, bad, "--store", tmp_path / "store")
    lines = [line for line in result.stderr.splitlines() if name in line]
    assert result.returncode == 1
    assert len(lines) == 1
    assert message in lines[0]
    assert "Traceback" not in result.stderr
    assert open_release(tmp_path / "store").documents == ("good",)


def test_two_files_with_one_stem_stop_the_build_before_it_begins(cli: Cli, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "notice.txt").write_text(GOOD, encoding="utf-8")
    result = cli("build", tmp_path / "a", tmp_path / "b", "--store", tmp_path / "store")
    assert result.returncode == 2
    assert f"{tmp_path}/a/notice.txt and {tmp_path}/b/notice.txt" in result.stderr
    assert not (tmp_path / "store").exists()


def test_a_manifest_entry_without_its_file_stops_the_build_with_file_and_line(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "manifest.yaml").write_text("- {id: good, file: good.txt}\n- {id: lost, file: lost.txt}\n")
    result = cli("build", tmp_path, "--store", tmp_path / "store")
    assert result.returncode == 2
    assert result.stderr == f"ipgraph: {tmp_path}/manifest.yaml:2: 'lost': no file 'lost.txt' beside the manifest\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_other_encodings_are_read_and_kept(cli: Cli, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "good.txt").write_bytes((GOOD * 3).encode(encoding))
    assert cli("build", tmp_path / "good.txt", "--store", tmp_path / "store").returncode == 0
    rows = open_release(tmp_path / "store").select("SELECT ?e { ?d <https://w3id.org/ipgraph/ontology#encoding> ?e }")
    assert [str(row["e"]) for row in rows] == [{"utf-8-sig": "utf-8"}.get(encoding, encoding)]


@pytest.mark.slow
def test_a_large_document_is_built_with_bounded_memory(tmp_path: Path) -> None:
    text = data_path("corpus", "000_d39837627b821630.txt").read_text(encoding="utf-8")
    (tmp_path / "large.txt").write_text(text * 130, encoding="utf-8")
    assert (tmp_path / "large.txt").stat().st_size > 2_000_000
    arguments = ["build", str(tmp_path / "large.txt"), "--store", str(tmp_path / "store")]
    process = subprocess.Popen([sys.executable, "-m", "ipgraph", *arguments])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    assert usage.ru_maxrss < 1024 * 1024  # KiB
