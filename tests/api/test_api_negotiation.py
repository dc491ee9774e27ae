"""Which representation a client gets."""

import httpx
import pytest

from ipgraph_api.media_types import parse_accept
from ipgraph_api.negotiation import RESULT_OFFERS, find_offer

SELECT = "SELECT * { ?s ?p ?o } LIMIT 1"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1"
JSON = "application/sparql-results+json"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ([], JSON),
        (["*/*"], JSON),
        (["text/csv"], "text/csv"),
        (["TEXT/CSV"], "text/csv"),
        (["text/*"], "text/csv"),
        (["text/csv;q=0.5, application/sparql-results+xml"], "application/sparql-results+xml"),
        (["text/csv;q=0.5", "application/sparql-results+xml;q=0.9"], "application/sparql-results+xml"),
        (["application/sparql-results+json;q=0, */*;q=0.1"], "text/csv"),
        (["text/html, application/json;q=0.9, */*;q=0.1"], "application/json"),
        (["text/csv;header=present"], "text/csv"),
        (["text/html"], None),
        (["*/*;q=0"], None),
        (["nonsense, text/csv;q=high, text/tab-separated-values"], "text/tab-separated-values"),
    ],
)
def test_the_best_offer_wins(accept: list[str], expected: str | None) -> None:
    offer = find_offer(parse_accept(accept), RESULT_OFFERS)

    assert (offer.media_type if offer is not None else None) == expected


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (SELECT, "application/json", "application/json"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, f"{JSON}, text/turtle;q=0.3", "text/turtle; charset=utf-8"),
    ],
)
def test_the_form_of_the_query_decides_what_is_offered(
    client: httpx.Client, query: str, accept: str, expected: str
) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})

    assert (answer.status_code, answer.headers["content-type"]) == (200, expected)
    assert "Accept" in answer.headers["vary"]


def test_repeated_accept_lines_count_as_one_list(client: httpx.Client) -> None:
    headers = [("Accept", "text/html"), ("Accept", "text/csv")]
    answer = client.get("/sparql", params={"query": SELECT}, headers=headers)

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        (SELECT, "csv", "text/csv; charset=utf-8"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (CONSTRUCT, "nt", "application/n-triples"),
        (CONSTRUCT, "turtle", "text/turtle; charset=utf-8"),
    ],
)
def test_format_overrides_the_accept_header(client: httpx.Client, query: str, name: str, expected: str) -> None:
    answer = client.get("/sparql", params={"query": query, "format": name}, headers={"Accept": "text/html"})

    assert answer.headers["content-type"] == expected


@pytest.mark.parametrize(
    ("query", "name", "accept", "offered"),
    [
        (SELECT, None, "image/png", "text/csv"),
        (CONSTRUCT, None, "text/csv", "text/turtle"),
        (SELECT, "turtle", "*/*", "text/csv"),
        (CONSTRUCT, "csv", "*/*", "application/n-triples"),
        (SELECT, "docx", "*/*", JSON),
    ],
)
def test_what_is_not_offered_is_406_with_the_list(
    client: httpx.Client, query: str, name: str | None, accept: str, offered: str
) -> None:
    params = {"query": query} | ({"format": name} if name is not None else {})
    answer = client.get("/sparql", params=params, headers={"Accept": accept})

    assert answer.status_code == 406
    assert offered in answer.json()["offered"]
    assert answer.headers["vary"].startswith("Accept")
