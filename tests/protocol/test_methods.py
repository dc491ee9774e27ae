"""HEAD, OPTIONS and other methods, and pages of other origins."""

import http.client

import pytest
from tests.protocol.exchange import FORM, JSON, QUERY, UPDATE, Sent, direct, form, get, send

ORIGIN = ("Origin", "https://page.example")
ASK, LONG = "ASK {}", "SELECT ?a ?b { VALUES ?a { 1 2 3 4 5 6 7 8 9 } VALUES ?b { 1 2 3 4 5 6 7 8 9 } ?s ?p ?o }"
# What a HEAD and a GET are sent for: their headers must not differ.
SAME = {
    "a table": get(ASK),
    "a CSV": get(ASK).accepting("text/csv"),
    "a graph": get("CONSTRUCT { <urn:a> <urn:b> <urn:c> } {}"),
    "a packed table": get(LONG).with_headers(("Accept-Encoding", "gzip")),
    "a file": get(ASK, format="csv", download="a"),
    "no query": get(default_graph_uri="urn:x"),
    "not acceptable": get(ASK).accepting("image/png"),
    "not SPARQL": get("ASK {"),
    "another origin": get(ASK).with_headers(ORIGIN),
    "no such address": get(ASK, path="/nowhere"),
    "health": get(path="/health"),
    "the front page": get(path="/"),
    "the documents": get(path="/api/v1/documents"),
    "the ontology": get(path="/ontology"),
}
# The moment of an answer, and what differs by chance.
VOLATILE = {"date", "x-request-id"}
NOT_ALLOWED = {
    "PUT": Sent("PUT", b"/sparql?query=ASK{}", (("Content-Type", FORM),), b"query=ASK{}"),
    "DELETE": Sent("DELETE", b"/sparql?query=ASK{}"),
    "PATCH": Sent("PATCH", b"/sparql", (("Content-Type", QUERY),), b"ASK {}"),
    "TRACE": Sent("TRACE", b"/sparql"),
    "PROPFIND": Sent("PROPFIND", b"/sparql"),
    "a method of its own": Sent("SPARQL", b"/sparql"),
    "small letters": Sent("get", b"/sparql?query=ASK{}"),
}
PREFLIGHTS = {
    "a query": ("/sparql", "POST", "content-type"),
    "an update": ("/sparql", "POST", "authorization, content-type"),
    "GET with a token": ("/sparql", "GET", "authorization"),
    "a conditional GET": ("/sparql", "GET", "if-none-match"),
    "putting a graph": ("/rdf-graph-store", "PUT", "authorization,content-type,if-match"),
    "deleting a graph": ("/rdf-graph-store?default", "DELETE", "authorization"),
    "patching a graph": ("/rdf-graph-store", "PATCH", "authorization"),
    "a header of its own": ("/sparql", "GET", "x-made-up"),
    "no header": ("/api/v1/documents", "GET", ""),
    "an address that is not there": ("/nowhere", "GET", ""),
}
# Answers of all kinds, each of which a page of another origin may read.
READABLE = {
    "an answer": (get(ASK), 200),
    "a posted form": (form(ASK), 200),
    "not SPARQL": (get("ASK {"), 400),
    "no such address": (get(path="/nowhere"), 404),
    "not allowed": (Sent("DELETE", b"/sparql"), 405),
    "not acceptable": (get(ASK).accepting("image/png"), 406),
    "too large": (direct(b"#" * 300_000), 413),
    "another type": (direct(ASK, "text/plain"), 415),
    "no token": (direct("DROP ALL", UPDATE), 403),
    "packed": (get(LONG).with_headers(("Accept-Encoding", "br")), 200),
}


def test_the_tables_are_whole() -> None:
    assert (len(SAME), len(NOT_ALLOWED), len(PREFLIGHTS), len(READABLE)) == (14, 7, 10, 10)


