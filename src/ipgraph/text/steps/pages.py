"""Finds lines that hold nothing but a page number."""

import re

from ipgraph.model.document import Edit

# Matches the lines `- 3 -`, `— 12 —`, `·5·`, `第 3 页`, `第3页 共12页`, `3/12`; not `第3页表1`, `-3`.
_DRESSED = r"[-—–―·~－]+ *\d{1,4} *[-—–―·~－]+|第 *\d{1,4} *页(?:[ ，,/]*共 *\d{1,4} *页)?|\d{1,3} */ *\d{1,3}"
# Matches the line `2`; not `2024`, which may be part of a title, nor `1.`.
_BARE = r"(?!(?:19|20)\d\d *$)\d{1,4}"
_PAGE_LINE = re.compile(rf"^ *(?:{_DRESSED}|(?P<bare>{_BARE})) *(?:\n|\Z)", re.MULTILINE)


def find_page_numbers(text: str) -> list[Edit]:
    """Return the deletions of page-number lines, each with its newline; a bare number below a table row is kept."""
    return [
        Edit(match.start(), match.end(), "")
        for match in _PAGE_LINE.finditer(text)
        if match["bare"] is None or not _in_table(text, match.start())
    ]


def _in_table(text: str, start: int) -> bool:
    """Tell whether the line above the one at `start` is a table row."""
    above = text.rfind("\n", 0, max(0, start - 1)) + 1
    return "\t" in text[above:start]
