"""Constraints that are made of shapes: not, and, or, exactly one of, a shape of its own, how many conform to one."""

from collections import Counter
from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ipgraph.validate.constraints.base import Constraint, Finding, Run, ValueConstraint, ValueNodes, component_iri


@dataclass(frozen=True)
class _OfShapes(ValueConstraint):
    """A constraint on each value by several shapes."""

    members: tuple[str, ...]

    def shapes(self) -> Collection[str]:
        """Return the shapes that it refers to."""
        return self.members


@dataclass(frozen=True)
class Not(_OfShapes):
    """A value does not conform to a shape."""

    component: str = component_iri("Not")

    def wrong(self, values: AbstractSet[str], run: Run) -> AbstractSet[str]:
        """Return those values that fail."""
        return values - run.nonconforming(self.members[0], values)


@dataclass(frozen=True)
class And(_OfShapes):
    """A value conforms to all shapes; `sh:node` is this with one."""

    component: str

    def wrong(self, values: AbstractSet[str], run: Run) -> AbstractSet[str]:
        """Return those values that fail."""
        return {value for shape in self.members for value in run.nonconforming(shape, values)}


@dataclass(frozen=True)
class Or(_OfShapes):
    """A value conforms to one of the shapes at least."""

    component: str = component_iri("Or")

    def wrong(self, values: AbstractSet[str], run: Run) -> AbstractSet[str]:
        """Return those values that fail."""
        for shape in self.members:
            values = run.nonconforming(shape, values)
        return values


@dataclass(frozen=True)
class Xone(_OfShapes):
    """A value conforms to exactly one of the shapes."""

    component: str = component_iri("Xone")

    def wrong(self, values: AbstractSet[str], run: Run) -> AbstractSet[str]:
        """Return those values that fail."""
        conforming = Counter(value for shape in self.members for value in values - run.nonconforming(shape, values))
        return {value for value in values if conforming[value] != 1}


@dataclass(frozen=True)
class Qualified(Constraint):
    """At least or at most so many values conform to a shape, not counting those that conform to a sibling."""

    component: str
    shape: str
    siblings: tuple[str, ...] = ()
    least: int = 0
    most: int | None = None

    def findings(self, nodes: ValueNodes, run: Run) -> Iterator[Finding]:
        """Yield what fails."""
        counted = nodes.distinct - run.nonconforming(self.shape, nodes.distinct)
        for sibling in self.siblings:
            counted &= run.nonconforming(sibling, counted)
        for focus in nodes.focus:
            count = sum(value in counted for value in nodes.of(focus))
            if count < self.least or (self.most is not None and count > self.most):
                yield Finding(focus)

    def shapes(self) -> Collection[str]:
        """Return the shapes that it refers to."""
        return (self.shape, *self.siblings)


@dataclass(frozen=True)
class PropertyShape(_OfShapes):
    """A value conforms to a property shape. What is reported is what that shape finds, not that it finds something."""

    component: str = component_iri("Property")

    def wrong(self, values: AbstractSet[str], run: Run) -> AbstractSet[str]:
        """Return those values that fail."""
        return run.nonconforming(self.members[0], values)
