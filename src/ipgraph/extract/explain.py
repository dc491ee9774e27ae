"""Why the extractor read what it read at one place of a document, or why not."""

from collections import Counter
from dataclasses import dataclass

from ipgraph.errors import SourceError
from ipgraph.extract.context import walk
from ipgraph.extract.engine import propose, read_document
from ipgraph.extract.reconcile import reconcile
from ipgraph.extract.rules import RULES
from ipgraph.lexicon.authority import Authority
from ipgraph.model.acts import Act, Candidate, Finding, Observation, PropertyStatement, Statement
from ipgraph.model.document import DocumentMeta, SourceText
from ipgraph.model.span import CleanSpan, RawSpan
from ipgraph.text.clean import clean as clean_text


@dataclass(frozen=True, slots=True)
class Explanation:
    """What holds at a place of a document: the sentence, its context, every rule tried and what became of it.

    `tried` gives for each rule how many statements it proposed there; `outcomes` says of each why it was kept or not.
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
    """Return what the extractor makes of the sentence, or else the heading or line, that holds a place of a document.

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
    block = next((one for one in document.outline.blocks if one.span.start <= place < one.span.end), None)
    inside = [one for one in walk(document) if block is not None and one.block == block and one.span.start <= place]
    sentence = inside[-1] if inside else None
    span = sentence.span if sentence else block.span if block else CleanSpan(place, place)
    candidates = list(propose(document))
    findings, rejected = reconcile(clean, candidates)
    raw = clean.raw_span(span)
    outcomes = [
        f"kept      {_describe_finding(one)}" for one in findings if raw.start <= one.evidence.span.start < raw.end
    ]
    outcomes += [
        f"rejected  {_describe(one.candidate)}: {one.reason}" for one in rejected if _begins_in(one.candidate, span)
    ]
    proposed = Counter(one.rule for one in candidates if _begins_in(one, span))
    kind = block.kind.value if block else "removed by cleaning"
    mentions = document.mentions.within(span.start, span.end)
    return Explanation(
        source.doc_id,
        offset,
        kind + (f" {block.task_id}" if block and block.task_id else ""),
        clean.text[span.start : span.end].strip(),
        block.section if block else (),
        tuple(agent.name for agent in sentence.agents_at(max(place, span.start))) if sentence else (),
        tuple(mention.entity.name for mention in mentions),
        tuple((rule.id, proposed[rule.id]) for rule in RULES),
        tuple(outcomes) or ("nothing was proposed" if sentence else "no sentence rule reads this kind of block",),
    )


def _begins_in(candidate: Candidate, span: CleanSpan) -> bool:
    return span.start <= candidate.span.start < span.end


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
