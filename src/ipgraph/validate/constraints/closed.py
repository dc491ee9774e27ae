"""The constraint that a node has no properties but those that are named."""

from collections.abc import Iterator
from dataclasses import dataclass

from ipgraph.validate.constraints.base import Constraint, Finding, Run, ValueNodes, component_iri
from ipgraph.validate.paths import Predicate


@dataclass(frozen=True)
class Closed(Constraint):
    """A value has no properties but those of a list."""

    allowed: frozenset[str]
    component: str = component_iri("Closed")

    def findings(self, nodes: ValueNodes, run: Run) -> Iterator[Finding]:
        """Yield what fails."""
        others = [name for name in run.graph.predicates if name not in self.allowed]
        for name in sorted(others):
            column = run.graph.column(name)
            for focus, node in nodes.pairs():
                yield from (Finding(focus, value, Predicate(name)) for value in column.get(node, ()))
