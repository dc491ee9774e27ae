"""Checks the timelines of bodies: names, superiors, functions and successions must fit together on every day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations

from ipgraph.errors import VocabularyError
from ipgraph.lexicon.entry import Entry, NameKind, Period, Tenure

# A reform is decided on one day and carried out over weeks: 银保监会 acted for ten weeks after the decision that put
# 金融监管总局 in its place. A successor that begins earlier than this before its predecessor's end is a mistake.
REFORM_TAKES = timedelta(days=92)

_NAMES_IN_TURN = (NameKind.OFFICIAL, NameKind.FORMER)

Bodies = Mapping[str, Entry]


def fault(entry: Entry, message: str, line: int | None = None) -> VocabularyError:
    """Return the error that says `message` of an entry, at a line of its file."""
    return VocabularyError(f"{entry.file}:{line or entry.line}: '{entry.id}': {message}")


def require_names_in_turn(entries: Iterable[Entry]) -> None:
    """Check that no thing bears two official names at once.

    A full form beside the official name is of kind `full`. A former name without dates is one of which it is not known
    when it was borne.
    """
    for entry in entries:
        names = [name for name in entry.names if name.kind in _NAMES_IN_TURN and not name.is_undated_former]
        for first, second in combinations(names, 2):
            if entry.period_of(first).overlaps(entry.period_of(second)):
                message = f"bears the official name '{second.text}' at the same time as '{first.text}'"
                where = f"line {first.line}, {entry.period_of(first)}"
                raise fault(entry, f"{message} ({where}); allowed: one official name at a time", second.line)


def require_tenures_fit(entries: Sequence[Entry]) -> None:
    """Check superiors and functions: within the life of the body, one superior at a time, each function once.

    Raises:
        VocabularyError: with the first fault that is found.
    """
    bodies = {entry.id: entry for entry in entries if entry.superiors or entry.functions}
    known = {entry.id: entry for entry in entries}
    for entry in bodies.values():
        for tenure in (*entry.superiors, *entry.functions):
            _require_within(entry, tenure, entry.period, f"'{entry.id}' exists")
        for tenure in entry.superiors:
            above = known[tenure.value]
            _require_within(entry, tenure, above.period, f"'{above.id}' exists")
        _require_one_at_a_time(entry, entry.superiors)
        for function in sorted({tenure.value for tenure in entry.functions}):
            _require_one_at_a_time(entry, [tenure for tenure in entry.functions if tenure.value == function])
    _require_no_loop_at_one_time(known)


def require_successors_later(entries: Sequence[Entry]) -> None:
    """Check that what succeeds a thing begins when it ends, or shortly before, as a reform takes its time."""
    known = {(entry.kind, entry.id): entry for entry in entries}
    for entry in entries:
        for other in entry.successors:
            start = known[entry.kind, other].valid_from
            if entry.valid_to is not None and start is not None and entry.valid_to - start > REFORM_TAKES:
                message = f"ends on {entry.valid_to}, long after its successor '{other}' began ({start})"
                allowed = f"a successor that begins at most {REFORM_TAKES.days} days before the end"
                raise fault(entry, f"{message}; allowed: {allowed}, or a transfer of functions in changes.yaml")


def _require_within(entry: Entry, tenure: Tenure, life: Period, whose: str) -> None:
    """Check that the tenure lies in a life, give or take the time that a reform takes; unknown ends fit."""
    start, end = tenure.period.start, tenure.period.end
    early = life.start is not None and start is not None and life.start - start > REFORM_TAKES
    late = life.end is not None and (end is None or end - life.end > REFORM_TAKES)
    if early or late:
        message = f"has '{tenure.value}' from {tenure.period}, but {whose} from {life}"
        raise fault(entry, f"{message}; allowed: a time within it", tenure.line)


def _require_one_at_a_time(entry: Entry, tenures: Sequence[Tenure]) -> None:
    for first, second in combinations(tenures, 2):
        if first.period.overlaps(second.period):
            message = f"has '{second.value}' at the same time as '{first.value}' (line {first.line}, {first.period})"
            raise fault(entry, f"{message}; allowed: one at a time", second.line)


def _require_no_loop_at_one_time(bodies: Bodies) -> None:
    """Check that on no day somebody is above themselves."""
    for entry in bodies.values():
        for tenure in entry.superiors:
            for reached, period in _above(bodies, tenure.value, tenure.period, frozenset()):
                if reached == entry.id:
                    message = f"is above itself from {period}: its chain of superiors leads back to it"
                    raise fault(entry, f"{message}; allowed: a chain that ends", tenure.line)


def _above(bodies: Bodies, body: str, period: Period, seen: frozenset[str]) -> Iterator[tuple[str, Period]]:
    """Yield the bodies above, each with the days of `period` on which it is."""
    yield body, period
    if body in seen:
        return
    for tenure in bodies[body].superiors:
        shared = period.intersection(tenure.period)
        if shared is not None:
            yield from _above(bodies, tenure.value, shared, seen | {body})
