"""A source document on its way from bytes to structure."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from ipgraph.model.span import CleanSpan, RawSpan


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document as it lies on disk: `text` is the decoded file, untouched; all raw offsets refer to it.

    `sha256` is the digest of the file's bytes, `encoding` the IANA name under which they were decoded. Where the text
    was extracted from a file of another kind (`media_type`), both are those of the stored text, and `original_sha256`
    is the digest of that file's bytes; else it is `None`.
    """

    doc_id: str
    text: str
    sha256: str
    encoding: str
    original_sha256: str | None = None
    media_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class DocumentMeta:
    """What is known about a document from outside its text (the corpus manifest); `None` where nothing is."""

    doc_id: str
    title_zh: str | None = None
    title_en: str | None = None
    issuer: str | None = None
    date: str | None = None
    year: int | None = None
    genre: str | None = None
    origin: str | None = None
    licence: str | None = None
    sha256: str | None = None
    encoding: str | None = None


class Edit(NamedTuple):
    """One replacement of `start:end` (in the text that a cleaning step was given) by `replacement`."""

    start: int
    end: int
    replacement: str


class BlockKind(StrEnum):
    """What a block of the outline is."""

    FRONT = "front"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TASK = "task"
    BOX = "box"
    TABLE_ROW = "table_row"
    SIGN_OFF = "sign_off"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that belongs together: a heading, a paragraph, one bracket's part of a task, a table row.

    `sentences` are the half-open ranges of its sentences. `section` holds the titles of the headings above it,
    outermost first. A task's part carries its printed number with dots for levels and a letter from the second
    bracket on (`3`, `3b`, `3.2`), and the range of the bracket that closes it. `continues` marks a line onto which
    the last cell of the table row before it was wrapped.
    """

    kind: BlockKind
    span: CleanSpan
    sentences: tuple[CleanSpan, ...] = ()
    section: tuple[str, ...] = ()
    task_id: str | None = None
    bracket: CleanSpan | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The structure of a cleaned document: its blocks in text order."""

    blocks: tuple[Block, ...] = field(default=())


class SpanMap(Protocol):
    """Maps ranges between a clean text and its raw source; `ipgraph.text.align.Alignment` is one."""

    def to_raw(self, span: CleanSpan) -> RawSpan:
        """Return the smallest raw range that covers everything the clean range came from."""
        ...

    def to_clean(self, span: RawSpan) -> CleanSpan:
        """Return the smallest clean range that covers everything the raw range became."""
        ...


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text freed from noise, in Simplified Chinese, with the map back to its source.

    `lines` in the clean text are logical: a paragraph ends with one newline; what a page break had cut is joined.
    """

    source: SourceText
    text: str
    alignment: SpanMap

    def raw_span(self, span: CleanSpan) -> RawSpan:
        """Return where `span` stands in the source text."""
        return self.alignment.to_raw(span)

    def quote(self, span: CleanSpan) -> str:
        """Return the source's own characters for `span`."""
        raw = self.alignment.to_raw(span)
        return self.source.text[raw.start : raw.end]
