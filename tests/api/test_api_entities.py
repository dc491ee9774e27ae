"""The things of the graph over HTTP, with their names and their acts through the years."""

import httpx
import pytest

IRI = "https://w3id.org/ipgraph/id/"


def test_an_entity_has_labels_classes_and_names_with_validity(client: httpx.Client) -> None:
    answer = client.get("/api/v1/entities/agency/mofcom").json()

    assert (answer["label_zh"], answer["label_en"]) == ("商务部", "Ministry of Commerce")
    assert answer["classes"] == ["NationalAgency"]
    assert answer["names"] == [{"text": "商务部", "lang": "zh", "kind": "official", "valid_from": "2003-03-10"}]
    assert answer["links"] == {"self": "/api/v1/entities/agency/mofcom", "iri": f"{IRI}agency/mofcom"}


def test_the_acts_of_an_entity_stand_by_year_those_without_a_year_last(client: httpx.Client) -> None:
    years = client.get("/api/v1/entities/agency/mofcom").json()["years"]

    assert [(stretch.get("year"), [act["predicate"] for act in stretch["acts"]]) for stretch in years] == [
        (2013, ["takes_part_in"]),
        (2014, ["takes_part_in"]),
        (2019, ["takes_part_in"]),
        (None, ["issued_by", "assigned_to"]),
    ]


def test_each_act_of_an_entity_has_its_quote(client: httpx.Client, store_texts: dict[str, str]) -> None:
    years = client.get("/api/v1/entities/agency/mofcom").json()["years"]

    for act in (act for stretch in years for act in stretch["acts"]):
        evidence = act["evidence"]
        assert store_texts[act["doc"]][evidence["start"] : evidence["end"]] == evidence["quote"]


def test_a_thing_known_from_text_only_is_found_by_the_slug_that_facts_link_to(client: httpx.Client) -> None:
    fact = client.get("/api/v1/documents/report-2014").json()["facts"][1]
    answer = client.get(f"/api/v1/entities/{fact['object_iri'].removeprefix(IRI)}").json()

    assert answer["label_zh"] == "中美知识产权工作组"
    assert answer["classes"] == ["BilateralMechanism"]
    assert [stretch.get("year") for stretch in answer["years"]] == [2014, 2019, None]


def test_the_acts_of_an_entity_come_in_pages_that_lead_on(client: httpx.Client) -> None:
    first = client.get("/api/v1/entities/agency/mofcom", params={"limit": 3}).json()
    second = client.get(first["page"]["next"]).json()

    assert first["page"]["total"] == 5
    assert [stretch.get("year") for stretch in first["years"] + second["years"]] == [2013, 2014, 2019, None]


def test_the_things_of_a_kind_are_listed_with_labels(client: httpx.Client) -> None:
    answer = client.get("/api/v1/entities/agency").json()

    assert answer["page"]["total"] == 2
    assert [(entity["slug"], entity["label_zh"], entity.get("label_en")) for entity in answer["entities"]] == [
        ("gacc", "海关总署", None),
        ("mofcom", "商务部", "Ministry of Commerce"),
    ]


@pytest.mark.parametrize(
    ("kind", "labels"), [("task", ["参加中美知识产权工作组会议"]), ("document", ["二〇一九年计划", "二〇一四年报告"])]
)
def test_tasks_and_documents_are_listed_by_heading_and_title(
    client: httpx.Client, kind: str, labels: list[str]
) -> None:
    answer = client.get(f"/api/v1/entities/{kind}").json()

    assert sorted(entity["label_zh"] for entity in answer["entities"]) == labels


def test_the_sessions_of_a_mechanism_are_not_listed_as_mechanisms(client: httpx.Client) -> None:
    answer = client.get("/api/v1/entities/mechanism").json()

    assert answer["page"]["total"] == 2
    assert [entity["label_zh"] for entity in answer["entities"]] == ["中美知识产权工作组", "中欧知识产权工作组"]


def test_an_unknown_slug_is_404_that_says_where_to_look(client: httpx.Client) -> None:
    answer = client.get("/api/v1/entities/agency/nobody")

    assert answer.status_code == 404
    assert "/api/v1/entities/agency lists" in answer.json()["detail"]


def test_an_unknown_kind_is_422_that_names_the_kinds(client: httpx.Client) -> None:
    answer = client.get("/api/v1/entities/planet/mars")

    assert answer.status_code == 422
    assert "'agency'" in answer.json()["detail"]


def test_a_slug_is_never_read_as_sparql(client: httpx.Client) -> None:
    answer = client.get("/api/v1/entities/agency/%3E%20%7D%20%3Fx%20%3Fy%20%3Fz%20%23")

    assert answer.status_code == 404
