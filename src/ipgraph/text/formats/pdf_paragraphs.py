"""Puts the lines of PDF pages together to paragraphs, and leaves out what recurs on each page."""

import re
from collections import Counter
from collections.abc import Sequence

from ipgraph.text.formats.pdf_lines import Line
from ipgraph.text.steps.lines import is_closed, is_heading_start

# Lengths are in heights of the line's type. A line is set in from here on, full if it ends this near to the margin, and
# wrapped at all only if it is this long.
_INDENT = 1.5
_SLACK = 2.5
_MIN_WIDTH = 18
_SAME_SIZE = 0.15
# A title is set larger than the text; its lines follow one another closely.
_TITLE_SIZE = 1.15
_TITLE_LEADING = 2.0
# Texts set their paragraphs in, or do not: this share of the lines after a short one shows it.
_INDENTED_SHARE = 0.5
# Lines shorter than this share of the longest say nothing about the margin.
_LONG_SHARE = 0.6
# A line that recurs on this share of the pages, and on this many, belongs to the pages and not to the text.
_RUNNING_SHARE = 0.5
_MIN_RUNNING = 3
_DIGITS = re.compile(r"\d+")
_LATIN = re.compile("[A-Za-z0-9,.;:]$")
_LATIN_START = re.compile("[A-Za-z]")


def to_paragraphs(pages: Sequence[Sequence[Line]]) -> list[str]:
    """Return the paragraphs of a text, a wrapped one in one line; two ideographic spaces stand where one is set in.

    A full line goes on in the next one if that begins at the margin. Where the layout leaves it open whether it does,
    the lines stay apart: the cleaning looks at their words.
    """
    placed = [(line, margin) for page in drop_running_lines(pages) for margin in (_margin(page),) for line in page]
    lines = [line for line, _ in placed]
    inset = [line.start - margin > _INDENT * line.size for line, margin in placed]
    right = _right_edge(lines)
    begins = [inset[place] for place in range(1, len(lines)) if not _is_full(lines[place - 1], right)]
    indents = sum(begins) > _INDENTED_SHARE * len(begins)
    body = _body_size(lines)
    paragraphs: list[str] = []
    for place, line in enumerate(lines):
        before = lines[place - 1] if place else line
        wrapped = place > 0 and not inset[place] and _goes_on(before, line, right, indents)
        if wrapped or (place and _is_title(before, line, body)):
            paragraphs[-1] += _between(paragraphs[-1], line.text) + line.text
        else:
            paragraphs.append(("\u3000\u3000" if inset[place] else "") + line.text)
    return paragraphs


def _goes_on(line: Line, following: Line, right: float, indents: bool) -> bool:
    """Tell whether a line is full and the next one, which begins at the margin, goes on with it."""
    if line.cells > 1 or following.cells > 1 or abs(line.size - following.size) > _SAME_SIZE * line.size:
        return False
    if not _is_full(line, right) or line.end - line.start < _MIN_WIDTH * line.size:
        return False
    return indents or not (is_closed(line.text) or is_heading_start(following.text))


def _is_title(line: Line, following: Line, body: float) -> bool:
    """Tell whether two lines are those of one title, broken for its sense or its width."""
    return (
        min(line.size, following.size) > _TITLE_SIZE * body
        and abs(line.size - following.size) <= _SAME_SIZE * line.size
        and 0 < line.y - following.y <= _TITLE_LEADING * line.size
        and not is_closed(line.text)
        and not is_heading_start(following.text)
    )


def _body_size(lines: Sequence[Line]) -> float:
    """Return the size in which most of the text is set; that of tables may be smaller."""
    sizes: Counter[float] = Counter()
    for line in (line for line in lines if line.cells == 1):
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _is_full(line: Line, right: float) -> bool:
    """Tell whether a line reaches the margin, as far as the breaking of lines lets it."""
    return line.end >= right - _SLACK * line.size


def _between(text: str, following: str) -> str:
    """Return what a line end between two lines stands for: a blank between Latin words, else nothing."""
    return " " if _LATIN.search(text) and _LATIN_START.match(following) else ""


def _margin(page: Sequence[Line]) -> float:
    """Return where lines begin at the left of a page: the leftmost place at which two of them do."""
    starts = Counter(round(line.start) for line in page)
    return min((x for x, count in starts.items() if count > 1), default=min(starts, default=0))


def _right_edge(lines: Sequence[Line]) -> float:
    """Return where full lines end: the place at which most of the long lines do."""
    prose = [line for line in lines if line.cells == 1]
    longest = max((line.end for line in prose), default=0.0)
    ends = Counter(round(line.end / line.size) * line.size for line in prose if line.end >= _LONG_SHARE * longest)
    return max(ends, key=lambda end: (ends[end], end), default=longest)


def drop_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages without the first and last lines that recur on most of them, whatever numbers they hold."""
    edges = Counter(key for page in pages for key in {_key(line) for line in (*page[:1], *page[-1:])})
    needed = max(_MIN_RUNNING, _RUNNING_SHARE * len(pages))
    running = {key for key, count in edges.items() if count >= needed}
    return [_without_edges(page, running) for page in pages]


def _without_edges(page: Sequence[Line], running: set[str]) -> list[Line]:
    """Return a page without its running lines; there may be a title and a number one below the other."""
    first, last = 0, len(page)
    while first < last and _key(page[first]) in running:
        first += 1
    while last > first and _key(page[last - 1]) in running:
        last -= 1
    return list(page[first:last])


def _key(line: Line) -> str:
    """Return what a running line has in common on all pages."""
    return _DIGITS.sub("0", "".join(line.text.split()))
