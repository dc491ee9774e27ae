"""The N-Quads lines that only one of two canonical dumps holds; both are read once, side by side."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ipgraph.rdf.terms import split_nquads

# Graph → subject → lines.
Lines = dict[str, dict[str, list[str]]]


@dataclass(frozen=True, slots=True)
class LineDifference:
    """What only the first dump holds and what only the second one does, by graph and subject (IRIs)."""

    removed: Lines = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    added: Lines = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def graphs(self) -> list[str]:
        """Return the graphs that differ, sorted."""
        return sorted(self.removed.keys() | self.added.keys())


def compare_lines(before: Path, after: Path) -> LineDifference:
    """Return the difference of two canonical dumps: sorted lines, each once."""
    difference = LineDifference()
    with before.open(encoding="utf-8", newline="\n") as old, after.open(encoding="utf-8", newline="\n") as new:
        for line, lines in _merge(iter(old), iter(new), difference):
            subject, _, _, graph = split_nquads(line)
            lines.setdefault(graph[1:-1], {}).setdefault(subject[1:-1], []).append(line)
    return difference


def _merge(old: Iterator[str], new: Iterator[str], into: LineDifference) -> Iterator[tuple[str, Lines]]:
    """Yield each line that only one side has, with where it belongs."""
    left, right = next(old, None), next(new, None)
    while left is not None or right is not None:
        if left == right:
            left, right = next(old, None), next(new, None)
        elif right is None or (left is not None and left < right):
            assert left is not None
            yield left, into.removed
            left = next(old, None)
        else:
            yield right, into.added
            right = next(new, None)
