"""Reads the text of a Word document (.docx)."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import cast

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.parser import parse_xml
from lxml import etree

from ipgraph.errors import SourceError
from ipgraph.text.formats.docx_body import BodyReader
from ipgraph.text.formats.docx_numbering import Numbering
from ipgraph.text.formats.docx_styles import Styles
from ipgraph.text.formats.kinds import DOCX

# The container of .doc files, and of .docx files with a password.
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
# Bounds of what is unpacked: archives of some kilobytes can hold gigabytes. XML takes many times its size in memory.
_MAX_MEMBERS = 10_000
_MAX_UNPACKED = 256 * 1024 * 1024
_MAX_XML = 48 * 1024 * 1024
# What the libraries let through on files that are broken.
_BREAKDOWNS = (
    OpcError,
    etree.XMLSyntaxError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


def read_lines(path: Path, data: bytes) -> list[str]:
    """Return the lines of a Word document's text: paragraphs with their automatic numbers, and table rows.

    A footnote follows the paragraph or the table that refers to it. Deleted and hidden text is left out.

    Raises:
        SourceError: the file is no Word document, broken, protected by a password, or unpacks to too much.

    """
    if data.startswith(_COMPOUND_FILE):
        reason = "is an older Word document (.doc) or has a password; save it as .docx without one"
        raise SourceError(f"{path}: {reason}; {DOCX.allowed}")
    if not data.startswith(_ZIP):
        raise SourceError(f"{path}: is no Word document (.docx): it is no ZIP archive; {DOCX.allowed}")
    try:
        _require_bounds(path, data)
        document = docx.Document(BytesIO(data))
        return _body_reader(document).lines(document.element.body)
    except _BREAKDOWNS as error:
        said = " ".join(str(error).split())[:120]
        raise SourceError(
            f"{path}: the Word document is broken, cut short, or none ({type(error).__name__}: {said}); {DOCX.allowed}"
        ) from error


def _require_bounds(path: Path, data: bytes) -> None:
    """Refuse an archive that unpacks to more than a document of words can need."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
    # No member is ever unpacked beyond the size that the archive declares for it.
    unpacked = sum(member.file_size for member in members)
    xml = sum(member.file_size for member in members if member.filename.lower().endswith((".xml", ".rels")))
    if len(members) > _MAX_MEMBERS or unpacked > _MAX_UNPACKED or xml > _MAX_XML:
        raise SourceError(
            f"{path}: the Word document unpacks to {len(members):,} parts with {unpacked:,} bytes ({xml:,} of XML); "
            f"allowed are up to {_MAX_MEMBERS:,} parts, {_MAX_UNPACKED:,} bytes and {_MAX_XML:,} bytes of XML"
        )


def _body_reader(document: Document) -> BodyReader:
    """Return a reader with what the document's other parts say of its paragraphs."""
    styles = Styles(document.styles.element)
    numbering = Numbering(_part(document, RELATIONSHIP_TYPE.NUMBERING))
    return BodyReader(styles, numbering, _part(document, RELATIONSHIP_TYPE.FOOTNOTES))


def _part(document: Document, kind: str) -> etree._Element | None:
    """Return the XML of a part that belongs to the document, if there is one."""
    for relationship in document.part.rels.values():
        if relationship.reltype == kind and not relationship.is_external:
            return cast(etree._Element, parse_xml(relationship.target_part.blob))
    return None
