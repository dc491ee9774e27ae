"""Values stand in every group of a query that mentions their variable, and nowhere where they must not."""

import pytest

from ipgraph.errors import ShapeError
from ipgraph.validate.prebinding import ROW, Block, Template

THIS = Block(("this",), [("<a:x>",), ("<a:y>",)])
VALUES = "VALUES (?this) { (<a:x>) (<a:y>) }"


def bound(text: str, *blocks: Block, **replaced: str) -> str:
    query = Template.parse(text, {"this", "limit"}, replaced).bound(blocks or (THIS,))
    return " ".join(query.split())


def test_a_query_begins_with_the_values() -> None:
    assert bound("SELECT $this { $this <a:p> ?v }") == f"SELECT $this {{ {VALUES} $this <a:p> ?v }}"


def test_a_query_that_does_not_mention_it_has_them_all_the_same() -> None:
    assert bound("SELECT ?this { ?v <a:p> 1 }") == f"SELECT ?this {{ {VALUES} ?v <a:p> 1 }}"


def test_each_group_that_mentions_the_variable_has_them() -> None:
    query = bound("SELECT $this { { FILTER ($this = <a:x>) } UNION { ?v <a:p> 1 } }")

    assert query == f"SELECT $this {{ {VALUES} {{ {VALUES} FILTER ($this = <a:x>) }} UNION {{ ?v <a:p> 1 }} }}"


def test_a_sub_select_has_them_inside() -> None:
    query = bound("SELECT $this { { SELECT $this { FILTER ($this = <a:x>) } } }")

    assert query.count(VALUES) == 2
    assert "{ SELECT $this { VALUES" in query


def test_groups_of_exists_see_the_solution_and_need_none() -> None:
    query = bound("SELECT $this { FILTER NOT EXISTS { $this <a:p> ?v { ?v <a:q> $this } } }")

    assert query.count(VALUES) == 1


def test_strings_comments_and_iris_are_no_part_of_the_structure() -> None:
    text = 'SELECT $this { $this <a:{p> ?v . FILTER (?v != "} MINUS $this") # VALUES }\n FILTER (?v < 3 && 5 > ?v) }'

    assert bound(text.replace("<a:{p>", "<a:p#MINUS>")).count(VALUES) == 1


def test_names_that_look_like_keywords_are_no_keywords() -> None:
    assert bound("SELECT $this { $this ex:minus :values }").count(VALUES) == 1


def test_a_path_stands_for_its_variable() -> None:
    assert "$this (<a:p>/<a:q>) ?v" in bound("SELECT $this { $this $PATH ?v }", PATH="(<a:p>/<a:q>)")


def test_several_variables_are_bound_together() -> None:
    query = bound("ASK { FILTER ($value > $limit) }", Block(("this", "value", ROW), [("<a:x>", "1", "0")]))

    assert query.startswith(f"SELECT ?this ?value ?{ROW} {{ VALUES (?this ?value ?{ROW}) {{ (<a:x> 1 0) }}")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT $this { $this ?p ?v MINUS { $this ?p 1 } }", "MINUS is not allowed"),
        ("SELECT $this { VALUES ?v { 1 } }", "VALUES is not allowed"),
        ("SELECT $this { SERVICE <a:s> { $this ?p ?v } }", "SERVICE is not allowed"),
        ("SELECT $this { BIND (true AS $this) }", "cannot be assigned"),
        ("SELECT $this { $this ?p ?v { SELECT ?v { ?v ?p 1 } } }", "must have \\$this"),
        ("SELECT $this { GRAPH $shapesGraph { ?s ?p ?o } }", "shapesGraph is not offered"),
    ],
)
def test_what_pre_bound_variables_forbid_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ShapeError, match=reason):
        bound(text)


@pytest.mark.parametrize(("text", "cuts"), [("SELECT $this { ?v ?p $this } LIMIT 1", True), ("ASK { }", False)])
def test_a_query_that_keeps_some_solutions_only_runs_for_each_node_alone(text: str, cuts: bool) -> None:
    assert Template.parse(text, set(), {}).cuts_off is cuts


def test_groups_of_mere_triple_patterns_are_joined_with_the_values_around_them() -> None:
    query = bound("SELECT $this { { $this <a:p> ?v } UNION { ?v <a:q> $this } OPTIONAL { $this <a:r> ?w } }")

    assert query.count(VALUES) == 1


@pytest.mark.parametrize("inner", ["$this <a:p>* ?v", "$this <a:p>? ?v", "OPTIONAL { $this <a:p> ?v }"])
def test_groups_that_find_more_without_the_values_have_them(inner: str) -> None:
    assert bound(f"SELECT $this {{ {{ {inner} }} UNION {{ ?v <a:q> 1 }} }}").count(VALUES) == 2
