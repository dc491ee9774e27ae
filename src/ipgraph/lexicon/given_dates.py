"""The dates that an authority file gives: a year, a month or a day, of which each means whole days."""

import calendar
from datetime import date
from typing import Any

from ipgraph.lexicon.located_yaml import LocatedYaml, Where
from ipgraph.lexicon.period import Period


def read_day(document: LocatedYaml, mapping: dict[str, Any], key: str, where: Where, *, last: bool = False) -> date:
    """Return the first or the last day of what stands under `key`: `2018`, `2018-03` or `2018-03-13`.

    Raises:
        VocabularyError: the calendar has no such day.
    """
    try:
        return _day(str(mapping[key]), last=last)
    except ValueError as error:
        message = f"'{key}' is {mapping[key]}: {error}; allowed: a day of the calendar"
        raise document.error(message, (*where, key)) from error


def read_period(document: LocatedYaml, mapping: dict[str, Any], where: Where) -> Period:
    """Return the days that `from` and `to` mean: a year or a month counts as a whole.

    Raises:
        VocabularyError: the calendar has no such day, or the end lies before the start.
    """
    start = read_day(document, mapping, "from", where) if "from" in mapping else None
    end = read_day(document, mapping, "to", where, last=True) if "to" in mapping else None
    if start is not None and end is not None and start > end:
        raise document.error(f"'from' ({start}) is later than 'to' ({end}); allowed: the other way round", where)
    return Period(start, end)


def _day(text: str, *, last: bool) -> date:
    """Return the first or the last day of `2018`, `2018-03` or `2018-03-13`."""
    parts = [int(part) for part in text.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (12 if last else 1)
    first = date(year, month, 1)
    if len(parts) > 2:
        return first.replace(day=parts[2])
    return first.replace(day=calendar.monthrange(year, month)[1]) if last else first
