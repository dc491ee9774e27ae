"""The extractor's door: one document in, its findings, tasks and rejections out."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from ipgraph.extract.campaigns import CampaignReader
from ipgraph.extract.context import walk
from ipgraph.extract.cues import CueFinder
from ipgraph.extract.document import DocumentContext
from ipgraph.extract.figures.parts import find_discrepancies
from ipgraph.extract.header import read_header
from ipgraph.extract.instruments import InstrumentFinder
from ipgraph.extract.mentions import AgencyFinder
from ipgraph.extract.parties import PartyReader
from ipgraph.extract.reconcile import reconcile
from ipgraph.extract.rule import DocumentRule, SentenceRule
from ipgraph.extract.rules import RULES
from ipgraph.extract.things import ThingFinder
from ipgraph.lexicon.authority import Authority
from ipgraph.lexicon.forms import Forms
from ipgraph.model.acts import Candidate, Discrepancy, Evidence, Extraction, TaskPart
from ipgraph.model.document import CleanText, DocumentMeta, SourceText
from ipgraph.model.span import CleanSpan
from ipgraph.text.clean import clean as clean_text
from ipgraph.text.outline import parse_outline

_MAX_HEADING = 60


def extract(source: SourceText, meta: DocumentMeta, authority: Authority) -> Extraction:
    """Return everything that the rules read in a document.

    Args:
        source: the document as it lies on disk.
        meta: what the manifest says of it; its title is used only where the text has none.
        authority: the names that the authority files give things.

    """
    clean = clean_text(source)
    document = read_document(clean, meta, authority)
    on_topic = document.topic_share > 0
    findings, rejected = reconcile(clean, propose(document) if on_topic else ())
    discrepancies = find_discrepancies(findings)
    warnings = tuple(_describe(one) for one in discrepancies)
    if not findings:
        what = "no fact was found" if on_topic else "no passage speaks of intellectual property in Chinese"
        warnings = (f"{what}: the document is kept without facts",)
    return Extraction(
        source.doc_id,
        document.header.title,
        document.header.year,
        findings,
        _tasks(clean, document),
        rejected,
        warnings,
        discrepancies,
    )


def _describe(discrepancy: Discrepancy) -> str:
    """Return a discrepancy in words."""
    total = discrepancy.total
    parts = " + ".join(f"{part.measure} {part.value}" for part in discrepancy.parts)
    return (
        f"figures disagree: {total.subject.name} {total.measure} is {total.value} {total.unit}, "
        f"its parts {parts} are {total.value + discrepancy.excess}"
    )


def read_document(clean: CleanText, meta: DocumentMeta, authority: Authority) -> DocumentContext:
    """Return a cleaned document with its outline, its header and the agencies that it mentions."""
    finder, forms = _agency_finder(authority), _forms()
    outline = parse_outline(clean.text)
    header = read_header(clean.text, outline, meta, finder)
    place = finder.find_place("，".join((*(issuer.entity.name for issuer in header.issuers), header.title)))
    as_of = header.issued_on[0] if header.issued_on else date(header.year, 12, 31) if header.year else None
    return DocumentContext(
        doc_id=clean.source.doc_id,
        text=clean.text,
        outline=outline,
        header=header,
        mentions=finder.find(clean.text, as_of, place),
        agencies=finder,
        things=ThingFinder(authority, _party_reader(authority), forms, as_of),
        instruments=InstrumentFinder(authority, forms, as_of),
        campaigns=CampaignReader(authority, forms, as_of),
        forms=forms,
        as_of=as_of,
    )


def propose(document: DocumentContext) -> Iterator[Candidate]:
    """Yield what the rules propose for a document: those for it as a whole, then those for each sentence."""
    for rule in RULES:
        if isinstance(rule, DocumentRule):
            yield from rule.propose(document)
    finder = cue_finder()
    cues = finder.find(document.text)
    for sentence in walk(document):
        for sentence_rule in finder.select(cues, sentence.span):
            yield from sentence_rule.propose(sentence)


def _tasks(clean: CleanText, document: DocumentContext) -> tuple[TaskPart, ...]:
    """Return the numbered tasks of a document that assigns them, or announces them."""
    if not document.is_plan and not document.rows:
        return ()
    tasks: dict[str, TaskPart] = {}
    for block in document.outline.blocks:
        if block.task_id is None or not block.sentences or block.task_id in tasks:
            continue
        first = block.sentences[0]
        heading = clean.text[first.start : first.end].strip()[:_MAX_HEADING]
        raw = clean.raw_span(CleanSpan(block.span.start, block.span.end))
        evidence = Evidence(raw, clean.source.text[raw.start : raw.end])
        tasks[block.task_id] = TaskPart(block.task_id, heading, evidence)
    for row in document.rows:
        if row.number not in tasks:
            raw = clean.raw_span(row.span)
            heading = " ".join(clean.text[cell.span.start : cell.span.end] for cell in row.cells[:2])[:_MAX_HEADING]
            tasks[row.number] = TaskPart(row.number, heading, Evidence(raw, clean.source.text[raw.start : raw.end]))
    return tuple(tasks.values())


@lru_cache(maxsize=4)
def _agency_finder(authority: Authority) -> AgencyFinder:
    return AgencyFinder(authority)


@lru_cache(maxsize=4)
def _party_reader(authority: Authority) -> PartyReader:
    return PartyReader(authority)


@lru_cache(maxsize=1)
def cue_finder() -> CueFinder:
    """Return the finder of the cues of all sentence rules."""
    return CueFinder([rule for rule in RULES if isinstance(rule, SentenceRule)], _forms())


@lru_cache(maxsize=1)
def _forms() -> Forms:
    return Forms.load()
