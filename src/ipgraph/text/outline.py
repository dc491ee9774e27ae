"""The structure of a cleaned text: front matter, headings, numbered items with their brackets, paragraphs, tables.

Only form is looked at: numbering, brackets, punctuation. What a bracket says is for the extraction to judge.
Source: the layout rules of GB/T 9704-2012 (levels 一、（一）1.（1）), and the corpus for how files depart from it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ipgraph.model.document import Block, BlockKind, Outline
from ipgraph.model.span import CleanSpan
from ipgraph.text.numerals import parse_number

_HAN_NUMBER = "[一二三四五六七八九十百]{1,4}"
# Level 1 `一、` or `第一章`, level 2 `（一）`, level 3 `1.` (not `1.5`), level 4 `（1）`.
_NUMBERING = re.compile(
    rf"(?:(?P<l1>{_HAN_NUMBER})(?:、|[ \t]+|(?=[^一二三四五六七八九十百、。，（）()]{{2,28}}$))"
    rf"|第(?P<chapter>{_HAN_NUMBER})[章节部分]+"
    rf"|（(?P<l2>{_HAN_NUMBER})）"
    r"|(?P<l3>\d{1,3})(?:[.．](?!\d)|、)"
    r"|（(?P<l4>\d{1,3})）)\s*"
)
_LEVELS = {"l1": 1, "chapter": 1, "l2": 2, "l3": 3, "l4": 4}
_SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？]+[”’」』）]*|\n|$)")
# `（公安部负责）` or, with one bracket inside, `（中央宣传部（国家版权局）负责）`; `（试行）` inside a title is none.
_BRACKET = re.compile(r"（(?:[^（）]|（[^（）]*）)*）")
_DUTY = re.compile(r"负责(?!人)|牵头|责任单位|责任部门|责任分工|分工|配合|承担")
_MARKDOWN = re.compile(r"#{1,6}\s*")
_BOX = re.compile(r"专栏\s*\d+")
_TABLE_TITLE = re.compile(r"表\s*\d+\s*\S{2,40}$")
_DATE_LINE = re.compile(r"[（(]?(?:\d{4}|[二〇○零一二三四五六七八九]{4})年.{1,3}月.{1,3}日[）)]?$")
_NUMBER_LINE = re.compile(r".{0,30}[〔［\[（(]\d{4}[〕］\]）)]第?\d+号$")
_SENTENCE_END = re.compile(r"[。；！？!?;]")
_FRONT_LIMIT = 30


@dataclass(frozen=True, slots=True)
class _Line:
    """One logical line with what its numbering says; `level` 0 means unnumbered."""

    start: int
    end: int
    text: str
    level: int = 0
    number: int = 0
    body: int = 0
    markdown: bool = False

    @property
    def is_heading(self) -> bool:
        """Tell whether the line only announces what follows."""
        short = len(self.text) <= 60 and not _SENTENCE_END.search(self.text)
        return short and "\t" not in self.text and (self.markdown or self.level > 0)


def parse_outline(text: str) -> Outline:
    """Return the blocks of a cleaned text, in text order; every non-blank line belongs to exactly one of them.

    Args:
        text: a text as `clean` leaves it: one paragraph a line. All spans are half-open ranges of it.

    """
    lines = [_read_line(text, start, end) for start, end in _line_ranges(text)]
    first_body = _find_first_body(lines)
    restarts = _find_restarts(lines)
    front = [
        Block(BlockKind.FRONT, CleanSpan(line.start, line.end), _sentences(text, line.start, line.end))
        for line in lines[:first_body]
    ]
    return Outline((*front, *_body_blocks(text, lines[first_body:], restarts)))


def _line_ranges(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        yield match.start(), match.end()


def _read_line(text: str, start: int, end: int) -> _Line:
    line = text[start:end]
    marks = _MARKDOWN.match(line)
    offset = marks.end() if marks else 0
    numbering = _NUMBERING.match(line, offset)
    number = None if numbering is None else _parse_numbering(numbering)
    if numbering is None or numbering.lastgroup is None or number is None:
        return _Line(start, end, line[offset:], body=start + offset, markdown=marks is not None)
    return _Line(
        start, end, line[offset:], _LEVELS[numbering.lastgroup], number, start + numbering.end(), marks is not None
    )


def _parse_numbering(numbering: re.Match[str]) -> int | None:
    """Return the number that a numbering prints; `None` for numerals that make none (十百、)."""
    try:
        return int(parse_number(numbering[numbering.lastgroup or 0]))
    except ValueError:
        return None


def _find_first_body(lines: list[_Line]) -> int:
    """Return the index of the first line after the front matter: the first numbered line or full sentence."""
    for index, line in enumerate(lines[:_FRONT_LIMIT]):
        if line.level or "。" in line.text or "\t" in line.text:
            return index
    return 0


def _find_restarts(lines: list[_Line]) -> frozenset[int]:
    """Return the levels whose numbers start again within the document, so that they need their parents' numbers."""
    ones = dict.fromkeys(range(1, 5), 0)
    for line in lines:
        if line.level and line.number == 1:
            ones[line.level] += 1
    return frozenset(level for level, count in ones.items() if count > 1)


