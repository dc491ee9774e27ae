"""What holds for a whole document: its header, its outline, whether it announces or reports, what it speaks of."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ipgraph.extract.campaigns import CampaignReader
from ipgraph.extract.cases import CaseText, find_cases
from ipgraph.extract.duties import FIRST_LEADS, Duty, read_row_duties
from ipgraph.extract.header import Header
from ipgraph.extract.instruments import InstrumentFinder
from ipgraph.extract.mentions import AgencyFinder, AgencyMentions
from ipgraph.extract.tables import Row, find_rows
from ipgraph.extract.things import ThingFinder
from ipgraph.lexicon.forms import Forms
from ipgraph.model.acts import Entity, EntityKind
from ipgraph.model.document import Block, BlockKind, Outline
from ipgraph.model.span import CleanSpan

# A document that announces: 工作要点, 实施推进计划, 行动方案, 指导意见, 任务分工.
_PLAN_TITLE = re.compile(r"计划|要点|方案|纲要|规划|意见|分工|安排|措施|部署")
NO_BODY = (BlockKind.FRONT, BlockKind.HEADING, BlockKind.SIGN_OFF)


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

    @cached_property
    def cases(self) -> tuple[CaseText, ...]:
        """Return the single cases that the document tells."""
        return tuple(find_cases(self.text, self.header.title, self.outline.blocks, self.mentions))

    def in_case(self, place: int) -> bool:
        """Tell whether a place lies in what the document tells of a single case."""
        return any(case.span.start <= place < case.span.end for case in self.cases)

    def row_duties(self, span: CleanSpan) -> tuple[Duty, ...]:
        """Return who bears the task of the table row that holds a place, by the columns that name bearers."""
        index = bisect_right(self.rows, span.start, key=lambda row: row.span.start) - 1
        if index < 0 or span.start >= self.rows[index].span.end:
            return ()
        return tuple(read_row_duties(self.text, self.rows[index], self.resolve))

    def resolve(self, name: str) -> Entity | None:
        """Return the agency that bears exactly `name` as of the document's date, or `None`."""
        return self.agencies.resolve(name, self.as_of)

    @cached_property
    def topic_share(self) -> float:
        """Return the share of the body blocks that speak of intellectual property; 1 where the title does."""
        if self.forms.topic.search(self.header.title):
            return 1.0
        blocks = [block for block in self.outline.blocks if block.kind not in NO_BODY]
        on_topic = sum(self.is_on_topic(block) for block in blocks)
        return on_topic / len(blocks) if blocks else 0.0

    def is_on_topic(self, block: Block) -> bool:
        """Tell whether a block speaks of intellectual property."""
        return self.forms.topic.search(self.text, block.span.start, block.span.end) is not None

    @cached_property
    def document(self) -> Entity:
        """Return the document itself, under its title."""
        return Entity(EntityKind.DOCUMENT, self.header.title, slug=self.doc_id, cls="PolicyDocument")
