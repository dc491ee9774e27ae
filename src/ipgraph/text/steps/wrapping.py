"""Finds the line ends of hard wrapping: every line of the text cut at the same width."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ipgraph.model.document import Edit
from ipgraph.text.steps.lines import Line, is_closed, is_formal, is_heading_start, is_table_row, join, read_lines

# Hard-wrapped text has many lines, a good part of them within a few characters of the longest; the last line of a
# paragraph is shorter, hardly any is longer. A list of names may be as even, but is not as wide; paragraphs may be, but
# they end with a sentence.
_MIN_LINES = 5
_MIN_FULL = 3
_MIN_WIDTH = 18
_MAX_WIDTH = 240
_SLACK = 3
_MIN_FULL_SHARE = 0.3
_MAX_LONGER_SHARE = 0.03
_MAX_CLOSED_SHARE = 0.5
# Two blanks or more at its head begin a paragraph, in texts that indent at all.
_INDENT = 2
# Letters with tone marks (glosses) take one column.
_NARROW = re.compile("[\u0000-\u02ff]+")
_WIDENED = re.compile("[，；：？！（）]")
# The rest of a number that the line end cut: `…负责）5` `3.研究制定`.
_NUMBER_REST = re.compile(r"\d{1,2}[.、]")


def find_hard_wrapping(text: str) -> list[Edit]:
    """Return the edits that join the lines of hard-wrapped text to paragraphs; none if the text is not wrapped.

    A full line goes on in the next one, even if a sentence ends with it, unless that one is indented, a heading, or
    further away than lines usually are. Width is counted in characters, or in columns of a typewriter (a Chinese
    character takes two).
    """
    lines = read_lines(text)
    prose = [line for line in lines if not is_table_row(line.text)]
    # Lines of Chinese alone have one width by either measure; the right one also fits those with digits in them.
    full = max((_full_lines(prose, widths) for widths in _measure(prose)), key=len, default=set())
    return _join_full_lines(text, lines, full) if full else []


def _full_lines(lines: list[Line], widths: list[int]) -> set[int]:
    """Return the starts of the lines that are as wide as the text was wrapped; none where it was not."""
    width = _wrap_width(widths)
    if width is None:
        return set()
    full = [line for line, own in zip(lines, widths, strict=True) if width - _SLACK <= own <= width + 1]
    closed = sum(is_closed(line.text) for line in full)
    return {line.start for line in full} if closed <= _MAX_CLOSED_SHARE * len(full) else set()


def _join_full_lines(text: str, lines: list[Line], full: set[int]) -> list[Edit]:
    """Return the edits that join each line that starts at a place in `full` to the next one, where that goes on."""
    gaps = [text.count("\n", line.end, following.start) for line, following in pairwise(lines)]
    usual_gap = Counter(gaps).most_common(1)[0][0] if gaps else 1
    return [
        join(text, line, following)
        for (line, following), gap in zip(pairwise(lines), gaps, strict=True)
        if line.start in full and gap <= usual_gap and _goes_on(line, following)
    ]


def _measure(lines: list[Line]) -> Iterator[list[int]]:
    """Yield the widths of the lines by each measure, but none where too many lines are too long by any.

    They are: characters; the columns of a typewriter, where a Chinese character takes two; and the same for a text
    whose commas and brackets took one column, before an earlier step widened them. No line has fewer columns than
    characters.
    """
    characters = [line.indent + len(line.text) for line in lines]
    if sum(width > _MAX_WIDTH for width in characters) > _MAX_LONGER_SHARE * len(lines):
        return
    yield characters
    columns = [2 * (line.indent + len(line.text)) - len("".join(_NARROW.findall(line.text))) for line in lines]
    yield columns
    yield [width - len(_WIDENED.findall(line.text)) for line, width in zip(lines, columns, strict=True)]


def _wrap_width(widths: list[int]) -> int | None:
    """Return the width at which the lines were wrapped, or `None` if they were not."""
    if len(widths) < _MIN_LINES:
        return None
    counts = Counter(widths)
    longer, best, most = 0, None, max(_MIN_FULL, _MIN_FULL_SHARE * len(widths)) - 1
    for width in sorted(counts, reverse=True):
        full = sum(counts[width - slack] for slack in range(_SLACK + 1))
        if _MIN_WIDTH <= width <= _MAX_WIDTH and full > most:
            best, most = width, full
        longer += counts[width]
        if longer > _MAX_LONGER_SHARE * len(widths):
            break
    return best


def _goes_on(line: Line, following: Line) -> bool:
    """Tell whether the full line is not a whole of its own, and the next one no beginning."""
    if line.text.startswith("#") or line.text.endswith("：") or is_formal(line.text) or is_formal(following.text):
        return False
    if is_table_row(following.text):
        return False
    if line.text[-1].isdecimal() and _NUMBER_REST.match(following.text):
        return True
    return following.indent < _INDENT and not is_heading_start(following.text)
