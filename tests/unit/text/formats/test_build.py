"""Files of all kinds on their way through a build: what the release keeps of each, what is said of bad ones."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from ipgraph.errors import SourceError
from ipgraph.pipeline import BuildReport, Status, build
from ipgraph.pipeline.inputs import find_documents
from ipgraph.pipeline.recheck import recheck_release
from ipgraph.settings import Settings
from ipgraph.store.embedded import Release, open_release
from ipgraph.text.load import read_source

Writer = Callable[[list[str], Path], None]
LINES = ["国务院办公厅关于印发2019年知识产权工作要点的通知", "一、加强保护。（公安部、海关总署负责）"]
KINDS = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, writers: Mapping[str, Writer]) -> Path:
    """Return a folder with a document of each kind, two bad ones and a manifest."""
    folder = tmp_path_factory.mktemp("documents")
    for suffix in KINDS:
        writers[suffix](LINES, folder / f"a{suffix[1:]}{suffix}")
    (folder / "scan.pdf").write_bytes(b"%PDF-1.7 cut short")
    (folder / "none.docx").write_text("正文", encoding="utf-8")
    (folder / "~$adocx.docx").write_bytes(b"Word has this file open")
    digest = sha256((folder / "adocx.docx").read_bytes()).hexdigest()
    manifest = f"- {{id: adocx, file: adocx.docx, year: 2019, genre: plan, sha256: {digest}}}\n"
    (folder / "manifest.yaml").write_text(f"{manifest}- {{id: apdf, file: apdf.pdf, year: 2018}}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[BuildReport, Path]:
    store = tmp_path_factory.mktemp("store")
    return build([folder], store, Settings()), store


@pytest.fixture(scope="module")
def release(built: tuple[BuildReport, Path]) -> Release:
    return open_release(built[1])


def test_bad_files_are_named_and_the_others_are_published(built: tuple[BuildReport, Path]) -> None:
    failed = {outcome.name: outcome.message for outcome in built[0].of_status(Status.FAILED)}
    assert sorted(failed) == ["none.docx", "scan.pdf"]
    assert "is no Word document (.docx)" in failed["none.docx"]
    assert "is broken or cut short" in failed["scan.pdf"]
    assert len(built[0].of_status(Status.PUBLISHED)) == len(KINDS)


@pytest.mark.parametrize("suffix", KINDS)
def test_a_release_keeps_the_text_and_the_original_byte_for_byte(folder: Path, release: Release, suffix: str) -> None:
    file = folder / f"a{suffix[1:]}{suffix}"
    source = release.source(file.stem)
    assert source.original.read_bytes() == file.read_bytes()
    assert source.original.name == file.name
    assert source.media_type == KINDS[suffix]
    assert source.read_text() == read_source(file).text
    assert read_source(source.path).text == read_source(file).text


@pytest.mark.parametrize("suffix", KINDS)
def test_the_graph_knows_the_formats_and_the_digests(folder: Path, release: Release, suffix: str) -> None:
    query = """PREFIX ipg: <https://w3id.org/ipgraph/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>
    SELECT ?doc ?format ?text ?file { ?d ipg:docId ?doc ; dcterms:format ?format ; ipg:sha256 ?text
    OPTIONAL { ?d ipg:originalSha256 ?file } }"""
    file = folder / f"a{suffix[1:]}{suffix}"
    (row,) = release.select(query, {"doc": file.stem})
    digest = sha256(file.read_bytes()).hexdigest()
    assert str(row["format"]).endswith(f"/media-types/{KINDS[suffix]}")
    assert str(row["text"]) == sha256(release.source_path(file.stem).read_bytes()).hexdigest()
    assert str(row.get("file", row["text"])) == digest
    assert ("file" in row) == (suffix not in {".txt", ".md"})


def test_a_manifest_may_name_files_of_any_kind(folder: Path, release: Release) -> None:
    assert release.manifest("adocx").genre == "plan"
    assert release.manifest("apdf").year == 2018
    assert "~$adocx" not in [each.meta.doc_id for each in find_documents([folder])[0]]


def test_a_published_release_conforms_when_it_is_checked_again(release: Release) -> None:
    checked = dict(recheck_release(release, Settings()))
    assert len(checked) == len(KINDS)
    assert all(report.conforms for report in checked.values())


def test_one_stem_in_two_formats_is_refused(folder: Path, tmp_path: Path, writers: Mapping[str, Writer]) -> None:
    writers[".html"](LINES, tmp_path / "adocx.html")
    with pytest.raises(SourceError, match=r"adocx\.docx and .*adocx\.html: two documents with the id 'adocx'"):
        find_documents([folder / "adocx.docx", tmp_path / "adocx.html"])


def test_two_builds_of_the_same_files_give_the_same_release(
    folder: Path, built: tuple[BuildReport, Path], tmp_path: Path
) -> None:
    again = build([folder], tmp_path / "store", Settings())
    assert again.release_id == built[0].release_id
    first, second = (open_release(store).path for store in (built[1], tmp_path / "store"))
    assert (first / "release.json").read_bytes() == (second / "release.json").read_bytes()


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    with pytest.raises(SourceError, match=r"has 67,108,865 bytes; allowed are up to 67,108,864"):
        read_source(path)


def test_a_file_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notice.wps"
    path.write_bytes(b"x")
    with pytest.raises(
        SourceError, match=r"'\.wps' are not read; allowed are \.txt, \.md, \.html, \.htm, \.docx, \.pdf"
    ):
        read_source(path)
