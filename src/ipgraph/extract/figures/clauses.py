"""A sentence's clauses with the quantities in them: what stands before and after each group of numbers."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ipgraph.extract.figures.quantities import Quantity, find_quantities
from ipgraph.extract.figures.words import FigureWords

_MARKED = re.compile("《[^《》]*》|“[^“”]*”|「[^「」]*」|〈[^〈〉]*〉")
_BRACKETED = re.compile("（[^（）]*）")
_BOUNDARY = re.compile(r"[，。；：！？（）\t\n,;]")
_JOINT = re.compile(r"[、和与及/]?|以及")
_JOINTS = re.compile(r"[、和与及并\s]*(?:以及)?")
# What opens a part of a total, and what only leads on: 其中，二审案件…; 同时，….
_PART = re.compile("(?:其中|包括|含)[，：]?")
# Where a new noun begins after a number whose own noun has ended: 10家中央单位、10家中央企业.
_LAST_SEPARATOR = re.compile(r"^.*(?:[、，]|以及|和|及)(?=[近约超共]*$)")
_SEPARATOR_END = re.compile("(?:[、，]|以及|和|及)$")
_COUNTING_ON = re.compile(r"(?:总?共|累计|合计|共计)$")
_ROUNDING = re.compile(r"^(?:以上|以下|左右|以内|上下|了|人民币)+")


class Group(NamedTuple):
    """Quantities of one measure (1280件1770人), with the words before and after them in their clause.

    `start` is where the words before begin, `end` where the words after end. `opens` is the punctuation before the
    clause, `part` tells that the clause names a part of a total, `postposed` that the number follows what it counts.
    """

    quantities: tuple[Quantity, ...]
    start: int
    before: str
    after: str
    end: int
    opens: str
    part: bool
    postposed: bool


class _Clause(NamedTuple):
    start: int
    end: int
    opens: str
    part: bool
    quantities: tuple[Quantity, ...]


def read_groups(text: str, words: FigureWords, agent_end: Callable[[int], int]) -> list[Group]:
    """Return the groups of quantities of a sentence, in text order.

    Args:
        text: the sentence.
        words: the words by which figures are read.
        agent_end: gives the end of the agency that is named at a place of the sentence, or the place itself.

    """
    masked = mask(text, words)
    quantities = find_quantities(masked, words)
    if not quantities:
        return []
    return [
        group for clause in _clauses(masked, quantities) for group in _clause_groups(text, masked, clause, agent_end)
    ]


def mask(text: str, words: FigureWords) -> str:
    """Return the sentence with titles, quotations, and brackets without figures blanked out, place by place."""
    masked = _MARKED.sub(_blank, text)
    if "（" not in masked:
        return masked
    return _BRACKETED.sub(lambda match: match[0] if find_quantities(match[0], words) else _blank(match), masked)


def _blank(match: re.Match[str]) -> str:
    return "□" * len(match[0])


def _clauses(masked: str, quantities: list[Quantity]) -> Iterator[_Clause]:
    """Yield the clauses that hold quantities; 其中 makes parts up to the next semicolon or the bracket's end."""
    position, opens, index = 0, "", 0
    part, lasting = False, False
    bounds = [match.start() for match in _BOUNDARY.finditer(masked)]
    for end in [
        *(bound for bound in bounds if not (masked[bound + 1 : bound + 2].isdecimal() and _inside(bound, quantities))),
        len(masked),
    ]:
        start = position
        if opens in ("；", ";", "）") and not lasting:
            part = False
        if (marker := _PART.match(masked, start)) is not None and marker.end() <= end + 1:
            part, lasting = True, not masked[:start].strip()
            start = min(marker.end(), end)
        inside = []
        while index < len(quantities) and quantities[index].end <= end:
            inside.append(quantities[index])
            index += 1
        if inside:
            yield _Clause(start, end, opens, part, tuple(inside))
        position, opens = end + 1, masked[end : end + 1]


def _inside(position: int, quantities: list[Quantity]) -> bool:
    """Tell whether a comma belongs to a number: 1，234件 (asked only for the few commas that a digit follows)."""
    return any(one.start <= position < one.end for one in quantities)


def _clause_groups(text: str, masked: str, clause: _Clause, agent_end: Callable[[int], int]) -> Iterator[Group]:
    runs = _runs(masked, clause.quantities)
    begin = clause.start
    for index, run in enumerate(runs):
        start, end = run[0].start, run[-1].end
        limit = runs[index + 1][0].start if index + 1 < len(runs) else clause.end
        between = masked[end:limit]
        postposed = bool(masked[begin:start].strip()) and _ends_measure(between, index + 1 < len(runs))
        if postposed or not between.strip():
            after_end, following = end, end + _leading(between)
        elif index + 1 < len(runs):
            after_end, following = _divide(masked, (begin, end), runs[index + 1], clause.end)
        else:
            after_end, following = limit, limit
        after = text[end:after_end]
        if not postposed and len(after) == 1 and after.strip():
            # 31个市、55个县启动试点: what is said of the last is said of all.
            after += text[runs[-1][-1].end : clause.end]
        before = begin if begin > clause.start else min(agent_end(begin), start)
        yield Group(
            run,
            begin,
            text[before:start],
            after,
            after_end,
            clause.opens if index == 0 else "、",
            clause.part,
            postposed,
        )
        begin = following


def _ends_measure(between: str, more: bool) -> bool:
    """Tell whether nothing that a number could count follows it; 与 and 和 only join where another number follows."""
    rounding = _ROUNDING.match(between)
    rest = between[rounding.end() :] if rounding else between
    return not rest.strip() or rest[0] == "、" or (more and rest[0] in "和与及并以")


def _leading(between: str) -> int:
    joint = _JOINTS.match(between)
    return joint.end() if joint else 0


def _divide(masked: str, group: tuple[int, int], following: tuple[Quantity, ...], limit: int) -> tuple[int, int]:
    """Return where the noun of a number ends that another number follows, and where the next one's words begin."""
    begin, end = group
    between = masked[end : following[0].start]
    separator = _LAST_SEPARATOR.match(between)
    if separator is not None:
        noun = _SEPARATOR_END.sub("", separator[0])
        return end + len(noun), end + separator.end()
    counting = _COUNTING_ON.search(between)
    if counting is not None:
        return end + counting.start(), end
    if "的" in between:
        noun_end = end + between.index("的")
        bare = _ends_measure(masked[following[-1].end : limit], False)
        return noun_end, begin if bare else following[0].start
    return following[0].start, end


def _runs(masked: str, quantities: tuple[Quantity, ...]) -> list[tuple[Quantity, ...]]:
    """Return the quantities, those together that follow each other with nothing but a joint between them."""
    runs: list[list[Quantity]] = []
    for quantity in quantities:
        if runs and _JOINT.fullmatch(masked, runs[-1][-1].end, quantity.start):
            runs[-1].append(quantity)
        else:
            runs.append([quantity])
    return [tuple(run) for run in runs]
