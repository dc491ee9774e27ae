"""Who takes part in which mechanism, negotiation or event, and as what.

Source: FACTS, `takes_part_in` and the conventions on mechanisms and events.
"""

import re
from collections.abc import Iterable, Iterator

from ipgraph.extract.abroad import find_partners
from ipgraph.extract.context import SentenceContext
from ipgraph.extract.rule import SentenceRule
from ipgraph.extract.things import Listed
from ipgraph.model.acts import Act, ActKind, Candidate, Entity, EntityKind
from ipgraph.model.span import CleanSpan

# 组织 governs only what is counted (组织2场培训), 在 only a fair at which something is set up; see things.py.
_ROLES = {
    "参加": "participant",
    "参与": "participant",
    "出席": "participant",
    "在": "participant",
    "举办": "host",
    "主办": "host",
    "承办": "host",
    "召开": "host",
    "举行": "host",
    "办好": "host",
    "组织": "host",
    "开展": "host",
}
_LEADS = re.compile(r"牵头|组织协调|主导")
# 与韩国文化体育观光部合作举办, 与林业局一起举办: who holds it together with the subject.
_WITH = re.compile(
    r"(?:与|和|(?<!会)同)(?P<others>[^，。；与的]{2,40}?)(?:（[A-Z]+）)?(?:在[^，。；在]{2,8}?)?"
    r"(?:(?:联合|合作|共同|一起)+，?(?:成功|组织)*|(?:成功)?)$"
)
# 牵头会同工业和信息化部、公安部等成员单位，组织召开了…
_TOGETHER = re.compile(r"(?:牵头)?会同(?P<others>[^。；]{2,200}?)(?:等[^，。；]{0,12})?，?(?:共同|联合|组织)*$")
# What 推进 and 加强 must govern to speak of a mechanism: 中韩自贸区谈判, 中美知识产权对话; not 交流合作.
_TALKS = re.compile(r"谈判$|磋商$|对话|合作$|合作网络$|项目$|试点$|工作组$|机制$|联委会$|分委会$|理事会$|峰会$|会晤$")
# 深化中美欧日韩五局合作, 提升中欧海关执法合作水平: between offices; 深化中英版权合作 is said of anything.
_OFFICES = re.compile("五局|海关")
# 马德里体系纳入中文语言磋商, 专利审查高速路国际合作网络: specific without parties; 加强交流合作 is not.
_SPECIFIC = re.compile(r"[\u4e00-\u9fff]{6,}(?:谈判|磋商|国际合作网络)$")
# 与经贸相关的多双边对外谈判 is no mechanism in particular.
_VAGUE = re.compile(r"相关|有关|对外|多双边|各项|一系列")
# 服务各级各类科技计划项目, 专利导航试点: projects are mechanisms only between named parties.
_PROJECT = ("项目", "试点")
# 第九次中日韩领导人会议发布…, 中欧PCT国际检索单位试点项目进入第二阶段: the thing itself is the subject.
_CONVENES = re.compile(r"(?:会议|峰会|会晤|对话|论坛|项目|工作组|谈判)(?:正式|成功|顺利)*(?:发布|通过|进入)")
# 做好…大会的筹备工作
_PREPARES = re.compile(r"的?(?:筹备|举办|承办)(?:工作)?$")


def _things(sentence: SentenceContext) -> Iterator[Listed]:
    for listed in sentence.listed:
        named = listed.named
        project = named.entity.name.endswith(_PROJECT) and named.prefix is None and named.entity.slug is None
        if named.entity.kind in (EntityKind.MECHANISM, EntityKind.EVENT) and not project:
            yield listed


def _meetings(sentence: SentenceContext) -> Iterator[Listed]:
    return (listed for listed in _things(sentence) if listed.verb in _ROLES)


def _propose_meetings(sentence: SentenceContext) -> Iterator[Candidate]:
    for listed in _meetings(sentence):
        yield from _by_agents(sentence, listed, _ROLES[listed.verb], "participation.meeting")


def _propose_partners(sentence: SentenceContext) -> Iterator[Candidate]:
    """Propose those with whom the subject holds an event."""
    for listed in _meetings(sentence):
        if _ROLES[listed.verb] != "host":
            continue
        before, document, start = _before(sentence, listed), sentence.document, sentence.span.start
        for pattern, role in ((_WITH, "host"), (_TOGETHER, "participant")):
            if (match := pattern.search(before)) is not None:
                first, last = start + match.start("others"), start + match.end("others")
                others = [(one.span.start, one.entity) for one in document.mentions.within(first, last)]
                if role == "host":
                    abroad = find_partners(document.text, first, last, document.mentions, document.things.namer.parties)
                    bodies = [(one.start, one.entity) for one in abroad if one.entity.kind is EntityKind.AGENCY]
                    others = list(dict.fromkeys((*others, *bodies)))
                for begin, other in others:
                    span = CleanSpan(begin, listed.span.end)
                    yield from _candidates(sentence, listed, [(other, role)], "participation.together", span)


