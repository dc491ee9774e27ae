"""Reads the text of a PDF file, page by page."""

import logging
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from ipgraph.errors import SourceError
from ipgraph.text.formats.kinds import PDF
from ipgraph.text.formats.pdf_lines import Line, PageLines
from ipgraph.text.formats.pdf_paragraphs import to_paragraphs

_MAX_PAGES = 5000
_MAX_UNREADABLE = 0.2
# The mark of a PDF file stands within its first kilobyte.
_MARK, _MARK_WITHIN = b"%PDF-", 1024
# What the library lets through on files that are broken in ways it does not look for.
_BREAKDOWNS = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_lines(path: Path, data: bytes) -> list[str]:
    """Return the paragraphs of a PDF file and the rows of its tables; lines that recur on each page are left out.

    A line that is set in from the margin begins with two ideographic spaces. How much the library unpacks is limited.

    Raises:
        SourceError: the file is no PDF, broken, protected by a password, too large, or only shows pictures of text.

    """
    if _MARK not in data[:_MARK_WITHIN]:
        raise SourceError(f"{path}: is no PDF file: its mark '%PDF-' is missing; {PDF.allowed}")
    try:
        with _quiet():
            pages = _read_pages(path, data)
    except LimitReachedError as error:
        raise SourceError(f"{path}: the PDF file unpacks to more than is read ({error}); {PDF.allowed}") from error
    except DependencyError as error:
        raise SourceError(f"{path}: the PDF file is encrypted in a way that is not read; {PDF.allowed}") from error
    except _BREAKDOWNS as error:
        raise SourceError(f"{path}: the PDF file is broken or cut short ({_reason(error)}); {PDF.allowed}") from error
    if not any(pages):
        raise SourceError(
            f"{path}: the PDF file has {len(pages)} pages and no text, so it is a scan; {PDF.allowed}. "
            "A scan can be made readable with a program for text recognition (OCR)"
        )
    if not _is_readable(pages):
        raise SourceError(f"{path}: the fonts of the PDF file do not tell which characters they show; {PDF.allowed}")
    return to_paragraphs(pages)


def _read_pages(path: Path, data: bytes) -> list[list[Line]]:
    """Return the lines of each page."""
    reader = PdfReader(BytesIO(data))
    # Files that anybody may open, but not change, are encrypted with an empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceError(f"{path}: the PDF file is encrypted and needs a password; {PDF.allowed}")
    count = len(reader.pages)
    if count > _MAX_PAGES:
        raise SourceError(f"{path}: the PDF file has {count:,} pages; allowed are up to {_MAX_PAGES:,}")
    pages = []
    for page in reader.pages:
        lines = PageLines()
        # What cannot be unpacked fails here; the extraction would take the page for an empty one.
        page.get_contents()
        page.extract_text(visitor_text=lines.add)
        pages.append(lines.lines)
    return pages


def _is_readable(pages: list[list[Line]]) -> bool:
    """Tell whether most characters are characters: a font may have codes for its shapes and no names for them."""
    counts = Counter(character for page in pages for line in page for character in line.text)
    unreadable = sum(count for character, count in counts.items() if _is_unreadable(character))
    return unreadable <= _MAX_UNREADABLE * counts.total()


def _is_unreadable(character: str) -> bool:
    return character == "\ufffd" or (character != "\t" and unicodedata.category(character) in {"Cc", "Cn", "Co", "Cs"})


def _reason(error: BaseException) -> str:
    """Return what a library says about a broken file, in one short line."""
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said[:120]}" if said else type(error).__name__


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's warnings about each oddity of a file off the terminal while the block runs."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)
