"""What every constraint is: something that looks at value nodes and finds fault, many focus nodes at once."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from ipgraph.validate.graph import Column, TermGraph
from ipgraph.validate.paths import Path
from ipgraph.validate.terms import SH


class Finding(NamedTuple):
    """A focus node that fails, with the value that is to blame; the rest where a query gave it."""

    focus: str
    value: str | None = None
    path: Path | None = None
    messages: Mapping[str, str] | None = None


@dataclass(frozen=True)
class ValueNodes:
    """The value nodes of many focus nodes: of a property shape, what its path leads to; of a node shape, themselves.

    `by_focus` is `None` for a node shape. Otherwise it may know of other nodes, too, and one without values is no key.
    """

    focus: Collection[str]
    by_focus: Column | None

    def of(self, focus: str) -> Collection[str]:
        """Return the values of a focus node."""
        return (focus,) if self.by_focus is None else self.by_focus.get(focus, ())

    @cached_property
    def distinct(self) -> AbstractSet[str]:
        """All values, each once."""
        if self.by_focus is None:
            return frozenset(self.focus)
        known = self.by_focus
        return frozenset().union(*[known[focus] for focus in self.focus if focus in known])

    def with_fewer(self, least: int) -> Collection[str]:
        """Return the focus nodes with fewer values than so many."""
        known = self.by_focus or {}
        if least == 1:
            return [focus for focus in self.focus if focus not in known]
        return [focus for focus in self.focus if len(known.get(focus, ())) < least]

    def with_more(self, most: int) -> Collection[str]:
        """Return the focus nodes with more values than so many."""
        get = (self.by_focus or {}).get
        return [focus for focus in self.focus if len(get(focus, ())) > most]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each focus node with each of its values."""
        return ((focus, value) for focus in self.focus for value in self.of(focus))


Row = Mapping[str, str]


class Run(Protocol):
    """What a constraint may ask of the check that it is a part of."""

    @property
    def graph(self) -> TermGraph:
        """The data."""

    def nonconforming(self, shape: str, nodes: Collection[str]) -> AbstractSet[str]:
        """Return those nodes that do not conform to a shape."""

    def failing(self, expression: str, rows: Sequence[Sequence[str]]) -> AbstractSet[int]:
        """Return the numbers of those rows (terms for `?a`, `?b`) for which a SPARQL expression is not true."""

    def select(self, query: str, blank: Row) -> Iterator[Row]:
        """Yield the solutions of a query over the data; `blank` are variables that are blank nodes from the start."""


class Constraint(ABC):
    """One constraint of one shape."""

    component: str
    """The IRI of its component."""

    @abstractmethod
    def findings(self, nodes: ValueNodes, run: Run) -> Iterator[Finding]:
        """Yield what fails."""

    def predicates(self) -> Collection[str]:
        """Return the properties of the data that it looks at, besides those of its shape's path."""
        return ()

    def shapes(self) -> Collection[str]:
        """Return the shapes that it refers to."""
        return ()


class ValueConstraint(Constraint):
    """A constraint that looks at each value alone: it is asked once for each, however many focus nodes have it."""

    @abstractmethod
    def wrong(self, values: AbstractSet[str], run: Run) -> AbstractSet[str]:
        """Return those values that fail."""

    def findings(self, nodes: ValueNodes, run: Run) -> Iterator[Finding]:
        """Yield each focus node with each wrong value."""
        wrong = self.wrong(nodes.distinct, run)
        if wrong:
            yield from (Finding(focus, value) for focus, value in nodes.pairs() if value in wrong)


def component_iri(name: str) -> str:
    """Return the IRI of a component of SHACL by the name of its parameter, for example `component_iri("MinCount")`."""
    return f"{SH}{name}ConstraintComponent"
