"""Terms of the graph as plain Python values, for rows."""

from decimal import Decimal

import pyoxigraph

Cell = str | int | Decimal

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(f"{_XSD}{name}" for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long"))


def number_type(datatype: str) -> type[int] | type[Decimal] | None:
    """Return as what literals of a datatype (an IRI) are read: whole numbers, decimals, or neither.

    >>> number_type("http://www.w3.org/2001/XMLSchema#integer")
    <class 'int'>
    """
    if datatype in _INTEGERS:
        return int
    return Decimal if datatype == f"{_XSD}decimal" else None


def to_cell(term: object) -> Cell:
    """Return an integer or a decimal for a literal of such a type, and the plain text of any other term.

    >>> to_cell(pyoxigraph.Literal(3))
    3
    """
    if isinstance(term, pyoxigraph.Literal):
        kind = number_type(term.datatype.value)
        return term.value if kind is None else kind(term.value)
    if isinstance(term, pyoxigraph.NamedNode | pyoxigraph.BlankNode):
        return term.value
    return str(term)
