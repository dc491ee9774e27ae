"""Puts the lines that a reader found together to a text, with marks for headings."""

import re
from collections.abc import Iterable

# Control characters but tab and newline, and halves of surrogate pairs: no text file may hold them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]+")
_BLANKS = re.compile("[ \xa0]*\t[ \xa0]*|[ \xa0]{2,}")
_LETTER = re.compile(r"\w")
# A style for headings on a whole paragraph does not make it one.
_MAX_HEADING = 100
_LEVELS = 6


def to_text(lines: Iterable[str]) -> str:
    """Return the lines as a text, each with its newline, blank ones left out; empty where no letter is.

    Blanks at the ends go, but for the tab of an empty first cell and the ideographic spaces of an indent.
    """
    kept = []
    for part in lines:
        for line in _UNPRINTABLE.sub("", part).replace("\x85", "\n").split("\n"):
            shown = _BLANKS.sub(_narrow, line).strip(" \xa0").rstrip("\u3000")
            if not shown.isspace() and shown:
                kept.append(shown)
    return "".join(f"{line}\n" for line in kept) if any(map(_LETTER.search, kept)) else ""


def _narrow(run: re.Match[str]) -> str:
    return "\t" if "\t" in run[0] else " "


def heading(text: str, level: int) -> str:
    """Return a heading's line with its marks (`# ` for the highest level, 1); a paragraph in its guise has none."""
    if not text.strip() or len(text) > _MAX_HEADING or "。" in text:
        return text
    return f"{'#' * min(level, _LEVELS)} {text.strip()}"
