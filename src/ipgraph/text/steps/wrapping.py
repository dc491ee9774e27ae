"""Finds the line ends of hard wrapping: every line of the text cut at the same width."""

import re
from collections import Counter
from itertools import pairwise

from ipgraph.model.document import Edit
from ipgraph.text.steps.lines import Line, is_formal, is_heading_start, is_table_row, join, read_lines

# Hard-wrapped text has many lines, a good part of them within a few characters of the longest; the last line of a
# paragraph is shorter, hardly any is longer. A list of short names may be as even, but not as wide.
_MIN_LINES = 5
_MIN_WIDTH = 18
_SLACK = 3
_MIN_FULL_SHARE = 0.3
_MAX_LONGER_SHARE = 0.03
# Two blanks or more at its head begin a paragraph, in texts that indent at all.
_INDENT = 2
# The rest of a number that the line end cut: `…负责）5` `3.研究制定`.
_NUMBER_REST = re.compile(r"\d{1,2}[.、]")


def find_hard_wrapping(text: str) -> list[Edit]:
    """Return the edits that join the lines of hard-wrapped text to paragraphs; none if the text is not wrapped.

    A full line goes on in the next one, even if a sentence ends with it, unless that one is indented, a heading, or
    further away than lines usually are. Width is counted in characters, or in columns of a typewriter (a Chinese
    character takes two).
    """
    lines = [line for line in read_lines(text) if not is_table_row(line.text)]
    gaps = [text.count("\n", line.end, following.start) for line, following in pairwise(lines)]
    usual_gap = Counter(gaps).most_common(1)[0][0] if gaps else 1
    for widths in ([line.indent + len(line.text) for line in lines], [_columns(line) for line in lines]):
        width = _wrap_width(widths)
        if width is not None:
            full = [width - _SLACK <= own <= width + 1 for own in widths]
            return [
                join(text, line, following)
                for line, following, is_full, gap in zip(lines, lines[1:], full, gaps, strict=False)
                if is_full and gap <= usual_gap and _goes_on(line, following)
            ]
    return []


def _columns(line: Line) -> int:
    """Return the width of the line on a typewriter, where a Chinese character takes two columns."""
    return 2 * line.indent + len(line.text.encode("gbk", errors="replace"))


def _wrap_width(widths: list[int]) -> int | None:
    """Return the width at which the lines were wrapped, or `None` if they were not."""
    if len(widths) < _MIN_LINES:
        return None
    counts = Counter(widths)
    longer = 0
    for width in sorted(counts, reverse=True):
        full = sum(counts[width - slack] for slack in range(_SLACK + 1))
        if width >= _MIN_WIDTH and full >= _MIN_FULL_SHARE * len(widths):
            return width
        longer += counts[width]
        if longer > _MAX_LONGER_SHARE * len(widths):
            return None
    return None


def _goes_on(line: Line, following: Line) -> bool:
    """Tell whether the full line is not a whole of its own, and the next one no beginning."""
    if line.text.startswith("#") or line.text.endswith("：") or is_formal(line.text) or is_formal(following.text):
        return False
    if line.text[-1].isdecimal() and _NUMBER_REST.match(following.text):
        return True
    return following.indent < _INDENT and not is_heading_start(following.text)
