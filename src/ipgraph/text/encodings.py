"""Tells in which encoding the bytes of a file are text, and decodes them."""

from codecs import getincrementaldecoder
from collections.abc import Sequence
from pathlib import Path

from charset_normalizer import from_bytes

from ipgraph.errors import SourceError

ALLOWED = "allowed are plain-text files in UTF-8 (with or without BOM), UTF-16 or GB18030"

# The detector's names for what GB18030 contains; texts are decoded with the superset.
_CHINESE = frozenset({"gb18030", "gbk", "gb2312"})
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")

# The detector sees this much of a file; more makes it slow and no surer.
_SAMPLE_BYTES = 64 * 1024
# Text has next to no control characters; binary files decoded by chance are full of them.
_MAX_CONTROL_SHARE = 0.01
_CONTROL = dict.fromkeys([*range(9), 11, *range(14, 27), *range(28, 32), 127])


def decode(path: Path, data: bytes, declared: Sequence[str] = ()) -> tuple[str, str]:
    """Return the decoded text and the IANA name of its encoding.

    Args:
        path: the file, for the message.
        data: its bytes.
        declared: encodings that the file itself names; they are tried after UTF-8, before what is detected.

    Raises:
        SourceError: the bytes are binary, or text in none of the encodings.

    """
    broken_at: dict[str, int] = {}
    for encoding in _candidates(data, declared):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            broken_at[encoding] = error.start
            continue
        if _is_text(text):
            return text, encoding
    if b"\0" in data[:_SAMPLE_BYTES] or not broken_at:
        raise SourceError(f"{path}: the file is binary, not text; {ALLOWED}")
    tried = "".join(f", no {encoding.upper()} from byte {place} on" for encoding, place in broken_at.items())
    raise SourceError(f"{path}: the bytes are text in no known encoding{tried}; {ALLOWED}")


def _candidates(data: bytes, declared: Sequence[str]) -> list[str]:
    """Return the encodings to try, likeliest first: UTF-8 is all but certain where it decodes, so it goes first."""
    if data.startswith(_UTF16_BOMS):
        return ["utf-16"]
    return list(dict.fromkeys(["utf-8", *declared, *_detected(data[:_SAMPLE_BYTES])]))


def _detected(sample: bytes) -> list[str]:
    """Return the allowed encodings that the detector finds plausible for `sample`."""
    if b"\0" in sample:
        return _utf16_without_bom(sample)
    matches = from_bytes(_whole_characters(sample), cp_isolation=sorted(_CHINESE))
    return ["gb18030"] if any(match.encoding in _CHINESE for match in matches) else []


def _whole_characters(sample: bytes) -> bytes:
    """Return the sample without a GB18030 character that its end cuts; empty if it is no GB18030 at all."""
    decoder = getincrementaldecoder("gb18030")()
    try:
        decoder.decode(sample)
    except UnicodeDecodeError:
        return b""
    cut, _ = decoder.getstate()
    return sample[: len(sample) - len(cut)]


def _utf16_without_bom(sample: bytes) -> list[str]:
    """Return the UTF-16 byte order that an unmarked sample has, if it looks like UTF-16 at all.

    Line ends and spaces have their zero byte first in big-endian and last in little-endian text.
    """
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even == odd:
        return []
    return ["utf-16-be" if even > odd else "utf-16-le"]


def _is_text(text: str) -> bool:
    """Tell whether next to none of the first characters are control characters."""
    sample = text[:_SAMPLE_BYTES]
    return "\0" not in sample and len(sample) - len(sample.translate(_CONTROL)) <= _MAX_CONTROL_SHARE * len(sample)
