"""Runs shapes over data, each for all of its focus nodes at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from typing import NamedTuple

from ipgraph.errors import ShapeError
from ipgraph.validate.constraints.base import Finding, ValueNodes
from ipgraph.validate.constraints.logic import PropertyShape
from ipgraph.validate.graph import TermGraph
from ipgraph.validate.paths import Path
from ipgraph.validate.shapes import Shape, Shapes
from ipgraph.validate.sparql import Engine
from ipgraph.validate.walk import walk


class Result(NamedTuple):
    """One result as SHACL has them: terms, but for component and severity, which are IRIs."""

    focus: str
    path: Path | None
    value: str | None
    shape: str
    component: str
    severity: str
    messages: Mapping[str, str]


# A result together with the node on whose account it was looked for: of a nested shape, that is not its focus.
_Found = tuple[str, Result]


def run_shapes(shapes: Shapes, graph: TermGraph, engine: Engine) -> list[Result]:
    """Return what the shapes find wrong in the data.

    Raises:
        ShapeError: a shape refers to itself, or a query is wrong.

    """
    run = _Run(shapes, graph, engine)
    return [result for shape in shapes.targeted for _, result in run.evaluate(shape, _focus_nodes(shape, graph))]


def _focus_nodes(shape: Shape, graph: TermGraph) -> Collection[str]:
    if len(shape.targets) == 1:
        return shape.targets[0].nodes(graph)
    return {node for target in shape.targets for node in target.nodes(graph)}


class _Run:
    """One check of some data; constraints ask it for what they need to know."""

    def __init__(self, shapes: Shapes, graph: TermGraph, engine: Engine) -> None:
        self.graph = graph
        self.failing = engine.failing
        self.select = engine.select
        self._shapes = shapes
        self._active: set[str] = set()

    def evaluate(self, shape: Shape, focus: Collection[str]) -> Iterator[_Found]:
        """Yield what a shape finds wrong with focus nodes."""
        if not focus:
            return
        with self._entered(shape):
            nodes = self._value_nodes(shape, focus)
            for constraint in shape.constraints:
                if isinstance(constraint, PropertyShape):
                    yield from self._nested(constraint.members, nodes)
                else:
                    for finding in constraint.findings(nodes, self):
                        yield finding.focus, _result(shape, constraint.component, finding)

    def nonconforming(self, shape: str, nodes: Collection[str]) -> AbstractSet[str]:
        """Return those nodes that do not conform to a shape."""
        if not nodes:
            return frozenset()
        inner = self._shapes.by_id[shape]
        with self._entered(inner):
            values = self._value_nodes(inner, nodes)
            return {each.focus for constraint in inner.constraints for each in constraint.findings(values, self)}

    def _nested(self, members: Iterable[str], nodes: ValueNodes) -> Iterator[_Found]:
        """Yield what property shapes find wrong with values, on account of the focus nodes."""
        for name in members:
            found: defaultdict[str, list[Result]] = defaultdict(list)
            for value, result in self.evaluate(self._shapes.by_id[name], nodes.distinct):
                found[value].append(result)
            for focus, value in nodes.pairs() if found else ():
                yield from ((focus, result) for result in found.get(value, ()))

    def _value_nodes(self, shape: Shape, focus: Collection[str]) -> ValueNodes:
        return ValueNodes(focus, None if shape.path is None else walk(shape.path, self.graph, focus))

    @contextmanager
    def _entered(self, shape: Shape) -> Iterator[None]:
        """Keep a shape from being entered again before it is left: what that means is not defined."""
        if shape.id in self._active:
            raise ShapeError(f"the shapes cannot be run: {shape.id} refers to itself")
        self._active.add(shape.id)
        try:
            yield
        finally:
            self._active.remove(shape.id)


def _result(shape: Shape, component: str, finding: Finding) -> Result:
    return Result(
        focus=finding.focus,
        path=finding.path or shape.path,
        value=finding.value,
        shape=shape.id,
        component=component,
        severity=shape.severity,
        messages=shape.messages if finding.messages is None else finding.messages,
    )
