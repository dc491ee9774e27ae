"""Who is responsible for which task of a plan."""

import re
from collections.abc import Iterator

from ipgraph.extract.context import SentenceContext
from ipgraph.extract.document import DocumentContext
from ipgraph.extract.duties import read_row_duties
from ipgraph.extract.rule import DocumentRule, SentenceRule
from ipgraph.model.acts import Act, ActKind, Candidate, Entity, EntityKind, Modality
from ipgraph.model.document import BlockKind
from ipgraph.model.span import CleanSpan

# 各省级知识产权管理部门会同地方和行业贸促会统筹推进…, 各地区要…: a task's sentence that begins with its bearers.
# Not 各类市场主体…, 各项任务…: those are no bodies.
_COLLECTIVE = (
    r"各?(?:省级|市级|县级|地方|地区|行业|有关|相关)[\u4e00-\u9fff]{0,10}?(?:管理部门|主管部门|行政部门|部门|贸促会|贸促机构|知识产权局|法院|机关|政府)"
    r"|各地区|各部门|各有关部门|各地方"
)
_BEARERS = re.compile(
    rf"^(?P<first>{_COLLECTIVE})(?:(?:[、和]|会同|联合)(?P<second>地方和行业贸促会|{_COLLECTIVE}))?"
    r"(?=要|应|会同|负责|统筹|按照|结合|加强|牵头|充分|加大|建立|组织)"
)
# 组织各地方和行业贸促会搭建…平台: the bearers stand after 组织.
_ORGANISED = re.compile(rf"^组织(?P<first>各地方和行业贸促会|{_COLLECTIVE})(?=搭建|开展|建立|做好|实施|制定|加强)")
_COORDINATED = re.compile(r"^(?P<each>各?)(?P<left>地方|省级|市级)和(?P<right>行业|市级|县级)(?P<head>.+)$")


def _task(sentence: SentenceContext, task_id: str) -> Entity:
    return Entity(EntityKind.TASK, task_id, slug=f"{sentence.document.doc_id}-{task_id}", cls="Task")


def _propose_brackets(sentence: SentenceContext) -> Iterator[Candidate]:
    bracket, task_id = sentence.block.bracket, sentence.block.task_id
    if bracket is None or task_id is None or sentence.span != sentence.block.sentences[-1]:
        return
    task = _task(sentence, task_id)
    for duty in sentence.duties:
        act = Act(ActKind.TASK_ASSIGNMENT, duty.agency, task, duty.role, modality=Modality.PLANNED)
        yield Candidate(act, bracket, "tasks.bracket")


def _propose_rows(document: DocumentContext) -> Iterator[Candidate]:
    for row in document.rows:
        task = Entity(EntityKind.TASK, row.number, slug=f"{document.doc_id}-{row.number}", cls="Task")
        for duty in read_row_duties(document.text, row, document.resolve):
            act = Act(ActKind.TASK_ASSIGNMENT, duty.agency, task, duty.role, modality=Modality.PLANNED)
            yield Candidate(act, duty.span, "tasks.row")


def _propose_bearers(sentence: SentenceContext) -> Iterator[Candidate]:
    """Propose the bodies with which a sentence of an unbracketed task begins."""
    document, block = sentence.document, sentence.block
    if block.kind is not BlockKind.TASK or block.task_id is None or document.assigns or not document.is_plan:
        return
    match = _BEARERS.match(sentence.text) or _ORGANISED.match(sentence.text)
    named = [
        mention.entity
        for position, group in sentence.subjects[:1]
        for mention in group
        if position - sentence.span.start <= 2 * len(mention.entity.name) + 8
    ]
    end = sentence.span.end
    for name in (group for group in (match.groups() if match else ()) if group):
        named += [Entity(EntityKind.AGENCY, part, cls="AgencyGroup") for part in _uncoordinated(name)]
    for agency in {one.name: one for one in reversed(named)}.values():
        act = Act(
            ActKind.TASK_ASSIGNMENT, agency, _task(sentence, block.task_id), "responsible", modality=Modality.PLANNED
        )
        yield Candidate(act, CleanSpan(sentence.span.start, end), "tasks.bearer")


def _uncoordinated(name: str) -> list[str]:
    """Return the two bodies that 地方和行业贸促会 names, or the one that it is."""
    match = _COORDINATED.match(name)
    return [match["left"] + match["head"], match["right"] + match["head"]] if match else [name]


RULES = (
    SentenceRule("tasks.bracket", "the agencies of the bracket that closes a numbered task", _propose_brackets),
    DocumentRule("tasks.row", "the bodies in the column of bearers of a table of tasks", _propose_rows),
    SentenceRule(
        "tasks.bearer", "the bodies with which a sentence of a task without brackets begins", _propose_bearers
    ),
)
