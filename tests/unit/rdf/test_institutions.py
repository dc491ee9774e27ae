"""Superiors and functions are nodes with days and sources, and events join the bodies that they changed."""

from datetime import date

from ipgraph.lexicon.authority import Authority, Change, Entry
from ipgraph.lexicon.period import Period, Tenure
from ipgraph.model.acts import EntityKind
from ipgraph.rdf.authority import authority_quads
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import DCTERMS, IPG, ORG, RDF, RDFS, Quad

BASE = "https://example.org/id/"
OFFICE = f"<{BASE}agency/office>"
XSD_DATE = "<http://www.w3.org/2001/XMLSchema#date>"


def body(entry_id: str, *, end: date | None = None, superiors: tuple[Tenure, ...] = ()) -> Entry:
    functions = (Tenure("trademarks", Period(date(2018, 3, 17), end), "the plan"),) if superiors else ()
    return Entry(
        entry_id,
        EntityKind.AGENCY,
        "NationalAgency",
        "局",
        "Office",
        (),
        "test",
        valid_to=end,
        superiors=superiors,
        functions=functions,
    )


CHANGE = Change(
    id="office-2018",
    kind="transfer",
    date=date(2018, 3, 17),
    label_zh="商标管理职责划入",
    label_en="Trade marks join",
    source="《国务院机构改革方案》",
    before=("old",),
    after=("office",),
    functions=("trademarks",),
    address="https://example.org/plan",
)
FIRST = Tenure("council", Period(None, date(2018, 3, 16)), "the notice")
SECOND = Tenure("market", Period(date(2018, 3, 17)), "https://example.org/plan")


def build(*entries: Entry, changes: tuple[Change, ...] = ()) -> list[Quad]:
    return authority_quads(Authority(entries, changes), Minter(BASE))


def told(quads: list[Quad], subject: str, predicate: str) -> list[str]:
    return [quad[2] for quad in quads if quad[:2] == (subject, f"<{predicate}>")]


def nodes(quads: list[Quad], kind: str) -> list[str]:
    return [quad[0] for quad in quads if quad[1] == f"<{RDF}type>" and quad[2] == f"<{IPG}{kind}>"]


def test_each_superior_is_a_node_with_its_days_and_source() -> None:
    quads = build(body("office", superiors=(FIRST, SECOND)))
    held = {told(quads, node, f"{IPG}superior")[0]: node for node in nodes(quads, "Subordination")}

    assert set(held) == {f"<{BASE}agency/council>", f"<{BASE}agency/market>"}
    council, market = held[f"<{BASE}agency/council>"], held[f"<{BASE}agency/market>"]
    assert told(quads, council, f"{IPG}subordinate") == [OFFICE]
    assert told(quads, council, f"{IPG}validFrom") == []
    assert told(quads, council, f"{IPG}validTo") == [f'"2018-03-16"^^{XSD_DATE}']
    assert told(quads, council, f"{DCTERMS}source") == ['"the notice"']
    assert told(quads, market, f"{IPG}validFrom") == [f'"2018-03-17"^^{XSD_DATE}']
    assert told(quads, market, f"{DCTERMS}source") == ["<https://example.org/plan>"]


def test_a_sub_organization_is_that_of_the_present_superior() -> None:
    quads = build(body("office", superiors=(FIRST, SECOND)))

    assert told(quads, OFFICE, f"{ORG}subOrganizationOf") == [f"<{BASE}agency/market>"]


def test_a_body_that_ended_keeps_its_last_superior() -> None:
    last = Tenure("market", Period(date(2018, 3, 17), date(2023, 5, 17)), "the plan")
    quads = build(body("office", end=date(2023, 5, 17), superiors=(FIRST, last)))

    assert told(quads, OFFICE, f"{ORG}subOrganizationOf") == [f"<{BASE}agency/market>"]


def test_a_body_whose_superior_ended_has_none_without_a_day() -> None:
    assert told(build(body("office", superiors=(FIRST,))), OFFICE, f"{ORG}subOrganizationOf") == []


def test_a_function_is_a_node_with_its_days_and_source() -> None:
    quads = build(body("office", superiors=(SECOND,)))
    (holding,) = nodes(quads, "FunctionHolding")

    assert told(quads, holding, f"{IPG}holder") == [OFFICE]
    assert told(quads, holding, f"{IPG}function") == [f"<{IPG}function-trademarks>"]
    assert told(quads, holding, f"{IPG}validFrom") == [f'"2018-03-17"^^{XSD_DATE}']
    assert told(quads, holding, f"{DCTERMS}source") == ['"the plan"']


def test_a_change_event_says_what_happened_when_and_by_which_decision() -> None:
    quads = build(body("office"), body("old"), changes=(CHANGE,))
    event = f"<{BASE}change/office-2018>"

    assert nodes(quads, "ChangeEvent") == [event]
    assert told(quads, event, f"{RDFS}label") == ['"Trade marks join"@en', '"商标管理职责划入"@zh']
    assert told(quads, event, f"{IPG}changeKind") == [f"<{IPG}change-transfer>"]
    assert told(quads, event, f"{DCTERMS}date") == [f'"2018-03-17"^^{XSD_DATE}']
    assert told(quads, event, f"{DCTERMS}source") == ['"《国务院机构改革方案》"']
    assert told(quads, event, f"{RDFS}seeAlso") == ["<https://example.org/plan>"]
    assert told(quads, event, f"{IPG}function") == [f"<{IPG}function-trademarks>"]


def test_a_change_event_and_its_bodies_point_to_each_other() -> None:
    quads = build(body("office"), body("old"), changes=(CHANGE,))
    event, old = f"<{BASE}change/office-2018>", f"<{BASE}agency/old>"

    assert told(quads, event, f"{ORG}originalOrganization") == [old]
    assert told(quads, event, f"{ORG}resultingOrganization") == [OFFICE]
    assert told(quads, old, f"{ORG}changedBy") == [event]
    assert told(quads, OFFICE, f"{ORG}resultedFrom") == [event]
