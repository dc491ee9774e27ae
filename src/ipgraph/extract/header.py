"""What a document says of itself: its title, number, date and issuers, each where it stands."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ipgraph.extract.mentions import AgencyFinder, AgencyMention
from ipgraph.model.document import Block, BlockKind, DocumentMeta, Outline
from ipgraph.model.span import CleanSpan
from ipgraph.text.dates import find_dates, find_years

# 国办发〔2017〕46号, 国知发保字〔2021〕33号 stand alone; 2023年第5号公告 and a citation are none.
_NUMBER = re.compile(r"^[\u4e00-\u9fff]{2,12}[〔［\[（(]\s*(?:19|20)\d{2}\s*[〕］\]）)]\s*第?\d{1,4}号$")
_OPEN_YEAR, _CLOSE_YEAR = re.compile(r"[\[［（(](?=\d{4})"), re.compile(r"(?<=\d{4})[\]］）)]")
# 二〇二四年中国知识产权保护状况, 关于…的通知, 2017年…工作要点
_TITLE = re.compile(
    r"(?:状况|报告|白皮书|计划|要点|方案|纲要|规划|意见|通知|公报|年报|决定|措施|办法|规定|条例|分工|总结|公告|指南|函|批复|安排)$"
)
# 现就进一步加强…提出如下指导意见: a text whose title line is lost names itself.
_NAMES_ITSELF = re.compile(
    r"现就(?P<matter>[^，。；]{6,60}?)(?:工作)?(?:提出|作出|制定)(?:如下|以下)(?P<genre>[\u4e00-\u9fff]{2,6})[。：]"
)
_ISSUED_TITLE = re.compile(r"^(?P<issuers>.{2,80}?)(?:关于)?印发|^(?P<issuer>.{2,80}?)关于")
# 发布时间：2023-12-14 10:00　来源：…: the line that a web page puts under its headline.
_PUBLISHED = re.compile(r"(?:发布(?:时间|日期)|成文日期|发文日期|印发日期|日期|时间)[:：]?\s*$")
# Where a text without title and date says in which year it speaks: 今天是2012年7月18日; 2021年12月30日，记者获悉….
_OPENING = 160
_HEAD_BLOCKS, _TAIL_BLOCKS = 14, 8


@dataclass(frozen=True, slots=True)
class Header:
    """A document's title, number, date and issuers; spans are clean, absent ones are `None`."""

    title: str
    title_span: CleanSpan | None
    number: tuple[str, CleanSpan] | None
    issued_on: tuple[date, CleanSpan] | None
    issuers: tuple[AgencyMention, ...]
    year: int | None


def read_header(text: str, outline: Outline, meta: DocumentMeta, finder: AgencyFinder) -> Header:
    """Return what the front matter and the sign-off of a text say; its title is the manifest's where it has none."""
    head, tail = _ends(text, outline)
    title, title_span = _find_title(text, head)
    if title_span is None and (named := _NAMES_ITSELF.search(text)):
        title, title_span = f"关于{named['matter']}的{named['genre']}", CleanSpan(named.start(), named.end())
    if title_span is None:
        title, title_span = _first_line(text, head)
    title = title or meta.title_zh or meta.doc_id
    number = _find_number(text, head)
    issued_on = _find_date(text, head, tail)
    issued = issued_on[0] if issued_on else _meta_date(meta)
    year = _year_of(title) or (issued.year if issued else meta.year) or _year_of(text[:_OPENING])
    as_of = issued or (date(year, 12, 31) if year else None)
    issuers = _find_issuers(text, [*head, *tail], finder, as_of)
    return Header(title, title_span, number, issued_on, issuers, year)


def _ends(text: str, outline: Outline) -> tuple[list[Block], list[Block]]:
    """Return the blocks in which a header may stand: the first, and the lines of the sign-off.

    The sign-off is the last run of lines that stand alone and hold a date (an annex may follow it).
    """
    blocks = outline.blocks
    head = [block for block in blocks[:_HEAD_BLOCKS] if block.kind is not BlockKind.TASK]
    runs = [list(group) for alone, group in groupby(blocks[_HEAD_BLOCKS:], _stands_alone) if alone]
    dated = [run for run in runs if any(find_dates(_line(text, block)[0]) for block in run)]
    return head, (dated or runs or [[]])[-1][-_TAIL_BLOCKS:]


