"""A document's graph holds what was read, in one order, and conforms to the shapes."""

import random
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ipgraph.model.acts import (
    Act,
    ActKind,
    Entity,
    EntityKind,
    Evidence,
    Extraction,
    Finding,
    Modality,
    Observation,
    Property,
    PropertyStatement,
    Statement,
    TaskPart,
)
from ipgraph.model.document import DocumentMeta, SourceText
from ipgraph.model.span import RawSpan
from ipgraph.rdf.build import document_quads
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import DCTERMS, IPG, OA, RDF, SKOS, Quad, literal
from ipgraph.validate import ShapeContext, check, check_quotes

BASE = "https://example.org/id/"
TEXT = "海关总署参加第三次中美知识产权工作组会议，开展“龙腾”行动。（海关总署负责）"
SOURCE = SourceText("doc", TEXT, "0" * 64, "utf-8")
META = DocumentMeta("doc")
CUSTOMS = Entity(EntityKind.AGENCY, "海关总署", cls="NationalAgency")
WORKING_GROUP = Entity(EntityKind.MECHANISM, "中美知识产权工作组", cls="BilateralMechanism")
PARTICIPATION = Act(ActKind.PARTICIPATION, CUSTOMS, WORKING_GROUP, "participant", 2014, 3)


def evidence(start: int, end: int) -> Evidence:
    return Evidence(RawSpan(start, end), TEXT[start:end])


def extraction(*statements: Statement, tasks: tuple[TaskPart, ...] = ()) -> Extraction:
    findings = tuple(Finding(statement, evidence(0, 20), "test.rule") for statement in statements)
    return Extraction("doc", "工作要点", 2014, findings, tasks, ())


def build(read: Extraction, meta: DocumentMeta = META) -> list[Quad]:
    return document_quads(read, SOURCE, meta, Minter(BASE))


def values(quads: list[Quad], predicate: str) -> list[str]:
    return [quad[2] for quad in quads if quad[1] == f"<{predicate}>"]


def task_part() -> TaskPart:
    return TaskPart("1b", "加强执法", evidence(21, 38))


def all_kinds() -> Extraction:
    jurisdiction = Entity(EntityKind.JURISDICTION, "美国", cls="Jurisdiction")
    document = Entity(EntityKind.DOCUMENT, "工作要点", slug="doc")
    rule = Entity(EntityKind.INSTRUMENT, "海关保护条例", cls="AdministrativeRegulation")
    return extraction(
        PARTICIPATION,
        Act(ActKind.TASK_ASSIGNMENT, CUSTOMS, Entity(EntityKind.TASK, "1b"), "responsible"),
        Act(ActKind.CAMPAIGN_CONDUCT, CUSTOMS, Entity(EntityKind.CAMPAIGN, "龙腾行动"), year=2014, under_task="1b"),
        Act(ActKind.AGREEMENT_ACT, jurisdiction, Entity(EntityKind.AGREEMENT, "中美备忘录", cls="Memorandum"), "signs"),
        Act(ActKind.INSTRUMENT_ACT, CUSTOMS, rule, "promulgates", modality=Modality.PLANNED),
        Act(ActKind.COOPERATION, CUSTOMS, Entity(EntityKind.AGENCY, "韩国关税厅", cls="ForeignAgency")),
        PropertyStatement(WORKING_GROUP, Property.HAS_PARTY, jurisdiction),
        PropertyStatement(document, Property.ISSUED_BY, CUSTOMS),
        PropertyStatement(document, Property.DOCUMENT_NUMBER, "署法发〔2014〕1号"),
        PropertyStatement(document, Property.ISSUED_ON, date(2014, 5, 16)),
        PropertyStatement(rule, Property.EFFECTIVE_ON, date(2014, 6, 1)),
        Observation(CUSTOMS, "查扣批次", Decimal("45.2E4"), "批", 2014),
        tasks=(task_part(),),
    )


def test_a_graph_of_every_kind_of_statement_conforms_and_its_quotes_stand() -> None:
    quads = build(all_kinds())

    report = check(quads, ShapeContext.load([])).merged(check_quotes(quads, SOURCE))

    # Of the mechanism only one party is stated, which is a warning and right.
    assert report.conforms, report.as_text()
    assert len(values(quads, f"{IPG}statedIn")) == 12


