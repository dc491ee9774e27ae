"""What several documents name stands once in a real store, so that joins and counts through it are right."""

from collections.abc import Iterator

import pytest

from ipgraph.facts import read_facts
from ipgraph.model.acts import Act, ActKind, Entity, EntityKind, Evidence, Extraction, Finding
from ipgraph.model.document import DocumentMeta, SourceText
from ipgraph.model.span import RawSpan
from ipgraph.rdf.build import document_quads, ontology_quads
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import IPG, SKOS
from ipgraph.resources import ontology_path
from ipgraph.settings import Settings
from ipgraph.store.embedded import Release
from ipgraph.store.lock import hold
from ipgraph.store.publish import ReleaseBuilder

TEXT = "商务部参加中美知识产权工作组会议。"
PREFIXES = f"PREFIX ipg: <{IPG}> PREFIX skos: <{SKOS}>"
MINISTRY = Entity(EntityKind.AGENCY, "商务部", "mofcom", "NationalAgency")
GROUP = Entity(EntityKind.MECHANISM, "中美知识产权工作组", cls="BilateralMechanism")
PARTICIPATION = Act(ActKind.PARTICIPATION, MINISTRY, GROUP, "participant", 2014)
# The second document knows less of the group: it is declared with a superclass of the class that the first one gives.
ACTS = {"a": PARTICIPATION, "b": PARTICIPATION._replace(object=GROUP._replace(cls="Mechanism"))}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    """Publish two documents that name the same group, which no authority file knows, and the same year."""
    store = tmp_path_factory.mktemp("things")
    minter = Minter(Settings().base_iri)
    evidence = Evidence(RawSpan(0, len(TEXT)), TEXT)
    with hold(store):
        builder = ReleaseBuilder(store)
        for doc_id, act in ACTS.items():
            extraction = Extraction(doc_id, "报告", 2014, (Finding(act, evidence, "rule"),), (), ())
            source = SourceText(doc_id, TEXT, "0" * 64, "utf-8")
            builder.add_quads(document_quads(extraction, source, DocumentMeta(doc_id), minter))
        builder.add_quads(ontology_quads(minter))
        builder.load(ontology_path("derive"), minter.derived_graph()[1:-1])
        yield builder.publish({})


def count(release: Release, pattern: str) -> int:
    (row,) = release.select(f"{PREFIXES} SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    return int(str(row["n"]))


def test_a_label_that_two_documents_give_is_one_row(release: Release) -> None:
    query = f"{PREFIXES} SELECT ?label WHERE {{ ?group a ipg:BilateralMechanism ; skos:prefLabel ?label }}"

    assert [row["label"] for row in release.select(query)] == [GROUP.name]


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("?year ipg:yearValue 2014", 1),
        ("?group a ipg:Mechanism", 1),
        ("?document a ipg:PolicyDocument ; ipg:inYear/ipg:yearValue 2014", 2),
        ("?act a ipg:Participation ; ipg:inYear/ipg:yearValue ?year ; ipg:object/skos:prefLabel ?label", 2),
        ("?agent ipg:participatesIn/skos:prefLabel ?label", 1),
        ("?agent ipg:activeIn/ipg:yearValue ?year", 1),
    ],
)
def test_joins_through_shared_things_count_each_statement_once(release: Release, pattern: str, number: int) -> None:
    assert count(release, pattern) == number


def test_no_statement_stands_in_two_graphs(release: Release) -> None:
    assert count(release, "GRAPH ?one { ?s ?p ?o } GRAPH ?two { ?s ?p ?o } FILTER (?one != ?two)") == 0


def test_each_document_gives_one_fact_with_its_year(release: Release) -> None:
    rows = list(read_facts(release))

    assert [(row["doc"], row["year"]) for row in rows] == [("a", 2014), ("b", 2014)]
