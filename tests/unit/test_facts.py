"""Facts are rows of the graph: every kind of statement, in order, with absent keys absent."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from ipgraph.errors import StoreError
from ipgraph.facts import COLUMNS, Row, read_facts, write_csv, write_jsonl
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
from ipgraph.rdf.ontology import ontology_quads
from ipgraph.settings import Settings
from ipgraph.store.embedded import Release
from ipgraph.store.lock import hold
from ipgraph.store.publish import ReleaseBuilder

TEXT = "甲乙丙丁戊己庚辛壬癸子丑寅卯"
AGENCY = Entity(EntityKind.AGENCY, "公安部", "mps")
CUSTOMS = Entity(EntityKind.AGENCY, "海关总署", "gacc")
DOCUMENT = Entity(EntityKind.DOCUMENT, "工作要点")


def _thing(kind: EntityKind, name: str) -> Entity:
    return Entity(kind, name)


STATEMENTS: list[tuple[Statement, dict[str, object]]] = [
    (
        Act(ActKind.PARTICIPATION, AGENCY, _thing(EntityKind.MECHANISM, "中美知识产权工作组"), "lead", 2014, 25),
        {
            "predicate": "takes_part_in",
            "subject": "公安部",
            "object": "中美知识产权工作组",
            "qualifier": "lead",
            "year": 2014,
            "ordinal": 25,
            "modality": "reported",
        },
    ),
    (
        Act(ActKind.TASK_ASSIGNMENT, CUSTOMS, Entity(EntityKind.TASK, "3b"), "responsible", modality=Modality.PLANNED),
        {
            "predicate": "assigned_to",
            "subject": "3b",
            "object": "海关总署",
            "qualifier": "responsible",
            "modality": "planned",
        },
    ),
    (
        Act(ActKind.CAMPAIGN_CONDUCT, CUSTOMS, _thing(EntityKind.CAMPAIGN, "龙腾行动"), None, 2023, under_task="3b"),
        {
            "predicate": "conducts",
            "subject": "海关总署",
            "object": "龙腾行动",
            "year": 2023,
            "modality": "reported",
            "task": "3b",
        },
    ),
    (
        Act(ActKind.AGREEMENT_ACT, AGENCY, _thing(EntityKind.AGREEMENT, "中法合作议定书"), "signs", 2014),
        {
            "predicate": "agreement_action",
            "subject": "公安部",
            "object": "中法合作议定书",
            "qualifier": "signs",
            "year": 2014,
            "modality": "reported",
        },
    ),
    (
        Act(
            ActKind.INSTRUMENT_ACT,
            AGENCY,
            _thing(EntityKind.INSTRUMENT, "专利法"),
            "amends",
            modality=Modality.IN_PROGRESS,
        ),
        {
            "predicate": "instrument_action",
            "subject": "公安部",
            "object": "专利法",
            "qualifier": "amends",
            "modality": "inProgress",
        },
    ),
    (
        Act(ActKind.COOPERATION, AGENCY, _thing(EntityKind.AGENCY, "美国执法机构")),
        {"predicate": "cooperates_with", "subject": "公安部", "object": "美国执法机构", "modality": "reported"},
    ),
    (
        PropertyStatement(DOCUMENT, Property.ISSUED_BY, AGENCY),
        {"predicate": "issued_by", "subject": "工作要点", "object": "公安部"},
    ),
    (
        PropertyStatement(DOCUMENT, Property.DOCUMENT_NUMBER, "国办发〔2017〕46号"),
        {"predicate": "document_number", "subject": "工作要点", "object": "国办发〔2017〕46号"},
    ),
    (
        PropertyStatement(DOCUMENT, Property.ISSUED_ON, date(2017, 5, 16)),
        {"predicate": "issued_on", "subject": "工作要点", "object": "2017-05-16"},
    ),
    (
        PropertyStatement(_thing(EntityKind.INSTRUMENT, "专利法"), Property.EFFECTIVE_ON, date(2024, 1, 20)),
        {"predicate": "effective_on", "subject": "专利法", "object": "2024-01-20"},
    ),
    (
        PropertyStatement(
            _thing(EntityKind.MECHANISM, "中美知识产权工作组"),
            Property.HAS_PARTY,
            Entity(EntityKind.JURISDICTION, "美国", "US"),
        ),
        {"predicate": "has_party", "subject": "中美知识产权工作组", "object": "美国"},
    ),
    (
        Observation(CUSTOMS, "扣留货物", Decimal("452000"), "批", 2024),
        {
            "predicate": "reports",
            "subject": "海关总署",
            "object": "扣留货物",
            "year": 2024,
            "value": 452000,
            "unit": "批",
            "modality": "reported",
        },
    ),
    (
        Observation(CUSTOMS, "增长", Decimal("-9.5"), "%"),
        {
            "predicate": "reports",
            "subject": "海关总署",
            "object": "增长",
            "value": Decimal("-9.5"),
            "unit": "%",
            "modality": "reported",
        },
    ),
]


def _evidence(position: int) -> Evidence:
    return Evidence(RawSpan(position, position + 1), TEXT[position])


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    folder = tmp_path_factory.mktemp("facts")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    findings = [Finding(statement, _evidence(place), "rule") for place, (statement, _) in enumerate(STATEMENTS)]
    task = TaskPart("3b", "打击侵权", _evidence(0))
    minter = Minter(Settings().base_iri)
    with hold(folder / "store"):
        builder = ReleaseBuilder(folder / "store")
        for doc_id in ("a", "b"):
            # In the wrong order, so that the order of the rows is the query's doing.
            extraction = Extraction(doc_id, "工作要点", 2017, tuple(reversed(findings)), (task,), ())
            source = SourceText(doc_id, TEXT, "0" * 64, "utf-8")
            builder.add_quads(document_quads(extraction, source, DocumentMeta(doc_id), minter))
            builder.add_source(doc_id, folder / "a.txt", {})
        builder.add_quads(ontology_quads(minter))
        builder.load(folder, minter.derived_graph()[1:-1])
        yield builder.publish({})


@pytest.fixture(scope="module")
def rows(release: Release) -> list[Row]:
    return list(read_facts(release, "a"))


@pytest.mark.parametrize("place", range(len(STATEMENTS)))
def test_each_kind_of_statement_is_a_row_with_its_quote(rows: list[Row], place: int) -> None:
    expected = {"doc": "a", **STATEMENTS[place][1], "start": place, "end": place + 1, "quote": TEXT[place]}
    assert rows[place] == expected


def test_there_are_no_other_rows(rows: list[Row]) -> None:
    assert len(rows) == len(STATEMENTS) == 13


def test_keys_stand_in_the_order_of_the_format(rows: list[Row]) -> None:
    for row in rows:
        assert list(row) == [name for name in COLUMNS if name in row]


def test_all_documents_come_in_order(release: Release) -> None:
    facts = list(read_facts(release))
    assert [(row["doc"], row["start"]) for row in facts] == [(doc, n) for doc in "ab" for n in range(len(STATEMENTS))]


def test_an_unknown_document_is_refused(release: Release) -> None:
    with pytest.raises(StoreError, match="no document 'c' in this release; it has a, b"):
        list(read_facts(release, "c"))


def test_json_lines_keep_numbers_and_chinese(rows: list[Row]) -> None:
    output = io.StringIO()
    write_jsonl(rows, output)
    lines = output.getvalue().splitlines()
    assert [json.loads(line).get("value") for line in lines[-2:]] == [452000, -9.5]
    assert '"value": 452000,' in lines[-2]
    assert "海关总署" in lines[-1]


def test_csv_reads_back(rows: list[Row]) -> None:
    output = io.StringIO(newline="")
    write_csv(rows, output)
    read = list(csv.DictReader(io.StringIO(output.getvalue(), newline="")))
    assert [{name: text for name, text in row.items() if text} for row in read] == [
        {name: str(value) for name, value in row.items()} for row in rows
    ]
