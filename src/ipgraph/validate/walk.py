"""Walks property paths through a graph, from many nodes at once."""

from collections.abc import Collection, Iterable
from itertools import chain

from ipgraph.validate.graph import Column, TermGraph
from ipgraph.validate.paths import REPEATS, Alternative, Inverse, Path, Predicate, Repeated, Sequence


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
            return _merged((start, chain.from_iterable([way.get(start, ()) for way in ways])) for start in starts)
        case Repeated(inner, form):
            return _walk_repeatedly(inner, form, graph, starts)


def _walk_steps(steps: tuple[Path, ...], graph: TermGraph, starts: Collection[str]) -> Column:
    reached: Column = {start: (start,) for start in starts}
    for step in steps:
        ways = walk(step, graph, set(chain.from_iterable(reached.values())))
        reached = {start: found for start, nodes in reached.items() if (found := _next(nodes, ways))}
    return reached


def _next(nodes: Collection[str], ways: Column) -> Collection[str]:
    """Return what ways lead to from some nodes, mostly one."""
    if len(nodes) == 1:
        [node] = nodes
        return ways.get(node, ())
    return tuple(dict.fromkeys(chain.from_iterable([ways.get(node, ()) for node in nodes])))


def _walk_repeatedly(inner: Path, form: str, graph: TermGraph, starts: Collection[str]) -> Column:
    at_least, once, _ = REPEATS[form]
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
