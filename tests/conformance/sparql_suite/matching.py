"""Tells whether two sets of rows say the same: blank nodes are equal when some one-to-one mapping makes them so."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]


def text_of(term: Term) -> str:
    """Return an IRI, the label of a blank node, or the lexical form of a literal.

    Raises:
        TypeError: the term is a triple.

    """
    if isinstance(term, ox.Triple):
        raise TypeError(f"a triple has no text: {term}")
    return term.value


def to_triple(terms: Iterable[Term]) -> ox.Triple:
    """Return the triple of a subject, a predicate and an object.

    Raises:
        TypeError: one of them cannot stand where it does.

    """
    subject, predicate, value = terms
    if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
        raise TypeError(f"not a triple: {subject} {predicate} {value}")
    return ox.Triple(subject, predicate, value)


@dataclass(slots=True)
class _Mapping:
    """Which blank node of one side stands for which of the other."""

    there: dict[ox.BlankNode, ox.BlankNode] = field(default_factory=dict)
    back: dict[ox.BlankNode, ox.BlankNode] = field(default_factory=dict)

    def extended(self, one: Row, other: Row) -> "_Mapping | None":
        """Return the mapping under which two rows are equal, or `None` where there is none."""
        mapping = _Mapping(dict(self.there), dict(self.back))
        return mapping if all(map(mapping._joins, one, other)) else None

    def _joins(self, one: Term | None, other: Term | None) -> bool:
        if isinstance(one, ox.BlankNode) and isinstance(other, ox.BlankNode):
            return self.there.setdefault(one, other) == other and self.back.setdefault(other, one) == one
        if isinstance(one, ox.Triple) and isinstance(other, ox.Triple):
            return all(map(self._joins, one, other))
        return one == other


def same_rows(expected: Sequence[Row], found: Sequence[Row]) -> bool:
    """Tell whether both hold the same rows, each as often, in any order."""
    if len(expected) != len(found):
        return False
    ground = Counter(row for row in expected if not _has_blank(row))
    if ground != Counter(row for row in found if not _has_blank(row)):
        return False
    return _match([row for row in expected if _has_blank(row)], [row for row in found if _has_blank(row)], _Mapping())


def same_sequence(expected: Sequence[Row], found: Sequence[Row]) -> bool:
    """Tell whether both hold the same rows in the same order."""
    mapping: _Mapping | None = _Mapping()
    for one, other in zip(expected, found, strict=False):
        mapping = mapping and mapping.extended(one, other)
    return mapping is not None and len(expected) == len(found)


def _match(expected: list[Row], found: list[Row], mapping: _Mapping) -> bool:
    if not expected:
        return True
    first, *rest = expected
    for index, row in enumerate(found):
        extended = mapping.extended(first, row)
        if extended is not None and _match(rest, found[:index] + found[index + 1 :], extended):
            return True
    return False


def _has_blank(row: Row) -> bool:
    return any(
        isinstance(term, ox.BlankNode) or (isinstance(term, ox.Triple) and _has_blank(tuple(term))) for term in row
    )
