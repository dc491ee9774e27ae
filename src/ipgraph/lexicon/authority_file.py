"""Reads one authority file into entries."""

from pathlib import Path
from typing import Any

from ipgraph.lexicon.enactment import read_enactment
from ipgraph.lexicon.entry import Entry, Name, NameKind, Period, Tenure
from ipgraph.lexicon.given_dates import read_period
from ipgraph.lexicon.located_yaml import LocatedYaml
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
    valid = read_period(document, item.get("valid", {}), (position, "valid"))
    if enactment is not None:
        valid = Period(enactment.promulgated, enactment.last_day)
    return Entry(
        id=item["id"],
        kind=kind,
        cls=item["class"],
        label_zh=item["label"]["zh"],
        label_en=item["label"]["en"],
        names=_names(document, position, item),
        source=item["source"],
        valid_from=valid.start,
        valid_to=valid.end,
        jurisdiction=item.get("jurisdiction"),
        superiors=_tenures(document, position, ("superiors", "id"), valid),
        functions=_tenures(document, position, ("functions", "function"), valid),
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
        borne = read_period(document, given, where)
        names.append(Name(given["text"], NameKind(given["kind"]), borne.start, borne.end, line=document.line(where)))
    label = item["label"]["zh"]
    if all(name.text != label for name in names):
        names.insert(0, Name(label, NameKind.OFFICIAL, line=document.line((position, "label"))))
    return tuple(names)


def _tenures(document: LocatedYaml, position: int, keys: tuple[str, str], valid: Period) -> tuple[Tenure, ...]:
    """Return what an entry has for a time: the list under the first key, of which the second names the value.

    Where nothing else is said, it is had as long as the body exists, and rests on the source of the entry.
    """
    item = document.items[position]
    tenures = []
    for place, given in enumerate(item.get(keys[0], ())):
        where = (position, keys[0], place)
        own = read_period(document, given, where)
        period = Period(own.start or valid.start, own.end or valid.end)
        source = given.get("source", item["source"])
        tenures.append(Tenure(given[keys[1]], period, source, line=document.line(where)))
    return tuple(tenures)
