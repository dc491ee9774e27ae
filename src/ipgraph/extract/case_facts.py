"""What the sentences of one case say: who handled it, where, when, with which outcome, about which sums."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ipgraph.extract.cases import CaseText
from ipgraph.extract.document import DocumentContext
from ipgraph.extract.mentions import AgencyMention
from ipgraph.model.acts import Entity, EntityKind
from ipgraph.model.span import CleanSpan
from ipgraph.text.numerals import parse_number

# By what a body is, what it does with a case, and the verbs that say so behind its name.
_ROLES = (
    (
        re.compile("法院|法庭"),
        "tries",
        re.compile("[一二再]审|审理|判[决处令赔]|裁定|审结|认[为定]|维持|改判|宣判|驳回|作出|组织调解"),
    ),
    (
        re.compile("检察"),
        "prosecutes",
        re.compile("(?:提起)?公诉|批准?逮?捕|审查(?:起诉|逮捕)|起诉|抗诉|提起|量刑建议|监督|立案"),
    ),
    (re.compile("公安|经侦"), "investigates", re.compile("破获|侦[破办查]|立案|抓获|捣毁|收网|查[获处]")),
    (
        re.compile("."),
        "handles",
        re.compile(
            "处理|查[处办获扣]|作出|责令|立案|执法检查|检查|扣[留押]|没收|处以|罚款|裁决|调解|审理|认定|移送|办理"
        ),
    ),
)
# 向苏州市知识产权局提起处理请求, 移送公安机关, 不服某局: who is spoken of is not who acts.
_NOT_THE_AGENT = re.compile("(?:向|至|到|给|对|不服|诉|移送|移交|通报|请求|报)(?:了)?$")
_NO_PLACE = re.compile("^(?:[省市县区]|[向由经对])")
_CITY = re.compile("(?P<province>[\u4e00-\u9fff]{2,3}(?:省|自治区))?(?P<city>[\u4e00-\u9fff]{2,4}市)$")
_CLAUSE = re.compile("[^，。；：！？\n]+[，。；：！？]?")
# A party's wish is no outcome and no sum of the case.
_WISHED = re.compile("(?<!诉讼)请求(?!人)|诉请|诉称|主张|索赔|要求(?!其)|辩称|上诉称|拟")
_DECIDED = re.compile(
    "判处|判令|判决(?!后|已|书|生效)|判赔(?!数额)|改判|维持[^，。]{0,6}(?:原判|判决|裁[定决])|驳回|责令|酌定|处以|[并没]处罚款|罚款|罚金|没收|抓获|捣毁|"
    "作出[^，。；]{0,16}(?:裁决|处罚|决定|裁定|判决)|达成[^，。；]{0,8}(?:调解|和解)|追究[^，。；]{0,6}刑事责任|移送(?:公安|司法)机关"
)
_DATE = re.compile(r"(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_JUDGED = re.compile("判[处令决]|作出[^，。；]{0,16}(?:裁决|处罚|决定|裁定|判决)|宣判|改判|裁定|处以|审结")
_FAR, _FAR_CITY = 60, 12
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
# 判赔6.4亿余元, 罚金2000万元, 涉案金额5200余万元: a sum, and the words that say of what.
_SUM = re.compile(r"(?P<about>近|约|超过?|逾)?(?P<number>\d[\d,]*(?:\.\d+)?(?:余|多)?[千百]?[万亿]?(?:余|多)?)元")
_OF_WHAT = re.compile(
    "判赔|赔偿|罚金|罚款|没收违法所得|违法所得|非法所得|非法获利|获利|涉案(?:总)?(?:金额|价值|货值)|案值|货值(?:金额)?|"
    "(?:违法|非法)经营(?:数)?额|经营数额|销售(?:总)?(?:金)?额|标的额|经济损失|合理[开费][支用]|退赃|价值|金额|[\u4e00-\u9fff]{2}费"
)
_PART_OF_DAMAGES = frozenset({"经济损失", "合理开支", "合理费用"})
_ABOUT = re.compile("余|多")


class Handling(NamedTuple):
    """Who handled a case, as what, in which stated year, and where the text says so."""

    agent: Entity
    kind: str
    year: int | None
    span: CleanSpan


class Sum(NamedTuple):
    """A sum of money: of what, how much, and where the text says so."""

    measure: str
    value: Decimal
    approximate: bool
    year: int | None
    span: CleanSpan


def read_handlings(document: DocumentContext, case: CaseText) -> list[Handling]:
    """Return who handled a case, each body once, under the fullest name that the case's text gives it."""
    text, found, names = document.text, list[tuple[Entity, CleanSpan]](), set[str]()
    for mention in case.handlers:
        entity, start = _full(document, mention)
        found.append((entity, CleanSpan(start, case.name.end)))
        names.add(entity.name)
    for sentence in case.sentences:
        for mention in document.mentions.within(sentence.start, sentence.end):
            entity, start = _full(document, mention)
            names.add(entity.name)
            verbs = _role(entity)[1]
            acts = verbs.search(text, mention.span.end, _clause_end(text, mention.span.end, sentence.end))
            if acts is None or mention.abroad or _NO_PLACE.match(entity.name) or _is_spoken_of(text, mention):
                continue
            found.append((entity, CleanSpan(start, acts.end())))
    kept: dict[str, Handling] = {}
    longest = sorted(names, key=lambda name: (-len(name), name))
    for entity, span in found:
        full = next(name for name in longest if name.endswith(entity.name))
        year = _stated_year(text, case, span.start)
        kept.setdefault(full, Handling(entity._replace(name=full), _role(entity)[0], year, span))
    return list(kept.values())


