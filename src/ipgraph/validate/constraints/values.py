"""Constraints on each value by itself: class, kind of node, length, pattern, range, language, a list."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ipgraph.rdf.parts import is_blank, language_of, text_of
from ipgraph.validate.constraints.base import Run, ValueConstraint, component_iri
from ipgraph.validate.graph import SUBCLASS, TYPE

# The first characters of the terms that each kind of node allows: an IRI, a blank node, a literal.
NODE_KINDS = {
    "IRI": "<",
    "BlankNode": "_",
    "Literal": '"',
    "BlankNodeOrIRI": "_<",
    "BlankNodeOrLiteral": '_"',
    "IRIOrLiteral": '<"',
}


@dataclass(frozen=True)
class OfClass(ValueConstraint):
    """A value is of a class, or of one below it."""

    name: str
    component: str = component_iri("Class")

    def wrong(self, values: AbstractSet[str], run: Run) -> AbstractSet[str]:
        """Return those values that fail."""
        return values - run.graph.instances(self.name)

    def predicates(self) -> Collection[str]:
        """Return the properties of the data that it looks at."""
        return TYPE, SUBCLASS


@dataclass(frozen=True)
class OfNodeKind(ValueConstraint):
    """A value is an IRI, a blank node or a literal, as `marks` (first characters of terms) allow."""

    marks: str
    component: str = component_iri("NodeKind")

    def wrong(self, values: AbstractSet[str], run: Run) -> AbstractSet[str]:
        """Return those values that fail."""
        return {value for value in values if value[0] not in self.marks}


@dataclass(frozen=True)
class OneOf(ValueConstraint):
    """A value is in a list."""

    members: frozenset[str]
    component: str = component_iri("In")

    def wrong(self, values: AbstractSet[str], run: Run) -> AbstractSet[str]:
        """Return those values that fail."""
        return values - self.members


@dataclass(frozen=True)
class InRange(ValueConstraint):
    """A value compares with a bound as it should, by SPARQL's operators; what cannot be compared does not."""

    component: str
    operator: str
    bound: str

    def wrong(self, values: AbstractSet[str], run: Run) -> AbstractSet[str]:
        """Return those values that fail."""
        rows = [(value,) for value in values if not is_blank(value)]
        failing = run.failing(f"?a {self.operator} {self.bound}", rows)
        return {*filter(is_blank, values), *(rows[number][0] for number in failing)}


@dataclass(frozen=True)
class OfLength(ValueConstraint):
    """A value's text is at least or at most so long."""

    component: str
    least: int = 0
    most: int | None = None

    def wrong(self, values: AbstractSet[str], run: Run) -> AbstractSet[str]:
        """Return those values that fail."""
        return {value for value in values if is_blank(value) or not self._suits(len(text_of(value)))}

    def _suits(self, length: int) -> bool:
        return self.least <= length and (self.most is None or length <= self.most)


@dataclass(frozen=True)
class OfPattern(ValueConstraint):
    """A value's text matches a regular expression, as SPARQL understands it."""

    pattern: str
    flags: str
    component: str = component_iri("Pattern")

    def wrong(self, values: AbstractSet[str], run: Run) -> AbstractSet[str]:
        """Return those values that fail."""
        rows = [(value,) for value in values if not is_blank(value)]
        failing = run.failing(f"REGEX(STR(?a), {self.pattern}, {self.flags})", rows)
        return {*filter(is_blank, values), *(rows[number][0] for number in failing)}


@dataclass(frozen=True)
class OfLanguage(ValueConstraint):
    """A value is a literal in one of several languages, or in a variety of one."""

    languages: tuple[str, ...]
    component: str = component_iri("LanguageIn")

    def wrong(self, values: AbstractSet[str], run: Run) -> AbstractSet[str]:
        """Return those values that fail."""
        return {value for value in values if not self._suits(language_of(value))}

    def _suits(self, tag: str) -> bool:
        return any(tag == each or (each == "*" and tag) or tag.startswith(f"{each}-") for each in self.languages)
