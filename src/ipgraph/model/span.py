"""Ranges of text: raw and clean ones are different types, so that they cannot be mixed up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class RawSpan:
    """A half-open range of a source text as it lies on disk, in Unicode code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class CleanSpan:
    """A half-open range of a cleaned text, in Unicode code points."""

    start: int
    end: int

    def __len__(self) -> int:
        """Return the number of code points in the range."""
        return self.end - self.start

    def contains(self, other: "CleanSpan") -> bool:
        """Tell whether `other` lies wholly inside this range."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "CleanSpan") -> bool:
        """Tell whether the two ranges share a code point."""
        return self.start < other.end and other.start < self.end
