"""Which rules a sentence can concern at all: those of whose cues one stands in it, found in one pass over a text."""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from ipgraph.extract.rule import SentenceRule
from ipgraph.lexicon.forms import Forms
from ipgraph.lexicon.matcher import pieces
from ipgraph.model.span import CleanSpan


@dataclass(frozen=True, slots=True)
class CueIndex:
    """The cues of one text in the order of their ends: where each stands, of which rules it is one (a bit a rule)."""

    starts: Sequence[int]
    ends: Sequence[int]
    masks: Sequence[int]

    def mask(self, span: CleanSpan) -> int:
        """Return the bits of the rules of which a cue lies in `span`."""
        found = 0
        for index in range(bisect_right(self.ends, span.start), len(self.ends)):
            if self.ends[index] > span.end:
                break
            if self.starts[index] >= span.start:
                found |= self.masks[index]
        return found


class CueFinder:
    """Finds the cues of rules; a rule without cues is always tried."""

    def __init__(self, rules: Sequence[SentenceRule], forms: Forms) -> None:
        """Build the automaton over the cues of `rules`; `forms` has the nouns and verbs that they name by kind."""
        self.rules = tuple(rules)
        masks: defaultdict[str, int] = defaultdict(int)
        self._always = 0
        self._selected: dict[int, list[SentenceRule]] = {}
        for number, rule in enumerate(self.rules):
            words = _cues(rule, forms)
            if not words:
                self._always |= 1 << number
            for word in words:
                masks[word] |= 1 << number
        self._masks = list(masks.values())
        self._automaton = AhoCorasick(
            list(masks), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def find(self, text: str) -> CueIndex:
        """Return the cues that stand in `text`, overlapping ones too."""
        # Arrays take a third of the memory of lists of numbers.
        starts, ends, masks = array("q"), array("q"), array("q")
        for first, piece in pieces(text):
            # The automaton reports a match where it ends, so that the ends are in order.
            matches = self._automaton.find_matches_as_indexes(piece, overlapping=True)
            starts.extend([first + start for _, start, _ in matches])
            ends.extend([first + end for _, _, end in matches])
            masks.extend([self._masks[index] for index, _, _ in matches])
        return CueIndex(starts, ends, masks)

    def select(self, index: CueIndex, span: CleanSpan) -> list[SentenceRule]:
        """Return the rules to try on the sentence at `span`, in their order."""
        mask = self._always | index.mask(span)
        if mask not in self._selected:
            self._selected[mask] = [rule for number, rule in enumerate(self.rules) if mask >> number & 1]
        return self._selected[mask]


def _cues(rule: SentenceRule, forms: Forms) -> set[str]:
    """Return the cue words of a rule, with those that it names by kind written out."""
    words = set(rule.cues)
    for kind in rule.head_kinds:
        words.update(forms.heads[kind].classes)
    for kind in rule.trigger_kinds:
        words.update(forms.triggers[kind].roles)
    return words