def read_outcomes(text: str, case: CaseText) -> Iterator[CleanSpan]:
    """Yield where a case's sentences say what came of it: from the first clause that decides to the last."""
    for sentence in case.sentences:
        deciding = [
            clause
            for clause in _CLAUSE.finditer(text, sentence.start, sentence.end)
            if _DECIDED.search(clause[0]) and not _WISHED.search(clause[0])
        ]
        if deciding and not _WISHED.search(text, sentence.start, deciding[0].start()):
            end = deciding[-1].end()
            yield CleanSpan(deciding[0].start(), end - (text[end - 1] in "，。；：！？"))


def read_sums(text: str, case: CaseText) -> Iterator[Sum]:
    """Yield the sums that a case's sentences state, but for those that a party only asks for."""
    for sentence in case.sentences:
        for clause in _CLAUSE.finditer(text, sentence.start, sentence.end):
            if "元" not in clause[0] or _WISHED.search(clause[0]):
                continue
            for match in _SUM.finditer(text, clause.start(), clause.end()):
                words = list(_OF_WHAT.finditer(text, clause.start(), match.start()))
                if not words:
                    continue
                said = [word[0] for word in words]
                owed = said[-1] in _PART_OF_DAMAGES and "赔偿" in said
                word = words[said.index("赔偿") if owed else -1]
                number = match["number"]
                about = match["about"] is not None or _ABOUT.search(number) is not None
                value = parse_number(_ABOUT.sub("", number))
                year = _stated_year(text, case, match.start())
                yield Sum(word[0], value, about, year, CleanSpan(word.start(), match.end()))


def read_decision(text: str, case: CaseText) -> tuple[date, CleanSpan] | None:
    """Return the day on which a case was last decided, if a sentence states it beside the decision."""
    found = None
    for sentence in case.sentences:
        for match in _DATE.finditer(text, sentence.start, sentence.end):
            verb = _JUDGED.search(text, match.end(), min(sentence.end, match.end() + _FAR))
            day = _day(match)
            if verb is not None and day is not None and not _DATE.search(text, match.end(), verb.start()):
                found = day, CleanSpan(match.start(), verb.end())
    return found


def read_place(document: DocumentContext, case: CaseText, handlings: list[Handling]) -> tuple[Entity, CleanSpan] | None:
    """Return the province of a case: that of the first body that handled it, else the one that its name begins with."""
    spans = [(handling.agent.name, handling.span) for handling in handlings]
    spans.append((document.text[case.name.start : case.name.start + 4], case.name))
    for words, span in spans:
        province = document.agencies.find_place(words)
        entry = (
            document.agencies.authority.resolve(province, document.as_of, frozenset({EntityKind.JURISDICTION}))
            if province and words.startswith(province[:2])
            else None
        )
        if entry is not None:
            return entry.entity(document.as_of), span
    return None


def _role(entity: Entity) -> tuple[str, re.Pattern[str]]:
    """Return what a body does with a case by what it is, and the verbs that say so."""
    return next((kind, verbs) for body, kind, verbs in _ROLES if body.search(entity.name))


def _full(document: DocumentContext, mention: AgencyMention) -> tuple[Entity, int]:
    """Return the body with the city before its district, and where that begins: 江苏省无锡市新吴区人民检察院."""
    entity, text = mention.entity, document.text
    city = _CITY.search(text, max(0, mention.span.start - _FAR_CITY), mention.span.start)
    if entity.cls != "LocalAgency" or "市" in entity.name or city is None or city["province"] is None:
        return entity, mention.span.start
    province = document.agencies.find_place(city["province"])
    if province is None:
        return entity, mention.span.start
    name = f"{province}{city['city']}{entity.name}"
    return entity._replace(name=name), city.end("province") - len(province)


def _is_spoken_of(text: str, mention: AgencyMention) -> bool:
    return _NOT_THE_AGENT.search(text, max(0, mention.span.start - 4), mention.span.start) is not None


def _clause_end(text: str, start: int, end: int) -> int:
    """Return where the clause ends in which a body stands."""
    stops = [match.start() for match in re.finditer("[，。；：]", text[start:end])]
    return start + stops[0] if stops else end


def _stated_year(text: str, case: CaseText, place: int) -> int | None:
    """Return the last year that the sentence states before a place; a case is often older than its report."""
    sentence = next((one for one in case.sentences if one.start <= place < one.end), None)
    years = _YEAR.findall(text, sentence.start, place) if sentence else []
    return int(years[-1]) if years else None


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
