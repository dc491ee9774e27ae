"""Who signs, renews, negotiates or carries out which agreement."""

import re
from collections.abc import Iterator

from ipgraph.extract.context import SentenceContext
from ipgraph.extract.instruments import clean_name
from ipgraph.extract.rule import SentenceRule
from ipgraph.extract.things import Listed
from ipgraph.model.acts import Act, ActKind, Candidate, Entity, EntityKind, Property, PropertyStatement
from ipgraph.model.span import CleanSpan

# 做好《甲条约》《乙条约》等国际条约的落地实施工作
_CARRIED_OUT = re.compile(r"(?:实施|落实|履行|执行)(?:工作)?$")
_TRADE_TALKS = "自贸区谈判"


def _propose(sentence: SentenceContext) -> Iterator[Candidate]:
    roles = sentence.document.forms.triggers["agreement"].roles
    for listed in sentence.listed:
        named = listed.named
        if named.entity.kind is not EntityKind.AGREEMENT or not listed.verb or not _is_particular(sentence, listed):
            continue
        kind = "negotiates" if named.talks or listed.verb == "磋商" else roles.get(listed.verb)
        if kind is None and _CARRIED_OUT.search(named.class_words):
            kind = "implements"
        if kind is None:
            continue
        for agent in sentence.agents_at(listed.verb_start):
            act = Act(
                ActKind.AGREEMENT_ACT,
                agent,
                named.entity,
                kind,
                named.year or sentence.year_at(listed.verb_start),
                None,
                sentence.modality_at(listed.verb_start),
                sentence.task_id,
            )
            yield Candidate(act, listed.span, "agreements.listed")


# 就修订《金砖国家知识产权合作运行指南框架》达成共识, 就修订《…备忘录》与美方磋商
_REVISION = re.compile(
    r"就(?:修订|修改|商签|签署|续签|缔结)[^，。；《]{0,8}《(?P<title>[^》]+)》[^，。；]{0,24}?(?:磋商|谈判|达成共识|达成一致|沟通)"
)


def _is_particular(sentence: SentenceContext, listed: Listed) -> bool:
    """Tell whether a mention names an agreement: by title, by parties or by body; 签署16份合作协议 names none."""
    words = sentence.document.text[listed.mention.start : listed.mention.end]
    return listed.named.headed or "《" in words or bool(listed.named.parties)


def _propose_revisions(sentence: SentenceContext) -> Iterator[Candidate]:
    heads = sentence.document.forms.heads["agreement"]
    for match in _REVISION.finditer(sentence.document.text, sentence.span.start, sentence.span.end):
        name = clean_name(match["title"])
        cls = heads.find_class(name)
        if cls is not None:
            agreement = Entity(EntityKind.AGREEMENT, name, cls=cls)
            yield from _by_agents(sentence, agreement, "negotiates", CleanSpan(match.start(), match.end()))


def _propose_conclusions(sentence: SentenceContext) -> Iterator[Candidate]:
    """Propose the trade agreement whose negotiation is completed: 完成中国-格鲁吉亚自贸协定谈判."""
    for listed in sentence.listed:
        if listed.verb == "完成" and listed.named.entity.name.endswith(_TRADE_TALKS):
            name = listed.named.entity.name.removesuffix(_TRADE_TALKS) + "自贸协定"
            agreement = Entity(EntityKind.AGREEMENT, name, cls="TradeAgreement")
            yield from _by_agents(sentence, agreement, "concludes", listed.span)
            for party in listed.named.parties:
                if party is not None:
                    statement = PropertyStatement(agreement, Property.HAS_PARTY, party.entity(sentence.document.as_of))
                    yield Candidate(statement, listed.mention, "agreements.concluded")


def _by_agents(sentence: SentenceContext, agreement: Entity, kind: str, span: CleanSpan) -> Iterator[Candidate]:
    rule = "agreements.concluded" if kind == "concludes" else "agreements.revision"
    for agent in sentence.agents_at(span.start):
        year = sentence.year_at(span.start)
        act = Act(
            ActKind.AGREEMENT_ACT,
            agent,
            agreement,
            kind,
            year,
            None,
            sentence.modality_at(span.start),
            sentence.task_id,
        )
        yield Candidate(act, span, rule)


RULES = (
    SentenceRule(
        "agreements.listed",
        "agreements that are signed, renewed, negotiated or carried out",
        _propose,
        head_kinds=("agreement",),
    ),
    SentenceRule(
        "agreements.revision", "agreements on whose revision or conclusion is talked", _propose_revisions, ("《",)
    ),
    SentenceRule(
        "agreements.concluded", "trade agreements whose negotiation is completed", _propose_conclusions, ("完成",)
    ),
)
