"""The authority files that ship with ipgraph: sorted, plain, and complete where completeness can be told."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from ipgraph.lexicon.authority import AUTHORITY_FILES, Authority
from ipgraph.lexicon.located_yaml import LocatedYaml
from ipgraph.lexicon.measures import MEASURES_FILE
from ipgraph.model.acts import EntityKind
from ipgraph.resources import data_path

FILES = sorted(AUTHORITY_FILES.values())


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.load()


def test_each_kind_has_its_file() -> None:
    names = [*FILES, "changes", MEASURES_FILE]
    assert sorted(path.stem for path in data_path("authority").glob("*.yaml")) == sorted(names)


@pytest.mark.parametrize("name", [*FILES, "changes", MEASURES_FILE])
def test_a_file_is_sorted_by_id(name: str) -> None:
    ids = [item["id"] for item in LocatedYaml(data_path("authority", f"{name}.yaml")).items]
    assert ids
    assert all(first < second for first, second in pairwise(ids))


@pytest.mark.parametrize("name", [*FILES, "changes", MEASURES_FILE])
def test_an_ordinary_yaml_reader_sees_the_same_entries(name: str) -> None:
    path = data_path("authority", f"{name}.yaml")
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == LocatedYaml(path).items


@pytest.mark.parametrize("name", [*FILES, "changes", MEASURES_FILE, "entry"])
def test_a_schema_is_a_json_schema(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(data_path("schemas", f"{name}.json").read_text(encoding="utf-8")))


def keys(schema: Any) -> set[str]:
    """Return the keys that a schema and the schemas in it allow."""
    if isinstance(schema, list):
        return set().union(*map(keys, schema))
    if not isinstance(schema, dict):
        return set()
    return set(schema.get("properties", ())).union(*map(keys, schema.values()))


@pytest.mark.parametrize("name", [*FILES, "changes"])
def test_the_reference_describes_every_field(name: str, repository: Path) -> None:
    page = (repository / "docs" / "reference" / "authority.md").read_text(encoding="utf-8")
    schema = json.loads(data_path("schemas", f"{name}.json").read_text(encoding="utf-8"))

    assert {key for key in keys(schema) if f"`{key}`" not in page} == set()


def test_every_country_of_iso_3166_is_there_once(authority: Authority) -> None:
    codes = [
        entry.code for entry in authority.entries(EntityKind.JURISDICTION) if re.fullmatch("[A-Z]{2}", entry.code or "")
    ]
    assert len(codes) == len(set(codes)) == 249


def test_the_31_provinces_of_the_mainland_are_there(authority: Authority) -> None:
    provinces = [entry for entry in authority.entries(EntityKind.JURISDICTION) if entry.id.startswith("CN-")]
    assert len(provinces) == 31
    assert {entry.level for entry in provinces} == {"province"}


def test_a_jurisdiction_has_its_code_as_id(authority: Authority) -> None:
    jurisdictions = authority.entries(EntityKind.JURISDICTION)
    assert all(entry.code in (entry.id, None) for entry in jurisdictions)
    assert {entry.level for entry in jurisdictions if entry.code is None} == {"bloc"}


def test_at_most_one_country_is_the_usual_meaning_of_a_character(authority: Authority) -> None:
    jurisdictions = authority.entries(EntityKind.JURISDICTION)
    usual = [character for entry in jurisdictions if entry.abbr_default for character in entry.abbr]
    assert "美" not in usual  # only 美国 has it, so nothing is to settle
    assert len(usual) == len(set(usual))


def test_no_name_stands_twice_in_an_entry_at_one_time(authority: Authority) -> None:
    for entry in authority.entries():
        given = [(name.text, name.valid_from) for name in entry.names]
        assert len(given) == len(set(given)), entry.id


def test_names_are_free_of_blanks_and_half_width_brackets(authority: Authority) -> None:
    chinese = [name.text for entry in authority.entries() for name in entry.names if not name.text.isascii()]
    assert [text for text in chinese if re.search(r"[\s(),;:\"]", text.replace("WTO TRIPS", ""))] == []


def test_a_body_that_ended_does_not_outlive_its_successors(authority: Authority) -> None:
    for entry in authority.entries(EntityKind.AGENCY):
        for successor_id in entry.successors:
            successor = authority.get(entry.kind, successor_id)
            if entry.valid_from is not None and successor.valid_to is not None:
                assert entry.valid_from < successor.valid_to, (entry.id, successor_id)
