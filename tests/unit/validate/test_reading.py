"""What a query reads is told where its tokens tell it, and otherwise is said to be unknown."""

import pytest

from ipgraph.validate.reading import read_predicates

PROLOGUE = "PREFIX e: <e:>\n"


@pytest.mark.parametrize(
    ("body", "properties"),
    [
        ("$this e:p/e:q ?v ; e:r ?w", {"p", "q", "r"}),
        ("$this e:p|^e:q+ ?v FILTER (?v != 1 && !BOUND(?x)) . ?v e:r $this", {"p", "q", "r"}),
        ("$this <e:p> [ <e:q> ?v ] FILTER NOT EXISTS { ?v e:r $this } # e:s", {"p", "q", "r"}),
        ("{ SELECT $this ?v ?w (COUNT(*) AS ?n) { $this e:p ?v } GROUP BY $this ?v ?w ?n } ?v e:q ?w", {"p", "q"}),
        ("$this e:p ?v OPTIONAL { ?v e:q ?w } BIND (?v - ?w AS ?x)", {"p", "q"}),
        ("_:b e:p $this", {"p"}),
    ],
)
def test_the_properties_of_a_query_are_named(body: str, properties: set[str]) -> None:
    found = read_predicates(f"{PROLOGUE}SELECT $this {{ {body} }}")

    assert found == frozenset({"<e:>", *(f"<e:{name}>" for name in properties)})


def test_the_letter_a_is_the_class_property() -> None:
    found = read_predicates("SELECT $this { $this a <e:C> }")

    assert found == frozenset({"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<e:C>"})


@pytest.mark.parametrize(
    "body",
    [
        "$this ?p ?v",
        "$this e:p ?v ; ?q ?w",
        "$this e:p [ ?q ?w ]",
        "[] ?p ?v",
        "?s ?p (1 2)",
        "?s ?p true",
        '?s ?p "v"',
        "?s ?p 1",
        "?s ?p -1",
        "_:b ?p $this",
        "$this e:p* ?v",
        "$this (e:p)* ?v",
        "$this e:p? ?v",
        "$this !e:p ?v",
        "$this !(e:p) ?v",
        "$this !a ?v",
        "$this !^e:p ?v",
        "GRAPH ?g { $this e:p ?v }",
        "$this f:p ?v",
        "$this e:a:b ?v",
        "$this e:a\\-b ?v",
    ],
)
def test_a_query_that_may_read_others_is_of_unknown_reach(body: str) -> None:
    assert read_predicates(f"{PROLOGUE}SELECT $this {{ {body} }}") is None