class _Numbers:
    """The numbers in force at each level while the lines are read in order."""

    def __init__(self, restarts: frozenset[int]) -> None:
        self._restarts = restarts
        self._numbers: dict[int, int] = {}
        self._titles: dict[int, str] = {}

    def enter(self, line: _Line) -> None:
        """Take up a numbered line: it ends everything on its own level and below."""
        for level in [level for level in self._numbers if level >= line.level]:
            del self._numbers[level]
            self._titles.pop(level, None)
        self._numbers[line.level] = line.number

    def name(self, line: _Line) -> None:
        """Take up a heading's title."""
        self._titles[line.level] = line.text

    def section(self) -> tuple[str, ...]:
        """Return the titles of the headings in force, outermost first."""
        return tuple(self._titles[level] for level in sorted(self._titles))

    def task_id(self, level: int) -> str:
        """Return the printed number, with its parents' numbers where the level starts again under each parent."""
        parts = [self._numbers[level]]
        while level in self._restarts:
            above = [upper for upper in self._numbers if upper < level]
            if not above:
                break
            level = max(above)
            parts.append(self._numbers[level])
        return ".".join(str(part) for part in reversed(parts))


def _body_blocks(text: str, lines: list[_Line], restarts: frozenset[int]) -> Iterator[Block]:
    numbers = _Numbers(restarts)
    in_box = False
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.level and (not line.is_heading or _heads_item(lines, index)):
            numbers.enter(line)
            last = _item_end(lines, index)
            yield from _item_blocks(text, line, lines[last].end, numbers)
            index, in_box = last + 1, False
            continue
        index += 1
        if line.level:
            numbers.enter(line)
            numbers.name(line)
        in_box = _in_box(line, in_box)
        wrapped = index >= 2 and _is_wrapped_cell(lines, index - 1)
        block = replace(_plain_block(text, line, in_box), section=numbers.section())
        yield replace(block, kind=BlockKind.TABLE_ROW, continues=True) if wrapped else block


def _heads_item(lines: list[_Line], index: int) -> bool:
    """Tell whether a numbered heading is the head of a task: the paragraph below it closes with a bracket of duties."""
    if index + 1 == len(lines):
        return False
    below = lines[index + 1]
    if below.level or below.markdown or "\t" in below.text or not below.text.endswith(("）", "）。", "）；")):
        return False
    return any(_DUTY.search(match[0]) for match in _BRACKET.finditer(below.text))


def _is_wrapped_cell(lines: list[_Line], index: int) -> bool:
    """Tell whether a line goes on with the last cell of the table row before it: that one ends with 、 or ，."""
    line, before = lines[index], lines[index - 1]
    return "\t" in before.text and before.text.endswith(("、", "，")) and "\t" not in line.text and not line.level


def _in_box(line: _Line, in_box: bool) -> bool:
    """Tell whether the line lies in a box: a box begins with its title and ends with the next heading."""
    if _BOX.match(line.text):
        return True
    return in_box and not line.is_heading


def _item_end(lines: list[_Line], first: int) -> int:
    """Return the index of the last line of the numbered item that begins at `first`.

    An item ends where it closes with a bracket, or before a line that is numbered, a heading, a table row, a sign-off.
    """
    last = first
    while last + 1 < len(lines) and not lines[last].text.endswith("）"):
        following = lines[last + 1]
        if following.level or following.markdown or "\t" in following.text or not _SENTENCE_END.search(following.text):
            break
        if not any(_closing_brackets(line.text, 0, len(line.text)) for line in lines[last + 1 : last + 4]):
            break
        last += 1
    return last


def _closing_brackets(text: str, start: int, end: int) -> list[CleanSpan]:
    """Return the brackets that close a part of a numbered item: they name duties, or stand after a full stop."""
    found = []
    for match in _BRACKET.finditer(text, start, end):
        after_stop = match.start() > start and text[match.start() - 1] in "。；"
        if _DUTY.search(match[0]) or after_stop:
            found.append(CleanSpan(match.start(), match.end()))
    return found


def _item_blocks(text: str, line: _Line, end: int, numbers: _Numbers) -> Iterator[Block]:
    base = numbers.task_id(line.level)
    part_start = line.body
    for count, bracket in enumerate(_closing_brackets(text, line.body, end)):
        task_id = base + (chr(ord("a") + count) if 0 < count < 26 else "" if count == 0 else f"-{count + 1}")
        yield Block(
            BlockKind.TASK,
            CleanSpan(part_start, bracket.end),
            _sentences(text, part_start, bracket.start),
            numbers.section(),
            task_id,
            bracket,
        )
        part_start = bracket.end
    if text[part_start:end].strip("。；， \t\n"):
        sole = part_start == line.body
        yield Block(
            BlockKind.TASK,
            CleanSpan(part_start, end),
            _sentences(text, part_start, end),
            numbers.section(),
            base if sole else None,
        )


def _plain_block(text: str, line: _Line, in_box: bool) -> Block:
    span = CleanSpan(line.start, line.end)
    sentences = _sentences(text, line.body or line.start, line.end)
    if "\t" in line.text or line.text.startswith("|"):
        return Block(BlockKind.TABLE_ROW, span, sentences)
    if line.is_heading or _BOX.match(line.text) or _TABLE_TITLE.match(line.text):
        return Block(BlockKind.HEADING, span, sentences)
    if in_box:
        return Block(BlockKind.BOX, span, sentences)
    if (
        _DATE_LINE.match(line.text)
        or _NUMBER_LINE.match(line.text)
        or (len(line.text) <= 40 and not re.search(r"[。，；：、！？\t]", line.text))
    ):
        return Block(BlockKind.SIGN_OFF, span, sentences)
    return Block(BlockKind.PARAGRAPH, span, sentences)


def _sentences(text: str, start: int, end: int) -> tuple[CleanSpan, ...]:
    """Return the sentences of a range: each ends with 。！？ and the closing marks after it."""
    return tuple(
        CleanSpan(match.start(), match.end())
        for match in _SENTENCE.finditer(text, start, end)
        if match.end() > match.start() and not match[0].isspace()
    )
