"""What is in force where a sentence stands: its subject, its year, its task and who bears that task."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from ipgraph.extract.clauses import find_subjects, find_years
from ipgraph.extract.convened import Convened, find_convened
from ipgraph.extract.document import NO_BODY, DocumentContext
from ipgraph.extract.duties import Duty, parse_duties
from ipgraph.extract.instruments import Instrument
from ipgraph.extract.mentions import AgencyMention
from ipgraph.extract.things import Listed
from ipgraph.model.acts import Entity, EntityKind, Modality
from ipgraph.model.document import Block, BlockKind
from ipgraph.model.span import CleanSpan

CHINA = Entity(EntityKind.JURISDICTION, "中国", slug="CN", cls="Jurisdiction")
# 国家版权局会同公安部、工业和信息化部开展…: who acts with the subject.
_JOINED = re.compile(
    r"(?:会同|联合)(?P<others>[^。；，《]{2,160}?)(?:等[^，。；]{0,12})?，?(?:共同|联合|组织|部署|深入|持续|集中)*$"
)
# 市场监管总局会同公安部、商务部印发《…》，于5月至11月联合开展网剑行动: the others are those of the clause before.
_JOINED_BEFORE = re.compile(
    r"(?:会同|联合)(?P<others>[^，。；]{2,160}?)(?:等[^，。；]{0,12}?)?(?:联合|共同|先后|分别)*(?:印发|发布|出台|制定|部署|召开|开展)"
)
# 7大类139项！《2023年…推进计划》发布: a headline that tells what happened.
_HEADLINE = re.compile(r"《[^《》\n]{4,80}》(?:正式|联合)?(?:发布|印发|公布|出台)[^，。；\n]{0,6}$")
_CLAUSE_MARKS = "，。；："
_DEADLINE = re.compile(r"(?P<year>20\d\d)年[^，；）]{0,8}?(?:前|底|完成)")
# 将于, 拟, 力争: announced; 将…纳入, 将…作为 only moves an object.
_AHEAD = re.compile(r"(?:将(?:于|在|会|继续|进一步|适时|组织|举办|召开|开展|出台|发布|修订)|拟(?!定)|力争|计划于|预计)")
_UNDER_WAY = re.compile(r"推进|推动|加快|正在|着手|筹备|准备")
_VERB_LENGTH = 4
_T = TypeVar("_T")
# Below this share of paragraphs on the topic a file has many subjects: a broadcast, a gazette.
_MIXED = 0.3


@dataclass(frozen=True)
class SentenceContext:
    """A sentence with what is in force there.

    `carried` are the subjects that an earlier sentence of the paragraph left in force, `headed` tells whether the
    paragraph begins with its subject; `duties` are those who bear the task.
    """

    document: DocumentContext
    block: Block
    span: CleanSpan
    carried: tuple[Entity, ...]
    duties: tuple[Duty, ...] = ()
    headed: bool = True

    @cached_property
    def text(self) -> str:
        """Return the sentence."""
        return self.document.text[self.span.start : self.span.end]

    @cached_property
    def _readings(self) -> dict[Any, Any]:
        """The results of `once`, by the function that read them."""
        return {}

    def once(self, read: Callable[["SentenceContext"], _T]) -> _T:
        """Return what `read` makes of the sentence; however many rules ask, it reads once."""
        if read not in self._readings:
            self._readings[read] = read(self)
        result: _T = self._readings[read]
        return result

    @property
    def task_id(self) -> str | None:
        """Return the id of the task that announces the sentence, if its bearers are known."""
        return self.block.task_id if self.duties else None

    def modality_at(self, position: int) -> Modality:
        """Return how the text speaks of what stands at `position`: as done, as under way, or as planned.

        A plan announces, but its headline tells that it was issued. In a report 将 and 拟 do, and 推进, 推动, 正在 tell
        of what is not done yet.
        """
        if self.block.kind is BlockKind.FRONT:
            return Modality.REPORTED
        if self.document.is_plan:
            return Modality.PLANNED
        if not self._may_be_undone:
            return Modality.REPORTED
        end = min(position + _VERB_LENGTH, self.span.end)
        start = max(self.document.text.rfind(mark, self.span.start, end) for mark in _CLAUSE_MARKS)
        words = self.document.text[max(start, self.span.start) : end]
        if _AHEAD.search(words):
            return Modality.PLANNED
        return Modality.IN_PROGRESS if _UNDER_WAY.search(words) else Modality.REPORTED

    @cached_property
    def _may_be_undone(self) -> bool:
        """Tell whether any word of the sentence can make a clause speak of what is not done; most hold none."""
        return _AHEAD.search(self.text) is not None or _UNDER_WAY.search(self.text) is not None

    @property
    def year(self) -> int | None:
        """Return the document's year, which is in force where the sentence states none."""
        return self.document.header.year

    @cached_property
    def _years(self) -> tuple[tuple[int, int], ...]:
        """Return the years that clauses of the sentence begin with, each with the place from which it is in force."""
        if "年" not in self.text:
            return ()
        return tuple(find_years(self.document.text, self.span, self.document.header.year))

    @cached_property
    def _deadline(self) -> int | None:
        """Return the year by which the bracket that closes the task wants it done: （…牵头，2017年6月底前完成）."""
        bracket = self.block.bracket
        if bracket is None:
            return None
        deadline = _DEADLINE.search(self.document.text, bracket.start, bracket.end)
        return int(deadline["year"]) if deadline else None

    def year_at(self, position: int) -> int | None:
        """Return the year in force at `position`: the last that a clause before it begins with, else the document's."""
        year = self._deadline or self.document.header.year
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
    def convened(self) -> tuple[Convened, ...]:
        """Return the events of which the sentence says that they were held, behind their names."""
        things, document = self.document.things, self.document
        return tuple(find_convened(document.text, self.span, things.lists, things.namer, document.mentions))

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

    def holders_at(self, position: int) -> tuple[Entity, ...]:
        """Return who holds or attends an event that is named at `position`.

        Other than a figure's subject, theirs is carried only from the paragraph's beginning: 举办… without a subject
        in the midst of a paragraph about all agencies is said of none of them.
        """
        own = any(start <= position for start, _ in self.subjects)
        return self.agents_at(position) if own or self.headed or self.duties else (CHINA,)

    def joined_at(self, position: int) -> tuple[Entity, ...]:
        """Return who acts with the subject at `position`: 国家版权局会同公安部、工业和信息化部开展…."""
        if self.duties or not ("会同" in self.text or "联合" in self.text):
            return ()
        text = self.document.text
        joined = _JOINED.search(text, self.span.start, position)
        if joined is None and text.endswith(("联合", "共同"), self.span.start, position):
            joined = _JOINED_BEFORE.search(text, self.span.start, position)
        if joined is None:
            return ()
        mentions = self.document.mentions.within(joined.start("others"), joined.end("others"))
        return tuple(mention.entity for mention in mentions if not mention.abroad)

    def role_of(self, agent: Entity, default: str) -> str:
        """Return the agent's role in the task: what the bracket says of it, else `default`."""
        for duty in self.duties:
            if duty.agency == agent and duty.role in ("lead", "participant"):
                return duty.role
        return default


def walk(document: DocumentContext) -> Iterator[SentenceContext]:
    """Yield the document's sentences in text order, each with what is in force there.

    Of a file with many subjects only the paragraphs on intellectual property are read.
    """
    first_leads = document.first_leads
    mixed = document.topic_share < _MIXED
    for block in document.outline.blocks:
        headline = block.kind is BlockKind.FRONT and _HEADLINE.search(document.text, block.span.start, block.span.end)
        if (block.kind in NO_BODY and not headline) or (mixed and not document.is_on_topic(block)):
            continue
        duties: tuple[Duty, ...] = ()
        if block.bracket is not None:
            inside = CleanSpan(block.bracket.start + 1, block.bracket.end - 1)
            duties = parse_duties(document.text, inside, document.resolve, first_leads)
        elif block.kind is BlockKind.TABLE_ROW:
            duties = document.row_duties(block.span)
        carried: tuple[Entity, ...] = ()
        headed = False
        for span in block.sentences:
            sentence = SentenceContext(document, block, span, carried, duties, headed)
            yield sentence
            headed = headed or (span == block.sentences[0] and bool(sentence.subjects))
            for _, mentions in sentence.subjects:
                carried = tuple(mention.entity for mention in mentions)
