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
# What is done with listed agreements stands behind them: 参与《甲条约》《乙条约》的磋商, 推进《协定》落实.
_BEHIND = re.compile(
    r"(?:[、和与及]?《[^《》]*》)*(?:等[^，。；]{0,8}?)?的?(?:[^，。；《》]{0,4}?"
    r"(?:(?P<negotiates>谈判|磋商|商签)|(?P<implements>落实|实施|履行|执行))(?:工作|进程)?)(?=[，。；、]|$)"
)
# 积极准备与哈萨克斯坦签署…: not signed yet.
_IN_PREPARATION = re.compile(r"(?:准备|筹备|商谈|酝酿)[^，。；]*$")
_TRADE_TALKS = "自贸区谈判"


def _propose(sentence: SentenceContext) -> Iterator[Candidate]:
    for listed in sentence.listed:
        named = listed.named
        if named.entity.kind is not EntityKind.AGREEMENT or not listed.verb or not _is_particular(sentence, listed):
            continue
        kind = _kind(sentence, listed)
        if kind is None:
            continue
        year, modality = named.year or sentence.year_at(listed.verb_start), sentence.modality_at(listed.verb_start)
        for agent in sentence.agents_at(listed.verb_start):
            act = Act(ActKind.AGREEMENT_ACT, agent, named.entity, kind, year, None, modality, sentence.task_id)
            yield Candidate(act, listed.span, "agreements.listed")


def _kind(sentence: SentenceContext, listed: Listed) -> str | None:
    """Return what is done with a listed agreement, by the words behind the list or by the verb before it."""
    text, span, named = sentence.document.text, sentence.span, listed.named
    title_end = text.rfind("》", listed.mention.start, listed.mention.end) + 1
    behind = _BEHIND.match(text, title_end or listed.mention.end, span.end)
    if named.talks or listed.verb == "磋商":
        return "negotiates"
    if behind is not None:
        return behind.lastgroup
    if _CARRIED_OUT.search(named.class_words):
        return "implements"
    kind = "issues" if listed.verb == "通过" else sentence.document.forms.triggers["agreement"].roles.get(listed.verb)
    if kind == "signs" and _IN_PREPARATION.search(text[span.start : listed.verb_start]):
        return "negotiates"
    return kind


# 就修订《金砖国家知识产权合作运行指南框架》达成共识, 就《…附录》问题与美方开展磋商, 就落实《…备忘录》进行会谈
_TALKED_OF = re.compile(
    r"就(?P<act>修订|修改|商签|签署|续签|缔结|落实|执行|实施|履行)?[^，。；《]{0,8}《(?P<title>[^》]+)》[^，。；]{0,24}?"
    r"(?:磋商|谈判|会谈|达成共识|达成一致|沟通)"
)
# 根据《…备忘录》，与美国海关…: what is done under an agreement carries it out.
_UNDER = re.compile(r"(?:根据|按照|依据)[^，。；《]{0,12}《(?P<title>[^》]+)》[^，。；]{0,10}，")
_CARRYING_OUT = frozenset({"落实", "执行", "实施", "履行"})


def _is_particular(sentence: SentenceContext, listed: Listed) -> bool:
    """Tell whether a mention names an agreement: by title, by parties or by body; 签署16份合作协议 names none."""
    words = sentence.document.text[listed.mention.start : listed.mention.end]
    return listed.named.headed or "《" in words or bool(listed.named.parties)


def _propose_revisions(sentence: SentenceContext) -> Iterator[Candidate]:
    for match in _TALKED_OF.finditer(sentence.document.text, sentence.span.start, sentence.span.end):
        kind = "implements" if match["act"] in _CARRYING_OUT else "negotiates"
        yield from _titled(sentence, match, kind, "agreements.revision")


def _propose_under(sentence: SentenceContext) -> Iterator[Candidate]:
    for match in _UNDER.finditer(sentence.document.text, sentence.span.start, sentence.span.end):
        yield from _titled(sentence, match, "implements", "agreements.under")


def _titled(sentence: SentenceContext, match: re.Match[str], kind: str, rule: str) -> Iterator[Candidate]:
    name = clean_name(match["title"])
    cls = sentence.document.forms.heads["agreement"].find_class(name)
    if cls is not None:
        agreement = Entity(EntityKind.AGREEMENT, name, cls=cls)
        yield from _by_agents(sentence, agreement, kind, CleanSpan(match.start(), match.end()), rule)


def _propose_conclusions(sentence: SentenceContext) -> Iterator[Candidate]:
    """Propose the trade agreement whose negotiation is completed: 完成中国-格鲁吉亚自贸协定谈判."""
    for listed in sentence.listed:
        if listed.verb == "完成" and listed.named.entity.name.endswith(_TRADE_TALKS):
            name = listed.named.entity.name.removesuffix(_TRADE_TALKS) + "自贸协定"
            agreement = Entity(EntityKind.AGREEMENT, name, cls="TradeAgreement")
            yield from _by_agents(sentence, agreement, "concludes", listed.span, "agreements.concluded")
            for party in listed.named.parties:
                if party is not None:
                    statement = PropertyStatement(agreement, Property.HAS_PARTY, party.entity(sentence.document.as_of))
                    yield Candidate(statement, listed.mention, "agreements.concluded")


def _by_agents(
    sentence: SentenceContext, agreement: Entity, kind: str, span: CleanSpan, rule: str
) -> Iterator[Candidate]:
    year, modality = sentence.year_at(span.start), sentence.modality_at(span.start)
    for agent in sentence.agents_at(span.start):
        act = Act(ActKind.AGREEMENT_ACT, agent, agreement, kind, year, None, modality, sentence.task_id)
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
        "agreements.under", "agreements under which something is done", _propose_under, ("根据", "按照", "依据")
    ),
    SentenceRule(
        "agreements.concluded", "trade agreements whose negotiation is completed", _propose_conclusions, ("完成",)
    ),
)
