"""Property paths: parsed from a shapes graph, and written as Turtle and as SPARQL."""

from dataclasses import dataclass

from ipgraph.errors import ShapeError
from ipgraph.rdf.parts import is_iri
from ipgraph.validate.graph import FIRST, TermGraph
from ipgraph.validate.terms import sh

# By what a repeated path is written with in SHACL: at least how often, whether at most once, and its mark in SPARQL.
REPEATS = {"zeroOrMorePath": (0, False, "*"), "oneOrMorePath": (1, False, "+"), "zeroOrOnePath": (0, True, "?")}


@dataclass(frozen=True)
class Predicate:
    """A step along one property."""

    iri: str


@dataclass(frozen=True)
class Inverse:
    """A path walked backwards."""

    path: "Path"


@dataclass(frozen=True)
class Sequence:
    """One path behind another."""

    steps: tuple["Path", ...]


@dataclass(frozen=True)
class Alternative:
    """Any of several paths."""

    choices: tuple["Path", ...]


@dataclass(frozen=True)
class Repeated:
    """A path walked again and again, as often as its `form` (`zeroOrMorePath` and so on) allows."""

    path: "Path"
    form: str


Path = Predicate | Inverse | Sequence | Alternative | Repeated


def parse_path(shapes: TermGraph, node: str) -> Path:
    """Return the path that a node of a shapes graph describes.

    Raises:
        ShapeError: it describes none.

    """
    if is_iri(node):
        return Predicate(node)
    if shapes.value(node, FIRST) is not None:
        return Sequence(_paths(shapes, node))
    inverse = shapes.value(node, sh("inversePath"))
    if inverse is not None:
        return Inverse(parse_path(shapes, inverse))
    choices = shapes.value(node, sh("alternativePath"))
    if choices is not None:
        return Alternative(_paths(shapes, choices))
    for form in REPEATS:
        inner = shapes.value(node, sh(form))
        if inner is not None:
            return Repeated(parse_path(shapes, inner), form)
    raise ShapeError(f"the shapes cannot be run: {node} is no property path")


def _paths(shapes: TermGraph, head: str) -> tuple[Path, ...]:
    return tuple(parse_path(shapes, step) for step in shapes.items(head))


def to_turtle(path: Path) -> str:
    """Return a path as Turtle: `<iri>`, `( … … )`, `[ sh:inversePath … ]` and so on."""
    match path:
        case Predicate(iri):
            return iri
        case Inverse(inner):
            return f"[ sh:inversePath {to_turtle(inner)} ]"
        case Sequence(steps):
            return f"( {' '.join(map(to_turtle, steps))} )"
        case Alternative(choices):
            return f"[ sh:alternativePath ( {' '.join(map(to_turtle, choices))} ) ]"
        case Repeated(inner, form):
            return f"[ sh:{form} {to_turtle(inner)} ]"


def to_sparql(path: Path) -> str:
    """Return a path as SPARQL writes it, in brackets where it is more than a property."""
    match path:
        case Predicate(iri):
            return iri
        case Inverse(inner):
            return f"(^{to_sparql(inner)})"
        case Sequence(steps):
            return f"({'/'.join(map(to_sparql, steps))})"
        case Alternative(choices):
            return f"({'|'.join(map(to_sparql, choices))})"
        case Repeated(inner, form):
            return f"({to_sparql(inner)}{REPEATS[form][2]})"


def predicates(path: Path) -> set[str]:
    """Return the properties that a path runs along."""
    match path:
        case Predicate(iri):
            return {iri}
        case Inverse(inner) | Repeated(inner, _):
            return predicates(inner)
        case Sequence(parts) | Alternative(parts):
            return set().union(*map(predicates, parts))
