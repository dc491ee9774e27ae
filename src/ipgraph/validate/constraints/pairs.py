"""Constraints that compare the values with those of another property of the same focus node."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ipgraph.rdf.parts import is_blank
from ipgraph.validate.constraints.base import Constraint, Finding, Run, ValueNodes, component_iri


@dataclass(frozen=True)
class _PairConstraint(Constraint):
    """A constraint with another property."""

    other: str

    def predicates(self) -> Collection[str]:
        """Return the properties of the data that it looks at."""
        return (self.other,)


@dataclass(frozen=True)
class Equals(_PairConstraint):
    """The values are those of another property, no more and no fewer."""

    component: str = component_iri("Equals")

    def findings(self, nodes: ValueNodes, run: Run) -> Iterator[Finding]:
        """Yield what fails."""
        others = run.graph.column(self.other)
        for focus in nodes.focus:
            values, expected = nodes.of(focus), others.get(focus, ())
            if len(values) == len(expected) == 1 and [*values] == [*expected]:
                continue
            yield from (Finding(focus, value) for value in values if value not in expected)
            yield from (Finding(focus, value) for value in expected if value not in values)


@dataclass(frozen=True)
class Disjoint(_PairConstraint):
    """No value is one of another property."""

    component: str = component_iri("Disjoint")

    def findings(self, nodes: ValueNodes, run: Run) -> Iterator[Finding]:
        """Yield what fails."""
        others = run.graph.column(self.other)
        return (Finding(focus, value) for focus, value in nodes.pairs() if value in others.get(focus, ()))


@dataclass(frozen=True)
class Less(_PairConstraint):
    """Every value compares with every one of another property as it should, by SPARQL's operators."""

    component: str
    operator: str

    def findings(self, nodes: ValueNodes, run: Run) -> Iterator[Finding]:
        """Yield what fails."""
        others = run.graph.column(self.other)
        both = [focus for focus in nodes.focus if focus in others]
        compared = [(focus, value, other) for focus in both for value in nodes.of(focus) for other in others[focus]]
        rows = [pair for pair in dict.fromkeys(row[1:] for row in compared) if not any(map(is_blank, pair))]
        failing = {rows[number] for number in run.failing(f"?a {self.operator} ?b", rows)}
        for focus, *pair in compared:
            if tuple(pair) in failing or any(map(is_blank, pair)):
                yield Finding(focus, pair[0])
