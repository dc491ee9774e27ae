"""Who promulgates, amends, drafts or abolishes which law, rule, standard or policy document.

Source: FACTS, `instrument_action` and "Instruments".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ipgraph.extract.context import CHINA, SentenceContext
from ipgraph.extract.instruments import TITLE, Instrument
from ipgraph.extract.rule import SentenceRule
from ipgraph.model.acts import Act, ActKind, Candidate, Entity
from ipgraph.model.span import CleanSpan

_OPENING, _CLOSING = "《（“", "》）”"
_STOP_OR_MARK = re.compile(rf"[，。；：！？\n{_OPENING}{_CLOSING}]")
_ADVERBS = re.compile(r"(?:研究|推进|推动|加快|完成|适时|积极|继续|组织|共同|联合|抓紧|及时|持续|进一步|印发|制定)+$")
# What may follow a title that is the verb's object; 《…》解读 or 《…》宣传活动 is about something else.
_OBJECT = re.compile(
    r"$|[、，。；和及与等（《\t]|工作|以及|国家标准|行业标准|团体标准|地方标准|中的?|修[改订]|的?制定|英文版|并|，|在|实施|落实|，?明确"
)
_WORK = re.compile(
    r"^(?:（[^（）]*）)?(?:中的?[^，。；《》]{0,14})?(?:等[^，。；《》]{0,12}?)?(?:及[^，。；《》]{2,14}?)?的?"
    r"(?P<act>适应性修改|制定和修改|修改|修订|制修订|立法|起草|制定|出台)(?:工作|进程|论证|研究|草案)?"
)
_BARE_WORK = re.compile(
    r"(?:推动|推进|加快|开展|启动)(?:推进)?(?P<names>[^，。；《》“”（）]{4,30}?)(?:的)?(?P<act>研制|编制|起草|制修订|修订|修改|制定)"
    r"(?:工作|进度|进程|和[^，。；]{2,8})?(?=[，。；]|$)"
)
_WORK_KINDS = {"立法": "drafts", "起草": "drafts", "制定": "drafts", "出台": "promulgates"}
# 中共中央、国务院印发的《…》
_ISSUED = re.compile(r"(?:联合|共同)?(?:印发|发布|出台|公布)的$")
_ISSUED_HERE = re.compile(r"(?:现(?:予以?|将)?[^，。；《》]{0,12})?(?:印发给你们|予以?(?:公布|发布|印发))")
# 形成修改草案: the draft of what was named before.
# 印发的, 修订草案, 发布会, 公布后: here the words govern nothing.
_NO_VERB = re.compile(r"的|草案|会|后|之日|情况|工作")
_BARE_DRAFT = len("修订草案送审稿")
_VERSION = re.compile(r"草案|征求意见稿")
_REVISION = re.compile(r"（?(?:修[改订](?:草案|征求意见稿|送审稿)+|修正(?:案)?（?草案）?)）?$")
# 加快推进修订《…》，形成修订草案; 形成植物新品种保护条例（修订草案）
_DRAFT = re.compile(r"形成(?P<draft>修[改订]草案(?:送审稿|征求意见稿)?)")


@dataclass(frozen=True, slots=True)
class _Verb:
    words: str
    kind: str
    start: int
    end: int


def _propose_announced(sentence: SentenceContext) -> Iterator[Candidate]:
    """Propose what a verb governs: 印发《…》, 研究制定…办法和…指引."""
    text = sentence.document.text
    for verb, end in _verbs(sentence):
        titles = [one for one in sentence.titles if verb.end <= one.start < end and _is_object(text, one)]
        if not titles and verb.words != "完善" and not TITLE.search(text, verb.end, end):
            titles = list(sentence.document.instruments.bare(text, verb.end, end))
        if verb.words == "形成":
            titles = [one for one in titles if _VERSION.search(one.entity.name) and len(one.entity.name) > _BARE_DRAFT]
        for instrument in titles:
            revised = _revised(sentence, instrument)
            if revised is not None and (verb.words == "形成" or "通过" in verb.words):
                yield from _acts(sentence, revised, "amends", (verb.start, "instruments.announced"))
                if "通过" in verb.words:
                    continue
            kind = "drafts" if verb.words.endswith("制修订") and instrument.existed is False else verb.kind
            if verb.kind == "amends" and "草案" in instrument.entity.name:
                kind = "drafts"
            yield from _acts(sentence, instrument, kind, (verb.start, "instruments.announced"))
            if verb.kind == "promulgates" and instrument.amended is not None:
                changed = instrument._replace(entity=instrument.amended)
                yield from _acts(sentence, changed, "amends", (verb.start, "instruments.announced"))
        if titles and verb.kind == "amends":
            yield from _drafts(sentence, titles[-1], end, "instruments.announced")


def _drafts(sentence: SentenceContext, revised: Instrument, start: int, rule: str) -> Iterator[Candidate]:
    """Propose the draft that a revision led to: 修订《…》，形成修订草案."""
    draft = _DRAFT.search(sentence.document.text, start, sentence.span.end)
    if draft is not None:
        entity = sentence.document.instruments.entity(revised.entity.name + draft["draft"])
        drafted = Instrument(entity, draft.start(), draft.end(), titled=False)
        yield from _acts(sentence, drafted, "drafts", (draft.start(), rule))


def _revised(sentence: SentenceContext, draft: Instrument) -> Instrument | None:
    """Return what a draft of a revision revises: 《…实施条例（修订草案征求意见稿）》 revises 《…实施条例》."""
    base = _REVISION.sub("", draft.entity.name)
    if base == draft.entity.name:
        return None
    return Instrument(sentence.document.instruments.entity(base), draft.start, draft.end, draft.titled)


def _verbs(sentence: SentenceContext) -> Iterator[tuple[_Verb, int]]:
    """Yield the verbs outside title marks, those in a row as one, each with the end of what it governs."""
    text, span = sentence.document.text, sentence.span
    triggers = sentence.document.forms.triggers["instrument"]
    titles = [(match.start(), match.end()) for match in TITLE.finditer(text, span.start, span.end)]
    runs: list[_Verb] = []
    for match in triggers.pattern.finditer(text, span.start, span.end):
        inside = any(start < match.start() < end for start, end in titles)
        if inside or _NO_VERB.match(text, match.end()) or _in_brackets(text, span.start, match.start()):
            continue
        if runs and runs[-1].end == match.start():
            kinds = {runs[-1].kind, triggers.roles[match[0]]}
            kind = "promulgates" if "promulgates" in kinds else "amends" if "amends" in kinds else "drafts"
            runs[-1] = _Verb(runs[-1].words + match[0], kind, runs[-1].start, match.end())
        else:
            runs.append(_Verb(match[0], triggers.roles[match[0]], match.start(), match.end()))
    for index, verb in enumerate(runs):
        limit = runs[index + 1].start if index + 1 < len(runs) else span.end
        yield verb, _clause_end(text, verb.end, limit)


def _clause_end(text: str, start: int, limit: int) -> int:
    """Return where the clause ends, outside title marks and brackets."""
    depth = 0
    for mark in _STOP_OR_MARK.finditer(text, start, limit):
        if mark[0] in _OPENING:
            depth += 1
        elif mark[0] in _CLOSING:
            depth -= 1
        elif depth <= 0:
            return mark.start()
    return limit


def _in_brackets(text: str, start: int, position: int) -> bool:
    before = text[start:position]
    return before.count("（") > before.count("）")


def _is_object(text: str, instrument: Instrument) -> bool:
    return _OBJECT.match(text, instrument.end) is not None


def _propose_work(sentence: SentenceContext) -> Iterator[Candidate]:
    """Propose what is named before the work on it: 推进《甲》《乙》修改, 《丙》立法进程."""
    text, span = sentence.document.text, sentence.span
    group: list[Instrument] = []
    titles = sentence.titles
    for index, instrument in enumerate(titles):
        group.append(instrument)
        following = titles[index + 1].start if index + 1 < len(titles) else span.end
        between = text[instrument.end : following]
        if not between.strip("、和及与") and following != span.end:
            continue
        work = _WORK.match(between)
        if work is not None:
            kind = _WORK_KINDS.get(work["act"], "amends")
            end = instrument.end + work.end()
            for one in group:
                start = _begin(text, span.start, group[0].start)
                yield from _acts(sentence, one, kind, (start, "instruments.work"), end)
            yield from _drafts(sentence, group[-1], end, "instruments.work")
        group = []


def _propose_bare_work(sentence: SentenceContext) -> Iterator[Candidate]:
    """Propose what is named without title marks before the work on it: 推动开源知识产权标准研制."""
    text, span = sentence.document.text, sentence.span
    for match in _BARE_WORK.finditer(text, span.start, span.end):
        kind = "amends" if match["act"] in ("修订", "修改", "制修订") else "drafts"
        for instrument in sentence.document.instruments.bare(text, match.start("names"), match.end("names")):
            yield from _acts(sentence, instrument, kind, (match.start(), "instruments.bare_work"), match.end())


def _begin(text: str, start: int, position: int) -> int:
    adverbs = _ADVERBS.search(text, start, position)
    return adverbs.start() if adverbs else position


def _propose_attributed(sentence: SentenceContext) -> Iterator[Candidate]:
    """Propose what a text mentions as issued by somebody: 中共中央、国务院印发的《…》."""
    text, span = sentence.document.text, sentence.span
    for instrument in sentence.titles:
        issued = _ISSUED.search(text[span.start : instrument.start])
        if issued is None:
            continue
        end = span.start + issued.start()
        for agency, start in _agencies_before(sentence, end):
            act = Act(ActKind.INSTRUMENT_ACT, agency, instrument.entity, "promulgates")
            yield Candidate(act, CleanSpan(start, instrument.end), "instruments.attributed")


def _agencies_before(sentence: SentenceContext, end: int) -> list[tuple[Entity, int]]:
    """Return the agencies of the list that ends at `end`, with their places."""
    found = []
    for mention in reversed(sentence.document.mentions.within(sentence.span.start, end)):
        if sentence.document.text[mention.span.end : end].strip("、和与及"):
            break
        found.append((mention.entity, mention.span.start))
        end = mention.span.start
    return found


def _propose_issued_here(sentence: SentenceContext) -> Iterator[Candidate]:
    """Propose what the document itself publishes: 《…》已经国务院同意，现印发给你们."""
    text, span = sentence.document.text, sentence.span
    issued = _ISSUED_HERE.search(text, span.start, span.end)
    if issued is None:
        return
    agents = tuple(mention.entity for mention in sentence.document.header.issuers) or (CHINA,)
    for instrument in [one for one in sentence.titles if one.end <= issued.start()][-1:]:
        for agent in agents:
            act = Act(ActKind.INSTRUMENT_ACT, agent, instrument.entity, "promulgates", sentence.year_at(issued.start()))
            yield Candidate(act, CleanSpan(instrument.start, issued.end()), "instruments.issued_here")


def _acts(
    sentence: SentenceContext, instrument: Instrument, kind: str, origin: tuple[int, str], end: int | None = None
) -> Iterator[Candidate]:
    start, rule = origin
    span = CleanSpan(min(start, instrument.start), max(end or 0, instrument.end))
    year, modality = sentence.year_at(start), sentence.modality_at(start)
    for agent in dict.fromkeys((*sentence.agents_at(start), *sentence.joined_at(start))):
        act = Act(ActKind.INSTRUMENT_ACT, agent, instrument.entity, kind, year, None, modality, sentence.task_id)
        yield Candidate(act, span, rule)


RULES = (
    SentenceRule(
        "instruments.announced",
        "what is published, amended, drafted or abolished",
        _propose_announced,
        trigger_kinds=("instrument",),
    ),
    SentenceRule("instruments.work", "what is named before the work on it", _propose_work, ("《",)),
    SentenceRule(
        "instruments.bare_work",
        "what is named without title marks before the work on it",
        _propose_bare_work,
        ("研制", "编制", "起草", "修订", "修改", "制定"),
    ),
    SentenceRule("instruments.attributed", "what a text mentions as issued by somebody", _propose_attributed, ("《",)),
    SentenceRule(
        "instruments.issued_here",
        "what the document itself publishes",
        _propose_issued_here,
        ("印发给你们", "公布", "发布", "印发"),
    ),
)
