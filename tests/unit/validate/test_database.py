"""Single things are found in a database, whatever graph they stand in."""

import pyoxigraph
import pytest

from ipgraph.validate.database import Database, PartlyRead
from ipgraph.validate.graph import TermGraph

LINES = """\
<e:a> <e:p> "v"@zh <e:g> .
<e:a> <e:p> "v"@zh <e:h> .
<e:a> <e:p> <e:b> <e:g> .
<e:c> <e:p> <e:b> .
_:x <e:p> "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date> <e:g> .
"""
P = "<e:p>"


@pytest.fixture
def database() -> Database:
    store = pyoxigraph.Store()
    store.extend(pyoxigraph.parse(LINES, format=pyoxigraph.RdfFormat.N_QUADS))
    return Database(store)


@pytest.mark.parametrize(
    ("subject", "values"),
    [
        ("<e:a>", ['"v"@zh', "<e:b>"]),
        ("_:x", ['"2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date>']),
        ("<e:b>", []),
        ('"v"', []),
    ],
)
def test_the_values_of_a_subject_are_found_each_once(database: Database, subject: str, values: list[str]) -> None:
    assert list(database.values(subject, P)) == values


@pytest.mark.parametrize(
    ("value", "subjects"), [("<e:b>", ["<e:a>", "<e:c>"]), ('"v"@zh', ["<e:a>"]), ('"v"', []), ("<e:a>", [])]
)
def test_the_subjects_of_a_value_are_found_each_once(database: Database, value: str, subjects: list[str]) -> None:
    assert list(database.subjects(P, value)) == subjects


def test_columns_answer_as_the_database_does(database: Database) -> None:
    lines = (line.removesuffix(" .").split(" ") for line in LINES.splitlines())
    columns = TermGraph((subject, predicate, value) for subject, predicate, value, *_ in lines)

    for node in ("<e:a>", "<e:b>", "<e:c>", "_:x", '"v"@zh'):
        assert sorted(columns.values(node, P)) == list(database.values(node, P))
        assert sorted(columns.subjects(P, node)) == list(database.subjects(P, node))


def test_what_was_read_is_not_looked_up_in_the_database() -> None:
    def unopened() -> pyoxigraph.Store:
        raise AssertionError("opened")

    graph = TermGraph([("<e:a>", P, "<e:c>"), ("<e:a>", P, "<e:b>")])
    partly = PartlyRead(graph, {P}, unopened)

    assert list(partly.values("<e:a>", P)) == ["<e:b>", "<e:c>"]
    assert list(partly.subjects(P, "<e:b>")) == ["<e:a>"]


def test_what_was_not_read_is_looked_up_in_the_database() -> None:
    store = pyoxigraph.Store()
    store.extend(pyoxigraph.parse(LINES, format=pyoxigraph.RdfFormat.N_QUADS))
    partly = PartlyRead(TermGraph([]), {"<e:q>"}, lambda: store)

    assert list(partly.values("<e:a>", P)) == ['"v"@zh', "<e:b>"]
    assert list(partly.subjects(P, "<e:b>")) == ["<e:a>", "<e:c>"]
