"""Finds every listed form in a text in one pass (Aho–Corasick, leftmost-longest)."""

import re
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

T = TypeVar("T")

# No form holds one of these.
_STOP = re.compile("[\n。]")
_PIECE = 100_000


class Match(NamedTuple, Generic[T]):
    """A form that stands at the half-open range `start:end` of a text, in code points, and what it was listed with."""

    start: int
    end: int
    value: T


class Matcher(Generic[T]):
    """Finds the forms that it was given; matches never overlap, and at each place the longest form wins."""

    def __init__(self, forms: Iterable[tuple[str, T]]) -> None:
        """Build the automaton over `forms`: pairs of a form and the value that its matches carry.

        Of a form that is listed twice the first value counts.

        Raises:
            ValueError: a form is empty.
        """
        values: dict[str, T] = {}
        for form, value in forms:
            if not form:
                raise ValueError("a form to find is empty")
            values.setdefault(form, value)
        self._values = list(values.values())
        self._latin = [_is_latin(form[0]) or _is_latin(form[-1]) for form in values]
        self._automaton = AhoCorasick(
            list(values), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
        )

    def find(self, text: str) -> list[Match[T]]:
        """Return the matches in text order.

        A form that begins or ends in a Latin letter or digit must stand free on that side: `EU` is not in `EUIPO`.
        """
        return list(self._matches(text))

    def _matches(self, text: str) -> Iterator[Match[T]]:
        for first, piece in pieces(text):
            for index, start, end in self._automaton.find_matches_as_indexes(piece):
                if self._latin[index] and (_cuts_latin_word(piece, start) or _cuts_latin_word(piece, end)):
                    continue
                yield Match(first + start, first + end, self._values[index])


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text in pieces of whole sentences, each with its place.

    The automaton's library holds eight bytes for each byte of the text that it is given.
    """
    start = 0
    while start < len(text):
        stop = _STOP.search(text, start + _PIECE)
        end = stop.end() if stop else len(text)
        yield start, text[start:end]
        start = end


def _cuts_latin_word(text: str, position: int) -> bool:
    """Tell whether `position` lies inside a run of Latin letters and digits."""
    return 0 < position < len(text) and _is_latin(text[position - 1]) and _is_latin(text[position])


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