def _propose_holders(sentence: SentenceContext) -> Iterator[Candidate]:
    """Propose the agency that holds an event in which another takes part: 参加商务部组织的“…”活动."""
    for listed in _meetings(sentence):
        if listed.named.host is None:
            continue
        agency = sentence.document.agencies.resolve(listed.named.host, sentence.document.as_of)
        if agency is not None:
            yield from _candidates(sentence, listed, [(agency, "host")], "participation.held_by", listed.mention)


def _propose_standing(sentence: SentenceContext) -> Iterator[Candidate]:
    standing = sentence.document.forms.triggers["standing"].roles
    for listed in _things(sentence):
        name = listed.named.entity.name
        known = listed.named.prefix is not None or listed.named.entity.slug is not None
        if listed.verb not in standing:
            continue
        if listed.verb in ("深化", "提升") and name.endswith("合作") and not _OFFICES.search(name):
            continue
        specific = known or (_SPECIFIC.search(name) and not _VAGUE.search(name))
        if specific and _TALKS.search(name) and not listed.named.talks:
            yield from _by_agents(sentence, listed, "participant", "participation.standing")


def _propose_prepared(sentence: SentenceContext) -> Iterator[Candidate]:
    for listed in _things(sentence):
        if listed.verb and listed.verb not in _ROLES and _PREPARES.search(_words(sentence, listed)):
            yield from _by_agents(sentence, listed, "host", "participation.prepared")


def _propose_convened(sentence: SentenceContext) -> Iterator[Candidate]:
    for listed in _things(sentence):
        if not listed.verb and listed.named.headed and _CONVENES.search(_words(sentence, listed, beyond=8)):
            yield from _by_agents(sentence, listed, "participant", "participation.convened")


def _propose_held(sentence: SentenceContext) -> Iterator[Candidate]:
    """Propose who took part in an event that the text calls held: those it names, or who acts there."""
    for one in sentence.convened:
        if one.named.entity.kind not in (EntityKind.MECHANISM, EntityKind.EVENT):
            continue
        default = "participant" if one.named.parties or one.named.entity.cls != "Event" else "host"
        agents = [(agent, role) for agent, role, _ in one.attending]
        agents += [(host, "host") for host in one.hosts]
        if not agents:
            agents = [(agent, sentence.role_of(agent, default)) for agent in sentence.holders_at(one.mention.start)]
        year = one.named.year or sentence.year_at(one.mention.start)
        modality, task = sentence.modality_at(one.span.start), sentence.task_id
        for agent, role in agents:
            act = Act(ActKind.PARTICIPATION, agent, one.named.entity, role, year, one.named.ordinal, modality, task)
            yield Candidate(act, one.span, "participation.held")


def _before(sentence: SentenceContext, listed: Listed) -> str:
    """Return the sentence up to the verb."""
    return sentence.document.text[sentence.span.start : listed.verb_start]


def _words(sentence: SentenceContext, listed: Listed, beyond: int = 0) -> str:
    """Return the thing's mention and the characters right after it."""
    return sentence.document.text[listed.mention.start : min(listed.mention.end + beyond, sentence.span.end)]


def _by_agents(sentence: SentenceContext, listed: Listed, role: str, rule: str) -> Iterator[Candidate]:
    before = _before(sentence, listed)
    leads = _LEADS.search(re.split(r"[，。；]", before)[-1]) or (role == "host" and _TOGETHER.search(before))
    agents = [
        (agent, "lead" if leads else role if role == "host" else sentence.role_of(agent, role))
        for agent in sentence.holders_at(listed.verb_start)
    ]
    yield from _candidates(sentence, listed, agents, rule, listed.span)


def _candidates(
    sentence: SentenceContext, listed: Listed, agents: Iterable[tuple[Entity, str]], rule: str, span: CleanSpan
) -> Iterator[Candidate]:
    named = listed.named
    year = named.year or sentence.year_at(listed.verb_start)
    modality, task = sentence.modality_at(listed.verb_start), sentence.task_id
    for agent, role in agents:
        act = Act(ActKind.PARTICIPATION, agent, named.entity, role, year, named.ordinal, modality, task)
        yield Candidate(act, span, rule)


_HEADS = ("event", "mechanism", "negotiation", "agreement")
RULES = (
    SentenceRule(
        "participation.meeting",
        "who attends or holds a meeting, event or round of talks",
        _propose_meetings,
        head_kinds=_HEADS,
    ),
    SentenceRule("participation.together", "with whom an event is held", _propose_partners, head_kinds=_HEADS),
    SentenceRule(
        "participation.held_by", "who holds the event in which another takes part", _propose_holders, head_kinds=_HEADS
    ),
    SentenceRule(
        "participation.standing", "who pushes on standing talks and cooperations", _propose_standing, head_kinds=_HEADS
    ),
    SentenceRule("participation.prepared", "who prepares an event", _propose_prepared, head_kinds=_HEADS),
    SentenceRule(
        "participation.held",
        "events that the text calls held, behind their names",
        _propose_held,
        ("举行", "召开", "举办", "开幕", "启动"),
    ),
    SentenceRule(
        "participation.convened",
        "a meeting or project with China that is itself the subject",
        _propose_convened,
        head_kinds=_HEADS,
    ),
)
