"""Shapes: parsed from a graph of Turtle files into plain records, each with its constraints."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

from ipgraph.errors import ShapeError
from ipgraph.rdf.parts import text_of
from ipgraph.validate.constraints.base import Constraint
from ipgraph.validate.constraints.closed import Closed
from ipgraph.validate.constraints.logic import PropertyShape
from ipgraph.validate.constraints.parse import parse_constraints
from ipgraph.validate.constraints.queries import Component, parse_components, parse_sparql, parse_uses
from ipgraph.validate.constraints.sparql import Queried
from ipgraph.validate.graph import TRUE, TermGraph, messages_of
from ipgraph.validate.paths import Path, parse_path, predicates
from ipgraph.validate.targets import Target, find_targeted, parse_targets
from ipgraph.validate.terms import SH, sh


@dataclass(frozen=True)
class Shape:
    """A node shape, or a property shape where it has a path.

    `id` is its term, `severity` an IRI, `messages` are by language (`""` where a message has none).
    """

    id: str
    path: Path | None
    targets: tuple[Target, ...]
    severity: str
    messages: Mapping[str, str]
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True)
class Shapes:
    """All shapes that have targets, and those that they refer to.

    `predicates` are what of the data they look at, `queried` what their queries do; `None` means all.
    """

    by_id: Mapping[str, Shape]
    targeted: tuple[Shape, ...]
    predicates: Collection[str] | None
    queried: Collection[str] | None

    @classmethod
    def parse(cls, graph: TermGraph) -> Self:
        """Return the shapes of a graph.

        Raises:
            ShapeError: a shape is not well formed.

        """
        components = parse_components(graph)
        roots = find_targeted(graph)
        by_id: dict[str, Shape] = {}
        left = list(roots)
        while left:
            name = left.pop()
            if name not in by_id:
                shape = by_id[name] = _parse(graph, name, components)
                left += [each for constraint in shape.constraints for each in constraint.shapes()]
        _require_paths(by_id)
        shapes, queried = by_id.values(), _queried(by_id.values())
        return cls(by_id, tuple(by_id[name] for name in roots), _predicates(shapes, queried or ()), queried)


def _parse(graph: TermGraph, name: str, components: Collection[Component]) -> Shape:
    """Return one shape; of one that is deactivated no constraint is read."""
    path_node = graph.value(name, sh("path"))
    path = None if path_node is None else parse_path(graph, path_node)
    severity = graph.value(name, sh("severity"))
    constraints: list[Constraint] = []
    if TRUE not in graph.values(name, sh("deactivated")):
        constraints += parse_constraints(graph, name)
        constraints += parse_sparql(graph, name, path)
        constraints += parse_uses(graph, name, path, components)
    return Shape(
        id=name,
        path=path,
        targets=parse_targets(graph, name),
        severity=f"{SH}Violation" if severity is None else text_of(severity),
        messages=messages_of(graph, name),
        constraints=tuple(constraints),
    )


def _require_paths(shapes: Mapping[str, Shape]) -> None:
    """Require that what `sh:property` names has a path."""
    for shape in shapes.values():
        properties = (each for each in shape.constraints if isinstance(each, PropertyShape))
        if any(shapes[name].path is None for each in properties for name in each.members):
            raise ShapeError(f"the shapes cannot be run: {shape.id} has an sh:property without sh:path")


def _queried(shapes: Collection[Shape]) -> frozenset[str] | None:
    """Return the properties of the data that queries of shapes read, or `None` where they may read any."""
    found: set[str] = set()
    for constraint in (each for shape in shapes for each in shape.constraints if isinstance(each, Queried)):
        if constraint.query.predicates is None:
            return None
        found |= constraint.query.predicates
    return frozenset(found)


def _predicates(shapes: Collection[Shape], queried: Collection[str]) -> frozenset[str] | None:
    """Return the properties of the data that shapes look at, or `None` where they look at all."""
    found = set(queried)
    for shape in shapes:
        found |= predicates(shape.path) if shape.path is not None else set()
        if any(isinstance(constraint, Closed) for constraint in shape.constraints):
            return None
        found.update(name for target in shape.targets for name in target.predicates())
        found.update(name for constraint in shape.constraints for name in constraint.predicates())
    return frozenset(found)
