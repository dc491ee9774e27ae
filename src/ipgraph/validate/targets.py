"""Targets: which nodes of the data a shape is for."""

from collections.abc import Collection
from dataclasses import dataclass

from ipgraph.rdf.terms import RDFS
from ipgraph.validate.graph import SUBCLASS, TYPE, TermGraph
from ipgraph.validate.terms import sh

_CLASS, _NODE, _SUBJECTS, _OBJECTS = (
    sh(name) for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
)


@dataclass(frozen=True)
class Target:
    """What one target declaration says: its property, and the class, node or property that it names."""

    kind: str
    name: str

    def nodes(self, graph: TermGraph) -> Collection[str]:
        """Return the focus nodes of the data."""
        if self.kind == _CLASS:
            return graph.instances(self.name)
        if self.kind == _SUBJECTS:
            return graph.column(self.name)
        return graph.inverse(self.name) if self.kind == _OBJECTS else (self.name,)

    def predicates(self) -> Collection[str]:
        """Return the properties of the data that it looks at."""
        if self.kind == _CLASS:
            return TYPE, SUBCLASS
        return () if self.kind == _NODE else (self.name,)


def parse_targets(shapes: TermGraph, shape: str) -> tuple[Target, ...]:
    """Return the targets of a shape; one that is a class has its own instances."""
    kinds = (_CLASS, _NODE, _SUBJECTS, _OBJECTS)
    declared = [Target(kind, name) for kind in kinds for name in shapes.values(shape, kind)]
    if shape in shapes.instances(f"<{RDFS}Class>"):
        declared.append(Target(_CLASS, shape))
    return tuple(declared)


def find_targeted(shapes: TermGraph) -> list[str]:
    """Return the shapes that have targets, sorted."""
    kinds = (_CLASS, _NODE, _SUBJECTS, _OBJECTS)
    found = {shape for kind in kinds for shape in shapes.column(kind)}
    for kind in ("NodeShape", "PropertyShape"):
        found |= shapes.instances(sh(kind)) & shapes.instances(f"<{RDFS}Class>")
    return sorted(found)
