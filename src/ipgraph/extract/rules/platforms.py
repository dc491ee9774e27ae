"""Platforms and information systems that a text names, and who builds, launches, runs or improves them."""

import re
from collections.abc import Iterator

from ipgraph.extract.context import CHINA, SentenceContext
from ipgraph.extract.platforms import NamedPlatform, find_platforms
from ipgraph.extract.rule import SentenceRule
from ipgraph.model.acts import Act, ActKind, Candidate, Entity, Property, PropertyStatement
from ipgraph.model.document import BlockKind
from ipgraph.model.span import CleanSpan

# A verb, and the front of a list that it governs: 创建知识产权服务机构名录和….
_VERB_BEFORE = r"(?P<verb>{verbs})了?(?:一[个批])?(?:[^，。；：]{{2,24}}?[、和与及])?$"
# 推进…系统全面上线应用, …平台正式开通, …平台建设: what is said of the platform behind its name.
_AFTER = re.compile(
    r"(?:（[^（）]{1,20}）)?(?P<words>(?:的)?(?:正式|全面|顺利|成功|已|的)*"
    r"(?P<verb>上线|开通|启用|建成|投入使用|投入运行|投入运营|运行|升级|优化|建设|推广)(?:运行|应用|使用|改造)?)(?![者人方商费部单])"
)
_KINDS = {
    "建成": "builds",
    "建设": "builds",
    "运行": "operates",
    "升级": "upgrades",
    "优化": "upgrades",
    "推广": "promotes",
}
_PUSHED = re.compile(
    r"(?P<verb>推进|推动|加快|加强|完善|统筹|实现|支撑|深化|启动|做好|促进|保障)(?:[^，。；：]{0,8}?)$"
)
# What may stand between the subject and its verb. 组织各地搭建…, 鼓励企业建设…: another's deed.
_ADVERBS = re.compile(
    r"(?:积极|加快|持续|继续|进一步|深入|推进|推动|不断|稳步|牵头|联合|共同|组织|正式|率先|全面|研究|探索|着力|大力|加强|切实|统筹|"
    r"已|还|也|并|将|拟|又|先后|同步|统一|自主|负责|高标准|高质量|会同[^，。；]{2,60}?|全年|当年|今年|\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|[，、等])*"
)
_CLAUSE = "，。；：\n"
# 由国家知识产权局建设的…, 公安部主办的…平台; …平台由商务部运营.
_OWNED = re.compile(r"(?:由)?$")
_OWNING = re.compile(r"(?P<verb>建[设立成]|开[发通]|搭建|运营|运维|主办|管理|维护)的$")
_RUN_BY = re.compile(r"(?:（[^（）]{1,20}）)?(?:系|是)?由")
_RUNS = re.compile(r"(?:负责|承担|牵头|共同|联合|统一)*(?P<verb>建设|开发|搭建|运营|运维|主办|管理|维护|建立)")
_OWNER_KINDS = {
    "开通": "launches",
    "运营": "operates",
    "运维": "operates",
    "主办": "operates",
    "管理": "operates",
    "维护": "operates",
}


def _platforms(sentence: SentenceContext) -> tuple[NamedPlatform, ...]:
    """Return the platforms of a sentence; those that the story of a case names are its tools, not systems."""
    document = sentence.document
    if sentence.block.kind is BlockKind.FRONT or document.in_case(sentence.span.start):
        return ()
    return tuple(find_platforms(document.text, sentence.span, document.mentions, document.forms.heads["platform"]))


def _propose_mentions(sentence: SentenceContext) -> Iterator[Candidate]:
    """Propose that the document mentions a platform, where it says of nobody that they do something with it."""
    for platform in sentence.once(_platforms):
        if platform.entity in sentence.once(_operated):
            continue
        statement = PropertyStatement(sentence.document.document, Property.MENTIONS, platform.entity)
        yield Candidate(statement, platform.span, "platforms.named")


def _operated(sentence: SentenceContext) -> frozenset[Entity]:
    """Return the platforms that somebody is said to build, run or improve."""
    acts = (one.statement for one in (*sentence.once(_operations), *sentence.once(_owners)))
    return frozenset(act.object for act in acts if isinstance(act, Act))


def _propose_operations(sentence: SentenceContext) -> Iterator[Candidate]:
    yield from sentence.once(_operations)


def _propose_owners(sentence: SentenceContext) -> Iterator[Candidate]:
    yield from sentence.once(_owners)


def _operations(sentence: SentenceContext) -> tuple[Candidate, ...]:
    return tuple(_find_operations(sentence))


