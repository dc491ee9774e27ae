"""The documents of the release over HTTP, with their facts and quotes."""

from urllib.parse import quote

import httpx

IRI = "https://w3id.org/ipgraph/id/"


def test_documents_are_listed_by_id_with_titles_issuers_and_counts(client: httpx.Client) -> None:
    answer = client.get("/api/v1/documents").json()

    assert [document["id"] for document in answer["documents"]] == ["report-2014", "计划 2019"]
    report = answer["documents"][0]
    assert report == {
        "id": "report-2014",
        "title_zh": "二〇一四年报告",
        "title_en": "The report",
        "issuers": ["商务部"],
        "year": 2014,
        "genre": "report",
        "statements": 5,
        "links": {
            "self": "/api/v1/documents/report-2014",
            "iri": f"{IRI}document/report-2014",
            "graph": f"{IRI}graph/document/report-2014",
        },
    }
    assert answer["page"] == {"total": 2, "limit": 100, "offset": 0}


def test_documents_come_in_pages_that_lead_on(client: httpx.Client) -> None:
    first = client.get("/api/v1/documents", params={"limit": 1}).json()
    second = client.get(first["page"]["next"]).json()

    assert [document["id"] for document in first["documents"] + second["documents"]] == ["report-2014", "计划 2019"]
    assert "next" not in second["page"]


def test_a_page_past_the_end_is_empty_and_still_tells_the_total(client: httpx.Client) -> None:
    answer = client.get("/api/v1/documents", params={"offset": 50}).json()

    assert answer == {"page": {"total": 2, "limit": 100, "offset": 50}, "documents": []}


def test_a_document_has_its_facts_in_text_order_with_quotes(client: httpx.Client, store_texts: dict[str, str]) -> None:
    answer = client.get("/api/v1/documents/report-2014").json()

    text = store_texts["report-2014"]
    assert [fact["predicate"] for fact in answer["facts"]] == [
        "issued_by",
        "takes_part_in",
        "has_party",
        "conducts",
        "takes_part_in",
    ]
    for fact in answer["facts"]:
        evidence = fact["evidence"]
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
    assert answer["characters"] == len(text)
    assert answer["sha256"] == "0" * 64


def test_a_fact_has_names_iris_qualifier_year_ordinal_and_rule(client: httpx.Client) -> None:
    fact = client.get("/api/v1/documents/report-2014").json()["facts"][1]

    assert {key: value for key, value in fact.items() if key not in ("iri", "object_iri", "evidence")} == {
        "doc": "report-2014",
        "predicate": "takes_part_in",
        "subject": "商务部",
        "subject_iri": f"{IRI}agency/mofcom",
        "object": "中美知识产权工作组",
        "qualifier": "participant",
        "year": 2014,
        "ordinal": 25,
        "modality": "reported",
        "rule": "participation.meeting",
    }
    assert fact["iri"].startswith(f"{IRI}act/report-2014-")
    assert fact["object_iri"].startswith(f"{IRI}mechanism/")


def test_a_plan_names_task_and_modality_and_has_the_task_as_subject(client: httpx.Client) -> None:
    facts = client.get("/api/v1/documents/计划 2019").json()["facts"]

    assert [(fact["predicate"], fact["subject"], fact["object"], fact["qualifier"]) for fact in facts] == [
        ("takes_part_in", "商务部", "中美知识产权工作组", "participant"),
        ("assigned_to", "3", "商务部", "lead"),
        ("assigned_to", "3", "海关总署", "participant"),
    ]
    assert (facts[0]["modality"], facts[0]["task"]) == ("planned", "3")


def test_the_facts_of_a_document_come_in_pages_that_lead_on(client: httpx.Client) -> None:
    whole = client.get("/api/v1/documents/计划 2019").json()["facts"]
    first = client.get("/api/v1/documents/计划 2019", params={"limit": 2}).json()
    second = client.get(first["page"]["next"]).json()

    assert first["page"]["total"] == 3
    assert first["facts"] + second["facts"] == whole


def test_an_unknown_document_is_404(client: httpx.Client) -> None:
    answer = client.get("/api/v1/documents/没有")

    assert answer.status_code == 404
    assert "there is no document '没有'" in answer.json()["detail"]


def test_a_document_id_is_never_read_as_sparql(client: httpx.Client) -> None:
    for hostile in ('" } ?document ?p ?o . VALUES ?doc { "', "\\u0022", "x\ny", "<x>", "VALUES ?doc { UNDEF }"):
        answer = client.get(f"/api/v1/documents/{quote(hostile, safe='')}")
        assert answer.status_code == 404, hostile


def test_a_limit_out_of_bounds_is_422(client: httpx.Client) -> None:
    answer = client.get("/api/v1/documents", params={"limit": 0})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == "query.limit"
