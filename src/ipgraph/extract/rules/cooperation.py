"""Who cooperates with which body abroad: exchanges, visits, joint work, where no agreement is signed.

Source: FACTS, `cooperates_with`.
"""

import re
from collections.abc import Iterator

from ipgraph.extract.abroad import Partner, find_partners
from ipgraph.extract.clauses import is_quoted
from ipgraph.extract.context import SentenceContext
from ipgraph.extract.rule import SentenceRule
from ipgraph.model.acts import Act, ActKind, Candidate, Entity, EntityKind
from ipgraph.model.span import CleanSpan

_JOINT = (
    r"开展|进行|建立|保持|举行|举办|召开|磋商|会谈|探讨|交流|合作|沟通|联系|协作|座谈|研讨|推进|编写|实施|"
    r"互访|交换|共享"
)
# 与欧盟、美国就知识产权相关议题开展了深入的交流和合作; 会同美、英等国家成功开展联合行动; not 与…签署…, an agreement.
_WITH = re.compile(
    rf"(?:加强|深化|保持|推进|扩大|密切|巩固)?(?:(?<!参)与|(?<![共协合])同|会同)"
    r"(?P<partners>[^，。；]{2,120}?(?:，[^，。；对]{2,80}?)?)"
    rf"(?:就[^，。；]{{2,60}}?|在[^，。；]{{2,20}}?)?(?P<joint>{_JOINT})"
)
# 国家知识产权局、商务部和世界知识产权组织共同主办…; 由世界知识产权组织主办、国家版权局承办的….
_CO_HOSTS = re.compile(
    r"(?<![\u4e00-\u9fff])(?:[^，。；]{0,12}?由)?(?P<hosts>[^，。；与]{6,100}?)(?:联合|共同|合作)(?:主办|举办|承办|召开)"
)
_SIGNS = re.compile(r"签署|签订|续签")
# 赴欧盟就专利法修改问题开展研讨, 先后赴美国、欧盟以及南非、埃及等非洲6国，…进行深入探讨
_VISIT = re.compile(
    r"赴(?P<partners>[^，。；赴]{2,60}?(?:，以及[^，。；赴]{2,60}?)?)(?:就|对|，|进行|开展|考察|访问|参加|实地|调研|学习|举办|执行|授课)"
)
# 接待来访的美国专利商标局及美国驻华大使馆知识产权官员, 接待了UPOV副秘书长的来访, 邀请…访问
_VISITORS = re.compile(
    r"(?:(?:接待|会见)(?:了)?(?:来访的)?|邀请(?=[^，。；]{2,60}?(?:来华|来访|访问|访华)))(?P<partners>[^，。；]{2,80})"
)
# 学习香港海关在打击网络侵权盗版方面的成功经验
_LEARNS = re.compile(r"(?:学习|借鉴)(?P<partners>[^，。；]{2,20}?)(?:在|的|关于)[^，。；]{0,30}经验")
# 深度参与世界知识产权组织框架下的全球知识产权治理
_FRAMEWORK = re.compile(
    r"(?:参与|参加)(?P<partners>[^，。；]{2,60}?)(?:等国际)?框架下的?(?:全球)?[^，。；]{0,12}(?:治理|合作|规则制定)"
)


def _propose_joint(sentence: SentenceContext) -> Iterator[Candidate]:
    text = sentence.document.text
    for match in _WITH.finditer(text, sentence.span.start, sentence.span.end):
        if not _SIGNS.search(match[0]) and not is_quoted(text, sentence.span.start, match.start()):
            yield from _acts(sentence, match, "cooperation.joint")


def _propose_visits(sentence: SentenceContext) -> Iterator[Candidate]:
    for match in _VISIT.finditer(sentence.document.text, sentence.span.start, sentence.span.end):
        yield from _acts(sentence, match, "cooperation.visit")


def _propose_visitors(sentence: SentenceContext) -> Iterator[Candidate]:
    for match in _VISITORS.finditer(sentence.document.text, sentence.span.start, sentence.span.end):
        yield from _acts(sentence, match, "cooperation.visitors")


def _propose_learning(sentence: SentenceContext) -> Iterator[Candidate]:
    for match in _LEARNS.finditer(sentence.document.text, sentence.span.start, sentence.span.end):
        yield from _acts(sentence, match, "cooperation.learning")


def _propose_framework(sentence: SentenceContext) -> Iterator[Candidate]:
    for match in _FRAMEWORK.finditer(sentence.document.text, sentence.span.start, sentence.span.end):
        yield from _acts(sentence, match, "cooperation.framework")


def _propose_co_hosts(sentence: SentenceContext) -> Iterator[Candidate]:
    """Propose the body abroad that holds an event among others: 甲、乙和世界知识产权组织共同主办…."""
    for match in _CO_HOSTS.finditer(sentence.document.text, sentence.span.start, sentence.span.end):
        hosts = sentence.document.mentions.within(match.start("hosts"), match.end("hosts"))
        for abroad in hosts:
            for host in hosts if abroad.abroad else ():
                if not host.abroad:
                    yield _act(sentence, host.entity, abroad.entity, CleanSpan(match.start(), match.end()))


def _act(sentence: SentenceContext, agent: Entity, partner: Entity, span: CleanSpan) -> Candidate:
    year, modality = sentence.year_at(span.start), sentence.modality_at(span.start)
    act = Act(ActKind.COOPERATION, agent, partner, None, year, None, modality, sentence.task_id)
    return Candidate(act, span, "cooperation.co_hosts")


def _acts(sentence: SentenceContext, match: re.Match[str], rule: str) -> Iterator[Candidate]:
    document = sentence.document
    start, end = match.start("partners"), match.end("partners")
    year, modality = sentence.year_at(match.start()), sentence.modality_at(match.start())
    for partner in find_partners(document.text, start, end, document.mentions, document.things.namer.parties):
        for agent in sentence.agents_at(match.start()):
            if agent.name == partner.entity.name or _heads_a_mechanism(sentence, partner):
                continue
            act = Act(ActKind.COOPERATION, agent, partner.entity, None, year, None, modality, sentence.task_id)
            yield Candidate(act, CleanSpan(match.start(), max(match.end(), partner.end)), rule)


def _heads_a_mechanism(sentence: SentenceContext, partner: Partner) -> bool:
    """Tell whether a country or bloc is named only as a party of a mechanism: 与金砖国家…的知识产权合作."""
    if partner.entity.kind is not EntityKind.JURISDICTION:
        return False
    return any(
        listed.named.headed and listed.mention.start <= partner.start < listed.mention.end for listed in sentence.listed
    )


RULES = (
    SentenceRule("cooperation.joint", "with whom something is done together", _propose_joint, ("与", "同")),
    SentenceRule("cooperation.visit", "where delegations go", _propose_visits, ("赴",)),
    SentenceRule("cooperation.visitors", "who is received", _propose_visitors, ("接待", "会见", "邀请")),
    SentenceRule("cooperation.learning", "from whom experience is taken", _propose_learning, ("学习", "借鉴")),
    SentenceRule(
        "cooperation.co_hosts",
        "with which body abroad an event is held",
        _propose_co_hosts,
        ("主办", "举办", "承办", "召开"),
    ),
    SentenceRule("cooperation.framework", "in whose framework an agency works", _propose_framework, ("框架下",)),
)
