"""The measures of quantities that stand together, which may be listed before them: 专利、商标分别为8件和2件."""

import re
from collections.abc import Iterator

from ipgraph.extract.figures.clauses import Group
from ipgraph.extract.figures.completion import divide_verbs
from ipgraph.extract.figures.measures import Measure, name_around, name_before, name_places
from ipgraph.extract.figures.quantities import Quantity
from ipgraph.extract.figures.words import FigureWords

_SEPARATE = re.compile(r"[、]|以及|[和与及]")


def name_quantities(text: str, group: Group, words: FigureWords) -> Iterator[tuple[Quantity, Measure]]:
    """Yield each quantity of a group with the measure that the group's own words give it.

    Args:
        text: the sentence.
        group: quantities that stand together.
        words: the words by which figures are read.

    """
    listed = re.sub("分别.{0,3}$", "", group.before) if "分别" in group.before[-5:] else ""
    names = [part for part in _SEPARATE.split(listed) if part]
    if listed and len(names) == len(group.quantities) > 1:
        tail = names[-1]
        for quantity, name in zip(group.quantities, names, strict=True):
            whole = name if name is tail else _with_tail(name, tail, words)
            yield quantity, name_before(whole, words)
        return
    unit = words.units[group.quantities[-1].unit]
    if not group.postposed and group.after.strip():
        measure = name_around(group.before, group.after, words)
    elif unit.names:
        measure = name_places(group.before, unit.names)
    else:
        measure = name_before(group.before or _before_colon(text, group), words)
    pair = divide_verbs(measure, words) if len(group.quantities) == 2 else None
    for index, quantity in enumerate(group.quantities):
        yield quantity, pair[index] if pair is not None else measure


def _before_colon(text: str, group: Group) -> str:
    """Return what stands before the colon after which a number stands alone: 专利授权：104件."""
    if group.opens not in ("：", ":"):
        return ""
    return re.split("[，。；！？\t]", text[: max(0, group.start - 1)])[-1]


def _with_tail(name: str, tail: str, words: FigureWords) -> str:
    """Return a listed name with what it shares with the list's last: 发明、实用新型专利授权量 share 专利授权量."""
    right = words.right.match(tail)
    cut = right.end() if right else min(len(name), len(tail) - 2)
    return name if name[-2:] == tail[-2:] else name + tail[cut:]
