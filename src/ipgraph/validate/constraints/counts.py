"""Constraints on the values of a focus node taken together: how many, one a language, one that must be there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ipgraph.rdf.parts import language_of
from ipgraph.validate.constraints.base import Constraint, Finding, Run, ValueNodes, component_iri


@dataclass(frozen=True)
class MinCount(Constraint):
    """A focus node has at least so many values."""

    least: int
    component: str = component_iri("MinCount")

    def findings(self, nodes: ValueNodes, run: Run) -> Iterator[Finding]:
        """Yield what fails."""
        return map(Finding, nodes.with_fewer(self.least))


@dataclass(frozen=True)
class MaxCount(Constraint):
    """A focus node has at most so many values."""

    most: int
    component: str = component_iri("MaxCount")

    def findings(self, nodes: ValueNodes, run: Run) -> Iterator[Finding]:
        """Yield what fails."""
        return map(Finding, nodes.with_more(self.most))


@dataclass(frozen=True)
class UniqueLanguage(Constraint):
    """No two values of a focus node have the same language; each language that does is found once."""

    component: str = component_iri("UniqueLang")

    def findings(self, nodes: ValueNodes, run: Run) -> Iterator[Finding]:
        """Yield what fails."""
        for focus in nodes.focus:
            values = nodes.of(focus)
            if len(values) > 1:
                tags = Counter(map(language_of, values))
                yield from (Finding(focus) for tag, count in tags.items() if tag and count > 1)


@dataclass(frozen=True)
class HasValue(Constraint):
    """A focus node has a value."""

    value: str
    component: str = component_iri("HasValue")

    def findings(self, nodes: ValueNodes, run: Run) -> Iterator[Finding]:
        """Yield what fails."""
        return (Finding(focus) for focus in nodes.focus if self.value not in nodes.of(focus))
