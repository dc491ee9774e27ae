"""Follows the numbers of one level of a numbering through a line, and tells which of them belong to a series."""

from dataclasses import dataclass, field

from ipgraph.text.steps.charsets import HAN_NUMERALS

# Numbers may be lost from a series (a misread digit), hardly more than two in a row.
_MAX_GAP = 3
# A series that does not begin at 1 must be this long to be one.
_MIN_FROM_ELSEWHERE = 3


@dataclass(slots=True)
class Series:
    """The runs of ascending numbers seen so far; with `lone`, a single number is a series too."""

    lone: bool = False
    _runs: list[list[tuple[int, int]]] = field(default_factory=list)
    _sure: set[int] = field(default_factory=set)
    _leading: set[int] = field(default_factory=set)

    def offer(self, number: int, place: int, *, sure: bool = False, leads: bool = False) -> bool:
        """Take the number at `place` if it goes on from the last one, or begins anew; tell whether it was taken.

        A number that is `sure` belongs to a series even if nothing follows it; one that `leads` (it stands at the
        head of the line) makes a series with the next one, whatever it is.
        """
        last = self._runs[-1][-1][0] if self._runs else None
        if last is not None and 1 <= number - last <= _MAX_GAP:
            self._runs[-1].append((number, place))
        elif last is None or number == 1 or len(self._runs[-1]) == 1:
            self._runs.append([(number, place)])
        else:
            return False
        if sure:
            self._sure.add(place)
        if leads:
            self._leading.add(place)
        return True

    def places(self) -> set[int]:
        """Return the places of the numbers that belong to a series."""
        return self._sure | {place for run in self._runs if self._is_series(run) for _, place in run}

    def _is_series(self, run: list[tuple[int, int]]) -> bool:
        """Tell whether the run is long enough for where it begins."""
        number, place = run[0]
        return self.lone or len(run) >= (2 if number == 1 or place in self._leading else _MIN_FROM_ELSEWHERE)


def han_number(numerals: str) -> int:
    """Return the value of a Chinese number below 100 as headings carry it: 七, 十二, 二十八, 一〇; 0 for nonsense."""
    digits = [10 if character == "十" else "零一二三四五六七八九".find(character) for character in numerals]
    if numerals == "" or not all(character in HAN_NUMERALS for character in numerals):
        return 0
    if 10 not in digits:
        value = 0
        for digit in digits:
            value = value * 10 + max(digit, 0)
        return value
    tens, ones = digits[: digits.index(10)], digits[digits.index(10) + 1 :]
    return (tens[0] if tens else 1) * 10 + (ones[0] if ones else 0)
