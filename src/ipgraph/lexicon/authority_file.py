"""Reads one authority file into entries."""

import calendar
from datetime import date
from pathlib import Path
from typing import Any

from ipgraph.lexicon.enactment import read_enactment
from ipgraph.lexicon.entry import Entry, Name, NameKind
from ipgraph.lexicon.located_yaml import LocatedYaml, Where
from ipgraph.lexicon.schema_check import require_valid
from ipgraph.model.acts import EntityKind


def read_entries(path: Path, kind: EntityKind) -> list[Entry]:
    """Return the entries of an authority file, in its order.

    The label is a name, too: where `names` does not list it, it counts as an official one without dates of its own.

    Raises:
        VocabularyError: the file does not conform to its schema (`data/schemas/<stem>.json`), or a date is none.
    """
    document = LocatedYaml(path)
    require_valid(document, path.stem)
    return [_entry(document, position, item, kind) for position, item in enumerate(document.items)]


def _entry(document: LocatedYaml, position: int, item: dict[str, Any], kind: EntityKind) -> Entry:
    enactment = read_enactment(document, position, item)
    valid = _dates(document, item.get("valid", {}), (position, "valid"))
    if enactment is not None:
        valid = (enactment.promulgated, enactment.last_day)
    return Entry(
        id=item["id"],
        kind=kind,
        cls=item["class"],
        label_zh=item["label"]["zh"],
        label_en=item["label"]["en"],
        names=_names(document, position, item),
        source=item["source"],
        valid_from=valid[0],
        valid_to=valid[1],
        jurisdiction=item.get("jurisdiction"),
        superior=item.get("superior"),
        predecessors=tuple(item.get("predecessors", ())),
        successors=tuple(item.get("successors", ())),
        parties=tuple(item.get("parties", ())),
        code=item.get("code"),
        level=item.get("level"),
        abbr=tuple(item.get("abbr", ())),
        abbr_default=item.get("abbr_default", False),
        fields=tuple(item.get("fields", ())),
        enactment=enactment,
        file=document.name,
        line=document.line((position,)),
    )


def _names(document: LocatedYaml, position: int, item: dict[str, Any]) -> tuple[Name, ...]:
    """Return the names of an entry; the label is one of them."""
    names = []
    for place, given in enumerate(item.get("names", ())):
        where = (position, "names", place)
        start, end = _dates(document, given, where)
        names.append(Name(given["text"], NameKind(given["kind"]), start, end, line=document.line(where)))
    label = item["label"]["zh"]
    if all(name.text != label for name in names):
        names.insert(0, Name(label, NameKind.OFFICIAL, line=document.line((position, "label"))))
    return tuple(names)


def _dates(document: LocatedYaml, mapping: dict[str, Any], where: Where) -> tuple[date | None, date | None]:
    """Return the first and the last day that `from` and `to` mean: a year or a month counts as a whole."""
    days: list[date | None] = []
    for key, last in (("from", False), ("to", True)):
        try:
            days.append(_day(str(mapping[key]), last=last) if key in mapping else None)
        except ValueError as error:
            message = f"'{key}' is {mapping[key]}: {error}; allowed: a day of the calendar"
            raise document.error(message, (*where, key)) from error
    start, end = days
    if start is not None and end is not None and start > end:
        raise document.error(f"'from' ({start}) is later than 'to' ({end}); allowed: the other way round", where)
    return start, end


def _day(text: str, *, last: bool) -> date:
    """Return the first or the last day of `2018`, `2018-03` or `2018-03-13`."""
    parts = [int(part) for part in text.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (12 if last else 1)
    first = date(year, month, 1)
    if len(parts) > 2:
        return first.replace(day=parts[2])
    return first.replace(day=calendar.monthrange(year, month)[1]) if last else first
