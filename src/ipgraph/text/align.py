"""Keeps account of every edit between a source text and its cleaned form, so that each range can be mapped back.

Nothing is ever found again by searching or comparing: a cleaning step *says* what it replaces, and the alignment is
the list of what the steps said. A step that only translates characters one to one leaves no trace here.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ipgraph.model.document import Edit
from ipgraph.model.span import CleanSpan, RawSpan

EditStep = Callable[[str], list[Edit]]


@dataclass(frozen=True, slots=True)
class Translation:
    """A step that replaces characters one to one; `function` returns a text of the same length."""

    function: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Layer:
    """What one step replaced: edit `i` turned `before_start[i]:before_end[i]` into `after_start[i]:after_end[i]`.

    Between the edits the text is the same on both sides. All are in text order.
    """

    before_start: tuple[int, ...] = ()
    before_end: tuple[int, ...] = ()
    after_start: tuple[int, ...] = ()
    after_end: tuple[int, ...] = ()

    def to_before(self, start: int, end: int) -> tuple[int, int]:
        """Return the range that the non-empty range `start:end` of the text after the step came from."""
        index = bisect_right(self.after_start, start) - 1
        if index < 0:
            first = start
        elif start < self.after_end[index]:
            first = self.before_start[index]
        else:
            first = start + self.before_end[index] - self.after_end[index]
        index = bisect_right(self.after_start, end - 1, index if index > 0 else 0) - 1
        if index < 0:
            return first, end
        beyond = end - self.after_end[index]
        return first, self.before_end[index] + (beyond if beyond > 0 else 0)

    def to_after(self, start: int, end: int) -> tuple[int, int]:
        """Return the range that the non-empty range `start:end` of the text before the step became; maybe empty."""
        return self._image(start)[0], self._image(end - 1)[1]

    def gap_after(self, position: int) -> tuple[int, int]:
        """Return where text that was deleted at `position` before the step is to be found after it.

        If a later edit replaced the text on both sides of it, that is what it became; else it is an empty range.
        """
        start, end = self._image(position)
        index = bisect_right(self.before_start, position) - 1
        inside = index >= 0 and self.before_start[index] < position < self.before_end[index]
        return (start, end) if inside else (start, start)

    def _image(self, position: int) -> tuple[int, int]:
        """Return the range after the step that the character at `position` before it became; empty if deleted."""
        index = bisect_right(self.before_start, position) - 1
        if index < 0:
            return position, position + 1
        if position < self.before_end[index]:
            return self.after_start[index], self.after_end[index]
        place = self.after_end[index] + position - self.before_end[index]
        return place, place + 1


@dataclass(frozen=True, slots=True)
class Alignment:
    """The way from a source text to its cleaned form, step by step; both directions take O(steps · log edits).

    A clean range maps to the smallest raw range that holds what its characters came from: text that was deleted
    inside it belongs to it, text that was deleted at its edges does not. A raw range maps to the smallest clean
    range that its characters became, which is empty if all of it was deleted and nothing replaced its surroundings.
    An empty range maps to an empty one.
    """

    layers: tuple[Layer, ...] = ()

    def then(self, layer: Layer) -> "Alignment":
        """Return the alignment that goes on through a further step."""
        return Alignment((*self.layers, layer)) if layer.before_start else self

    def to_raw(self, span: CleanSpan) -> RawSpan:
        """Return the smallest raw range that covers everything the clean range came from."""
        start, end = span.start, span.end
        for layer in reversed(self.layers):
            start, end = layer.to_before(start, end) if start < end else _collapse(layer.to_before(start, start + 1))
        return RawSpan(start, end)

    def to_clean(self, span: RawSpan) -> CleanSpan:
        """Return the smallest clean range that covers everything the raw range became."""
        start, end = span.start, span.end
        is_empty = start == end
        for layer in self.layers:
            if start < end:
                start, end = layer.to_after(start, end)
            elif is_empty:
                start, end = _collapse(layer.to_after(start, start + 1))
            else:
                start, end = layer.gap_after(start)
        return CleanSpan(start, end)


def _collapse(span: tuple[int, int]) -> tuple[int, int]:
    """Return the empty range at the start of `span`."""
    return span[0], span[0]


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, Layer]:
    """Return the text with the edits made, and the layer that records them.

    Raises:
        ValueError: an edit is empty (it would make text without an origin: replace a neighbouring character by
            itself and the new text), overlaps the one before it, or lies outside the text.
    """
    places: list[tuple[int, int, int, int]] = []
    pieces: list[str] = []
    done = shift = 0
    for start, end, replacement in edits:
        if not done <= start < end:
            raise ValueError(f"edit {start}:{end} is empty or overlaps the one before it, which ends at {done}")
        pieces += (text[done:start], replacement)
        after = start + shift
        places.append((start, end, after, after + len(replacement)))
        shift = after + len(replacement) - end
        done = end
    if done > len(text):
        raise ValueError(f"the last edit ends at {done}, after the end of the text at {len(text)}")
    pieces.append(text[done:])
    return "".join(pieces), Layer(*zip(*places, strict=True)) if places else Layer()
