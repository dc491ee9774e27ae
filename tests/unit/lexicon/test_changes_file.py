"""The change events that ship with ipgraph agree with the timelines of the bodies."""

import json
from itertools import pairwise

import pytest

from ipgraph.lexicon.authority import Authority, Change, Entry
from ipgraph.lexicon.timelines import REFORM_TAKES
from ipgraph.model.acts import EntityKind
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import data_path, ontology_path

# Successions of which no notice was found that gives the day.
WITHOUT_EVENT = {
    ("ciq", "aqsiq"),
    ("qts", "aqsiq"),
    ("ngoa-state-council", "ngoa"),
    ("pla-gad", "cmc-edd"),
}
CENTRAL = {"NationalAgency", "PartyOrgan", "LegislativeBody", "LeadingGroup", "MilitaryOrgan", "Court", "Procuratorate"}


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.load()


def agency(authority: Authority, entry_id: str) -> Entry:
    return authority.get(EntityKind.AGENCY, entry_id)


def of_kind(authority: Authority, *kinds: str) -> list[Change]:
    return [change for change in authority.changes if change.kind in kinds]


def test_there_are_as_many_events_as_expected(authority: Authority) -> None:
    assert len(authority.changes) >= 65
    assert all(first.date <= second.date for first, second in pairwise(authority.changes))


def test_a_change_of_superior_is_the_start_of_a_subordination(authority: Authority) -> None:
    for change in of_kind(authority, "superior"):
        starts = {tenure.period.start for tenure in agency(authority, change.before[0]).superiors}
        assert change.date in starts, change.id


def test_functions_pass_from_their_holder_to_their_holder(authority: Authority) -> None:
    for change in of_kind(authority, "transfer"):
        for function in change.functions:
            for body in change.after:
                held = [tenure for tenure in agency(authority, body).functions if tenure.value == function]
                assert any(tenure.period.gap(change.date) <= REFORM_TAKES for tenure in held), (change.id, function)
            for body in change.before:
                held = [tenure for tenure in agency(authority, body).functions if tenure.value == function]
                assert all(tenure.period.end is not None for tenure in held), (change.id, function)


def test_each_succession_of_central_bodies_has_its_event(authority: Authority) -> None:
    told = {(old, new) for change in authority.changes for old in change.before for new in change.after}
    successions = {
        (entry.id, successor)
        for entry in authority.entries(EntityKind.AGENCY)
        if entry.cls in CENTRAL
        for successor in entry.successors
    }

    assert successions - told == WITHOUT_EVENT


def test_the_functions_that_may_be_given_are_the_concepts_of_the_scheme() -> None:
    concepts = read_turtle([ontology_path("concepts.ttl")])
    rows = concepts.query(
        "SELECT ?notation WHERE { ?concept skos:inScheme ipg:scheme-function ; skos:notation ?notation }"
    )
    schema = json.loads(data_path("schemas", "entry.json").read_text(encoding="utf-8"))

    assert set(schema["$defs"]["function"]["enum"]) == {str(row[0]) for row in rows}  # type: ignore[index]


def test_the_kinds_that_may_be_given_are_the_concepts_of_the_scheme() -> None:
    concepts = read_turtle([ontology_path("concepts.ttl")])
    rows = concepts.query(
        "SELECT ?notation WHERE { ?concept skos:inScheme ipg:scheme-change ; skos:notation ?notation }"
    )
    schema = json.loads(data_path("schemas", "changes.json").read_text(encoding="utf-8"))

    assert set(schema["items"]["properties"]["kind"]["enum"]) == {str(row[0]) for row in rows}  # type: ignore[index]
