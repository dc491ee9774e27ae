"""The CONSTRUCT queries derive the shortcuts, and nothing that a text does not report."""

from functools import cache

import pyoxigraph
import pytest

from ipgraph.rdf.mint import Minter
from ipgraph.rdf.ontology import ontology_quads
from ipgraph.rdf.terms import IPG, nquads_line
from ipgraph.resources import ontology_path

PREFIXES = f"""@prefix ipg: <{IPG}> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix t: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FILES = {path.stem: path for path in sorted(ontology_path("derive").rglob("*.rq"))}
MODALITIES = ("reported", "inProgress", "planned")


@cache
def ontology_lines() -> str:
    return "".join(map(nquads_line, ontology_quads(Minter("https://example.org/id/"))))


def derive(name: str, data: str) -> set[str]:
    store = pyoxigraph.Store()
    turtle = f"{PREFIXES}{data}"
    graph = pyoxigraph.NamedNode("https://example.org/graph")
    for triple in pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE):
        store.add(pyoxigraph.Quad(triple.subject, triple.predicate, triple.object, graph))
    store.bulk_load(ontology_lines(), format=pyoxigraph.RdfFormat.N_QUADS)
    result = store.query(FILES[name].read_text(encoding="utf-8"), use_default_graph_as_union=True)
    assert isinstance(result, pyoxigraph.QueryTriples)
    return {str(triple).replace(IPG, "ipg:").replace("https://example.org/", "t:") for triple in result}


def act(cls: str, modality: str, more: str = "") -> str:
    return f"t:act a ipg:{cls} ; ipg:agent t:a ; ipg:object t:o ; ipg:modality ipg:modality-{modality} {more} ."


@pytest.mark.parametrize("modality", MODALITIES)
@pytest.mark.parametrize(
    ("name", "shortcut", "cls", "more", "allowed"),
    [
        ("participates-in", "participatesIn", "Participation", "", MODALITIES[:2]),
        ("conducts", "conducts", "CampaignConduct", "", MODALITIES[:2]),
        ("cooperates-with", "cooperatesWith", "Cooperation", "", MODALITIES[:2]),
        ("responsible-for", "responsibleFor", "TaskAssignment", "", MODALITIES),
        ("signs", "signs", "AgreementAct", "; ipg:kind ipg:kind-signs", MODALITIES[:1]),
        ("signs", "signs", "AgreementAct", "; ipg:kind ipg:kind-renews", MODALITIES[:1]),
        ("promulgates", "promulgates", "InstrumentAct", "; ipg:kind ipg:kind-promulgates", MODALITIES[:1]),
        ("operates", "operates", "Operation", "; ipg:kind ipg:kind-operates", MODALITIES[:2]),
        ("operates", "operates", "Operation", "; ipg:kind ipg:kind-upgrades", MODALITIES[:2]),
        ("operates", "operates", "Operation", "; ipg:kind ipg:kind-builds", MODALITIES[:1]),
        ("operates", "operates", "Operation", "; ipg:kind ipg:kind-launches", MODALITIES[:1]),
        ("operates", "operates", "Operation", "; ipg:kind ipg:kind-promotes", ()),
    ],
)
def test_a_shortcut_follows_from_the_modalities_that_allow_it(
    name: str, shortcut: str, cls: str, more: str, allowed: tuple[str, ...], modality: str
) -> None:
    derived = derive(name, act(cls, modality, more))

    assert derived == ({f"<t:a> <ipg:{shortcut}> <t:o>"} if modality in allowed else set())


@pytest.mark.parametrize("modality", MODALITIES)
@pytest.mark.parametrize(
    ("name", "cls", "more"),
    [
        ("participates-in", "Participation", ""),
        ("conducts", "CampaignConduct", ""),
        ("cooperates-with", "Cooperation", ""),
        ("signs", "AgreementAct", "; ipg:kind ipg:kind-signs"),
        ("promulgates", "InstrumentAct", "; ipg:kind ipg:kind-promulgates"),
        ("instrument-by", "InstrumentAct", "; ipg:kind ipg:kind-amends"),
        ("active-in", "Participation", "; ipg:inYear t:y"),
    ],
)
def test_a_duty_under_a_task_is_no_deed_of_those_who_share_it(name: str, cls: str, more: str, modality: str) -> None:
    assert derive(name, act(cls, modality, f"{more} ; ipg:underTask t:task")) == set()


@pytest.mark.parametrize(
    ("name", "cls", "kind"), [("signs", "AgreementAct", "negotiates"), ("promulgates", "InstrumentAct", "drafts")]
)
def test_another_kind_of_act_gives_no_shortcut(name: str, cls: str, kind: str) -> None:
    assert derive(name, act(cls, "reported", f"; ipg:kind ipg:kind-{kind}")) == set()


def test_a_document_mentions_the_platforms_of_its_operations() -> None:
    derived = derive("mentions", act("Operation", "planned", "; ipg:statedIn t:d"))

    assert derived == {"<t:d> <ipg:mentions> <t:o>"}


def test_a_case_is_handled_by_who_handles_it() -> None:
    assert derive("handled-by", act("CaseHandling", "reported")) == {"<t:o> <ipg:handledBy> <t:a>"}
    assert derive("handled-by", act("CaseHandling", "planned")) == set()


@pytest.mark.parametrize("modality", MODALITIES)
def test_an_actor_is_active_in_the_year_of_what_it_does(modality: str) -> None:
    derived = derive("active-in", act("Participation", modality, "; ipg:inYear t:y"))

    assert derived == (set() if modality == "planned" else {"<t:a> <ipg:activeIn> <t:y>"})


def test_a_task_makes_nobody_active() -> None:
    assert derive("active-in", act("TaskAssignment", "reported", "; ipg:inYear t:y")) == set()


@pytest.mark.parametrize(
    ("name", "shortcut", "value"),
    [
        ("has-party", "hasParty", "t:v"),
        ("issued-by", "issuedBy", "t:v"),
        ("document-number", "documentNumber", '"国办发〔2017〕46号"'),
        ("issued-on", "issuedOn", '"2017-05-16"^^xsd:date'),
        ("effective-on", "effectiveOn", '"2017-05-16"^^xsd:date'),
        ("mentions", "mentions", "t:v"),
        ("right-concerned", "rightConcerned", "ipg:field-patent"),
        ("outcome", "outcome", '"判赔"'),
        ("decided-on", "decidedOn", '"2017-05-16"^^xsd:date'),
        ("took-place-in", "tookPlaceIn", "t:v"),
    ],
)
def test_a_property_statement_gives_the_property(name: str, shortcut: str, value: str) -> None:
    data = f"t:st a ipg:PropertyStatement ; rdf:subject t:s ; rdf:predicate ipg:{shortcut} ; rdf:object {value} ."

    derived = derive(name, data)

    assert len(derived) == 1
    assert next(iter(derived)).startswith(f"<t:s> <ipg:{shortcut}> ")


BOTH_WAYS = {"<t:a> <ipg:relatedTo> <t:o>", "<t:o> <ipg:relatedTo> <t:a>"}


@pytest.mark.parametrize("modality", MODALITIES)
def test_what_a_statement_names_together_is_related_both_ways(modality: str) -> None:
    assert derive("related-to", act("Participation", modality)) == BOTH_WAYS


def test_a_party_is_related_and_an_issuer_is_not() -> None:
    data = "t:st a ipg:PropertyStatement ; rdf:subject t:a ; rdf:predicate ipg:{} ; rdf:object t:o ."

    assert derive("related-to", data.format("hasParty")) == BOTH_WAYS
    assert derive("related-to", data.format("issuedBy")) == set()


@pytest.mark.parametrize(
    ("name", "shortcut", "value"),
    [("effective-on", "effectiveOn", '"2017-05-16"^^xsd:date'), ("document-number", "documentNumber", '"令第1号"')],
)
def test_what_the_authority_data_say_is_not_derived_again(name: str, shortcut: str, value: str) -> None:
    data = f"t:s a ipg:PropertyStatement ; rdf:subject t:a ; rdf:predicate ipg:{shortcut} ; rdf:object {value} ."

    assert derive(name, data)
    assert derive(name, f"{data}\nt:a ipg:{shortcut} {value} .") == set()


def test_instances_belong_to_the_superclasses_of_their_class() -> None:
    derived = derive("superclasses", "t:x a ipg:Participation .")

    assert "<t:x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <ipg:Act>" in derived
    assert "<t:x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <ipg:Statement>" in derived
    assert "<t:x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/prov#Activity>" in derived
    assert all(triple.startswith("<t:x> ") for triple in derived)


def test_a_party_is_party_of_what_has_it() -> None:
    statement = "t:st a ipg:PropertyStatement ; rdf:subject t:s ; rdf:predicate ipg:hasParty ; rdf:object t:o ."

    assert derive("is-party-of", statement) == {"<t:o> <ipg:isPartyOf> <t:s>"}


def test_a_plan_has_the_tasks_that_are_in_it() -> None:
    assert derive("has-task", "t:t a ipg:Task ; ipg:inDocument t:d .") == {"<t:d> <ipg:hasTask> <t:t>"}


def test_a_property_statement_is_a_statement_of_rdf() -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

    assert derive("reified-statements", "t:st a ipg:PropertyStatement .") == {f"<t:st> <{rdf}type> <{rdf}Statement>"}


def test_every_shortcut_says_what_it_derives_and_is_tested() -> None:
    tested = {"participates-in", "conducts", "cooperates-with", "responsible-for", "signs", "promulgates", "active-in"}
    tested |= {"has-party", "issued-by", "document-number", "issued-on", "effective-on", "superclasses", "related-to"}
    tested |= {"operates", "handled-by", "mentions", "right-concerned", "outcome", "decided-on", "took-place-in"}
    # These are tested in test_series.py.
    tested |= {"numbered-session", "yearly-session", "session-years", "session-actors", "modality", "next-session"}
    tested |= {"next-session-by-year", "series-gap", "campaign-edition", "campaign-results", "edition-actors"}
    tested |= {"edition-field", "edition-plans", "edition-planned-lead", "next-edition", "agreement-status"}
    tested |= {"instrument-status", "instrument-by", "amends", "proposes-to-amend", "negotiation-of"}
    tested |= {"is-party-of", "has-task", "reified-statements"}
    # Those of the figures are tested in tests/cube.
    tested |= {"measure", "breakdown", "unit-concept", "ref-period", "cumulative", "data-set"}
    tested |= {"value-conflict", "disagreeing"}

    assert set(FILES) == tested
    assert len(FILES) == len(list(ontology_path("derive").rglob("*.rq")))
    assert all(path.read_text(encoding="utf-8").startswith("# Derives ") for path in FILES.values())
