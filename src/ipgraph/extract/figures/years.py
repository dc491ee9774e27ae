"""The year of a figure: the one that its clause or the paragraph gives, or the document's."""

import re
from bisect import bisect_left

from ipgraph.extract.context import SentenceContext

# 2024年，…; 截至2024年底，…; 2019年至2023年，…; 全国法院2024年新收…. Not: 第九届, 2025年亚洲冬季运动会; 较2023年增长.
_YEAR = re.compile(
    r"(?P<lead>截至|截止|截止到|到|自|从|在)?(?:(?:19|20)\d{2}年?(?:\d{1,2}月)?[-—–~～至到])?(?P<year>(?:19|20)\d{2})年"
    r"(?!第|度?[“《])(?P<since>以来|起|开始)?"
)
_LAST_YEAR = re.compile("[去上]年(?!同期|相比|末?[增减上下])")
# 上半年, 一季度, 1-6月, 截至6月底, 前三个月; not 1-12月, 12月底, 2月7日发布. Looking back from one of three characters
# is five times as fast as looking for the words.
_PART_OF_YEAR = re.compile(
    r"[半季月](?:(?<=[上下]半)年|(?<=季)度|(?<=\d月)(?<!12月)[底末份]|(?<=[-—–~～至到]\d月)|(?<=[-—–~～至到]1[01]月)|(?<=前.个月))"
)
_CLAUSE_START = re.compile(r"(?:^|[，。；：！？\n\t]|其中|，其中)\s*$")
_LOOK_BACK = 3


def find_year(sentence: SentenceContext, place: int, agent_ends: frozenset[int] = frozenset()) -> int | None:
    """Return the year of a figure whose number stands at `place` (of the text).

    Args:
        sentence: the sentence.
        place: where the number stands.
        agent_ends: places in the text where an agency's name ends, after which a year may stand too.

    """
    text, span = sentence.document.text, sentence.span
    own = _last_year(text, span.start, place, agent_ends, sentence.year)
    if own is not None:
        return own
    sentences = sentence.block.sentences
    index = bisect_left(sentences, span)
    for earlier in reversed(sentences[max(0, index - _LOOK_BACK) : index]):
        opening = _YEAR.match(text, earlier.start, earlier.end)
        if opening is not None:
            return _year_of(opening, sentence.year)
    return sentence.year


def counts_part_of_year(sentence: SentenceContext, place: int) -> bool:
    """Tell whether the words of the sentence before a figure's number at `place` give it a part of a year."""
    return _PART_OF_YEAR.search(sentence.document.text, sentence.span.start, place) is not None


def _last_year(text: str, start: int, end: int, agent_ends: frozenset[int], current: int | None) -> int | None:
    found = None
    for match in _YEAR.finditer(text, start, end):
        at_start = match.start() == start or _CLAUSE_START.search(text, max(start, match.start() - 4), match.start())
        if at_start or match.start() in agent_ends:
            found = _year_of(match, current)
    if current is None:
        return found
    for match in _LAST_YEAR.finditer(text, start, end):
        if _CLAUSE_START.search(text, max(start, match.start() - 4), match.start()):
            found = current - 1
    return found


def _year_of(match: re.Match[str], current: int | None) -> int | None:
    """Return the year that is named; what has run since a year is counted up to the document's."""
    return current if match["since"] or match["lead"] in ("自", "从") else int(match["year"])
