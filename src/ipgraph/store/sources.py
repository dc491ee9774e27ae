"""The documents of a release as files: the text that offsets refer to, and what a reader once downloaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

SOURCES = "sources"
ORIGINALS = "originals"


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A document's source text in the file `path`, and its original file: the same one where that is itself text."""

    path: Path
    encoding: str
    original: Path
    media_type: str

    @classmethod
    def of(cls, release: Path, entry: Mapping[str, Any]) -> Self:
        """Return the source that a document's entry in `release.json` describes."""
        path = release / SOURCES / str(entry["file"])
        original = release / ORIGINALS / str(entry["original"]) if "original" in entry else path
        return cls(path, str(entry.get("encoding", "utf-8")), original, str(entry.get("media_type", "text/plain")))

    def read_text(self) -> str:
        """Return the text, with the line ends and the byte order mark that the file has."""
        return self.path.read_bytes().decode(self.encoding)

    @property
    def content_type(self) -> str:
        """The original's media type as HTTP has it; that of a page or a Word document lies in its own bytes."""
        return f"{self.media_type}; charset={self.encoding}" if self.original == self.path else self.media_type


def text_beside(part: Path) -> Path:
    """Return where a document's extracted text is written, beside the file of its statements."""
    return part.with_name(f"{part.name}.txt")
