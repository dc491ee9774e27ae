"""Runs of days, and what holds of a body during one."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """A run of days, both ends included; `None` is an end that is open or not known."""

    start: date | None = None
    end: date | None = None

    def __str__(self) -> str:
        return f"{self.start or 'an open start'} to {self.end or 'an open end'}"

    def contains(self, day: date) -> bool:
        """Tell whether `day` lies in the period."""
        return self.gap(day) == timedelta(0)

    def gap(self, day: date) -> timedelta:
        """Return how far `day` lies outside the period: zero inside it."""
        if self.start is not None and day < self.start:
            return self.start - day
        if self.end is not None and day > self.end:
            return day - self.end
        return timedelta(0)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two periods share a day."""
        starts_before_end = self.start is None or other.end is None or self.start <= other.end
        ends_after_start = self.end is None or other.start is None or self.end >= other.start
        return starts_before_end and ends_after_start

    def intersection(self, other: "Period") -> "Period | None":
        """Return the days that both periods have, or `None` if there is none."""
        if not self.overlaps(other):
            return None
        starts = [start for start in (self.start, other.start) if start is not None]
        ends = [end for end in (self.end, other.end) if end is not None]
        return Period(max(starts, default=None), min(ends, default=None))


@dataclass(frozen=True, slots=True)
class Tenure:
    """What a body has for a time: a superior (`value` is its id) or a function (a notation of ipg:scheme-function).

    `source` is the decision on which it rests; `line` is where the authority file gives it.
    """

    value: str
    period: Period
    source: str
    line: int = 0
