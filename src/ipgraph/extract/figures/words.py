"""The words by which figures are read: units, verbs, attributes, rights; from data/lexicon/units.yaml."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from ipgraph.errors import VocabularyError
from ipgraph.resources import data_path

# A party whose name is withheld: 张某, 吉某方; not 某些, 某类.
_NAMELESS = "[\u4e00-\u9fff]某(?![些类种个一项])"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of counting, with what limits its reading (see the comments of the data file)."""

    unit: str
    not_before: str = ""
    han: bool = False
    needs: str = ""
    names: str = ""


@dataclass(frozen=True)
class FigureWords:
    """All words of the data file, ready for matching; `verbs` says where a left-out object goes."""

    units: Mapping[str, Unit]
    verbs: Mapping[str, str]
    attributes: frozenset[str]
    unit: re.Pattern[str]
    verb_start: re.Pattern[str]
    verb_end: re.Pattern[str]
    sum_before_verb: re.Pattern[str]
    right: re.Pattern[str]
    single_case: re.Pattern[str]

    @classmethod
    def load(cls, path: Path | None = None) -> "FigureWords":
        """Return the words of `data/lexicon/units.yaml`, or of another file of its form.

        Raises:
            VocabularyError: the file is not YAML or breaks its schema; the message names file and place.

        """
        content = _read(path or data_path("lexicon", "units.yaml"))
        units = {row["unit"]: Unit(**row) for row in content["units"]}
        verbs = {row["verb"]: row["object"] for row in content["verbs"]}
        one_verb = _alternatives(verbs)
        verb_start = f"(?:依法|联合|集中|共同|成功)*(?:向[^，。向]{{2,8}}?(?=移送|移交|提出))?(?:{one_verb})"
        return cls(
            units=units,
            verbs=verbs,
            attributes=frozenset(content["attributes"]),
            unit=re.compile("|".join(_unit_pattern(units[name]) for name in _longest_first(units))),
            verb_start=re.compile(verb_start),
            verb_end=re.compile(f"(?:{one_verb})了?$"),
            # 全年共审结: what only sums up, between the year and the verb.
            sum_before_verb=re.compile(f"(?<=.)(?:共|累计)(?={verb_start})"),
            right=re.compile(_alternatives(content["rights"])),
            single_case=re.compile(f"{_NAMELESS}|{_alternatives(content['single_case'])}"),
        )


@lru_cache(maxsize=1)
def figure_words() -> FigureWords:
    """Return the words that ship with ipgraph, read once."""
    return FigureWords.load()


def _unit_pattern(unit: Unit) -> str:
    return re.escape(unit.unit) + (f"(?![{unit.not_before}])" if unit.not_before else "")


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, _longest_first(words)))


def _read(path: Path) -> Any:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise VocabularyError(f"{path}: cannot be read: {error}") from error
    try:
        jsonschema.validate(content, json.loads(data_path("schemas", "units.json").read_text(encoding="utf-8")))
    except jsonschema.ValidationError as error:
        where = "/".join(str(step) for step in error.absolute_path)
        raise VocabularyError(f"{path}: {where or 'top level'}: {error.message}") from error
    return content
