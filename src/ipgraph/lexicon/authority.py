"""The authority: which thing a name means as of a date, read from the authority files."""

from collections import defaultdict
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Self

from ipgraph.errors import VocabularyError
from ipgraph.lexicon.authority_file import read_entries
from ipgraph.lexicon.changes import CHANGES_FILE, Change, read_changes, require_changes_fit
from ipgraph.lexicon.entry import Entry, Name, NameKind
from ipgraph.lexicon.references import link, require_consistent
from ipgraph.lexicon.schema_check import did_you_mean
from ipgraph.model.acts import EntityKind
from ipgraph.resources import FileStates, data_path, file_states

__all__ = ["AUTHORITY_FILES", "Authority", "Change", "Entry", "Name", "NameKind"]

AUTHORITY_FILES = {
    EntityKind.AGENCY: "agencies",
    EntityKind.JURISDICTION: "jurisdictions",
    EntityKind.MECHANISM: "mechanisms",
    EntityKind.CAMPAIGN: "campaigns",
    EntityKind.INSTRUMENT: "instruments",
}
_PREFERENCE = {kind: rank for rank, kind in enumerate(NameKind)}


class Authority:
    """All entries of the authority files, what their names mean when, and the events that changed the bodies."""

    def __init__(self, entries: tuple[Entry, ...], changes: tuple[Change, ...] = ()) -> None:
        """Index `entries`, which are consistent and carry their successions in both directions (see `load`)."""
        self.changes = changes
        self._entries = tuple(sorted(entries, key=lambda entry: (entry.kind, entry.id)))
        self._by_id = {(entry.kind, entry.id): entry for entry in self._entries}
        self._by_name: defaultdict[str, list[tuple[Entry, Name]]] = defaultdict(list)
        self._by_abbr: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            for name in entry.names:
                self._by_name[name.text].append((entry, name))
            for character in entry.abbr:
                self._by_abbr[character].append(entry)

    @classmethod
    def load(cls, directory: Path | None = None) -> Self:
        """Return the authority of the files in `directory` (default: those that ship with ipgraph).

        Raises:
            VocabularyError: an entry is wrong; the message says file, line, what is wrong and what is allowed.
        """
        folder = data_path("authority") if directory is None else directory
        return cls._read(folder, file_states(folder))

    @classmethod
    @lru_cache(maxsize=2)
    def _read(cls, folder: Path, _: FileStates) -> Self:
        """Return the authority of the files in a folder, which are read once as long as they stay as they are."""
        read: list[Entry] = []
        for kind, name in AUTHORITY_FILES.items():
            read.extend(read_entries(folder / f"{name}.yaml", kind))
        require_consistent(read)
        changes = read_changes(folder / f"{CHANGES_FILE}.yaml")
        require_changes_fit(changes, read)
        return cls(link(read), changes)

    def entries(self, kind: EntityKind | None = None) -> tuple[Entry, ...]:
        """Return the entries of one kind, or all, sorted by kind and id."""
        return tuple(entry for entry in self._entries if kind is None or entry.kind == kind)

    def get(self, kind: EntityKind, entry_id: str) -> Entry:
        """Return the entry of that kind and id.

        Raises:
            VocabularyError: there is none.
        """
        entry = self._by_id.get((kind, entry_id))
        if entry is None:
            hint = did_you_mean(entry_id, (known for known_kind, known in self._by_id if known_kind == kind))
            raise VocabularyError(f"unknown {kind} '{entry_id}'{hint}")
        return entry

    def resolve(self, name: str, as_of: date | None = None, kinds: frozenset[EntityKind] | None = None) -> Entry | None:
        """Return the entry that bears `name` as of a day, or `None` if no entry of these kinds ever bears it.

        Of several, the one whose name was valid on the day; if none was, the nearest in time. Without a day, the one
        that bore it last. What is left open is settled by the kind of name (official before short) and then the id.
        """
        bearers = [pair for pair in self._by_name.get(name, ()) if kinds is None or pair[0].kind in kinds]
        if not bearers:
            return None
        return min(bearers, key=lambda pair: _preference(pair[0], pair[1], as_of))[0]

    def country_by_abbr(self, character: str) -> tuple[Entry, ...]:
        """Return the jurisdictions that a one-character form may mean, the usual one first; none if it means none."""
        return tuple(sorted(self._by_abbr.get(character, ()), key=lambda entry: (not entry.abbr_default, entry.id)))

    def surface_forms(self, kind: EntityKind) -> tuple[str, ...]:
        """Return every name under which a Chinese text may speak of the things of one kind, sorted, each once."""
        names = (name for entry in self.entries(kind) for name in entry.names)
        return tuple(sorted({name.text for name in names if name.kind is not NameKind.ENGLISH}))


def _preference(entry: Entry, name: Name, as_of: date | None) -> tuple[timedelta, int, str, str]:
    """Return a key that is smallest for the bearer that a name means as of a day."""
    period = entry.period_of(name)
    distance = date.max - (period.end or date.max) if as_of is None else period.gap(as_of)
    return distance, _PREFERENCE[name.kind], entry.kind, entry.id
