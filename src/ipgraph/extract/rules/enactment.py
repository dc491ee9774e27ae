"""Instruments as the subject of their own enactment: by whom and when adopted, from when in force.

Source: FACTS, `instrument_action` and `effective_on`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ipgraph.extract.context import CHINA, SentenceContext
from ipgraph.extract.instruments import Instrument, clean_name
from ipgraph.extract.rule import SentenceRule
from ipgraph.model.acts import Act, ActKind, Candidate, Entity, EntityKind, Property, PropertyStatement
from ipgraph.model.span import CleanSpan
from ipgraph.text.dates import parse_date

_DAY = r"(?:今|本|\d{4}|[二〇○零一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
# 《…》由国家林业和草原局于2024年1月2日发布; 《…》于2024年3月26日经陕西省第十四届人民代表大会常务委员会第九次会议通过;
# 《…》等5部工作指引发布. Not 《…》规定…发布: words between title and verb are only these.
_ENACTED = re.compile(
    rf"^(?:等\d*(?:项|部|个|件)?[^，。；由于经]{{0,14}}?)?(?:英文版)?(?:由(?P<by>[^，。；]{{2,120}}?))?(?:于(?P<day>{_DAY}))?"
    r"(?:，?经(?P<via>[^，。；]{2,40}?))?(?:联合|正式|讨论并原则|讨论|审议|表决|对外|面向社会)*"
    r"(?P<verb>印发|发布|公布|通过|出台|颁布|废止)(?P<force>施行|实施)?"
)
_IN_FORCE = re.compile(rf"(?:自|从|(?<=》))(?P<day>{_DAY}|(?:发布|公布|印发)之日)起(?:正式)?(?:施行|实施|执行|生效)")
# 本意见自2019年1月1日起施行: the document speaks of itself.
_ITSELF = re.compile(rf"本[\u4e00-\u9fff]{{2,6}}?自(?P<day>{_DAY})起(?:正式)?(?:施行|实施|执行)")
_CONGRESS = re.compile(
    r"^(?P<place>[\u4e00-\u9fff]{2,8}?(?:省|市|自治区|自治州|县))?第[^届]{1,4}届(?P<national>全国)?人民代表大会(?:常务委员会)?"
)
# 反不正当竞争法（修订草案）于2024年9月29日经国务院常务会议讨论并原则通过: a draft that passes amends its law.
_DRAFT_PASSED = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<law>《?[\u4e00-\u9fff]{{2,30}}?(?:法|条例|细则|办法|规定)》?)（?修[改订]草案）?》?(?:于(?P<day>{_DAY}))?"
    r"，?经(?P<via>[^，。；]{2,40}?)(?:讨论并原则|审议|表决|讨论)*通过"
)
_BY_TITLE = re.compile(r"^《(?P<agencies>.{2,60}?)关于")


@dataclass(frozen=True, slots=True)
class _Enactment:
    """A group of titles with what the sentence says of their adoption."""

    instruments: tuple[Instrument, ...]
    words: re.Match[str] | None
    start: int
    end: int


def _enactments(sentence: SentenceContext) -> Iterator[_Enactment]:
    """Yield the groups of titles of a sentence with the words of adoption that follow them."""
    text, span = sentence.document.text, sentence.span
    titles = sentence.titles
    group: list[Instrument] = []
    for index, instrument in enumerate(titles):
        group.append(instrument)
        following = titles[index + 1].start if index + 1 < len(titles) else span.end
        between = text[instrument.end : following]
        if between.strip("、和及与") or following == span.end:
            words = _ENACTED.match(between)
            yield _Enactment(tuple(group), words, group[0].start, instrument.end)
            group = []


def _propose_enacted(sentence: SentenceContext) -> Iterator[Candidate]:
    for enactment in _enactments(sentence):
        words = enactment.words
        if words is None:
            continue
        day = _day(sentence, words["day"]) if words["day"] else None
        year = day.year if day else sentence.year_at(enactment.start)
        kind = "abolishes" if words["verb"] == "废止" else "promulgates"
        span = CleanSpan(enactment.start, enactment.end + words.end())
        for instrument in enactment.instruments:
            for agent in _enactors(sentence, enactment, instrument):
                yield _act(agent, instrument.entity, kind, year, span)
                if instrument.amended is not None:
                    yield _act(agent, instrument.amended, "amends", year, span)


def _propose_draft_passed(sentence: SentenceContext) -> Iterator[Candidate]:
    for match in _DRAFT_PASSED.finditer(sentence.document.text, sentence.span.start, sentence.span.end):
        law = sentence.document.instruments.entity(clean_name(match["law"]))
        day = _day(sentence, match["day"]) if match["day"] else None
        year = day.year if day else sentence.year_at(match.start())
        act = Act(ActKind.INSTRUMENT_ACT, _assembly(sentence, match["via"]), law, "amends", year)
        yield Candidate(act, CleanSpan(match.start("law"), match.end()), "enactment.draft_passed")


def _act(agent: Entity, instrument: Entity, kind: str, year: int | None, span: CleanSpan) -> Candidate:
    return Candidate(Act(ActKind.INSTRUMENT_ACT, agent, instrument, kind, year), span, "enactment.adopted")


def _enactors(sentence: SentenceContext, enactment: _Enactment, instrument: Instrument) -> tuple[Entity, ...]:
    """Return who adopted an instrument: by the sentence, by its title, or else China."""
    words = enactment.words
    if words is not None and words["by"]:
        start = enactment.end + words.start("by")
        named = sentence.document.mentions.within(start, start + len(words["by"]))
        if named:
            return tuple(mention.entity for mention in named)
    if words is not None and words["via"]:
        return (_assembly(sentence, words["via"]),)
    title = _BY_TITLE.match(sentence.document.text[instrument.start : instrument.end])
    if title is not None:
        start = instrument.start + title.start("agencies")
        named = sentence.document.mentions.within(start, instrument.start + title.end("agencies"))
        if named and named[0].span.start == start:
            return tuple(mention.entity for mention in named)
    return (CHINA,)


def _assembly(sentence: SentenceContext, via: str) -> Entity:
    """Return the body whose session adopted something: 陕西省第十四届人民代表大会常务委员会第九次会议."""
    congress = _CONGRESS.match(via)
    document = sentence.document
    if congress is not None:
        name = f"{congress['place'] or '全国'}人大常委会"
        known = document.agencies.resolve(name, document.as_of)
        return known or Entity(EntityKind.AGENCY, name, cls="LegislativeBody")
    if via.startswith("国务院"):
        return document.agencies.resolve("国务院", document.as_of) or CHINA
    return CHINA


def _propose_in_force(sentence: SentenceContext) -> Iterator[Candidate]:
    text, span = sentence.document.text, sentence.span
    itself = _ITSELF.search(text, span.start, span.end)
    if itself is not None and (day := _day(sentence, itself["day"])) is not None:
        statement = PropertyStatement(sentence.document.document, Property.EFFECTIVE_ON, day)
        yield Candidate(statement, CleanSpan(itself.start(), itself.end()), "enactment.in_force")
    groups = list(_enactments(sentence))
    for index, enactment in enumerate(groups):
        limit = groups[index + 1].start if index + 1 < len(groups) else span.end
        day, end = _day_in_force(sentence, enactment, limit)
        if day is not None:
            for instrument in enactment.instruments:
                statement = PropertyStatement(instrument.entity, Property.EFFECTIVE_ON, day)
                yield Candidate(statement, CleanSpan(enactment.start, end), "enactment.in_force")


def _day(sentence: SentenceContext, words: str) -> date | None:
    """Return the day that the words mean; 今年 is the document's year."""
    year = sentence.year
    if words.startswith(("今年", "本年")):
        words = f"{year}{words[1:]}" if year else ""
    try:
        return parse_date(words)
    except ValueError:
        return None


def _day_in_force(sentence: SentenceContext, enactment: _Enactment, limit: int) -> tuple[date | None, int]:
    """Return from which day the instruments are in force, and where the text says so."""
    text = sentence.document.text
    words = enactment.words
    adopted = _day(sentence, words["day"]) if words is not None and words["day"] else None
    if words is not None and words["force"]:
        return adopted, enactment.end + words.end()
    force = _IN_FORCE.search(text, enactment.end, limit)
    if force is None:
        return None, enactment.end
    return (adopted if force["day"].endswith("之日") else _day(sentence, force["day"])), force.end()


RULES = (
    SentenceRule("enactment.adopted", "by whom and in which year an instrument was adopted", _propose_enacted, ("《",)),
    SentenceRule(
        "enactment.draft_passed", "by whom the draft of a revision was passed", _propose_draft_passed, ("通过",)
    ),
    SentenceRule(
        "enactment.in_force",
        "from which day an instrument is in force",
        _propose_in_force,
        ("施行", "实施", "执行", "生效"),
    ),
)
