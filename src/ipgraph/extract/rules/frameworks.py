"""Mechanisms that a sentence names once for several countries: 依托知识产权工作组机制，加强与欧盟、日本等的合作.

Source: FACTS, "Names" (a bilateral mechanism is 中X and what it is), `takes_part_in` and `has_party`.
"""

import re
from collections.abc import Iterator

from ipgraph.extract.context import SentenceContext
from ipgraph.extract.lists import split_parts
from ipgraph.extract.parties import PartyPrefix
from ipgraph.extract.rule import SentenceRule
from ipgraph.model.acts import Act, ActKind, Candidate, Entity, EntityKind, Property, PropertyStatement
from ipgraph.model.span import CleanSpan

_FRAMEWORK = re.compile(
    r"(?:依托|利用|发挥|用好)[^，。；]{0,24}?(?P<what>(?:知识产权|版权|商标|专利|海关)+(?:工作组|联委会|对话))(?:会议)?(?:机制|平台)?(?:作用)?，?"
    r"(?:积极|继续|进一步)*(?:加强|深化|推进|开展|推动)与(?P<partners>[^，。；]{2,80}?)(?:等[^，。；]{0,24}?)?(?:的)?(?:[^，。；等]{0,12})?"
    r"(?:交流合作|合作|交流|磋商|沟通)"
)


def _mechanisms(sentence: SentenceContext) -> Iterator[tuple[Entity, PartyPrefix, CleanSpan]]:
    """Yield the mechanism with each of the countries that the sentence names, its parties, and where it says so."""
    text, parties = sentence.document.text, sentence.document.things.namer.parties
    for match in _FRAMEWORK.finditer(text, sentence.span.start, sentence.span.end):
        for part in split_parts(text, match.start("partners"), match.end("partners")):
            partner = parties.partner(part.text) if parties.country(part.text) else None
            if partner is not None:
                name = partner.canonical + match["what"]
                known = sentence.document.things.namer.known(name)
                entity = known or Entity(EntityKind.MECHANISM, name, cls="BilateralMechanism")
                yield entity, partner, CleanSpan(match.start(), match.end())


def _propose_participation(sentence: SentenceContext) -> Iterator[Candidate]:
    for entity, _, span in _mechanisms(sentence):
        for agent in sentence.agents_at(span.start):
            year, modality = sentence.year_at(span.start), sentence.modality_at(span.start)
            role = sentence.role_of(agent, "participant")
            act = Act(ActKind.PARTICIPATION, agent, entity, role, year, None, modality, sentence.task_id)
            yield Candidate(act, span, "frameworks.participation")


def _propose_parties(sentence: SentenceContext) -> Iterator[Candidate]:
    for entity, partner, span in _mechanisms(sentence):
        for party in partner.parties:
            if party is not None:
                statement = PropertyStatement(entity, Property.HAS_PARTY, party.entity(sentence.document.as_of))
                yield Candidate(statement, span, "frameworks.parties")


_CUES = ("依托", "利用", "发挥", "用好")
RULES = (
    SentenceRule(
        "frameworks.participation",
        "who works with several countries through one kind of mechanism",
        _propose_participation,
        _CUES,
    ),
    SentenceRule("frameworks.parties", "between whom these mechanisms are", _propose_parties, _CUES),
)
