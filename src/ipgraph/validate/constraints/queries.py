"""From `sh:sparql` and from the components that a shapes graph defines to constraints."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from ipgraph.errors import ShapeError
from ipgraph.rdf.parts import is_iri, text_of
from ipgraph.rdf.terms import OWL
from ipgraph.validate.constraints.base import Constraint, component_iri
from ipgraph.validate.constraints.sparql import Asked, Query, Selected
from ipgraph.validate.graph import TRUE, TermGraph, messages_of
from ipgraph.validate.paths import Path, to_sparql
from ipgraph.validate.prebinding import Template
from ipgraph.validate.terms import sh

_PREBOUND = {"this", "shapesGraph", "currentShape", "PATH"}


@dataclass(frozen=True)
class Component:
    """A constraint component of a shapes graph: its parameters (property and name), and the nodes of its validators."""

    id: str
    required: Mapping[str, str]
    optional: Mapping[str, str]


def parse_components(shapes: TermGraph) -> tuple[Component, ...]:
    """Return the components that a shapes graph defines, sorted."""
    found = []
    for name in sorted(shapes.instances(sh("ConstraintComponent"))):
        kinds: tuple[dict[str, str], dict[str, str]] = ({}, {})
        for parameter in shapes.values(name, sh("parameter")):
            for path in shapes.values(parameter, sh("path")):
                kinds[TRUE in shapes.values(parameter, sh("optional"))][path] = _local_name(path)
        found.append(Component(name, *kinds))
    return tuple(found)


def parse_sparql(shapes: TermGraph, shape: str, path: Path | None) -> list[Constraint]:
    """Return the constraints of `sh:sparql` that a shape states.

    Raises:
        ShapeError: a query is missing or does what it must not.

    """
    found: list[Constraint] = []
    for node in shapes.values(shape, sh("sparql")):
        if TRUE not in shapes.values(node, sh("deactivated")):
            query = _query(shapes, node, "select", _Use(shape, path, {}))
            messages = {**messages_of(shapes, shape), **messages_of(shapes, node)}
            found.append(Selected(component_iri("SPARQL"), query, messages, path is not None))
    return found


def parse_uses(shapes: TermGraph, shape: str, path: Path | None, components: Collection[Component]) -> list[Constraint]:
    """Return the constraints of a shape that states the parameters of components.

    Raises:
        ShapeError: a component has no validator for such a shape, or one with a query that does what it must not.

    """
    found: list[Constraint] = []
    for each in components:
        given = [shapes.values(shape, parameter) for parameter in each.required]
        extra = {name: shapes.value(shape, parameter) for parameter, name in each.optional.items()}
        # Without parameters it would be a constraint of every shape.
        for values in product(*given) if each.required else ():
            terms = dict(zip(each.required.values(), values, strict=True))
            terms |= {name: value for name, value in extra.items() if value is not None}
            found.append(_validator(shapes, each, _Use(shape, path, terms)))
    return found


@dataclass(frozen=True)
class _Use:
    """Where a query is used: in which shape, with which path and parameters."""

    shape: str
    path: Path | None
    parameters: Mapping[str, str]


def _validator(shapes: TermGraph, used: Component, use: _Use) -> Constraint:
    """Return the constraint of a component's validator for the kind of shape that uses it."""
    own = shapes.value(used.id, sh("nodeValidator" if use.path is None else "propertyValidator"))
    node = own or shapes.value(used.id, sh("validator"))
    if node is None:
        raise ShapeError(f"the shapes cannot be run: {used.id} has no validator for {use.shape}")
    messages = {**messages_of(shapes, used.id), **messages_of(shapes, use.shape), **messages_of(shapes, node)}
    if shapes.value(node, sh("ask")) is not None:
        return Asked(text_of(used.id), _query(shapes, node, "ask", use), messages)
    return Selected(text_of(used.id), _query(shapes, node, "select", use), messages, use.path is not None)


def _query(shapes: TermGraph, node: str, form: str, use: _Use) -> Query:
    """Return the query at a node of the shapes graph."""
    text = shapes.value(node, sh(form))
    if text is None:
        raise ShapeError(f"the shapes cannot be run: {node} has no sh:{form}")
    prebound = {*_PREBOUND, *use.parameters, *(["value"] if form == "ask" else [])}
    path = {} if use.path is None else {"PATH": to_sparql(use.path)}
    constants = {**use.parameters, **({"currentShape": use.shape} if is_iri(use.shape) else {})}
    return Query(Template.parse(text_of(text), prebound, path), _prologue(shapes, node), constants)


def _prologue(shapes: TermGraph, node: str) -> str:
    """Return the PREFIX lines of the declarations that a query names, and of those that these import."""
    named: list[str] = []
    left: Sequence[str] = list(shapes.values(node, sh("prefixes")))
    while left:
        named += left
        imported = [each for name in left for each in shapes.values(name, f"<{OWL}imports>")]
        left = [each for each in dict.fromkeys(imported) if each not in named]
    lines = []
    for declaration in (each for name in named for each in shapes.values(name, sh("declare"))):
        prefix, namespace = shapes.value(declaration, sh("prefix")), shapes.value(declaration, sh("namespace"))
        if prefix is not None and namespace is not None:
            lines.append(f"PREFIX {text_of(prefix)}: <{text_of(namespace)}>\n")
    return "".join(lines)


def _local_name(iri: str) -> str:
    return text_of(iri).replace("#", "/").rpartition("/")[2]
