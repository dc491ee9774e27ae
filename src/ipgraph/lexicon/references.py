"""Checks what authority entries say of one another, and completes it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from ipgraph.lexicon.entry import Entry, NameKind
from ipgraph.lexicon.schema_check import did_you_mean
from ipgraph.lexicon.timelines import fault, require_names_in_turn, require_successors_later, require_tenures_fit
from ipgraph.model.acts import EntityKind

_EXCLUSIVE = (NameKind.OFFICIAL, NameKind.FULL, NameKind.FORMER)


def require_consistent(entries: Sequence[Entry]) -> None:
    """Check ids, references, successions, names and what bodies have for a time, across all entries.

    Raises:
        VocabularyError: with the first fault that is found.
    """
    _require_unique_ids(entries)
    _require_known_references(entries)
    linked = link(entries)
    _require_no_loops(linked, "successors", _successors)
    _require_no_loops(entries, "replaced instruments", _replaced)
    require_names_in_turn(entries)
    _require_distinct_official_names(entries)
    require_tenures_fit([entry for entry in entries if entry.kind is EntityKind.AGENCY])
    require_successors_later(linked)


def link(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries with each succession on both sides: it need be written on one only."""
    listed = tuple(entries)
    before: defaultdict[tuple[EntityKind, str], set[str]] = defaultdict(set)
    after: defaultdict[tuple[EntityKind, str], set[str]] = defaultdict(set)
    for entry in listed:
        for other in entry.predecessors:
            before[entry.kind, entry.id].add(other)
            after[entry.kind, other].add(entry.id)
        for other in entry.successors:
            after[entry.kind, entry.id].add(other)
            before[entry.kind, other].add(entry.id)
    return tuple(
        replace(
            entry,
            predecessors=tuple(sorted(before[entry.kind, entry.id])),
            successors=tuple(sorted(after[entry.kind, entry.id])),
        )
        for entry in listed
    )


def _require_unique_ids(entries: Iterable[Entry]) -> None:
    seen: dict[tuple[EntityKind, str], Entry] = {}
    for entry in entries:
        first = seen.setdefault((entry.kind, entry.id), entry)
        if first is not entry:
            raise fault(entry, f"the id is taken by the entry of {first.file}:{first.line}; ids must be unique")


def _references(entry: Entry) -> Iterator[tuple[str, EntityKind, str, int]]:
    """Yield what the entry refers to: the field, the kind and id of the entry that must exist, and the line."""
    for tenure in entry.superiors:
        yield "superior", entry.kind, tenure.value, tenure.line
    if entry.jurisdiction is not None:
        yield "jurisdiction", EntityKind.JURISDICTION, entry.jurisdiction, entry.line
    for field, ids in (("predecessor", entry.predecessors), ("successor", entry.successors)):
        for other in ids:
            yield field, entry.kind, other, entry.line
    for party in entry.parties:
        yield "party", EntityKind.JURISDICTION, party, entry.line
    yield from _enactment_references(entry)


def _enactment_references(entry: Entry) -> Iterator[tuple[str, EntityKind, str, int]]:
    """Yield what an instrument refers to: who enacted or amended it, and what it replaces."""
    if entry.enactment is None:
        return
    makers = set(entry.enactment.enacted_by)
    makers.update(agency for amendment in entry.enactment.amendments for agency in amendment.enacted_by)
    for agency in sorted(makers):
        yield "enacting body", EntityKind.AGENCY, agency, entry.line
    for other in entry.enactment.replaces:
        yield "replaced instrument", entry.kind, other, entry.line


def _require_known_references(entries: Sequence[Entry]) -> None:
    known: defaultdict[EntityKind, set[str]] = defaultdict(set)
    for entry in entries:
        known[entry.kind].add(entry.id)
    for entry in entries:
        for field, kind, other, line in _references(entry):
            if other not in known[kind]:
                hint = did_you_mean(other, known[kind])
                raise fault(entry, f"unknown {field} '{other}'{hint}; allowed: the id of a listed {kind}", line)


def _successors(entry: Entry) -> tuple[str, ...]:
    return entry.successors


def _replaced(entry: Entry) -> tuple[str, ...]:
    return () if entry.enactment is None else entry.enactment.replaces


def _require_no_loops(entries: Sequence[Entry], relation: str, others: Callable[[Entry], tuple[str, ...]]) -> None:
    """Check that nobody comes later than themselves, and nothing replaces itself."""
    next_ids = {(entry.kind, entry.id): others(entry) for entry in entries}
    for entry in entries:
        reached: set[str] = set()
        waiting = list(others(entry))
        while waiting:
            other = waiting.pop()
            if other == entry.id:
                raise fault(entry, f"its chain of {relation} leads back to itself; allowed: a chain that ends")
            if other not in reached:
                reached.add(other)
                waiting.extend(next_ids[entry.kind, other])


def _require_distinct_official_names(entries: Iterable[Entry]) -> None:
    bearers = defaultdict(list)
    for entry in entries:
        for name in entry.names:
            if name.kind in _EXCLUSIVE:
                bearers[entry.kind, name.text].append((entry, name))
    for (_, text), pairs in bearers.items():
        for (first, first_name), (second, second_name) in combinations(pairs, 2):
            if first.period_of(first_name).overlaps(second.period_of(second_name)):
                where = f"{first.file}:{first_name.line}"
                message = f"bears the official name '{text}' at the same time as '{first.id}' ({where})"
                raise fault(second, f"{message}; allowed: one bearer at a time", second_name.line)
