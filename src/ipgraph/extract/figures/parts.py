"""Totals and their parts: where the parts that a text states add up to more than the total that it states."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ipgraph.model.acts import Discrepancy, Finding, Observation
from ipgraph.model.span import RawSpan

# Above this, a number that ends in two zeros or more is taken for a rounded one: 4.16万 may be 41,649.
_ROUNDED_FROM = 10_000
# Parts of one breakdown stand side by side: 其中二审案件1289件、审判监督案件1357件. What stands further away
# (包括…涉外案件) divides the total another way.
_MAX_GAP = 8
_VERB = 2


def find_discrepancies(findings: Iterable[Finding]) -> tuple[Discrepancy, ...]:
    """Return the totals that the parts of one breakdown exceed, in the order of the findings; nothing is repaired.

    Parts that add up to less are no discrepancy: a text need not state them all. Counts by another verb than the
    total's (新收, of which 审结) are left aside, and so are changes and shares.
    """
    parts: defaultdict[Observation, list[tuple[Observation, RawSpan]]] = defaultdict(list)
    for finding in findings:
        part = finding.statement
        if isinstance(part, Observation) and part.part_of is not None and _divides(part, part.part_of):
            parts[part.part_of].append((part, finding.evidence.span))
    found = (Discrepancy(total, run) for total, stated in parts.items() for run in _breakdowns(stated))
    return tuple(one for one in found if len(one.parts) > 1 and one.excess > _rounding(one))


def _divides(part: Observation, total: Observation) -> bool:
    return part.unit == total.unit != "%" and part.measure[:_VERB] == total.measure[:_VERB]


def _breakdowns(stated: list[tuple[Observation, RawSpan]]) -> Iterator[tuple[Observation, ...]]:
    """Yield the runs of parts that stand side by side."""
    run: list[Observation] = []
    end = 0
    for part, span in sorted(stated, key=lambda one: one[1]):
        if run and span.start - end > _MAX_GAP:
            yield tuple(run)
            run = []
        if part not in run:
            run.append(part)
        end = max(end, span.end)
    yield tuple(run)


def _rounding(stated: Discrepancy) -> Decimal:
    return sum((_half_step(one.value) for one in (stated.total, *stated.parts)), Decimal(0))


def _half_step(value: Decimal) -> Decimal:
    """Return half a unit of the last digit that a large number prints, zero for small ones."""
    if value < _ROUNDED_FROM or value % 100:
        return Decimal(0)
    step = Decimal(100)
    while value % (step * 10) == 0:
        step *= 10
    return step / 2
