"""Who conducts which campaign.

Source: FACTS, "Campaigns": named 行动, 专项整治, 专项工作, titled 活动; no programmes, pilots, projects, checks.
"""

import re
from collections.abc import Iterator

from ipgraph.extract.context import SentenceContext
from ipgraph.extract.lists import Part, split_parts
from ipgraph.extract.rule import SentenceRule
from ipgraph.model.acts import Act, ActKind, Candidate, Entity, EntityKind
from ipgraph.model.span import CleanSpan

_ADVERBS = re.compile(r"(?:部署|组织|深入|持续|继续|联合|积极|扎实|集中|统一|纵深|大力)+$")
# “昆仑2023”, “剑网行动”: the quoted name, its year aside.
_QUOTED = re.compile(r"“(?P<name>[^“”]{2,24})”")
_YEAR = re.compile(r"(?:19|20)\d{2}年?(?:度)?")
_ORDINAL = re.compile(r"(?:第[一二三四五六七八九十\d]+|首)(?P<unit>届|次)")
# What stands before a campaign's own name: 以消费品为重点的, 春、秋两季, 2017.
_FRONT = re.compile(
    r"^(?:了|好|以[^，“]{2,14}为(?:重点|主题|主线)的|一系列|系列|多轮|[春夏秋冬](?:、[春夏秋冬])*[两二四]?季|年度|等|的|(?:19|20)\d{2}年?)+"
)
# Not names: 联合执法行动, 专项行动, 有关专项行动, 集中行动.
_NO_NAME = re.compile(
    r"^(?:各类|各项|系列|重大|国际|跨国|跨境|联合|执法|统一|集中|打击|专项|整治|治理|相关|有关|行业|领域|重点|和|、|此次|该|本次|多次|一批|执法打击)*$"
)
# 相关行业和领域税收专项整治 names none in particular.
_INDEFINITE = re.compile(r"(?:相关|有关|各类|各项)")
_NOT_A_CAMPAIGN = re.compile(r"(?:计划|方案|工程|试点|抽查|项目|指南)$")
_CLAUSE_END = re.compile(r"[。；！？\n，：]")
_MAX_NAME = 40


def _propose(sentence: SentenceContext) -> Iterator[Candidate]:
    """Propose a campaign for each name that is listed after a campaign verb."""
    text, span = sentence.document.text, sentence.span
    forms = sentence.document.forms
    if not forms.heads["campaign"].anywhere.search(text, span.start, span.end) and "”工作" not in sentence.text:
        return
    taken = span.start
    for verb in forms.triggers["campaign"].pattern.finditer(text, span.start, span.end):
        if verb.start() < taken or _inside_quotes(text, span.start, verb.start()):
            continue
        end = _CLAUSE_END.search(text, verb.end(), span.end)
        taken = end.start() if end else span.end
        adverbs = _ADVERBS.search(text, span.start, verb.start())
        start = adverbs.start() if adverbs else verb.start()
        for name, name_end in _names(sentence, verb.end(), taken):
            yield from _acts(sentence, name, CleanSpan(start, name_end), verb.start())


def _acts(sentence: SentenceContext, name: str, span: CleanSpan, position: int) -> Iterator[Candidate]:
    authority = sentence.document.agencies.authority
    ordinal = _ORDINAL.search(name)
    name = _ORDINAL.sub("", name)
    known = authority.resolve(name, sentence.document.as_of, frozenset({EntityKind.CAMPAIGN}))
    campaign = known.entity() if known else Entity(EntityKind.CAMPAIGN, name, cls="CampaignSeries")
    number = 1 if ordinal and ordinal[0].startswith("首") else None
    for agent in sentence.agents_at(position):
        act = Act(
            ActKind.CAMPAIGN_CONDUCT,
            agent,
            campaign,
            None,
            sentence.year_at(position),
            number,
            sentence.modality,
            sentence.task_id,
        )
        yield Candidate(act, span, "campaigns.conducted")


def _names(sentence: SentenceContext, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield the names of the campaigns that `start:end` lists, each with its end."""
    text = sentence.document.text
    heads = sentence.document.forms.heads["campaign"]
    pending: Part | None = None
    for part in split_parts(text, start, end):
        words = part.text.split("等")[0] if not _QUOTED.search(part.text) else part.text
        quoted = _QUOTED.search(part.text)
        if quoted is not None:
            name = _quoted_name(sentence, part.text, quoted)
        elif heads.ending.search(words):
            joined = pending is not None and part.separator in "和与及"
            name = text[pending.start : part.start] + words if joined and pending is not None else words
        else:
            name = None
            pending = part
            continue
        pending = None
        name = _FRONT.sub("", name) if name and not _INDEFINITE.match(name) else None
        if name and len(name) <= _MAX_NAME and not _is_generic(name, heads.ending):
            yield name, part.start + len(words) if quoted is None else part.end


def _quoted_name(sentence: SentenceContext, part: str, quoted: re.Match[str]) -> str | None:
    """Return the name of the campaign that a part with a quoted name gives, or `None` if it gives none."""
    heads = sentence.document.forms.heads["campaign"]
    core = _YEAR.sub("", quoted["name"])
    dated = core != quoted["name"]
    known = sentence.document.agencies.authority.resolve(
        core, sentence.document.as_of, frozenset({EntityKind.CAMPAIGN})
    )
    after, before = part[quoted.end() :], part[: quoted.start()]
    head = heads.anywhere.match(after) or re.search(rf"^[^，。]{{0,16}}?{heads.ending.pattern}", after.split("等")[0])
    listed = re.match(rf"等?[^，。]{{0,6}}?(?:{heads.anywhere.pattern})", after)
    announced = heads.ending.search(before)
    if known is not None and (head or listed or announced or heads.ending.search(core) or not after):
        return known.label_zh
    if heads.ending.search(core) or core.endswith(("活动", "工作")):
        return core
    if head is not None and not after.startswith("等"):
        return core + ("行动" if dated else head[0])
    if after in ("工作", "活动"):
        return core + after
    return f"{core}行动" if listed or announced or (dated and not after) else None


def _is_generic(name: str, ending: re.Pattern[str]) -> bool:
    return _NO_NAME.match(ending.sub("", name)) is not None or _NOT_A_CAMPAIGN.search(name) is not None


def _inside_quotes(text: str, start: int, position: int) -> bool:
    before = text[start:position]
    return before.count("《") > before.count("》") or before.count("“") > before.count("”")


RULES = (SentenceRule("campaigns.conducted", "campaigns that an agency starts, conducts or pushes on", _propose),)
