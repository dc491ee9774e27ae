"""From candidates to findings: what its evidence supports is kept once, the rest is rejected with a reason."""

from collections.abc import Iterable
from operator import attrgetter

from ipgraph.model.acts import (
    Act,
    Candidate,
    Entity,
    Evidence,
    Finding,
    Observation,
    Property,
    PropertyStatement,
    Rejection,
)
from ipgraph.model.document import CleanText
from ipgraph.model.span import CleanSpan

_MAX_NAME = 80


def reconcile(clean: CleanText, candidates: Iterable[Candidate]) -> tuple[tuple[Finding, ...], tuple[Rejection, ...]]:
    """Return what is kept of the candidates, in text order, and what is not, with the reason.

    Of several candidates for the same statement the first in the text is kept; a party of a mechanism is stated once
    a document, where the mechanism is first named.

    Args:
        clean: the cleaned text with the map back to its source.
        candidates: what the rules proposed; of those at one place by one rule the order counts.

    """
    findings: list[Finding] = []
    rejected: list[Rejection] = []
    seen: set[object] = set()
    places: dict[CleanSpan, Evidence | None] = {}
    for candidate in sorted(candidates, key=attrgetter("span", "rule")):
        reason = _objection(candidate)
        key = _identity(candidate)
        if reason is None and key in seen:
            reason = "the same statement stands earlier in the document"
        evidence = None
        if reason is None:
            if candidate.span not in places:
                places[candidate.span] = _evidence(clean, candidate.span)
            evidence = places[candidate.span]
        if reason is None and evidence is None:
            reason = "its evidence is blank in the source"
        if reason is not None or evidence is None:
            rejected.append(Rejection(candidate, reason or ""))
            continue
        seen.add(key)
        findings.append(Finding(candidate.statement, evidence, candidate.rule))
    return tuple(findings), tuple(rejected)


def _objection(candidate: Candidate) -> str | None:
    """Return why a statement cannot stand whatever its evidence, or `None`."""
    for entity in _entities(candidate):
        if not entity.name or entity.name.isspace():
            return "a name is empty"
        if len(entity.name) > _MAX_NAME:
            return f"a name is longer than {_MAX_NAME} characters"
    statement = candidate.statement
    if isinstance(statement, Act) and statement.ordinal is not None and statement.ordinal < 1:
        return "an ordinal is below 1"
    if candidate.span.end <= candidate.span.start:
        return "its evidence is empty"
    return None


def _entities(candidate: Candidate) -> tuple[Entity, ...]:
    statement = candidate.statement
    if isinstance(statement, Act):
        return statement.agent, statement.object
    if isinstance(statement, PropertyStatement) and isinstance(statement.value, Entity):
        return statement.subject, statement.value
    return (statement.subject,)


def _identity(candidate: Candidate) -> object:
    """Return what makes two candidates the same statement: a role is part of it, modality and place are not."""
    statement = candidate.statement
    if isinstance(statement, Act):
        return statement.kind, statement.agent, statement.object, statement.role, statement.year, statement.ordinal
    if isinstance(statement, PropertyStatement) and statement.property is Property.HAS_PARTY:
        return statement.property, statement.subject.name, statement.value
    if isinstance(statement, Observation):
        return statement.subject, statement.measure, statement.value, statement.unit, statement.year
    return statement


def _evidence(clean: CleanText, span: CleanSpan) -> Evidence | None:
    """Return where a clean range stands in the source, or `None` if nothing but white space stands there."""
    words = clean.text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    end = span.end - (len(words) - len(words.rstrip()))
    if start >= end:
        return None
    raw = clean.raw_span(CleanSpan(start, end))
    quote = clean.source.text[raw.start : raw.end]
    return Evidence(raw, quote) if quote.strip() else None
