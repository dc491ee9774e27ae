"""The SPARQL endpoint: the three request forms, what they refuse, what they answer."""

import csv
import io
import json

import httpx
import pytest

LABEL_QUERY = 'SELECT ?thing WHERE { ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> "商务部"@zh }'
ASK_QUERY = "ASK { ?s ?p ?o }"
CONSTRUCT_QUERY = "CONSTRUCT { ?s <urn:知识产权> ?o } WHERE { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?o }"
DIRECT = {"Content-Type": "application/sparql-query"}
FORMS = ["get", "form", "direct"]


def ask(client: httpx.Client, form: str, query: str, **headers: str) -> httpx.Response:
    """Send a query in one of the protocol's forms."""
    match form:
        case "get":
            return client.get("/sparql", params={"query": query}, headers=headers)
        case "form":
            return client.post("/sparql", data={"query": query}, headers=headers)
        case _:
            return client.post("/sparql", content=query.encode(), headers={**DIRECT, **headers})


@pytest.mark.parametrize("form", FORMS)
def test_a_chinese_literal_is_found_in_every_form(client: httpx.Client, form: str) -> None:
    answer = ask(client, form, LABEL_QUERY)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/sparql-results+json"
    bindings = answer.json()["results"]["bindings"]
    assert [row["thing"]["value"] for row in bindings] == ["https://w3id.org/ipgraph/id/agency/mofcom"]


@pytest.mark.parametrize("form", FORMS)
def test_a_chinese_iri_passes_in_every_form(client: httpx.Client, form: str) -> None:
    answer = ask(client, form, "SELECT (<https://example.org/知识产权/𠮷> AS ?iri) {}")

    assert answer.json()["results"]["bindings"][0]["iri"]["value"] == "https://example.org/知识产权/𠮷"


def test_ask_answers_a_truth_value(client: httpx.Client) -> None:
    assert ask(client, "get", ASK_QUERY).json()["boolean"] is True


def test_construct_answers_turtle_with_chinese_iris_as_they_are(client: httpx.Client) -> None:
    answer = ask(client, "get", CONSTRUCT_QUERY)

    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert "<urn:知识产权>" in answer.text


def test_csv_has_a_row_for_each_solution(client: httpx.Client) -> None:
    answer = ask(client, "get", LABEL_QUERY, Accept="text/csv")

    assert list(csv.reader(io.StringIO(answer.text))) == [["thing"], ["https://w3id.org/ipgraph/id/agency/mofcom"]]


def test_the_union_of_all_graphs_is_the_default(client: httpx.Client) -> None:
    query = "SELECT (COUNT(DISTINCT ?g) AS ?n) { ?s ?p ?o . GRAPH ?g { ?s ?p ?o } }"

    assert int(ask(client, "get", query).json()["results"]["bindings"][0]["n"]["value"]) == 5


@pytest.mark.parametrize("form", FORMS)
def test_a_malformed_query_is_400_with_the_place(client: httpx.Client, form: str) -> None:
    answer = ask(client, form, "SELECT ?x\nWHERE { ?x ?y }")

    problem = answer.json()
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"].endswith("/query-syntax")
    # The engine tells how far it read: up to the bracket that came too early.
    assert (problem["line"], problem["column"]) == (2, 16)
    assert problem["instance"] == "/sparql"


def test_a_dataset_without_a_query_is_400(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"default-graph-uri": "urn:g"})

    assert answer.status_code == 400
    assert "there is no query" in answer.json()["detail"]


@pytest.mark.parametrize("query", ["INSERT DATA { <urn:a> <urn:b> <urn:c> }", "DROP ALL", "LOAD <file:///etc/passwd>"])
def test_an_update_is_refused_with_a_clear_message(client: httpx.Client, query: str) -> None:
    answer = ask(client, "form", query)

    assert answer.status_code == 400
    assert answer.json()["type"].endswith("/query-refused")
    assert "is an update" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("content", "content_type"),
    [("update=DROP+ALL", "application/x-www-form-urlencoded"), ("DROP ALL", "application/sparql-update")],
)
def test_an_update_is_refused_where_no_token_is_configured(
    client: httpx.Client, content: str, content_type: str
) -> None:
    answer = client.post("/sparql", content=content, headers={"Content-Type": content_type})

    assert answer.status_code == 403
    assert "IPGRAPH_TOKENS" in answer.json()["detail"]


def test_service_is_refused(client: httpx.Client, address: str) -> None:
    answer = ask(client, "get", f"SELECT * {{ SERVICE <{address}/sparql> {{ ?s ?p ?o }} }}")

    assert answer.status_code == 400
    assert "SERVICE is refused" in answer.json()["detail"]


def test_a_graph_named_by_from_is_never_fetched(client: httpx.Client) -> None:
    answer = ask(client, "get", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")

    assert answer.status_code == 200
    assert answer.json()["results"]["bindings"] == []


def test_a_dataset_in_the_protocol_is_what_is_asked(client: httpx.Client) -> None:
    asked = [
        client.get("/sparql", params={"query": ASK_QUERY, "default-graph-uri": graph}).json()["boolean"]
        for graph in ("https://w3id.org/ipgraph/id/graph/authority", "urn:x")
    ]

    assert asked == [True, False]


def test_a_doubled_query_is_400(client: httpx.Client) -> None:
    answer = client.get("/sparql", params=[("query", ASK_QUERY), ("query", ASK_QUERY)])

    assert answer.status_code == 400
    assert "more than once" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "url", "content", "content_type"),
    [
        ("GET", "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%22%FF%22%7D", None, ""),
        ("POST", "/sparql", b"query=ASK+%7B+%3Fs+%3Fp+%22%C3%22+%7D", "application/x-www-form-urlencoded"),
        ("POST", "/sparql", b'ASK { ?s ?p "\xff" }', "application/sparql-query"),
    ],
)
def test_what_is_not_utf8_is_400(
    client: httpx.Client, method: str, url: str, content: bytes | None, content_type: str
) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    answer = client.request(method, url, content=content, headers=headers)

    assert answer.status_code == 400
    assert "not UTF-8" in answer.json()["detail"]


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", "application/sparql-query; charset=gbk"])
def test_another_media_type_is_415(client: httpx.Client, content_type: str) -> None:
    answer = client.post("/sparql", content=ASK_QUERY, headers={"Content-Type": content_type})

    assert answer.status_code == 415
    assert "application/sparql-query" in answer.headers["accept-post"]


def test_a_charset_of_utf8_is_read(client: httpx.Client) -> None:
    answer = client.post(
        "/sparql", content=LABEL_QUERY.encode(), headers={"Content-Type": 'application/sparql-query; charset="UTF-8"'}
    )

    assert len(answer.json()["results"]["bindings"]) == 1


def test_another_method_is_405_with_the_allowed_one(client: httpx.Client) -> None:
    answer = client.delete("/sparql")

    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert "GET" in answer.headers["allow"]


def test_the_engines_bytes_are_passed_on_as_json_that_any_reader_takes(client: httpx.Client) -> None:
    answer = ask(client, "direct", "SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 3")

    assert len(json.loads(answer.content)["results"]["bindings"]) == 3
