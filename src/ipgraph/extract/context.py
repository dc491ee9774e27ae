"""What is in force where a sentence stands: its subject, its year, its task and who bears that task."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ipgraph.extract.campaigns import CampaignReader
from ipgraph.extract.duties import FIRST_LEADS, Duty, parse_duties
from ipgraph.extract.header import Header
from ipgraph.extract.instruments import Instrument, InstrumentFinder
from ipgraph.extract.mentions import AgencyFinder, AgencyMention, AgencyMentions
from ipgraph.extract.tables import Row, find_rows
from ipgraph.extract.things import Listed, ThingFinder
from ipgraph.lexicon.forms import Forms
from ipgraph.model.acts import Entity, EntityKind, Modality
from ipgraph.model.document import Block, BlockKind, Outline
from ipgraph.model.span import CleanSpan

CHINA = Entity(EntityKind.JURISDICTION, "中国", slug="CN", cls="Jurisdiction")
# A document that announces: 工作要点, 实施推进计划, 行动方案, 指导意见, 任务分工.
_PLAN_TITLE = re.compile(r"计划|要点|方案|纲要|规划|意见|分工|安排|措施|部署")
# Where a clause may begin with its subject, and what may stand before the subject.
_CLAUSE_START = re.compile(r"[，。；：！？]|[一二三四五六七八九]是")
_BEFORE_SUBJECT = re.compile(r"(?:(?:\d{4}年(?:以来|底|初)?|其中|同时|此外|今年|去年|近年来|全年|由)[，]?)*")
_JOINED = re.compile(
    r"(?:会同|联合)(?P<others>[^。；，]{2,160}?)(?:等[^，。；]{0,12})?，?(?:共同|联合|组织|部署|深入|持续|集中)*$"
)
# Not 2021—2035年, nor 2013年以来.
_CLAUSE_YEAR = re.compile(
    r"(?:(?<=[。，；：！？\n])|(?<=是)|(?<![\s\S]))(?:截至|截止到?|到|于|在|自|从|早在)?"
    r"(?:(?P<year>(?:19|20)\d\d)年(?!以来|[—\-－~至到])|去年|上年(?!同))"
)
# 商务部组织的活动, 公安部关于…: an agency that is only part of what follows is no subject.
_NO_SUBJECT = re.compile(r"(?:等\d*个?(?:部门|单位|有关部门)*)?(?:的|关于|组织的|举办的|印发的|发布的|主办的|之间|驻)")
_COORDINATION = re.compile(r"[、和与及]|以及|（国家版权局）")


_NO_BODY = (BlockKind.FRONT, BlockKind.HEADING, BlockKind.SIGN_OFF)
# Below this share of paragraphs on the topic a file has many subjects: a broadcast, a gazette.
_MIXED = 0.3


@dataclass(frozen=True)
class DocumentContext:
    """What holds for a whole document; `as_of` is the day as of which its names are meant."""

    doc_id: str
    text: str
    outline: Outline
    header: Header
    mentions: AgencyMentions
    agencies: AgencyFinder
    things: ThingFinder
    instruments: InstrumentFinder
    campaigns: CampaignReader
    forms: Forms
    as_of: date | None

    @cached_property
    def is_plan(self) -> bool:
        """Tell whether the document announces what shall be done, by its title or its brackets."""
        return bool(_PLAN_TITLE.search(self.header.title)) or self.assigns

    @cached_property
    def assigns(self) -> bool:
        """Tell whether the document closes tasks with brackets."""
        return any(block.bracket is not None for block in self.outline.blocks)

    @cached_property
    def first_leads(self) -> bool:
        """Tell whether the document says that the first of several agencies leads."""
        return FIRST_LEADS.search(self.text) is not None

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows of the document's tables."""
        return tuple(find_rows(self.text, self.outline.blocks))

    def resolve(self, name: str) -> Entity | None:
        """Return the agency that bears exactly `name` as of the document's date, or `None`."""
        return self.agencies.resolve(name, self.as_of)

    @cached_property
    def topic_share(self) -> float:
        """Return the share of the body blocks that speak of intellectual property; 1 where the title does."""
        if self.forms.topic.search(self.header.title):
            return 1.0
        blocks = [block for block in self.outline.blocks if block.kind not in _NO_BODY]
        on_topic = sum(self.is_on_topic(block) for block in blocks)
        return on_topic / len(blocks) if blocks else 0.0

    def is_on_topic(self, block: Block) -> bool:
        """Tell whether a block speaks of intellectual property."""
        return self.forms.topic.search(self.text, block.span.start, block.span.end) is not None

    @cached_property
    def document(self) -> Entity:
        """Return the document itself, under its title."""
        return Entity(EntityKind.DOCUMENT, self.header.title, slug=self.doc_id, cls="PolicyDocument")


