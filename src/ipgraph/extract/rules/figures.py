"""Figures: what is counted, how many, in which year, whose.

Source: FACTS, "Figures" and the predicate `reports`.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import partial

from ipgraph.extract.context import SentenceContext
from ipgraph.extract.figures.owners import agent_end, find_owner
from ipgraph.extract.figures.reading import Figure, read_figures
from ipgraph.extract.figures.scope import MAYBE_FIGURE, counts
from ipgraph.extract.figures.words import FigureWords, figure_words
from ipgraph.extract.figures.years import counts_part_of_year, find_year
from ipgraph.extract.rule import SentenceRule
from ipgraph.model.acts import Candidate, Observation
from ipgraph.model.document import BlockKind
from ipgraph.model.span import CleanSpan

# Without one of these no number is a change or a share.
_RATE_CUES = ("%", "％", "‰", "倍", "百分点", "分之", "同比", "环比", "较", "比", "占", "成", "番")


def _propose_counts(sentence: SentenceContext) -> Iterator[Candidate]:
    for figure in sentence.once(_figures):
        if not figure.rate:
            yield _candidate(sentence, figure, "figures.count")


def _propose_rates(sentence: SentenceContext) -> Iterator[Candidate]:
    for figure in sentence.once(_figures):
        if figure.rate:
            yield _candidate(sentence, figure, "figures.rate")


def _figures(sentence: SentenceContext) -> tuple[Figure, ...]:
    """Return the figures of a sentence that count, read on from those of the sentence before it in its block."""
    text, span = sentence.document.text, sentence.span
    headline = sentence.block.kind is BlockKind.FRONT
    if headline or MAYBE_FIGURE.search(text, span.start, span.end) is None:
        return ()
    words = figure_words()
    if not counts(sentence, words):
        return ()
    return _read(sentence, span, words, partial(_earlier, sentence, words))


def _read(
    sentence: SentenceContext, span: CleanSpan, words: FigureWords, earlier: Callable[[], tuple[Figure, ...]]
) -> tuple[Figure, ...]:
    def end_of_agent(position: int) -> int:
        return agent_end(sentence, span.start + position) - span.start

    text = sentence.document.text[span.start : span.end]
    return read_figures(text, words, end_of_agent, earlier, span.start)


def _earlier(sentence: SentenceContext, words: FigureWords) -> tuple[Figure, ...]:
    """Return the figures of the sentence before, which give 其中 its total and 审结 its object."""
    sentences = sentence.block.sentences
    index = bisect_left(sentences, sentence.span)
    if (
        index == 0
        or MAYBE_FIGURE.search(sentence.document.text, sentences[index - 1].start, sentences[index - 1].end) is None
    ):
        return ()
    return _read(sentence, sentences[index - 1], words, tuple)


def _candidate(sentence: SentenceContext, figure: Figure, rule: str) -> Candidate:
    return Candidate(_observation(sentence, figure), CleanSpan(figure.start, figure.end), rule)


def _observation(sentence: SentenceContext, figure: Figure) -> Observation:
    return Observation(
        find_owner(sentence, figure.start, figure.measure.actor),
        figure.measure.name,
        figure.value,
        figure.unit,
        find_year(sentence, figure.place),
        part_of=_observation(sentence, figure.total) if figure.total is not None else None,
        approximate=figure.about,
        upper=figure.upper,
        modality=sentence.modality_at(figure.start),
        partial=counts_part_of_year(sentence, figure.place),
    )


RULES = (
    SentenceRule(
        "figures.count", "counts and amounts, with what is counted, by whom and in which year", _propose_counts
    ),
    SentenceRule("figures.rate", "changes against an earlier year, and shares of a total", _propose_rates, _RATE_CUES),
)