def test_an_act_is_a_node_with_all_that_is_known_of_it() -> None:
    quads = build(extraction(PARTICIPATION._replace(under_task="1b")))
    (node,) = {quad[0] for quad in quads if quad[1] == f"<{IPG}agent>"}

    told = {quad[1][1:-1].removeprefix(IPG): quad[2] for quad in quads if quad[0] == node}

    assert told == {
        f"{RDF}type": f"<{IPG}Participation>",
        "agent": Minter(BASE).entity(CUSTOMS),
        "agentName": '"海关总署"',
        "object": Minter(BASE).entity(WORKING_GROUP),
        "objectName": '"中美知识产权工作组"',
        "role": f"<{IPG}role-participant>",
        "inYear": f"<{BASE}year/2014>",
        "ordinal": '"3"^^<http://www.w3.org/2001/XMLSchema#integer>',
        "modality": f"<{IPG}modality-reported>",
        "underTask": f"<{BASE}task/doc-1b>",
        "evidence": f"<{BASE}evidence/doc-0-20>",
        "statedIn": f"<{BASE}document/doc>",
        "rule": '"test.rule"',
    }


def test_agreement_and_instrument_acts_have_a_kind_and_no_role() -> None:
    act = Act(ActKind.INSTRUMENT_ACT, CUSTOMS, Entity(EntityKind.INSTRUMENT, "专利法"), "amends")

    quads = build(extraction(act))

    assert values(quads, f"{IPG}kind") == [f"<{IPG}kind-amends>"]
    assert values(quads, f"{IPG}role") == []


def test_a_thing_of_the_text_is_declared_and_one_of_the_authority_is_not() -> None:
    known = CUSTOMS._replace(slug="gacc")

    quads = build(extraction(PARTICIPATION._replace(agent=known)))

    assert values(quads, f"{SKOS}prefLabel") == ['"中美知识产权工作组"@zh']
    assert f"<{BASE}agency/gacc>" not in {quad[0] for quad in quads}


def test_a_thing_without_class_has_that_of_its_kind() -> None:
    quads = build(extraction(PARTICIPATION._replace(object=Entity(EntityKind.EVENT, "知识产权论坛"))))

    assert f"<{IPG}Event>" in values(quads, f"{RDF}type")


def test_evidence_is_described_by_position_and_quote() -> None:
    quads = build(extraction(PARTICIPATION))

    assert values(quads, f"{OA}start") == ['"0"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>']
    assert values(quads, f"{OA}end") == ['"20"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>']
    assert values(quads, f"{OA}exact") == [literal(TEXT[0:20])]
    assert values(quads, f"{OA}hasSource") == [f"<{BASE}document/doc>"]


def test_a_task_points_to_its_document_and_its_text() -> None:
    quads = build(extraction(tasks=(task_part(),)))

    task = {quad[1]: quad[2] for quad in quads if quad[0] == f"<{BASE}task/doc-1b>"}

    assert task[f"<{IPG}taskId>"] == '"1b"'
    assert task[f"<{IPG}inDocument>"] == f"<{BASE}document/doc>"
    assert task[f"<{IPG}evidence>"] == f"<{BASE}evidence/doc-21-38>"


def test_a_property_statement_names_its_value() -> None:
    statement = PropertyStatement(WORKING_GROUP, Property.EFFECTIVE_ON, date(2024, 1, 20))

    quads = build(extraction(statement))

    assert values(quads, f"{RDF}object") == ['"2024-01-20"^^<http://www.w3.org/2001/XMLSchema#date>']
    assert values(quads, f"{IPG}objectName") == ['"2024-01-20"']


def test_what_the_manifest_knows_describes_the_document() -> None:
    meta = DocumentMeta(
        "doc", title_en="Plan", date="2014-05-16", genre="plan", origin="https://www.gov.cn/a", licence="official"
    )

    quads = build(extraction(), meta)

    assert sorted(values(quads, f"{DCTERMS}title")) == ['"Plan"@en', '"工作要点"@zh']
    assert values(quads, f"{DCTERMS}date") == ['"2014-05-16"^^<http://www.w3.org/2001/XMLSchema#date>']
    assert values(quads, f"{DCTERMS}source") == ["<https://www.gov.cn/a>"]
    assert values(quads, f"{DCTERMS}rights") == ['"official"']
    assert values(quads, f"{IPG}genre") == [f"<{IPG}genre-plan>"]


