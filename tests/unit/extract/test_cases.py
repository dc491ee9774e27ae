"""Every rule is held to its examples and counter-examples in tests/cases."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ipgraph.extract.engine import extract
from ipgraph.extract.rules import RULES
from ipgraph.lexicon.authority import Authority
from ipgraph.model.acts import Act, ActKind, Concept, Entity, EntityKind, Finding, Observation, PropertyStatement
from ipgraph.model.document import DocumentMeta, SourceText

CASES = Path(__file__).parents[2] / "cases"


@dataclass(frozen=True)
class Case:
    rule: str
    text: str
    rows: list[list[Any]]


def read_cases() -> list[Case]:
    cases = []
    for path in sorted(CASES.glob("*.yaml")):
        for group in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            for case in group["cases"]:
                text = group["document"].replace("{text}", case["text"].rstrip("\n"))
                cases.append(Case(group["rule"], text, case.get("rows", [])))
    return cases


@cache
def authority() -> Authority:
    return Authority.load()


def row_of(finding: Finding, width: int) -> list[Any]:
    """Return a finding as the cases write it; what a property statement lacks of the width is null."""
    statement = finding.statement
    if isinstance(statement, PropertyStatement):
        value = statement.value.name if isinstance(statement.value, Entity) else str(statement.value)
        if isinstance(statement.value, Concept):
            value = statement.value.notation
        of_the_document = statement.subject.kind is EntityKind.DOCUMENT
        row: list[Any] = [statement.property.value if of_the_document else statement.subject.name, value]
        return row + [None] * (width - len(row))
    if isinstance(statement, Observation):
        number = int(statement.value) if statement.value == int(statement.value) else float(statement.value)
        return [statement.subject.name, statement.measure, number, statement.unit, statement.year]
    assert isinstance(statement, Act)
    names = [statement.agent.name, statement.object.name]
    if statement.kind is ActKind.TASK_ASSIGNMENT:
        names.reverse()
    return [*names, statement.role, statement.ordinal][:width]


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.rule)
def test_rule_reads_its_case(case: Case) -> None:
    source = SourceText("case", case.text, "0" * 64, "utf-8")
    extraction = extract(source, DocumentMeta("case"), authority())
    found = [one for one in extraction.findings if one.rule == case.rule]
    width = len(case.rows[0]) if case.rows else 2
    assert Counter(map(str, (row_of(one, width) for one in found))) == Counter(map(str, case.rows))
    for finding in found:
        span = finding.evidence.span
        assert source.text[span.start : span.end] == finding.evidence.quote


def test_every_rule_has_two_cases_and_a_counter_case() -> None:
    positive = Counter(case.rule for case in read_cases() if case.rows)
    negative = Counter(case.rule for case in read_cases() if not case.rows)
    assert {rule.id for rule in RULES if positive[rule.id] < 2 or negative[rule.id] < 1} == set()
    assert set(positive) <= {rule.id for rule in RULES}
