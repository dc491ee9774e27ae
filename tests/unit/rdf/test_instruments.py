"""The authority graph says how an instrument was enacted and changed."""

from datetime import date

import pytest

from ipgraph.lexicon.authority import Authority, Entry
from ipgraph.lexicon.enactment import Amendment, AmendmentKind, Enactment
from ipgraph.model.acts import EntityKind
from ipgraph.rdf.authority import authority_quads
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import DCTERMS, IPG, Quad

BASE = "https://example.org/id/"
LAW = f"<{BASE}instrument/patent-law>"
FIRST_CHANGE = f"<{BASE}instrument/patent-law#amendment-1992-09-04>"
DATE = "^^<http://www.w3.org/2001/XMLSchema#date>"
ENTRY = Entry(
    id="patent-law",
    kind=EntityKind.INSTRUMENT,
    cls="Law",
    label_zh="专利法",
    label_en="Patent Law",
    names=(),
    source="the gazette",
    enactment=Enactment(
        date(1984, 3, 12),
        date(1985, 4, 1),
        date(2030, 1, 1),
        "主席令第十一号",
        ("npcsc",),
        ("old-rules",),
        (
            Amendment(date(1992, 9, 4), AmendmentKind.PARTIAL, date(1993, 1, 1), "主席令第六十九号", ("npcsc",)),
            Amendment(date(1992, 12, 4), AmendmentKind.REVISION, source="https://example.org/decision"),
        ),
    ),
)


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return authority_quads(Authority((ENTRY,)), Minter(BASE))


def told(quads: list[Quad], subject: str, name: str) -> list[str]:
    predicate = f"<{DCTERMS}{name[8:]}>" if name.startswith("dcterms:") else f"<{IPG}{name}>"
    return [quad[2] for quad in quads if quad[:2] == (subject, predicate)]


def test_an_instrument_has_its_number_its_days_and_who_enacted_it(quads: list[Quad]) -> None:
    assert told(quads, LAW, "documentNumber") == ['"主席令第十一号"']
    assert told(quads, LAW, "promulgatedOn") == [f'"1984-03-12"{DATE}']
    assert told(quads, LAW, "effectiveOn") == [f'"1985-04-01"{DATE}']
    assert told(quads, LAW, "repealedOn") == [f'"2030-01-01"{DATE}']
    assert told(quads, LAW, "enactedBy") == [f"<{BASE}agency/npcsc>"]
    assert told(quads, LAW, "dcterms:replaces") == [f"<{BASE}instrument/old-rules>"]


def test_an_amendment_is_a_node_with_its_own_days_and_number(quads: list[Quad]) -> None:
    assert FIRST_CHANGE in told(quads, LAW, "hasAmendment")
    assert told(quads, FIRST_CHANGE, "amendmentOf") == [LAW]
    assert told(quads, FIRST_CHANGE, "amendmentKind") == [f"<{IPG}amendment-partial>"]
    assert told(quads, FIRST_CHANGE, "promulgatedOn") == [f'"1992-09-04"{DATE}']
    assert told(quads, FIRST_CHANGE, "effectiveOn") == [f'"1993-01-01"{DATE}']
    assert told(quads, FIRST_CHANGE, "documentNumber") == ['"主席令第六十九号"']


def test_an_amendment_without_a_source_of_its_own_rests_on_that_of_the_instrument(quads: list[Quad]) -> None:
    assert told(quads, FIRST_CHANGE, "dcterms:source") == ['"the gazette"']


def test_two_amendments_of_a_year_are_two_nodes(quads: list[Quad]) -> None:
    second = f"<{BASE}instrument/patent-law#amendment-1992-12-04>"

    assert told(quads, LAW, "hasAmendment") == [FIRST_CHANGE, second]
    assert told(quads, second, "dcterms:source") == ["<https://example.org/decision>"]
