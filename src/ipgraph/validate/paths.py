"""Property paths: parsed from a shapes graph, walked for many nodes at once, and written as Turtle and as SPARQL."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain

from ipgraph.errors import ShapeError
from ipgraph.rdf.parts import is_iri
from ipgraph.validate.graph import FIRST, Column, TermGraph
from ipgraph.validate.terms import sh

# By what a repeated path is written with in SHACL: at least how often, whether at most once, and its mark in SPARQL.
_REPEATS = {"zeroOrMorePath": (0, False, "*"), "oneOrMorePath": (1, False, "+"), "zeroOrOnePath": (0, True, "?")}


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
    for form in _REPEATS:
        inner = shapes.value(node, sh(form))
        if inner is not None:
            return Repeated(parse_path(shapes, inner), form)
    raise ShapeError(f"the shapes cannot be run: {node} is no property path")


def _paths(shapes: TermGraph, head: str) -> tuple[Path, ...]:
    return tuple(parse_path(shapes, step) for step in shapes.items(head))


def walk(path: Path, graph: TermGraph, starts: Collection[str]) -> Column:
    """Return by start what a path leads to, each node once; starts that were not asked for may be among the keys."""
    match path:
        case Predicate(iri):
            return graph.column(iri)
        case Inverse(Predicate(iri)):
            return graph.inverse(iri)
        case Inverse(inner):
            return walk(_reversed(inner), graph, starts)
        case Sequence(steps):
            return _walk_steps(steps, graph, starts)
        case Alternative(choices):
            ways = [walk(choice, graph, starts) for choice in choices]
            return _merged((start, chain.from_iterable(way.get(start, ()) for way in ways)) for start in starts)
        case Repeated(inner, form):
            return _walk_repeatedly(inner, form, graph, starts)


def _walk_steps(steps: tuple[Path, ...], graph: TermGraph, starts: Collection[str]) -> Column:
    reached: Column = {start: (start,) for start in starts}
    for step in steps:
        ways = walk(step, graph, set(chain.from_iterable(reached.values())))
        reached = _merged(
            (start, chain.from_iterable(ways.get(node, ()) for node in nodes)) for start, nodes in reached.items()
        )
    return reached


def _walk_repeatedly(inner: Path, form: str, graph: TermGraph, starts: Collection[str]) -> Column:
    at_least, once, _ = _REPEATS[form]
    reached: dict[str, dict[str, None]] = {start: {} if at_least else {start: None} for start in starts}
    frontier: Column = {start: (start,) for start in starts}
    while frontier:
        ways = walk(inner, graph, set(chain.from_iterable(frontier.values())))
        further = {}
        for start, nodes in frontier.items():
            found = dict.fromkeys(chain.from_iterable(ways.get(node, ()) for node in nodes))
            new = [node for node in found if node not in reached[start]]
            reached[start].update(dict.fromkeys(new))
            if new and not once:
                further[start] = new
        frontier = further
    return {start: tuple(nodes) for start, nodes in reached.items() if nodes}


def _merged(ways: Iterable[tuple[str, Iterable[str]]]) -> Column:
    merged = ((start, tuple(dict.fromkeys(nodes))) for start, nodes in ways)
    return {start: nodes for start, nodes in merged if nodes}


def _reversed(path: Path) -> Path:
    """Return the path that leads back."""
    match path:
        case Predicate():
            return Inverse(path)
        case Inverse(inner):
            return inner
        case Sequence(steps):
            return Sequence(tuple(_reversed(step) for step in reversed(steps)))
        case Alternative(choices):
            return Alternative(tuple(_reversed(choice) for choice in choices))
        case Repeated(inner, form):
            return Repeated(_reversed(inner), form)


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
            return f"({to_sparql(inner)}{_REPEATS[form][2]})"


def predicates(path: Path) -> set[str]:
    """Return the properties that a path runs along."""
    match path:
        case Predicate(iri):
            return {iri}
        case Inverse(inner) | Repeated(inner, _):
            return predicates(inner)
        case Sequence(parts) | Alternative(parts):
            return set().union(*map(predicates, parts))
