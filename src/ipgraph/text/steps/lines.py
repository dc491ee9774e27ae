"""Tells what a line of a policy document is by its form: heading, table row, date, number, remark in brackets."""

import re
from typing import NamedTuple

from ipgraph.model.document import Edit
from ipgraph.text.steps.charsets import HAN_NUMERALS

# Matches `一、总体要求`, `（一）加大…`, `1.推动…`, `1、…`, `第三章 …`, `专栏 2 …`, `附件：`, `# 目`; not `1.5万`,
# `2024年`, `第二十条规定` (a reference), `一方面`.
_NUMBERED = re.compile(
    rf"(?:#{{1,6}} ?[^#]|[{HAN_NUMERALS}]{{1,4}}[、 ．]|（[{HAN_NUMERALS}]{{1,4}}）|（\d{{1,3}}）"
    r"|\d{1,3}[.、](?!\d)|[①-⑳])"
)
_TITLED = re.compile(
    rf"(?:第[{HAN_NUMERALS}\d]{{1,5}}[章节条编部分]{{1,2}}(?:[ ：]|$)|续表"
    rf"|(?:专栏|表|图|附件|附表|附录) ?[{HAN_NUMERALS}\d]{{0,3}}(?:[ ：]|$))"
)
_DATE = re.compile(rf"[\d{HAN_NUMERALS} ]{{2,6}}年[\d{HAN_NUMERALS} ]{{1,5}}月(?:[\d{HAN_NUMERALS} ]{{1,5}}日)?")
_DOCUMENT_NUMBER = re.compile(r"[^，。；：\n]{1,20}[〔﹝［\[(（]\d{4}[〕﹞］\])）] *第? *\d{1,5} *号")
_BRACKETED = re.compile(r"[（(][^（）()\n]{1,60}[）)]")
# Matches `（公安部负责）`, which belongs to the task before it, not `（此件公开发布）`, `（负责人名单）`.
_DUTY_BRACKET = re.compile(
    r"（(?=[^\n]*(?:负责(?!人)|牵头|配合|责任单位|责任部门))(?:[^（）\n]|（[^（）\n]{1,40}）){2,600}）[。；]?"
)
# Matches `（二十八）`, `3.`, `四、`; not `3`, which may be a cell or a page.
_BARE_NUMBER = re.compile(rf"（[{HAN_NUMERALS}]{{1,4}}）|[{HAN_NUMERALS}]{{1,3}}、|\d{{1,3}}[.、]")
_FORMAL = (_DATE, _DOCUMENT_NUMBER, _BRACKETED)
_MAX_FORMAL = 62
# A bracket of responsible bodies may name dozens.
_MAX_BRACKET = 600

# A sentence is over: final punctuation, with whatever closes after it.
_CLOSED = re.compile(r"[。！？；：…][”’）)」』》]*$")
# … or a bracket that itself follows a finished sentence: `…修改。（国家知识产权局负责）`.
_CLOSED_BY_BRACKET = re.compile(r"[。；](?:（[^（）\n]*）)+$")


_LINE = re.compile(r"[^\n]+")
_LATIN_START = re.compile("[A-Za-z]+")
_LATIN_END = re.compile("[A-Za-z]+$")
_LONGEST_WORD = 40


class Line(NamedTuple):
    """A line that is not blank: its text without blanks at the ends, their place, and how far it is indented."""

    text: str
    start: int
    end: int
    indent: int


def read_lines(text: str) -> list[Line]:
    """Return the lines of the text that are not blank; a leading tab belongs to the line (an empty cell)."""
    lines: list[Line] = []
    for match in _LINE.finditer(text):
        if match[0].isspace():
            continue
        stripped = match[0].strip(" ")
        indent = len(match[0]) - len(match[0].lstrip(" "))
        start = match.start() + indent
        lines.append(Line(stripped, start, start + len(stripped), indent))
    return lines


def join(text: str, line: Line, following: Line) -> Edit:
    """Return the edit that joins two lines: with a blank where one stood, or between Latin words."""
    gap = text[line.end : following.start]
    return Edit(line.end, following.start, " " if " " in gap or _parts_words(line.text, following.text) else "")


def _parts_words(line: str, following: str) -> bool:
    """Tell whether the line end stands between two Latin words: `IP` `Key`, not `AR` `IPO` or `Teq` `uila`."""
    left, right = _LATIN_END.search(line[-_LONGEST_WORD:]), _LATIN_START.match(following)
    if left is None or right is None:
        return False
    if right[0][0].islower():
        return line[: -len(left[0])].endswith(" ") or following[len(right[0]) :].startswith(" ")
    return not (left[0].isupper() and right[0].isupper())


def is_table_row(line: str) -> bool:
    """Tell whether the line is a row of a table."""
    return "\t" in line or line.startswith("|")


def is_heading_start(line: str) -> bool:
    """Tell whether the line begins as headings and numbered tasks do."""
    return _NUMBERED.match(line) is not None or _TITLED.match(line) is not None


def is_formal(line: str) -> bool:
    """Tell whether the line is one of the fixed forms that stand alone: date, document number, bracketed remark."""
    if len(line) > _MAX_FORMAL or is_duty_bracket(line) or is_bare_number(line):
        return False
    return any(form.fullmatch(line) for form in _FORMAL)


def is_bare_number(line: str) -> bool:
    """Tell whether the line is the number of a heading or task, cut off from its words."""
    return _BARE_NUMBER.fullmatch(line) is not None


def is_duty_bracket(line: str) -> bool:
    """Tell whether the line is a bracket that says who is responsible for what stands before it."""
    return line.startswith("（") and _DUTY_BRACKET.fullmatch(line) is not None


def is_date(line: str) -> bool:
    """Tell whether the line is a date and nothing else."""
    return _DATE.fullmatch(line) is not None


def is_closed(line: str) -> bool:
    """Tell whether the line ends with the end of a sentence."""
    if _CLOSED.search(line[-8:]):
        return True
    return line.endswith("）") and _CLOSED_BY_BRACKET.search(line, max(0, len(line) - _MAX_BRACKET)) is not None
