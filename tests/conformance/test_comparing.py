"""What compares answers with the W3C suite's results neither takes different ones for the same nor the other way."""

import pyoxigraph as ox
import pytest

from sparql_suite.matching import Row, same_rows, same_sequence
from sparql_suite.results import Rows, read_answer
from sparql_suite.verdict import XSD, Verdict, compare_answers

A, B, C, D = (ox.BlankNode(name) for name in "abcd")
ONE, TWO = ox.Literal("1"), ox.Literal("2")


def number(text: str, datatype: str = "integer") -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(f"{XSD}{datatype}"))


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ([(ONE,), (TWO,)], [(TWO,), (ONE,)], True),
        ([(ONE,), (ONE,)], [(ONE,)], False),
        ([(ONE,), (ONE,), (TWO,)], [(ONE,), (TWO,), (TWO,)], False),
        ([(None,)], [(ONE,)], False),
        ([(A, A), (A, B)], [(C, D), (D, D)], False),
        ([(A, A), (A, B)], [(C, C), (C, D)], True),
        ([(A, ONE), (A, TWO)], [(C, ONE), (D, TWO)], False),
        ([(A, ONE), (B, TWO)], [(C, ONE), (C, TWO)], False),
        ([(A, ONE), (A, TWO), (B, ONE)], [(C, ONE), (D, ONE), (D, TWO)], True),
        ([(ox.Triple(A, ox.NamedNode("x:p"), A),)], [(ox.Triple(C, ox.NamedNode("x:p"), D),)], False),
        ([(ox.Triple(A, ox.NamedNode("x:p"), B),)], [(ox.Triple(C, ox.NamedNode("x:p"), D),)], True),
    ],
)
def test_rows_are_the_same_under_one_mapping_of_blank_nodes(expected: list[Row], found: list[Row], same: bool) -> None:
    assert same_rows(expected, found) is same


def test_a_sequence_has_an_order() -> None:
    assert same_sequence([(A, ONE), (B, TWO)], [(C, ONE), (D, TWO)])
    assert not same_sequence([(A, ONE), (B, TWO)], [(C, TWO), (D, ONE)])


@pytest.mark.parametrize(
    ("expected", "found", "verdict"),
    [
        (number("1"), number("1"), Verdict.SAME),
        (number("01"), number("1"), Verdict.BY_VALUE),
        (number("1.50", "decimal"), number("1.5", "decimal"), Verdict.BY_VALUE),
        (number("1.0E2", "double"), number("100", "double"), Verdict.BY_VALUE),
        (number("0", "boolean"), number("false", "boolean"), Verdict.BY_VALUE),
        (number("2006-08-23+00:00", "date"), number("2006-08-23Z", "date"), Verdict.BY_VALUE),
        (number("1"), number("1", "decimal"), Verdict.DIFFERENT),
        (number("1"), number("2"), Verdict.DIFFERENT),
        (number("one"), number("1"), Verdict.DIFFERENT),
        (ox.Literal("01"), ox.Literal("1"), Verdict.DIFFERENT),
        (ox.Literal("1", language="en"), ox.Literal("1", language="de"), Verdict.DIFFERENT),
    ],
)
def test_numbers_are_compared_by_value_within_their_datatype(
    expected: ox.Literal, found: ox.Literal, verdict: Verdict
) -> None:
    assert compare_answers(Rows(("x",), ((expected,),)), Rows(("x",), ((found,),))) is verdict


def test_answers_of_different_kinds_differ() -> None:
    rows = Rows(("x",), ((ONE,),))

    assert compare_answers(True, rows) is Verdict.DIFFERENT
    assert compare_answers(True, False) is Verdict.DIFFERENT
    assert compare_answers(rows, Rows(("y",), ((ONE,),))) is Verdict.DIFFERENT


def test_fewer_duplicates_are_enough_where_cardinality_is_lax() -> None:
    expected = Rows(("x",), ((ONE,), (ONE,), (TWO,)))

    assert compare_answers(expected, Rows(("x",), ((ONE,), (TWO,))), lax=True) is Verdict.SAME
    assert compare_answers(expected, Rows(("x",), ((ONE,), (ONE,))), lax=True) is Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("extension", "text"),
    [
        (
            "srj",
            '{"head":{"vars":["a","b"]},"results":{"bindings":[{"b":{"type":"literal","value":"商务部",'
            '"xml:lang":"zh"}}]}}',
        ),
        (
            "srx",
            '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/><variable name="b"/>'
            '</head><results><result><binding name="b"><literal xml:lang="zh">商务部</literal></binding></result>'
            "</results></sparql>",
        ),
        ("tsv", '?a\t?b\n\t"商务部"@zh\n'),
    ],
)
def test_rows_read_the_same_from_every_format(extension: str, text: str) -> None:
    answer = read_answer(text.encode(), extension)

    assert isinstance(answer, Rows)
    assert (answer.variables, answer.rows) == (("a", "b"), ((None, ox.Literal("商务部", language="zh")),))