def _owners(sentence: SentenceContext) -> tuple[Candidate, ...]:
    return tuple(_find_owners(sentence))


def _find_operations(sentence: SentenceContext) -> Iterator[Candidate]:
    for platform in sentence.once(_platforms):
        governed = _governed(sentence, platform.span)
        if governed is None:
            continue
        kind, start, end = governed
        for agent in _agents(sentence, start):
            yield _candidate(sentence, agent, platform.entity, kind, CleanSpan(start, end), "platforms.operated")


def _find_owners(sentence: SentenceContext) -> Iterator[Candidate]:
    """Yield who is said to run a platform beside its name: …平台由商务部运营, 公安部主办的…平台."""
    text, mentions = sentence.document.text, sentence.document.mentions
    for platform in sentence.once(_platforms):
        owning = _OWNING.search(text, sentence.span.start, platform.span.start)
        if owning is not None:
            before = [m for m in mentions.within(sentence.span.start, owning.start()) if m.span.end == owning.start()]
            for mention in before[-1:]:
                kind = _OWNER_KINDS.get(owning["verb"], "builds")
                span = CleanSpan(mention.span.start, platform.span.end)
                yield _candidate(sentence, mention.entity, platform.entity, kind, span, "platforms.owned")
        by = _RUN_BY.match(text, platform.span.end, sentence.span.end)
        named = mentions.starting_at(by.end()) if by is not None else None
        runs = _RUNS.match(text, named.span.end, sentence.span.end) if named is not None else None
        if named is not None and runs is not None:
            kind = _OWNER_KINDS.get(runs["verb"], "builds")
            span = CleanSpan(platform.span.start, runs.end())
            yield _candidate(sentence, named.entity, platform.entity, kind, span, "platforms.owned")


def _candidate(
    sentence: SentenceContext, agent: Entity, platform: Entity, kind: str, span: CleanSpan, rule: str
) -> Candidate:
    year, modality = sentence.year_at(span.start), sentence.modality_at(span.start)
    act = Act(ActKind.OPERATION, agent, platform, kind, year, None, modality, sentence.task_id)
    return Candidate(act, span, rule)


def _governed(sentence: SentenceContext, span: CleanSpan) -> tuple[str, int, int] | None:
    """Return what is done with the platform at `span`, and where the words begin and end that say so."""
    text, verbs = sentence.document.text, sentence.document.forms.triggers["operation"]
    clause = max(sentence.span.start, *(text.rfind(mark, sentence.span.start, span.start) + 1 for mark in _CLAUSE))
    after = _AFTER.match(text, span.end, sentence.span.end)
    pushed = _PUSHED.search(text, clause, span.start) if after is not None else None
    if after is not None and pushed is not None:
        kind = "upgrades" if pushed["verb"] == "完善" else _KINDS.get(after["verb"], "launches")
        return kind, pushed.start(), after.end()
    before = re.search(_VERB_BEFORE.format(verbs=verbs.pattern.pattern), text[clause : span.start])
    if before is None:
        return None
    return verbs.roles[before["verb"]], clause + before.start(), span.end


def _agents(sentence: SentenceContext, verb: int) -> tuple[Entity, ...]:
    """Return who does what the verb at `verb` says; nobody where the clause says it of another."""
    text = sentence.document.text
    clause = max(sentence.span.start, *(text.rfind(mark, sentence.span.start, verb) + 1 for mark in _CLAUSE[1:]))
    start = max([clause, *(end for end, _ in sentence.subjects if end <= verb)])
    between = text[start:verb]
    if not _ADVERBS.fullmatch(between) and not _ADVERBS.fullmatch(between[between.rfind("，") + 1 :]):
        return ()
    agents = dict.fromkeys((*sentence.holders_at(verb), *sentence.joined_at(verb)))
    return tuple(agent for agent in agents if agent != CHINA)


_HEADS = ("平台", "系统", "数据库", "信息库", "成果库", "资源库", "网站", "小程序", "客户端", "APP", "App", "网”")
_SITES = ("保护网", "产权网", "工作网", "信息网", "专利网", "商标网", "版权网")
RULES = (
    SentenceRule(
        "platforms.named", "platforms and information systems that are named", _propose_mentions, _HEADS + _SITES
    ),
    SentenceRule(
        "platforms.operated",
        "who builds, launches, runs, improves or spreads a platform",
        _propose_operations,
        _HEADS + _SITES,
    ),
    SentenceRule("platforms.owned", "who is said beside its name to run a platform", _propose_owners, _HEADS + _SITES),
)
