"""Ranges of text: raw and clean ones are different types, so that they cannot be mixed up.

They are named tuples: a document has tens of thousands of them, and these are made in a third of a dataclass's time.
"""

from typing import NamedTuple


class RawSpan(NamedTuple):
    """A half-open range of a source text as it lies on disk, in Unicode code points."""

    start: int
    end: int


class CleanSpan(NamedTuple):
    """A half-open range of a cleaned text, in Unicode code points."""

    start: int
    end: int
