"""Totals and their parts: where the parts that a text states add up to more than the total that it states."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ipgraph.model.acts import Observation

# Above this, a number that ends in two zeros or more is taken for a rounded one: 4.16万 may be 41,649.
_ROUNDED_FROM = 10_000


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A total and its stated parts, whose sum is greater than the total, by more than rounding explains."""

    total: Observation
    parts: tuple[Observation, ...]

    @property
    def excess(self) -> Decimal:
        """Return by how much the parts exceed the total, in the total's unit."""
        return sum((part.value for part in self.parts), Decimal(0)) - self.total.value


def find_contradictions(observations: Iterable[Observation]) -> tuple[Contradiction, ...]:
    """Return the totals that their parts exceed, in the order of the observations; nothing is repaired.

    Parts that add up to less are no contradiction: a text need not state them all. Counts of one part by another
    verb (新收, of which 审结) are left aside, and so are changes and shares.

    """
    parts: defaultdict[Observation, list[Observation]] = defaultdict(list)
    for observation in observations:
        total = observation.part_of
        if total is not None and observation.unit == total.unit != "%" and observation not in parts[total]:
            parts[total].append(observation)
    found = (Contradiction(total, tuple(stated)) for total, stated in parts.items())
    return tuple(one for one in found if len(one.parts) > 1 and one.excess > _rounding(one))


def _rounding(stated: Contradiction) -> Decimal:
    return sum((_half_step(one.value) for one in (stated.total, *stated.parts)), Decimal(0))


def _half_step(value: Decimal) -> Decimal:
    """Return half a unit of the last digit that a large number prints, zero for small ones."""
    if value < _ROUNDED_FROM or value % 100:
        return Decimal(0)
    step = Decimal(100)
    while value % (step * 10) == 0:
        step *= 10
    return step / 2