@pytest.mark.parametrize("day", ["2014", "May 2014"])
def test_a_date_of_the_manifest_that_is_no_day_stays_a_text(day: str) -> None:
    quads = build(extraction(), DocumentMeta("doc", date=day))

    assert values(quads, f"{DCTERMS}date") == [f'"{day}"']


def test_a_text_in_which_nothing_was_found_is_a_document_all_the_same() -> None:
    quads = build(Extraction("doc", "", None, (), (), ()))

    assert values(quads, f"{DCTERMS}title") == ['"doc"']
    assert check(quads, ShapeContext.load([])).conforms


def test_what_two_rules_read_alike_at_one_place_is_one_statement() -> None:
    findings = [Finding(PARTICIPATION, evidence(0, 20), rule) for rule in ("b.second", "a.first")]

    quads = build(replace(extraction(), findings=tuple(findings)))

    assert values(quads, f"{IPG}rule") == ['"a.first"']


def test_the_same_at_two_places_is_two_statements() -> None:
    findings = [Finding(PARTICIPATION, evidence(0, end), "a.first") for end in (20, 21)]

    quads = build(replace(extraction(), findings=tuple(findings)))

    assert len(values(quads, f"{IPG}rule")) == 2


def test_the_order_of_findings_does_not_matter() -> None:
    read = all_kinds()
    shuffled = list(read.findings)
    random.Random(7).shuffle(shuffled)

    assert build(read) == build(replace(read, findings=tuple(shuffled)))


def test_quads_are_sorted_by_graph_unique_and_without_blank_nodes() -> None:
    quads = build(all_kinds())

    assert quads == sorted(set(quads), key=lambda quad: (quad[3], quad))
    assert {quad[3] for quad in quads} == {f"<{BASE}graph/document/doc>", f"<{BASE}graph/things>"}
    assert not any(term.startswith("_:") for quad in quads for term in quad)


def test_years_and_things_of_the_text_are_declared_for_all_documents() -> None:
    quads = build(extraction(PARTICIPATION._replace(agent=CUSTOMS._replace(slug="gacc"))))

    shared = {quad[:3] for quad in quads if quad[3] == f"<{BASE}graph/things>"}

    group, year = Minter(BASE).entity(WORKING_GROUP), f"<{BASE}year/2014>"
    assert shared == {
        (group, f"<{RDF}type>", f"<{IPG}BilateralMechanism>"),
        (group, f"<{SKOS}prefLabel>", '"中美知识产权工作组"@zh'),
        (year, f"<{RDF}type>", f"<{IPG}Year>"),
        (year, f"<{IPG}yearValue>", '"2014"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    }


def test_one_range_that_supports_many_statements_is_described_once() -> None:
    one = build(extraction(PARTICIPATION))
    three = build(extraction(*(PARTICIPATION._replace(ordinal=number) for number in (3, 4, 5))))

    told = len([quad for quad in one if "/act/" in quad[0]])
    assert len(three) - len(one) == 2 * told


def a_thousand_findings() -> Extraction:
    acts = [
        Finding(PARTICIPATION._replace(ordinal=number + 1), evidence(0, 1 + number % 35), "a.rule")
        for number in range(1000)
    ]
    return replace(extraction(), findings=tuple(acts))


@pytest.mark.timing
def test_a_thousand_findings_are_built_in_a_fraction_of_a_second() -> None:
    read = a_thousand_findings()
    build(read)

    start = time.perf_counter()
    quads = build(read)

    assert len(quads) > 12_000
    assert time.perf_counter() - start < 0.5


@pytest.mark.timing
def test_a_thousand_findings_are_checked_in_seconds() -> None:
    quads = build(a_thousand_findings())
    context = ShapeContext.load([])

    start = time.perf_counter()
    report = check(quads, context)

    assert report.conforms
    assert time.perf_counter() - start < 5
