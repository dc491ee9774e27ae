"""Finds the documents that a build is asked for, and what their manifests say of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ipgraph.corpus import read_manifest
from ipgraph.errors import SourceError
from ipgraph.model.document import DocumentMeta
from ipgraph.pipeline.report import Outcome, Status
from ipgraph.text.formats import SUFFIXES, refusal

# Matches `README.md`, `~$report.docx`; not `readme-2019.txt`.
_NO_DOCUMENT = re.compile(r"readme\..*|~\$.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """A source file and what is known of it from outside."""

    path: Path
    meta: DocumentMeta


def find_documents(paths: Sequence[Path]) -> tuple[list[Document], list[Outcome]]:
    """Return the documents at `paths` by id, and a failure for each path where there is none.

    A folder stands for all files in it and below it that end in one of `SUFFIXES`, but for a README and for the marks
    that Word leaves of open files. A file's manifest lies beside it.

    Raises:
        SourceError: two files share a stem, or a manifest is wrong.

    """
    files: set[Path] = set()
    failures: list[Outcome] = []
    for path in paths:
        found = _files_at(path)
        if isinstance(found, str):
            failures.append(_failure(path, found))
            continue
        for file in found:
            if _has_readable_name(file):
                files.add(file.absolute())
            else:
                failures.append(_failure(file, "the file's name is not UTF-8; rename it"))
    _require_distinct(files)
    manifests = {folder: read_manifest(folder) for folder in sorted({file.parent for file in files})}
    documents = [
        Document(file, manifests[file.parent].get(file.stem, DocumentMeta(doc_id=file.stem))) for file in sorted(files)
    ]
    return sorted(documents, key=lambda document: document.meta.doc_id), failures


def _files_at(path: Path) -> list[Path] | str:
    """Return the source files that a path stands for, or why there are none."""
    if path.is_dir():
        found = [file for file in path.rglob("*") if _is_document(file)]
        return found or f"the folder holds no document; allowed are files that end in {', '.join(SUFFIXES)}"
    if not path.exists():
        return "no such file or folder"
    if path.suffix.lower() not in SUFFIXES:
        return refusal(path)
    return [path]


def _is_document(file: Path) -> bool:
    """Tell whether a file in a folder is one of its documents."""
    return file.suffix.lower() in SUFFIXES and not _NO_DOCUMENT.fullmatch(file.name) and file.is_file()


def _has_readable_name(file: Path) -> bool:
    """Tell whether a file's name is text: it becomes part of IRIs and reports."""
    return file.name.isprintable()


def _failure(path: Path, reason: str) -> Outcome:
    """Return the outcome of a path that gives no document."""
    name = path.name.encode(errors="replace").decode()
    place = str(path).encode(errors="replace").decode()
    return Outcome(Path(name).stem, name, Status.FAILED, f"{place}: {reason}")


def _require_distinct(files: Iterable[Path]) -> None:
    """Refuse two files with one stem: the stem is the document's id."""
    by_stem: dict[str, Path] = {}
    for file in sorted(files):
        other = by_stem.setdefault(file.stem, file)
        if other is not file:
            raise SourceError(f"{other} and {file}: two documents with the id '{file.stem}'; rename one of the files")
