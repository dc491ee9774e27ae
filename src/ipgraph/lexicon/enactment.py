"""What an authority file says of an instrument's making: its number, promulgation, effect, changes and end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from ipgraph.errors import VocabularyError
from ipgraph.lexicon.located_yaml import LocatedYaml, Where


class AmendmentKind(StrEnum):
    """How a text was changed: single provisions by a decision (修正), or the whole text at once (修订)."""

    PARTIAL = "partial"
    REVISION = "revision"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of an instrument: the day on which it was promulgated, and what else is known of it."""

    promulgated: date
    kind: AmendmentKind
    effective: date | None = None
    number: str | None = None
    enacted_by: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Enactment:
    """How an instrument came into being, changed and ended; `enacted_by` are agencies, `replaces` instruments.

    `repealed` is the first day on which the instrument is no longer in force.
    """

    promulgated: date
    effective: date | None = None
    repealed: date | None = None
    number: str | None = None
    enacted_by: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    amendments: tuple[Amendment, ...] = ()

    @property
    def last_day(self) -> date | None:
        """Return the last day on which the instrument is in force; `None` if it is not repealed."""
        return None if self.repealed is None else self.repealed - timedelta(days=1)


def read_enactment(document: LocatedYaml, position: int, item: dict[str, Any]) -> Enactment | None:
    """Return how the instrument of an entry was enacted; `None` if the entry is no instrument.

    Raises:
        VocabularyError: a day is not in the calendar, or the days are not in the order in which they must come.
    """
    if "promulgated" not in item:
        return None
    _require_order(document, position, item)
    days = {key: _day(document, item, (position, key)) for key in ("promulgated", "effective", "repealed")}
    promulgated = days.pop("promulgated")
    assert promulgated is not None
    return Enactment(
        promulgated,
        **days,
        number=item.get("number"),
        enacted_by=tuple(item.get("enacted_by", ())),
        replaces=tuple(item.get("replaces", ())),
        amendments=tuple(_amendments(document, position, item)),
    )


def _amendments(document: LocatedYaml, position: int, item: dict[str, Any]) -> Iterator[Amendment]:
    for place, given in enumerate(item.get("amended", ())):
        where = (position, "amended", place)
        promulgated = _day(document, given, (*where, "promulgated"))
        assert promulgated is not None
        yield Amendment(
            promulgated,
            AmendmentKind(given["kind"]),
            _day(document, given, (*where, "effective")),
            given.get("number"),
            tuple(given.get("enacted_by", item.get("enacted_by", ()))),
            given.get("source"),
        )


def _require_order(document: LocatedYaml, position: int, item: dict[str, Any]) -> None:
    """Check that what must come first does: promulgation, effect, each change after the one before, the end."""
    amended: list[dict[str, Any]] = item.get("amended", [])
    changes: list[tuple[dict[str, Any], tuple[str | int, ...]]] = [(item, (position, "promulgated"))]
    changes += [(given, (position, "amended", place, "promulgated")) for place, given in enumerate(amended)]
    orders = [*pairwise(changes)]
    orders += [(change, (change[0], (*change[1][:-1], "effective"))) for change in changes]
    orders += [(changes[-1], (item, (position, "repealed")))]
    for (first, first_where), (second, second_where) in orders:
        earlier, later = _day(document, first, first_where), _day(document, second, second_where)
        if earlier is not None and later is not None and later < earlier:
            what = f"'{second_where[-1]}' ({later}) is earlier than '{first_where[-1]}' ({earlier})"
            line = document.line(first_where)
            message = f"{what} of line {line}; allowed: that day or a later one"
            raise _fault(document, item, message, second_where)


def _day(document: LocatedYaml, mapping: dict[str, Any], where: Where) -> date | None:
    """Return the day that the mapping gives under the last key of `where`, if it gives one."""
    key = where[-1]
    if key not in mapping:
        return None
    try:
        return date.fromisoformat(mapping[key])
    except ValueError as error:
        raise document.error(f"'{key}' is {mapping[key]}: {error}; allowed: a day of the calendar", where) from error


def _fault(document: LocatedYaml, item: dict[str, Any], message: str, where: Where) -> VocabularyError:
    return document.error(f"'{item['id']}': {message}", where)