def _stands_alone(block: Block) -> bool:
    return block.kind is BlockKind.SIGN_OFF


def _line(text: str, block: Block) -> tuple[str, CleanSpan]:
    """Return a block's words without Markdown marks, and where they stand."""
    start = block.span.start
    raw = text[start : block.span.end]
    words = raw.lstrip("# ")
    start += len(raw) - len(words)
    return words.rstrip(), CleanSpan(start, start + len(words.rstrip()))


def _find_title(text: str, head: list[Block]) -> tuple[str | None, CleanSpan | None]:
    for block in head:
        line, span = _line(text, block)
        if 6 <= len(line) <= 90 and "。" not in line and not line.endswith("：") and _TITLE.search(line):
            return line.strip("《》"), span
    return None, None


def _first_line(text: str, head: list[Block]) -> tuple[str | None, CleanSpan | None]:
    """Return the first line that stands alone as a headline does, where no line has the form of a title."""
    for block in head:
        line, span = _line(text, block)
        stands_alone = block.kind in (BlockKind.FRONT, BlockKind.HEADING, BlockKind.SIGN_OFF)
        if stands_alone and 6 <= len(line) <= 60 and not line.endswith("：") and not _NUMBER.match(line):
            return line, span
    return None, None


def _find_number(text: str, head: list[Block]) -> tuple[str, CleanSpan] | None:
    for block in head:
        line, span = _line(text, block)
        if _NUMBER.match(line):
            return _OPEN_YEAR.sub("〔", _CLOSE_YEAR.sub("〕", line)), span
    return None


def _find_date(text: str, head: list[Block], tail: list[Block]) -> tuple[date, CleanSpan] | None:
    """Return the date that stands alone in the sign-off or the front matter, or else the day of publication."""
    for block in (*reversed(tail), *head):
        line, span = _line(text, block)
        for start, end, day in find_dates(line):
            if len(line) - (end - start) <= 2:
                return day, CleanSpan(span.start + start, span.start + end)
    for block in head:
        line, span = _line(text, block)
        for start, end, day in find_dates(line):
            if _PUBLISHED.search(line, 0, start):
                return day, CleanSpan(span.start + start, span.start + end)
    return None


def _find_issuers(
    text: str, blocks: list[Block], finder: AgencyFinder, as_of: date | None
) -> tuple[AgencyMention, ...]:
    """Return the agencies that stand alone on a line, or else those with which the title begins."""
    alone = [mention for block in blocks for mention in _agencies_alone(*_line(text, block), finder, as_of)]
    found = {mention.entity: mention for mention in reversed(alone)}
    if not found:
        for block in blocks:
            line, span = _line(text, block)
            match = _ISSUED_TITLE.match(line) if _TITLE.search(line) else None
            if match:
                end = match.end(match.lastgroup or 0)
                for mention in _agencies_alone(line[:end], CleanSpan(span.start, span.start + end), finder, as_of):
                    found[mention.entity] = mention
    return tuple(sorted(found.values(), key=lambda mention: mention.span))


def _agencies_alone(line: str, span: CleanSpan, finder: AgencyFinder, as_of: date | None) -> list[AgencyMention]:
    """Return the agencies of a line that holds nothing but agencies, else none."""
    if len(line) > 120:
        return []
    mentions = finder.find(line, as_of).within(0, len(line))
    rest = line
    for mention in reversed(mentions):
        rest = rest[: mention.span.start] + rest[mention.span.end :]
    if rest.strip("、，和与及 （）\t"):
        return []
    return [
        AgencyMention(CleanSpan(span.start + one.span.start, span.start + one.span.end), one.entity) for one in mentions
    ]


def _year_of(title: str) -> int | None:
    """Return the year that a title names (2014年…, 二〇二四年…), not the years of a plan's span."""
    years = [
        year
        for start, _, year in find_years(title)
        if title[max(0, start - 1) : start] not in "—-－–至（" or start == 0
    ]
    return years[0] if years else None


def _meta_date(meta: DocumentMeta) -> date | None:
    return date.fromisoformat(meta.date) if meta.date else None
