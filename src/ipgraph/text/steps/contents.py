"""Finds contents pages: a heading 目录 and its entries with leaders and page numbers."""

import re

from ipgraph.model.document import Edit

# Matches `目 录` and `# 目录` on a line of their own; not `目录管理`.
_HEADING = re.compile(r"^[# \t]*目[ \t]*[录次][ \t]*$", re.MULTILINE)
# Matches `一、保护成效 .....	2`, `第一章……3`, `一、保护成效 .....` (its number on a line of its own, gone already);
# not `一、保护成效`, `2014年` (no leader).
_ENTRY = re.compile(
    r"[^\n]{1,120}?(?:[.·…]{2,}[ \t.·…]*|\t[ \t]*| {2,}[ \t]*)[-—( ]{0,2}\d{1,4}[-—) ]{0,2}[ \t]*$"
    r"|[^\n]{1,120}?[.·…]{3,}[ \t]*$",
    re.MULTILINE,
)
_BLANK = re.compile(r"[ \t]*\n")
# The first entry below the heading.
_NEXT_LINE = re.compile(r"\s*\n([^\n]{2,60})(?=\n)")
_LONGEST_PAGE = 8_000
_LONGEST_ENTRY = 60
# The same run together in one line: `目录 一、保护成效 ..... 2 二、制度建设 ..... 18`. Only dots count as leaders here.
_INLINE = re.compile(r"目[ \t]*录(?:[^\n。….]{1,60}(?:\.{3,}|…{1,9})[.… \t]*\d{1,4}(?![\d年.])){2,}")


def find_contents(text: str) -> list[Edit]:
    """Return the deletions of contents pages, heading and entries."""
    edits = [Edit(start, end, "") for start, end in map(_page_after, _HEADING.finditer(text)) if end > start]
    if edits:
        return edits
    return [Edit(_heading_start(text, match.start()), match.end(), "") for match in _INLINE.finditer(text)]


def _page_after(heading: re.Match[str]) -> tuple[int, int]:
    """Return the range of the heading and the entries below it; empty where no entry follows."""
    text, end, place = heading.string, heading.start(), heading.end() + 1
    while place < len(text):
        blank = _BLANK.match(text, place)
        if blank is not None:
            place = blank.end()
            continue
        entry = _ENTRY.match(text, place)
        if entry is None:
            break
        end = entry.end()
        place = end + 1
    return heading.start(), end if end > heading.start() else _end_by_repetition(heading)


def _end_by_repetition(heading: re.Match[str]) -> int:
    """Return the end of a contents page without page numbers: it ends where its first entry comes again, as a heading.

    What lies between must be short lines without a full stop; the start of the heading is returned where it is not.
    """
    text = heading.string
    first = _NEXT_LINE.match(text, heading.end())
    if first is None:
        return heading.start()
    window = text[first.end(1) : first.end(1) + _LONGEST_PAGE]
    again = window.find(f"\n{first[1]}\n")
    if again < 0 or "。" in window[:again] or max(map(len, window[:again].split("\n"))) > _LONGEST_ENTRY:
        return heading.start()
    return first.end(1) + again


def _heading_start(text: str, start: int) -> int:
    """Return where the Markdown mark before `start` begins, or `start` if there is none."""
    while start > 0 and text[start - 1] in "# ":
        start -= 1
    return start
