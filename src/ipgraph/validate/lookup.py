"""What is asked of a checked graph, wherever it lies, to say where a result stands."""

from collections.abc import Collection
from typing import Protocol


class Lookup(Protocol):
    """The graph that was checked, as far as a few things in it are looked up."""

    def values(self, subject: str, predicate: str) -> Collection[str]:
        """Return the values of one subject."""
        ...

    def subjects(self, predicate: str, value: str) -> Collection[str]:
        """Return the subjects that have one value."""
        ...
