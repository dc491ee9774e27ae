"""Typical cases: who handled them, the right, where, when, the outcome and the sums."""

from collections.abc import Iterator

from ipgraph.extract.case_facts import read_decision, read_handlings, read_outcomes, read_place, read_sums
from ipgraph.extract.cases import find_rights
from ipgraph.extract.document import DocumentContext
from ipgraph.extract.rule import DocumentRule
from ipgraph.model.acts import Act, ActKind, Candidate, Concept, Observation, Property, PropertyStatement


def _propose_handlings(document: DocumentContext) -> Iterator[Candidate]:
    for case in document.cases:
        for handling in read_handlings(document, case):
            act = Act(ActKind.CASE_HANDLING, handling.agent, case.entity, handling.kind, handling.year)
            yield Candidate(act, handling.span, "cases.handled")


def _propose_rights(document: DocumentContext) -> Iterator[Candidate]:
    """Propose the rights that the name of a case tells, or else the first that its text speaks of."""
    for case in document.cases:
        rights = find_rights(document.text, case.name.start, case.name.end)
        span = case.name
        for sentence in () if rights else case.sentences:
            rights, span = find_rights(document.text, sentence.start, sentence.end)[:1], sentence
            if rights:
                break
        for notation, start, end in rights:
            concept = Concept("field", notation, document.text[start:end])
            yield Candidate(PropertyStatement(case.entity, Property.RIGHT_CONCERNED, concept), span, "cases.right")


def _propose_outcomes(document: DocumentContext) -> Iterator[Candidate]:
    for case in document.cases:
        for span in read_outcomes(document.text, case):
            words = document.text[span.start : span.end]
            yield Candidate(PropertyStatement(case.entity, Property.OUTCOME, words), span, "cases.outcome")


def _propose_decisions(document: DocumentContext) -> Iterator[Candidate]:
    for case in document.cases:
        decision = read_decision(document.text, case)
        if decision is not None:
            statement = PropertyStatement(case.entity, Property.DECIDED_ON, decision[0])
            yield Candidate(statement, decision[1], "cases.decided")


def _propose_places(document: DocumentContext) -> Iterator[Candidate]:
    for case in document.cases:
        place = read_place(document, case, read_handlings(document, case))
        if place is not None:
            statement = PropertyStatement(case.entity, Property.TOOK_PLACE_IN, place[0])
            yield Candidate(statement, place[1], "cases.place")


def _propose_sums(document: DocumentContext) -> Iterator[Candidate]:
    for case in document.cases:
        for one in read_sums(document.text, case):
            figure = Observation(case.entity, one.measure, one.value, "元", one.year, approximate=one.approximate)
            yield Candidate(figure, one.span, "cases.sum")


RULES = (
    DocumentRule("cases.handled", "who investigated, prosecuted, tried or handled a case", _propose_handlings),
    DocumentRule("cases.right", "the right that a case is about", _propose_rights),
    DocumentRule("cases.outcome", "what came of a case, in the text's own words", _propose_outcomes),
    DocumentRule("cases.decided", "the day on which a case was decided", _propose_decisions),
    DocumentRule("cases.place", "the province of a case", _propose_places),
    DocumentRule("cases.sum", "the sums of a case", _propose_sums),
)
