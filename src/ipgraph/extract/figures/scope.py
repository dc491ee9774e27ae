"""Which sentences' figures count: those about intellectual property, not those of a single case."""

import re
from bisect import bisect_left
from functools import lru_cache

from ipgraph.extract.context import SentenceContext
from ipgraph.extract.figures.words import FigureWords
from ipgraph.model.document import BlockKind

# A cheap test for the sentences that may hold a figure; its first character is judged by looking back at it, so that
# all others are skipped quickly.
MAYBE_FIGURE = re.compile(
    r"[\d分一二两三四五六七八九十百千万](?:(?<=\d)[\d,，.]*(?:[余多来]?[十百千万亿]*[余多]?)[^\d年月日、，。；.．:：)）/\-—\s]"
    r"|(?<=分)之|(?<=[一二两三四五六七八九])[成番]|(?<=一)半|(?<=[二两三四五六七八九十百千万])[余多]?[件家次场批起名项份册堂所处])"
)
# A document is about the subject as a whole if its title says so, or this share of its sentences.
_SHARE = 0.5
_NEAR = 150


def counts(sentence: SentenceContext, words: FigureWords) -> bool:
    """Tell whether figures of this sentence are figures about intellectual property."""
    text, span = sentence.document.text, sentence.span
    if words.single_case.search(text, span.start, span.end) or sentence.document.in_case(span.start):
        return False
    start = _start_before(sentence)
    if sentence.block.kind is BlockKind.BOX and words.single_case.search(text, start, span.start):
        return False
    topic = sentence.document.forms.topic
    if topic.search(sentence.document.header.title) or _is_about(text, topic):
        return True
    return topic.search(text, start, span.end) is not None


def _start_before(sentence: SentenceContext) -> int:
    """Return where the sentence before begins in its block, or a place near it."""
    sentences = sentence.block.sentences
    index = bisect_left(sentences, sentence.span)
    return max(sentences[index - 1].start, sentence.span.start - _NEAR) if index else sentence.span.start


@lru_cache(maxsize=1)
def _is_about(text: str, topic: re.Pattern[str]) -> bool:
    sentences = [part for part in text.split("。") if len(part) > 1]
    return sum(topic.search(part) is not None for part in sentences) >= _SHARE * len(sentences)
