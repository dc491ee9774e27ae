"""Stored queries declare themselves, and what a value holds never becomes part of the query."""

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipgraph.errors import QueryError, VocabularyError
from ipgraph.store.queries import SERVICE, load_queries, load_query, parse_query

NAMES = ["documents", "document", "document_statements", "entities", "entity", "entity_acts", "facts", "things_named"]
TWO = """\
# parameter a: string - One.
# parameter b: iri - Another.
SELECT ?a ?b WHERE { VALUES ?a { UNDEF } VALUES ?b { UNDEF } }
"""


def solve(query: str) -> list[pyoxigraph.QuerySolution]:
    """Return the solutions of a query over an empty store."""
    result = pyoxigraph.Store().query(query)
    assert isinstance(result, pyoxigraph.QuerySolutions)
    return list(result)


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_query_is_sparql_as_it_stands_in_its_file(name: str) -> None:
    query = load_query(name, SERVICE)

    assert query.parameters
    assert isinstance(pyoxigraph.Store().query(query.text), pyoxigraph.QuerySolutions)


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_comes_back_as_the_value_that_was_bound(text: str) -> None:
    query = parse_query("two", TWO)

    rows = solve(query.bind(a=text, b="urn:x"))

    assert [(row["a"].value, row["b"].value) for row in rows] == [(text, "urn:x")]


@pytest.mark.parametrize("hostile", ["VALUES ?b { UNDEF }", "\nLIMIT 5\n", '"} #', "\\"])
def test_a_value_that_looks_like_a_place_stays_a_value(hostile: str) -> None:
    query = parse_query("two", TWO)

    rows = solve(query.bind(a=hostile, b="urn:x"))

    assert [row["a"].value for row in rows] == [hostile]


def test_characters_that_no_iri_may_hold_are_encoded() -> None:
    query = parse_query("two", TWO)

    rows = solve(query.bind(a="x", b="urn:知识> } #"))

    assert [row["b"].value for row in rows] == ["urn:知识%3E%20%7D%20#"]


def test_a_limit_takes_its_line_and_not_a_subquerys() -> None:
    text = "# parameter limit: integer - Most.\nSELECT * {\n  { SELECT * {} LIMIT 7 }\n}\nLIMIT 100\n"

    assert parse_query("q", text).bind(limit=3).endswith("{ SELECT * {} LIMIT 7 }\n}\nLIMIT 3\n")


@pytest.mark.parametrize(("a", "b"), [(1, "urn:x"), ("x", 2)])
def test_a_value_of_another_type_is_refused(a: str | int, b: str | int) -> None:
    with pytest.raises(ValueError, match="is not of type"):
        parse_query("two", TWO).bind(a=a, b=b)


def test_a_parameter_without_a_value_keeps_what_stands_in_its_place() -> None:
    query = parse_query("q", "# parameter from: year - First.\nSELECT ?from { VALUES ?from { 1949 } }\n")

    assert query.parameters["from"].default == "1949"
    assert solve(query.bind())[0]["from"].value == "1949"
    assert solve(query.bind(**{"from": 2014}))[0]["from"].value == "2014"


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(ValueError, match="takes"):
        parse_query("two", TWO).bind(c="x")


def test_a_declaration_has_its_texts_in_both_languages() -> None:
    text = """\
# title@zh: 甲
# title@en: A
# parameter day@zh: 某日。
# parameter day: date - The day.
# column name@zh: 名称。
# column name@en: The name.
# One line that declares nothing: at all
SELECT ?name { VALUES ?day { UNDEF } }
"""
    query = parse_query("q", text)

    assert query.title == {"zh": "甲", "en": "A"}
    assert query.parameters["day"].description == {"zh": "某日。", "en": "The day."}
    assert [(column.name, column.description) for column in query.columns] == [
        ("name", {"zh": "名称。", "en": "The name."})
    ]


def test_a_parameter_without_a_place_is_told_at_load() -> None:
    with pytest.raises(VocabularyError, match=r"q\.rq: parameter 'doc' has no place"):
        parse_query("q", "# parameter doc: string - The document.\nSELECT * {}\n")


def test_an_unknown_type_is_told_at_load() -> None:
    with pytest.raises(VocabularyError, match="allowed are"):
        parse_query("q", "# parameter doc: text - The document.\nSELECT * { VALUES ?doc { UNDEF } }\n")


def test_a_missing_query_is_told_at_load() -> None:
    with pytest.raises(QueryError, match="nothing_like_it"):
        load_queries(["nothing_like_it"])


EXAMPLES = """\
# topic: laws
# parameter country: jurisdiction - The country.
# example: country=US
# example: country=新西兰
SELECT ?country { VALUES ?country { UNDEF } }
"""


def test_examples_are_arguments_to_try() -> None:
    query = parse_query("q", EXAMPLES)

    assert query.topic == "laws"
    assert query.examples == ({"country": "US"}, {"country": "新西兰"})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("# example: land=US", r"q\.rq: example 'land=' is not right; allowed: country=…"),
        ("# example: country", r"q\.rq: example 'country' is not right"),
        ("# topic: law", r"q\.rq: topic 'laws, law'; allowed is one of cooperation, "),
    ],
)
def test_a_wrong_topic_or_example_is_told_at_load(line: str, said: str) -> None:
    with pytest.raises(VocabularyError, match=said):
        parse_query("q", f"{EXAMPLES}{line}\n")
