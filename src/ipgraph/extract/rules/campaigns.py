"""Who conducts which campaign.

Source: FACTS, `conducts`.
"""

import re
from collections.abc import Iterator

from ipgraph.extract.clauses import is_quoted
from ipgraph.extract.context import SentenceContext
from ipgraph.extract.rule import SentenceRule
from ipgraph.model.acts import Act, ActKind, Candidate
from ipgraph.model.span import CleanSpan

_ADVERBS = re.compile(r"(?:部署|组织|深入|持续|继续|联合|积极|扎实|集中|统一|纵深|大力)+$")
_CLAUSE_END = re.compile(r"[。；！？\n，：]")


def _propose(sentence: SentenceContext) -> Iterator[Candidate]:
    """Propose a campaign for each name that is listed after a campaign verb."""
    text, span = sentence.document.text, sentence.span
    forms = sentence.document.forms
    taken = span.start
    for verb in forms.triggers["campaign"].pattern.finditer(text, span.start, span.end):
        if verb.start() < taken or is_quoted(text, span.start, verb.start()):
            continue
        end = _CLAUSE_END.search(text, verb.end(), span.end)
        taken = end.start() if end else span.end
        yield from _acts(sentence, verb, taken)


def _acts(sentence: SentenceContext, verb: re.Match[str], end: int) -> Iterator[Candidate]:
    text, position = sentence.document.text, verb.start()
    adverbs = _ADVERBS.search(text, sentence.span.start, position)
    start = adverbs.start() if adverbs else position
    agents = dict.fromkeys((*sentence.agents_at(position), *sentence.joined_at(position)))
    year, modality, task = sentence.year_at(position), sentence.modality_at(position), sentence.task_id
    for campaign in sentence.document.campaigns.read(text, verb.end(), end):
        for agent in agents:
            act = Act(ActKind.CAMPAIGN_CONDUCT, agent, campaign.entity, None, year, campaign.ordinal, modality, task)
            yield Candidate(act, CleanSpan(start, campaign.end), "campaigns.conducted")


RULES = (
    SentenceRule(
        "campaigns.conducted",
        "campaigns that an agency starts, conducts or pushes on",
        _propose,
        ("”工作", "”活动", "”专项", "”系列"),
        ("campaign",),
    ),
)
