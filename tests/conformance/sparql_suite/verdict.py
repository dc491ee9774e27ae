"""Says how an answer compares with the one that the suite expects: the same, the same by value, or different."""

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum

import pyoxigraph as ox

from sparql_suite.matching import Row, Term, same_rows, same_sequence, to_triple
from sparql_suite.results import Answer, Graph, Rows

XSD = "http://www.w3.org/2001/XMLSchema#"
_TRUTH = {"true": "true", "1": "true", "false": "false", "0": "false"}


class Verdict(StrEnum):
    """How an answer compares with the expected one.

    `BY_VALUE`: they are the same when a number, truth value or date may be spelled in another way, its datatype kept.
    """

    SAME = "same"
    BY_VALUE = "same by value"
    DIFFERENT = "different"


def compare_answers(expected: Answer, found: Answer, lax: bool = False) -> Verdict:
    """Return how an answer compares; with `lax`, a row may come less often than expected, but not never."""
    if isinstance(expected, bool) or isinstance(found, bool):
        return Verdict.SAME if expected is found else Verdict.DIFFERENT
    if isinstance(expected, Graph) and isinstance(found, Graph):
        return compare_graphs(expected.triples, found.triples)
    if not isinstance(expected, Rows) or not isinstance(found, Rows) or expected.variables != found.variables:
        return Verdict.DIFFERENT
    return _first_same(
        _same_lax if lax else same_sequence if expected.ordered else same_rows, expected.rows, found.rows
    )


def compare_graphs(expected: tuple[Row, ...], found: tuple[Row, ...]) -> Verdict:
    """Return how two sets of triples or quads compare."""
    return _first_same(lambda one, other: same_rows(list(set(one)), list(set(other))), expected, found)


def _first_same(
    same: Callable[[tuple[Row, ...], tuple[Row, ...]], bool], expected: tuple[Row, ...], found: tuple[Row, ...]
) -> Verdict:
    if same(expected, found):
        return Verdict.SAME
    return Verdict.BY_VALUE if same(_by_value(expected), _by_value(found)) else Verdict.DIFFERENT


def _same_lax(expected: tuple[Row, ...], found: tuple[Row, ...]) -> bool:
    return set(expected) == set(found) and len(found) <= len(expected)


def _by_value(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(tuple(None if term is None else _value_of(term) for term in row) for row in rows)


def _value_of(term: Term) -> Term:
    """Return a term with a number, truth value or date spelled in one way; what has no value stays as it is."""
    if isinstance(term, ox.Triple):
        return to_triple(map(_value_of, term))
    if not isinstance(term, ox.Literal):
        return term
    spell = _SPELLING.get(term.datatype.value.removeprefix(XSD))
    try:
        return ox.Literal(spell(term.value), datatype=term.datatype) if spell is not None else term
    except (ArithmeticError, ValueError, KeyError):
        return term


def _date(text: str) -> str:
    return text.removesuffix("+00:00").removesuffix("Z") + ("Z" if text.endswith(("+00:00", "Z")) else "")


def _decimal(text: str) -> str:
    return format(Decimal(text).normalize(), "f")


_SPELLING: dict[str, Callable[[str], str]] = {
    "boolean": _TRUTH.__getitem__,
    "decimal": _decimal,
    "double": lambda text: repr(float(text)),
    "float": lambda text: repr(float(text)),
    **dict.fromkeys(("date", "dateTime", "time"), _date),
    "integer": lambda text: str(int(text)),
}
