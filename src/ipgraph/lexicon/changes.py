"""The events by which bodies came, went and changed, read from their authority file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ipgraph.errors import VocabularyError
from ipgraph.lexicon.entry import Entry
from ipgraph.lexicon.given_dates import read_day
from ipgraph.lexicon.located_yaml import LocatedYaml
from ipgraph.lexicon.schema_check import did_you_mean, require_valid
from ipgraph.lexicon.timelines import REFORM_TAKES
from ipgraph.model.acts import EntityKind

CHANGES_FILE = "changes"


@dataclass(frozen=True, slots=True)
class Change:
    """A change event: on `date`, by `source`, the bodies `before` became, or passed functions to, the bodies `after`.

    `kind` and `functions` are notations of ipg:scheme-change and ipg:scheme-function. `address` is where the text of
    the source was found. `file` and `line` say where the event stands.
    """

    id: str
    kind: str
    date: date
    label_zh: str
    label_en: str
    source: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    address: str | None = None
    file: str = ""
    line: int = 0


class _Form(NamedTuple):
    """How many bodies a kind of change has before and after it."""

    before: range
    after: range
    wording: str


_ANY = range(1, 100)
_FORMS = {
    "renaming": _Form(range(1, 2), range(1, 2), "one body under 'from' and one under 'to'"),
    # Of the bodies that were merged only those stand here that the agencies file knows.
    "merger": _Form(_ANY, range(1, 2), "bodies under 'from' and one under 'to'"),
    "split": _Form(range(1, 2), range(2, 100), "one body under 'from' and two or more under 'to'"),
    "transfer": _Form(_ANY, _ANY, "bodies under 'from' and under 'to', and 'functions'"),
    "superior": _Form(range(1, 2), range(1, 2), "the same body under 'from' and under 'to'"),
    "establishment": _Form(range(1), _ANY, "bodies under 'to' only"),
    "abolition": _Form(_ANY, range(1), "bodies under 'from' only"),
}


def read_changes(path: Path) -> tuple[Change, ...]:
    """Return the change events of a file, by date and id; none if there is no file.

    Raises:
        VocabularyError: the file does not conform to its schema, or a date is none.
    """
    if not path.exists():
        return ()
    document = LocatedYaml(path)
    require_valid(document, CHANGES_FILE)
    changes = (_change(document, position, item) for position, item in enumerate(document.items))
    return tuple(sorted(changes, key=lambda change: (change.date, change.id)))


def require_changes_fit(changes: Iterable[Change], entries: Sequence[Entry]) -> None:
    """Check that the events have the form of their kind and bodies that existed when they took place.

    Raises:
        VocabularyError: with the first fault that is found.
    """
    agencies = {entry.id: entry for entry in entries if entry.kind is EntityKind.AGENCY}
    seen: dict[str, Change] = {}
    for change in changes:
        if change.id in seen:
            raise _fault(change, f"the id is taken by the event of line {seen[change.id].line}; ids must be unique")
        seen[change.id] = change
        _require_form(change)
        for field, body in _bodies(change):
            if body not in agencies:
                hint = did_you_mean(body, agencies)
                raise _fault(change, f"unknown body '{body}' under '{field}'{hint}; allowed: the id of a listed agency")
            _require_existing(change, agencies[body])


def _change(document: LocatedYaml, position: int, item: dict[str, Any]) -> Change:
    return Change(
        id=item["id"],
        kind=item["kind"],
        date=read_day(document, item, "date", (position,)),
        label_zh=item["label"]["zh"],
        label_en=item["label"]["en"],
        source=item["source"],
        before=tuple(item.get("from", ())),
        after=tuple(item.get("to", ())),
        functions=tuple(item.get("functions", ())),
        address=item.get("address"),
        file=document.name,
        line=document.line((position,)),
    )


def _bodies(change: Change) -> Iterator[tuple[str, str]]:
    yield from (("from", body) for body in change.before)
    yield from (("to", body) for body in change.after)


def _require_form(change: Change) -> None:
    form = _FORMS[change.kind]
    fits = len(change.before) in form.before and len(change.after) in form.after
    if change.kind == "superior":
        fits = fits and change.before == change.after
    if change.kind == "transfer":
        fits = fits and bool(change.functions)
    if not fits:
        given = f"has {len(change.before)} under 'from', {len(change.after)} under 'to'"
        raise _fault(change, f"a change of kind '{change.kind}' {given}; allowed: {form.wording}")


def _require_existing(change: Change, body: Entry) -> None:
    """Check that the body existed on the day, or ended or began within the time that a reform takes."""
    if body.period.gap(change.date) > REFORM_TAKES:
        message = f"takes place on {change.date}, but '{body.id}' exists from {body.period} ({body.file}:{body.line})"
        allowed = f"a day on which the body exists, or at most {REFORM_TAKES.days} days before or after"
        raise _fault(change, f"{message}; allowed: {allowed}")


def _fault(change: Change, message: str) -> VocabularyError:
    return VocabularyError(f"{change.file}:{change.line}: '{change.id}': {message}")
