"""Which kinds of files are read, each by its suffix, and with which reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from ipgraph.errors import SourceError
from ipgraph.text.formats.lines import to_text

# A file above this is refused before it is read. Policy documents have kilobytes; scans without text have more.
MAX_FILE_BYTES = 64 * 1024 * 1024
# What is extracted from one file ends here: a small file can hold the same page a million times.
_MAX_CHARACTERS = 20_000_000

# A reader takes the file's path (for its messages) and bytes, and returns the lines of its text.
Reader = Callable[[Path, bytes], list[str]]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its media type, what it is called, what is allowed of it, and the module of its reader.

    A text file has no reader: its text is what its bytes say.
    """

    media_type: str
    name: str
    allowed: str = ""
    module: str | None = None

    @property
    def is_text(self) -> bool:
        """Whether the file's bytes are its text."""
        return self.module is None


TEXT = Format("text/plain", "text file")
MARKDOWN = Format("text/markdown", "Markdown file")
HTML = Format(
    "text/html",
    "HTML page",
    "allowed are HTML pages with text in their body, in UTF-8, UTF-16, GB18030 or Big5",
    "ipgraph.text.formats.html",
)
DOCX = Format(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "Word document",
    "allowed are Word documents (.docx) as Word 2007 and later save them, without a password",
    "ipgraph.text.formats.docx",
)
PDF = Format(
    "application/pdf",
    "PDF file",
    "allowed are PDF files with text (no scans), without a password",
    "ipgraph.text.formats.pdf",
)
_FORMATS: Mapping[str, Format] = {
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".docx": DOCX,
    ".pdf": PDF,
}
SUFFIXES = tuple(_FORMATS)


def get_format(path: Path) -> Format:
    """Return the format of a file by its suffix.

    Raises:
        SourceError: files with this suffix are not read.

    """
    kind = _FORMATS.get(path.suffix.lower())
    if kind is None:
        raise SourceError(f"{path}: {refusal(path)}")
    return kind


def refusal(path: Path) -> str:
    """Return why a file with this suffix is not read, and which suffixes are allowed."""
    return f"files that end in '{path.suffix}' are not read; allowed are {', '.join(SUFFIXES)}"


def extract_text(path: Path, data: bytes) -> str:
    """Return the text of a file that is not text itself: a paragraph or a table row a line, each ending in a newline.

    The same bytes give the same text. Headings that the format marks begin with `# `, cells are parted by tabs.

    Raises:
        SourceError: the file is broken, protected, of another kind than its suffix says, or has no text.

    """
    kind = get_format(path)
    if kind.module is None:
        raise ValueError(f"{path}: a {kind.name} is its own text")
    # Loaded when it is needed: the readers' libraries would make every command start slower.
    reader = cast(Reader, import_module(kind.module).read_lines)
    text = to_text(reader(path, data))
    if not text:
        raise SourceError(f"{path}: the {kind.name} has no text; {kind.allowed}")
    if len(text) > _MAX_CHARACTERS:
        raise SourceError(f"{path}: the {kind.name} has {len(text):,} characters; allowed are {_MAX_CHARACTERS:,}")
    return text
