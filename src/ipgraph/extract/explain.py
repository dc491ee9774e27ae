"""Why the extractor read what it read at one place of a document, or why not."""

from dataclasses import dataclass

from ipgraph.errors import SourceError
from ipgraph.extract.context import SentenceContext, walk
from ipgraph.extract.document import DocumentContext
from ipgraph.extract.engine import read_document
from ipgraph.extract.reconcile import reconcile
from ipgraph.extract.rule import SentenceRule
from ipgraph.extract.rules import RULES
from ipgraph.lexicon.authority import Authority
from ipgraph.model.acts import Act, Candidate, Finding, Observation, PropertyStatement, Statement
from ipgraph.model.document import CleanText, DocumentMeta, SourceText
from ipgraph.model.span import CleanSpan, RawSpan
from ipgraph.text.clean import clean as clean_text


@dataclass(frozen=True, slots=True)
class Explanation:
    """What holds at a place of a document: the sentence, its context, every rule tried and what became of it.

    `tried` gives for each rule the statements that it proposed; `outcomes` says of each why it was kept or not.
    """

    doc_id: str
    offset: int
    block: str
    sentence: str
    section: tuple[str, ...]
    agents: tuple[str, ...]
    mentions: tuple[str, ...]
    tried: tuple[tuple[str, int], ...]
    outcomes: tuple[str, ...]

    def as_text(self) -> str:
        """Return the explanation as lines for a terminal."""
        lines = [
            f"document  {self.doc_id}, offset {self.offset}",
            f"section   {' / '.join(self.section) or '-'}",
            f"block     {self.block}",
            f"sentence  {self.sentence}",
            f"mentions  {'、'.join(self.mentions) or '-'}",
            f"agents    {'、'.join(self.agents) or '-'}",
            "rules",
            *(f"  {rule:28} proposed {count}" for rule, count in self.tried),
            "outcome",
            *(f"  {outcome}" for outcome in self.outcomes),
        ]
        return "\n".join(lines)


def explain(source: SourceText, meta: DocumentMeta, authority: Authority, offset: int) -> Explanation:
    """Return what the extractor makes of the sentence that holds a place of a document.

    Args:
        source: the document as it lies on disk.
        meta: what the manifest says of it.
        authority: the names that the authority files give things.
        offset: a place in the source text, in code points from 0.

    Raises:
        SourceError: the place lies outside the text.

    """
    if not 0 <= offset < len(source.text):
        raise SourceError(
            f"{source.doc_id}: offset {offset} lies outside the text; allowed: 0 to {len(source.text) - 1}"
        )
    clean = clean_text(source)
    document = read_document(clean, meta, authority)
    place = clean.alignment.to_clean(RawSpan(offset, offset + 1)).start
    sentences = list(walk(document))
    at = next((one for one in sentences if one.span.start <= place < max(one.span.end, one.block.span.end)), None)
    return _explain_sentence(clean, document, offset, place, at)


def _explain_sentence(
    clean: CleanText, document: DocumentContext, offset: int, place: int, sentence: SentenceContext | None
) -> Explanation:
    if sentence is None:
        block = next((one for one in document.outline.blocks if one.span.start <= place < one.span.end), None)
        words = clean.text[block.span.start : block.span.end] if block else ""
        kind = block.kind.value if block else "removed by cleaning"
        return Explanation(
            clean.source.doc_id, offset, kind, words, (), (), (), (), ("no rule reads this kind of block",)
        )
    proposed = [(rule.id, list(rule.propose(sentence))) for rule in RULES if isinstance(rule, SentenceRule)]
    findings, rejected = reconcile(clean, (candidate for _, candidates in proposed for candidate in candidates))
    outcomes = [f"kept      {_describe_finding(finding)}" for finding in findings]
    outcomes += [f"rejected  {_describe(one.candidate)}: {one.reason}" for one in rejected]
    mentions = document.mentions.within(sentence.span.start, sentence.span.end)
    return Explanation(
        clean.source.doc_id,
        offset,
        sentence.block.kind.value + (f" {sentence.block.task_id}" if sentence.block.task_id else ""),
        clean.text[sentence.span.start : sentence.span.end].strip(),
        sentence.block.section,
        tuple(agent.name for agent in sentence.agents_at(max(place, sentence.span.start))),
        tuple(mention.entity.name for mention in mentions),
        tuple((rule, len(candidates)) for rule, candidates in proposed),
        tuple(outcomes) or ("nothing was proposed",),
    )


def _describe_finding(finding: Finding) -> str:
    span = finding.evidence.span
    return f"{_words(finding.statement)} [{finding.rule}, {span.start}:{span.end}]"


def _describe(candidate: Candidate) -> str:
    span: CleanSpan = candidate.span
    return f"{_words(candidate.statement)} [{candidate.rule}, clean {span.start}:{span.end}]"


def _words(statement: Statement) -> str:
    if isinstance(statement, Act):
        details = (statement.role, statement.year, statement.ordinal)
        extra = ", ".join(str(detail) for detail in details if detail is not None)
        return f"{statement.agent.name} {statement.kind.value} {statement.object.name} ({extra})"
    if isinstance(statement, Observation):
        return f"{statement.subject.name} {statement.measure} = {statement.value} {statement.unit}"
    if isinstance(statement, PropertyStatement):
        value = (
            statement.value if isinstance(statement.value, str) else getattr(statement.value, "name", statement.value)
        )
        return f"{statement.subject.name} {statement.property.value} {value}"
    raise TypeError(statement)
