"""The authority graph says what things are and which names they bear when."""

from datetime import date

import pytest

from ipgraph.lexicon.authority import Authority, Entry, Name, NameKind
from ipgraph.lexicon.period import Period, Tenure
from ipgraph.model.acts import EntityKind
from ipgraph.rdf.authority import authority_quads
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import DCTERMS, IPG, ORG, SKOS, SKOSXL, Quad
from ipgraph.validate import ShapeContext, check

BASE = "https://example.org/id/"
XSD_DATE = "<http://www.w3.org/2001/XMLSchema#date>"
CHINA = Entry(
    "CN", EntityKind.JURISDICTION, "Jurisdiction", "中国", "China", (), "ISO 3166", code="CN", level="country"
)
OFFICE = Entry(
    id="sipo",
    kind=EntityKind.AGENCY,
    cls="NationalAgency",
    label_zh="国家知识产权局",
    label_en="SIPO",
    names=(
        Name("国家知识产权局", NameKind.OFFICIAL, date(1998, 4, 1)),
        Name("中国专利局", NameKind.FORMER, date(1980, 1, 14), date(1998, 3, 31)),
        Name("CNIPA", NameKind.ABBREVIATION, date(2018, 8, 28)),
    ),
    source="https://www.cnipa.gov.cn/",
    jurisdiction="CN",
    superiors=(Tenure("council", Period(), "notice"),),
    predecessors=("bureau",),
)
GROUP = Entry(
    id="zhongmei",
    kind=EntityKind.MECHANISM,
    cls="BilateralMechanism",
    label_zh="中美知识产权工作组",
    label_en="China-US IP Working Group",
    names=(),
    source="the corpus",
    parties=("CN",),
)


def build(*entries: Entry) -> list[Quad]:
    return authority_quads(Authority(entries), Minter(BASE))


def told(quads: list[Quad], subject: str, predicate: str) -> list[str]:
    return [quad[2] for quad in quads if quad[:2] == (subject, f"<{predicate}>")]


def name_node(quads: list[Quad], form: str) -> str:
    (node,) = {quad[0] for quad in quads if quad[1] == f"<{SKOSXL}literalForm>" and quad[2] == form}
    return node


def test_an_entry_has_labels_and_a_source() -> None:
    quads = build(OFFICE)

    assert told(quads, f"<{BASE}agency/sipo>", f"{SKOS}prefLabel") == ['"SIPO"@en', '"国家知识产权局"@zh']
    assert told(quads, f"<{BASE}agency/sipo>", f"{DCTERMS}source") == ["<https://www.cnipa.gov.cn/>"]


def test_a_name_is_a_node_with_its_kind_and_validity() -> None:
    quads = build(OFFICE)
    former = name_node(quads, '"中国专利局"@zh')

    assert former in told(quads, f"<{BASE}agency/sipo>", f"{SKOSXL}altLabel")
    assert told(quads, former, f"{IPG}nameKind") == [f"<{IPG}name-former>"]
    assert told(quads, former, f"{IPG}validFrom") == [f'"1980-01-14"^^{XSD_DATE}']
    assert told(quads, former, f"{IPG}validTo") == [f'"1998-03-31"^^{XSD_DATE}']


def test_the_name_that_is_the_label_is_the_preferred_one() -> None:
    quads = build(OFFICE)

    preferred = told(quads, f"<{BASE}agency/sipo>", f"{SKOSXL}prefLabel")

    assert preferred == [name_node(quads, '"国家知识产权局"@zh')]
    assert '"国家知识产权局"@zh' not in told(quads, f"<{BASE}agency/sipo>", f"{SKOS}altLabel")


def test_an_acronym_is_english() -> None:
    assert name_node(build(OFFICE), '"CNIPA"@en')


def test_relations_point_to_things_of_the_right_kind() -> None:
    quads = build(OFFICE, GROUP)

    assert told(quads, f"<{BASE}agency/sipo>", f"{ORG}subOrganizationOf") == [f"<{BASE}agency/council>"]
    assert told(quads, f"<{BASE}agency/sipo>", f"{IPG}successorOf") == [f"<{BASE}agency/bureau>"]
    assert told(quads, f"<{BASE}agency/sipo>", f"{IPG}ofJurisdiction") == [f"<{BASE}jurisdiction/CN>"]
    assert told(quads, f"<{BASE}mechanism/zhongmei>", f"{IPG}definingParty") == [f"<{BASE}jurisdiction/CN>"]


def test_a_jurisdiction_has_its_code_and_level() -> None:
    quads = build(CHINA)

    assert told(quads, f"<{BASE}jurisdiction/CN>", f"{SKOS}notation") == ['"CN"']
    assert told(quads, f"<{BASE}jurisdiction/CN>", f"{IPG}level") == [f"<{IPG}level-country>"]


def test_a_succession_is_the_same_from_either_side() -> None:
    heir = Entry("heir", EntityKind.AGENCY, "NationalAgency", "甲局", "A", (), "notice")
    elder = Entry("elder", EntityKind.AGENCY, "NationalAgency", "乙局", "B", (), "notice", successors=("heir",))

    assert told(build(heir, elder), f"<{BASE}agency/heir>", f"{IPG}successorOf") == [f"<{BASE}agency/elder>"]


@pytest.fixture(scope="module")
def shipped() -> list[Quad]:
    return authority_quads(Authority.load(), Minter(BASE))


def test_the_authority_that_ships_conforms(shipped: list[Quad]) -> None:
    assert check(shipped, ShapeContext.load(shipped)).as_text() == "Conforms to all shapes.\n"


def test_the_authority_that_ships_is_sorted_and_unique(shipped: list[Quad]) -> None:
    assert len(shipped) > 1000
    assert shipped == sorted(set(shipped))