@pytest.mark.parametrize("name", SAME)
def test_head_has_the_headers_of_get_and_no_body(host: str, name: str) -> None:
    sent = SAME[name]
    got, headed = (send(host, Sent(method, sent.target, sent.headers)) for method in ("GET", "HEAD"))

    assert got.body
    assert not headed.body
    assert headed.status == got.status
    stable = [
        {key.lower(): value for key, value in each.headers if key.lower() not in VOLATILE} for each in (got, headed)
    ]
    assert stable[1] == stable[0]


@pytest.mark.parametrize("name", NOT_ALLOWED)
def test_another_method_is_405_with_those_allowed(host: str, name: str) -> None:
    got = send(host, NOT_ALLOWED[name])

    assert got.status == 405
    assert got.names("allow") == {"get", "head", "post", "options"}
    assert "GET" in got.json["detail"]


def test_options_tells_what_the_endpoint_takes(host: str) -> None:
    got = send(host, Sent("OPTIONS", b"/sparql"))

    assert got.status == 204
    assert got.names("allow") == {"get", "head", "post", "options"}
    assert got.names("accept-post") == {QUERY, UPDATE, FORM}
    assert not got.body


def test_options_from_another_origin_is_no_preflight_without_a_method(host: str) -> None:
    got = send(host, Sent("OPTIONS", b"/sparql", (ORIGIN,)))

    assert got.names("allow") == {"get", "head", "post", "options"}
    assert got.one("access-control-allow-origin") == "*"


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/health", {"get"}),
        ("/ontology", {"get"}),
        ("/api/v1/documents", {"get", "post"}),
        ("/rdf-graph-store", {"get", "put", "post", "delete"}),
    ],
)
def test_options_tells_the_methods_of_any_address(host: str, path: str, methods: set[str]) -> None:
    got = send(host, Sent("OPTIONS", path.encode()))

    assert got.status == 204
    assert got.names("allow") == methods | ({"head"} if "get" in methods else set()) | {"options"}


@pytest.mark.parametrize("name", PREFLIGHTS)
def test_a_preflight_allows(host: str, name: str) -> None:
    path, method, headers = PREFLIGHTS[name]
    asked = [ORIGIN, ("Access-Control-Request-Method", method)]
    if headers:
        asked.append(("Access-Control-Request-Headers", headers))
    got = send(host, Sent("OPTIONS", path.encode(), tuple(asked)))

    assert got.status == 204
    assert got.one("access-control-allow-origin") == "*"
    assert method.lower() in got.names("access-control-allow-methods")
    assert "*" in got.names("access-control-allow-headers")
    # The star stands for every header but this one.
    assert {"authorization", "content-type", "if-none-match"} <= got.names("access-control-allow-headers")
    assert int(got.one("access-control-max-age") or 0) > 0
    assert not got.all("access-control-allow-credentials")


@pytest.mark.parametrize("name", READABLE)
def test_a_page_of_another_origin_may_read(host: str, name: str) -> None:
    sent, status = READABLE[name]
    got = send(host, sent.with_headers(ORIGIN))

    assert got.status == status
    assert got.one("access-control-allow-origin") == "*"
    assert {"ipgraph-truncated", "retry-after", "link", "etag"} <= got.names("access-control-expose-headers")
    assert not got.all("access-control-allow-credentials")
    assert "origin" not in got.names("vary")


def test_a_slash_at_the_end_is_another_address_and_no_redirect(host: str) -> None:
    got = send(host, get(ASK, path="/sparql/"))

    assert got.status == 404
    assert got.one("location") is None


def test_a_connection_is_kept_after_a_refusal_of_what_was_not_read(host: str) -> None:
    connection = http.client.HTTPConnection(host, timeout=20)
    connection.request("POST", "/sparql", b"#" * 300_000, {"Content-Type": "text/plain"})
    refused = connection.getresponse()
    refused.read()
    connection.request("GET", "/sparql?query=ASK%7B%7D", headers={"Accept": JSON})

    assert refused.status == 415
    assert connection.getresponse().read() == b'{"head":{},"boolean":true}'
    connection.close()
