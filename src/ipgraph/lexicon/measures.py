"""The measures that have a name of their own, read from `data/authority/measures.yaml`."""

from dataclasses import dataclass
from pathlib import Path

from ipgraph.lexicon.located_yaml import LocatedYaml, Where
from ipgraph.lexicon.schema_check import did_you_mean, require_valid
from ipgraph.resources import data_path

MEASURES_FILE = "measures"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words by which texts name a measure; `breakdown` is the group that they name with it (国内: domestic)."""

    text: str
    breakdown: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What figures measure: its labels, the measure of which it counts a kind, and every wording, the label's first."""

    id: str
    label_zh: str
    label_en: str
    source: str
    wordings: tuple[Wording, ...]
    broader: str | None = None


def read_measures(path: Path | None = None) -> tuple[Measure, ...]:
    """Return the measures of the file that ships with ipgraph, or of another of its form, in its order.

    Raises:
        VocabularyError: an entry is wrong; the message says file, line, what is wrong and what is allowed.

    """
    document = LocatedYaml(path or data_path("authority", f"{MEASURES_FILE}.yaml"))
    require_valid(document, MEASURES_FILE)
    _require_distinct(document)
    _require_hierarchy(document)
    return tuple(
        Measure(
            id=item["id"],
            label_zh=item["label"]["zh"],
            label_en=item["label"]["en"],
            source=item["source"],
            wordings=tuple(Wording(**given) for given in _wordings(item)),
            broader=item.get("broader"),
        )
        for item in document.items
    )


def _wordings(item: dict[str, object]) -> list[dict[str, str]]:
    """Return the wordings of an entry as the file has them; the label is one."""
    label, names = item["label"], item.get("names", [])
    assert isinstance(label, dict)
    assert isinstance(names, list)
    return [{"text": label["zh"]}, *names]


def _require_distinct(document: LocatedYaml) -> None:
    """Check that an id and a wording stand for one measure only: a figure is of one."""
    ids: dict[str, int] = {}
    texts: dict[str, str] = {}
    for position, item in enumerate(document.items):
        if item["id"] in ids:
            first = document.line((ids[item["id"]],))
            raise document.error(f"'{item['id']}': the id is taken in line {first}; allowed: each id once", (position,))
        ids[item["id"]] = position
        for place, wording in enumerate(_wordings(item)):
            where: Where = (position, "names", place - 1) if place else (position, "label")
            if wording["text"] in texts:
                message = f"'{item['id']}': '{wording['text']}' is a name of '{texts[wording['text']]}' already"
                raise document.error(f"{message}; allowed: each name once", where)
            texts[wording["text"]] = item["id"]


def _require_hierarchy(document: LocatedYaml) -> None:
    """Check that each broader measure exists, and that none is broader than itself by way of others."""
    broader = {item["id"]: item.get("broader") for item in document.items}
    for position, item in enumerate(document.items):
        above, where = item.get("broader"), (position, "broader")
        if above is not None and above not in broader:
            hint = did_you_mean(above, broader)
            raise document.error(
                f"'{item['id']}': unknown broader measure '{above}'{hint}; allowed: an id of this file", where
            )
        passed = {item["id"]}
        while above is not None and above not in passed:
            passed.add(above)
            above = broader.get(above)
        if above is not None:
            raise document.error(f"'{item['id']}': broader measures form a loop; allowed: none", where)
