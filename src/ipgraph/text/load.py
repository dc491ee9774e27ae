"""Reads a document's text: a text file's exactly as it lies on disk, that of other files through their readers."""

from hashlib import sha256
from pathlib import Path

from ipgraph.errors import SourceError
from ipgraph.model.document import SourceText
from ipgraph.text.encodings import ALLOWED, decode
from ipgraph.text.formats import MAX_FILE_BYTES, extract_text, get_format


def read_source(path: Path) -> SourceText:
    """Return the text of the file at `path`; all offsets refer to it.

    Of a text file (.txt, .md) it is `raw_bytes.decode(encoding)`. Newlines stay as they are. A UTF-8 byte order mark
    stays as U+FEFF, code point 0; that of UTF-16 is part of the encoding. Of any other file it is the extracted text,
    which is stored in UTF-8: `sha256` is the digest of those bytes, `original_sha256` that of the file's.
    `doc_id` is the file's name without its extension.

    Raises:
        SourceError: the file is missing, not a file, too large, empty, of a kind that is not read, or without text.

    """
    data = _read_bytes(path)
    kind = get_format(path)
    if not data.strip():
        raise SourceError(f"{path}: the file is empty; {ALLOWED if kind.is_text else kind.allowed}")
    digest = sha256(data).hexdigest()
    if not kind.is_text:
        text = extract_text(path, data)
        stored = sha256(text.encode("utf-8")).hexdigest()
        return SourceText(path.stem, text, stored, "utf-8", original_sha256=digest, media_type=kind.media_type)
    text, encoding = decode(path, data)
    if not text.strip("\ufeff \t\r\n\f\v\u3000\xa0"):
        raise SourceError(f"{path}: the file has only white space; {ALLOWED}")
    return SourceText(path.stem, text, digest, encoding, media_type=kind.media_type)


def _read_bytes(path: Path) -> bytes:
    """Return the bytes of the file, or raise SourceError with the system's reason."""
    if path.is_dir():
        raise SourceError(f"{path}: is a directory, not a text file; {ALLOWED}")
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise SourceError(f"{path}: the file has {size:,} bytes; allowed are up to {MAX_FILE_BYTES:,}")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(f"{path}: no such file; {ALLOWED}") from error
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); {ALLOWED}") from error
