"""The figures of one sentence, each with its measure's whole name, and the total that it is a part of."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from ipgraph.extract.figures.clauses import Group, read_groups
from ipgraph.extract.figures.completion import complete, complete_part, is_of_cases
from ipgraph.extract.figures.measures import Change, Measure, name_before, read_change, strip_leading
from ipgraph.extract.figures.naming import name_quantities
from ipgraph.extract.figures.quantities import Quantity
from ipgraph.extract.figures.words import FigureWords

# After these a verb of the figure before still holds.
_JOINING = frozenset("，、：")
# 在审结的刑事案件中，…: names the total, so that what follows goes on from the sentence before.
_SCOPE = re.compile("^在[^，。]{2,40}中，")
_CUMULATIVE = re.compile("(?:累计|总计|共计|合计|总共)")


class Figure(NamedTuple):
    """A figure of a sentence; `start:end` is the range that supports it, `place` where its number stands.

    `rate` tells that it is a change or a share of another figure. `total` is the figure that it is a part of.
    """

    measure: Measure
    value: Decimal
    unit: str
    start: int
    end: int
    place: int
    rate: bool = False
    about: bool = False
    upper: Decimal | None = None
    part: bool = False
    total: "Figure | None" = None


def read_figures(
    text: str,
    words: FigureWords,
    agent_end: Callable[[int], int],
    earlier: Callable[[], tuple[Figure, ...]] = tuple,
    offset: int = 0,
) -> tuple[Figure, ...]:
    """Return the figures of a sentence, in text order.

    Args:
        text: the sentence.
        words: the words by which figures are read.
        agent_end: gives the end of the agency that is named at a place of the sentence, or the place itself.
        earlier: gives the figures of the sentence before it, on which 其中 goes back; asked only then.
        offset: where the sentence begins in its document; the places of the figures are the document's.

    """
    state = _State(text, words, earlier, offset)
    for group in read_groups(text, words, agent_end):
        state.read(group)
    return tuple(state.figures)


class _State:
    """The figures read so far in a sentence, from left to right."""

    def __init__(self, text: str, words: FigureWords, earlier: Callable[[], tuple[Figure, ...]], offset: int) -> None:
        self._text = text
        self._offset = offset
        self._words = words
        self._read_earlier = earlier
        self._actor = ""
        self._group: tuple[Figure, ...] = ()
        self.figures: list[Figure] = []

    @cached_property
    def _earlier(self) -> list[Figure]:
        """The counts of the sentence before."""
        return [figure for figure in self._read_earlier() if not figure.rate]

    def read(self, group: Group) -> None:
        """Take up the next group of quantities."""
        unit = group.quantities[0].unit
        change = read_change(group.before, unit) if group.postposed or not group.after else None
        if change is not None:
            self.figures.extend(self._rates(group, change))
            return
        figures = tuple(self._counts(group))
        actor = self._actor or (self._earlier[-1].measure.actor if group.part and self._earlier else "")
        if figures and not figures[0].measure.actor and actor:
            figures = tuple(one._replace(measure=one.measure._replace(actor=actor)) for one in figures)
        if figures:
            self._actor = figures[-1].measure.actor
            self._group = figures
            self.figures.extend(figures)

    def _rates(self, group: Group, change: Change) -> Iterator[Figure]:
        own = name_before(change.own, self._words)
        bases = self._bases(len(group.quantities))
        for index, quantity in enumerate(group.quantities):
            base = bases[min(index, len(bases) - 1)] if bases else None
            actor = own.actor or (base.measure.actor if base is not None else "")
            if own.name:
                mains = self._total(group)
                noun, start = (mains[-1].measure.noun if mains else "") + own.name, self._offset + group.start
            elif base is not None:
                noun, start = base.measure.name, base.start
            else:
                continue
            measure = Measure("", noun + change.words, actor)
            place, end = self._offset + quantity.start, self._offset + quantity.end
            value, about, upper = quantity.value * change.sign, quantity.about, quantity.upper
            yield Figure(measure, value, quantity.unit, start, end, place, rate=True, about=about, upper=upper)

    def _bases(self, count: int) -> list[Figure]:
        """Return the figures that changes are measured against: the last ones, as many as there are changes."""
        if count == 1 or len(self._group) == count:
            return list(self._group[-count:])
        return [figure for figure in self.figures if not figure.rate and figure.unit != "%"][-count:]

    def _counts(self, group: Group) -> Iterator[Figure]:
        named = list(name_quantities(self._text, group, self._words))
        previous = self._previous(group, all(self._is_whole(measure) for _, measure in named))
        total = self._total(group)
        for quantity, measure in named:
            whole = self._whole(measure, group, previous)
            if group.part:
                same = self._same_verb(total, whole, quantity.unit)
                whole = complete_part(whole, same.measure if same else None, self._words)
            else:
                same = None
            if len(whole.name) < 2:
                continue
            alone = measure.name == whole.name or not self.figures
            start = self._offset + group.start if alone or previous is None else previous.start
            yield self._count(group, quantity, whole, start, same)

    def _whole(self, measure: Measure, group: Group, previous: Figure | None) -> Measure:
        """Return the measure of a group with what it takes over from the figure before it."""
        if previous is None:
            return measure
        if measure.name in self._words.attributes:
            previous = next((one for one in reversed(self.figures) if is_of_cases(one.measure)), previous)
        if _CUMULATIVE.match(group.before):
            # 新增13个机构，累计达到175家: all there are, not all that were added.
            return (
                measure
                if measure.name and measure.noun
                else complete(measure, Measure("", previous.measure.noun), self._words, joined=False)
            )
        joined = group.part or group.opens in _JOINING
        return complete(measure, previous.measure, self._words, joined=joined)

    def _count(self, group: Group, quantity: Quantity, measure: Measure, start: int, total: Figure | None) -> Figure:
        return Figure(
            measure,
            quantity.value,
            quantity.unit,
            start,
            self._offset + max(group.end, quantity.end),
            self._offset + quantity.start,
            about=quantity.about,
            upper=quantity.upper,
            part=group.part,
            total=total if total is not None and total.unit == quantity.unit else None,
        )

    def _is_whole(self, measure: Measure) -> bool:
        """Tell whether a measure's name needs nothing from another figure."""
        return bool(measure.noun) and measure.name not in self._words.attributes

    def _previous(self, group: Group, whole: bool) -> Figure | None:
        """Return the figure that a group goes on from: a main figure after a part has ended, else the last one."""
        known = self.figures or (self._earlier if group.part or (not whole and self._opens_sentence(group)) else [])
        for figure in reversed(known):
            if not figure.rate and (group.part or not figure.part):
                return figure
        return None

    def _opens_sentence(self, group: Group) -> bool:
        """Tell whether nothing but 其中 or a year stands before a group in its sentence."""
        return not strip_leading(_SCOPE.sub("", self._text[: group.start]))

    def _total(self, group: Group) -> list[Figure]:
        """Return the main figures that a part may be a part of: those of its sentence before it, else the earlier."""
        if not group.part:
            return []
        return [figure for figure in self.figures if not figure.rate and not figure.part] or [
            figure for figure in self._earlier if not figure.part
        ]

    @staticmethod
    def _same_verb(mains: list[Figure], part: Measure, unit: str) -> Figure | None:
        """Return the last main figure of the part's unit, one with the same verb before others."""
        mains = [figure for figure in mains if figure.unit != "%"]
        alike = [figure for figure in mains if figure.unit == unit]
        verbal = [figure for figure in alike if part.verb and figure.measure.verb == part.verb]
        best = verbal or alike or mains
        return best[-1] if best else None
