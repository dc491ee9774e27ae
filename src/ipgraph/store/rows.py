"""Terms of the graph as plain Python values, for rows."""

from decimal import Decimal

import pyoxigraph

Cell = str | int | Decimal

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(f"{_XSD}{name}" for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long"))


def to_cell(term: object) -> Cell:
    """Return an integer or a decimal for a literal of such a type, and the plain text of any other term.

    >>> to_cell(pyoxigraph.Literal(3))
    3
    """
    if isinstance(term, pyoxigraph.Literal):
        if term.datatype.value in _INTEGERS:
            return int(term.value)
        return Decimal(term.value) if term.datatype.value == f"{_XSD}decimal" else term.value
    if isinstance(term, pyoxigraph.NamedNode | pyoxigraph.BlankNode):
        return term.value
    return str(term)