@dataclass(frozen=True)
class SentenceContext:
    """A sentence with what is in force there.

    `carried` are the subjects that an earlier sentence of the paragraph left in force; `duties` who bears the task.
    """

    document: DocumentContext
    block: Block
    span: CleanSpan
    carried: tuple[Entity, ...]
    duties: tuple[Duty, ...] = ()

    @cached_property
    def text(self) -> str:
        """Return the sentence."""
        return self.document.text[self.span.start : self.span.end]

    @property
    def task_id(self) -> str | None:
        """Return the id of the task that announces the sentence, if its bearers are known."""
        return self.block.task_id if self.duties else None

    @property
    def modality(self) -> Modality:
        """Return how the sentence speaks of what it names."""
        return Modality.PLANNED if self.document.is_plan else Modality.REPORTED

    @property
    def year(self) -> int | None:
        """Return the document's year, which is in force where the sentence states none."""
        return self.document.header.year

    @cached_property
    def _years(self) -> tuple[tuple[int, int], ...]:
        """Return the years that clauses of the sentence begin with, each with the place from which it is in force."""
        return tuple(_find_years(self.document.text, self.span, self.document.header.year))

    def year_at(self, position: int) -> int | None:
        """Return the year in force at `position`: the last that a clause before it begins with, else the document's."""
        year = self.document.header.year
        for start, stated in self._years:
            if start <= position:
                year = stated
        return year

    @cached_property
    def titles(self) -> tuple[Instrument, ...]:
        """Return the instruments that the sentence names in title marks."""
        if "《" not in self.text:
            return ()
        return tuple(self.document.instruments.titles(self.document.text, self.span.start, self.span.end))

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        """Return the mechanisms, events, agreements that the sentence lists, each with the verb before it."""
        return tuple(self.document.things.find(self.document.text, self.span))

    @cached_property
    def subjects(self) -> tuple[tuple[int, tuple[AgencyMention, ...]], ...]:
        """Return the subjects that the sentence itself names, each with the place from which it is in force."""
        return tuple(find_subjects(self.document.text, self.span, self.document.mentions))

    def agents_at(self, position: int) -> tuple[Entity, ...]:
        """Return who acts at `position`: the task's bearers, the clause's subject, the carried one, or China."""
        if self.duties:
            return tuple(duty.agency for duty in self.duties)
        agents = self.carried
        for start, mentions in self.subjects:
            if start <= position:
                agents = tuple(mention.entity for mention in mentions)
        return agents or (CHINA,)

    def joined_at(self, position: int) -> tuple[Entity, ...]:
        """Return who acts with the subject at `position`: 国家版权局会同公安部、工业和信息化部开展…."""
        joined = _JOINED.search(self.document.text, self.span.start, position)
        if self.duties or joined is None:
            return ()
        mentions = self.document.mentions.within(joined.start("others"), joined.end("others"))
        return tuple(mention.entity for mention in mentions if not mention.abroad)

    def role_of(self, agent: Entity, default: str) -> str:
        """Return the agent's role in the task: what the bracket says of it, else `default`."""
        for duty in self.duties:
            if duty.agency == agent and duty.role in ("lead", "participant"):
                return duty.role
        return default


def _find_years(text: str, span: CleanSpan, document_year: int | None) -> Iterator[tuple[int, int]]:
    """Yield the years with which clauses begin: 2013年，…; 截至2014年底，…; 去年，…; not the years of a range."""
    for match in _CLAUSE_YEAR.finditer(text, span.start, span.end):
        if match["year"]:
            yield match.end("year"), int(match["year"])
        elif document_year is not None:
            yield match.end(), document_year - 1


def find_subjects(
    text: str, span: CleanSpan, mentions: AgencyMentions
) -> Iterator[tuple[int, tuple[AgencyMention, ...]]]:
    """Yield the agencies with which a clause begins, with the end of their names.

    A body abroad is a partner (国家版权局与世界知识产权组织联合举办…), never the subject in force.
    """
    starts = [span.start, *(match.end() for match in _CLAUSE_START.finditer(text, span.start, span.end))]
    for start in starts:
        group: list[AgencyMention] = []
        before = _BEFORE_SUBJECT.match(text, start, span.end)
        position = before.end() if before else start
        while (mention := mentions.starting_at(position)) is not None and mention.span.end <= span.end:
            if mention.abroad:
                break
            group.append(mention)
            position = mention.span.end
            joint = re.compile("（[^（）]{2,12}）").match(text, position)
            position = joint.end() if joint else position
            joiner = _COORDINATION.match(text, position)
            if joiner is None:
                break
            position = joiner.end()
        if group and not _NO_SUBJECT.match(text, group[-1].span.end):
            yield group[-1].span.end, tuple(group)


def walk(document: DocumentContext) -> Iterator[SentenceContext]:
    """Yield the document's sentences in text order, each with what is in force there.

    Of a file with many subjects only the paragraphs on intellectual property are read.
    """
    first_leads = document.first_leads
    mixed = document.topic_share < _MIXED
    for block in document.outline.blocks:
        if block.kind in _NO_BODY or (mixed and not document.is_on_topic(block)):
            continue
        duties: tuple[Duty, ...] = ()
        if block.bracket is not None:
            inside = CleanSpan(block.bracket.start + 1, block.bracket.end - 1)
            duties = parse_duties(document.text, inside, document.resolve, first_leads)
        carried: tuple[Entity, ...] = ()
        for span in block.sentences:
            sentence = SentenceContext(document, block, span, carried, duties)
            yield sentence
            for _, mentions in sentence.subjects:
                carried = tuple(mention.entity for mention in mentions)
