"""Finds line ends that stand inside a sentence: page breaks and titles set over two lines."""

import re
from itertools import pairwise

from ipgraph.model.document import Edit
from ipgraph.text.steps.charsets import HAN
from ipgraph.text.steps.lines import (
    Line,
    is_bare_number,
    is_closed,
    is_date,
    is_duty_bracket,
    is_formal,
    is_heading_start,
    is_table_row,
    join,
    read_lines,
)

# Nothing ends, or begins, with these: the sentence goes on.
_OPEN_END = re.compile(r"(?:[，、《〈“‘（—和与及或的]|关于|印发)$")
_OPEN_START = re.compile(r"[，。、；：！？）》〉”’]|[和与及的]")
# What is counted stands after the number: `12月29` `日公布`, `64.3` `万件`.
_UNIT = re.compile("[年月日号时件个家名人次批万亿千元余多项部条起篇期类种届轮所处页%]")
_PAIRS = (("《", "》"), ("（", "）"), ("“", "”"))
# A document's title ends with what kind of document it is.
_TITLE_END = re.compile(
    r"(?:通知|意见|决定|办法|规定|条例|细则|方案|计划|规划|纲要|要点|报告|状况|公告|通告|通报|函|批复|措施|解释|白皮书|法|目录"
    r"|指南)(?:（[^（）]{1,40}）)?$"
)
_HAN_EDGES = re.compile(f"[{HAN}][{HAN}]")
_SENTENCE = re.compile("[。；]")
# A comma shows a clause, and thus a paragraph, in lines too long for a slogan.
_MIN_CLAUSE = 25
# An issuer's name above a date is no longer than this.
_MAX_ISSUER = 40
# The look for words that the line end cuts is bounded, so that its cost does not grow with the square of the text.
_WORD_SAMPLE = 50_000
_MAX_LOOK_UPS = 400


def find_cut_sentences(text: str) -> list[Edit]:
    """Return the edits that join what belongs to one sentence: line ends, blank lines and indents go.

    A line whose end closes a sentence stays apart from the next one, as do headings, table rows, dates, document
    numbers, and short lines that stand alone (titles, issuers).
    """
    lines = read_lines(text)
    words = _Words(text[:_WORD_SAMPLE])
    after = [line.text for line in lines[2:]] + [""]
    return [
        join(text, line, following)
        for (line, following), third in zip(pairwise(lines), after, strict=False)
        if _may_join(line, following, third) and _is_cut(line.text, following.text, words)
    ]


class _Words:
    """The words of a text, asked for a limited number of times."""

    def __init__(self, sample: str) -> None:
        self._sample = sample
        self._left = _MAX_LOOK_UPS

    def are_cut(self, line: str, following: str) -> bool:
        """Tell whether four characters around the line end stand together elsewhere in the text."""
        if len(line) < 4 or len(following) < 4 or self._left == 0:
            return False
        self._left -= 1
        around = line[-3:] + following[:3]
        return any(around[first : first + 4] in self._sample for first in range(3))


def _may_join(line: Line, following: Line, third: str) -> bool:
    """Tell whether neither line has a form that stands alone."""
    if is_table_row(line.text) or is_table_row(following.text) or line.text.startswith("#"):
        return False
    if is_duty_bracket(following.text):
        return True
    if is_heading_start(following.text) or is_formal(line.text) or is_formal(following.text) or is_closed(line.text):
        return False
    return not (is_date(third) and len(following.text) <= _MAX_ISSUER)


def _is_cut(line: str, following: str, words: _Words) -> bool:
    """Tell whether the sentence of `line` goes on in `following`, judging by their words."""
    if is_bare_number(line) or is_duty_bracket(following) or (line[-1].isdecimal() and _UNIT.match(following)):
        return True
    if _OPEN_END.search(line[-2:]) or _OPEN_START.match(following) or _has_open_bracket(line):
        return True
    has_sentence = _SENTENCE.search(line) is not None
    if is_heading_start(line) and not has_sentence:
        return _HAN_EDGES.search(line[-1] + following[0]) is not None and words.are_cut(line, following)
    if has_sentence or ("，" in line and len(line) >= _MIN_CLAUSE):
        return True
    return _TITLE_END.search(line[-50:]) is None and words.are_cut(line, following)


def _has_open_bracket(line: str) -> bool:
    """Tell whether a bracket or quotation that was opened in the line is still open at its end."""
    return any(line.rfind(opening) > line.rfind(closing) for opening, closing in _PAIRS)
