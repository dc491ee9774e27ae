"""The query operation of the W3C's SPARQL 1.1 protocol cases, each under its name there."""

from dataclasses import dataclass

import pytest
from tests.protocol.exchange import FORM, JSON, QUERY, XML, Sent, direct, get, send

DATA = [f"http://kasei.us/2009/09/sparql/data/data{number}.rdf" for number in range(4)]
TABLES = {JSON, XML, "text/csv", "text/tab-separated-values"}
BOOLEANS = {JSON, XML}
GRAPHS = {"text/turtle", "application/n-triples", "application/rdf+xml"}
TYPED = " ".join(f"<{iri}> a ?type ." for iri in DATA[1:3])
NAMED = " ".join(f"GRAPH ?g{n} {{ <{iri}> a ?type }}" for n, iri in enumerate(DATA[1:3]))


@dataclass(frozen=True)
class Case:
    """What is sent, and what is right: a truth value, media types, or a refusal."""

    sent: Sent
    boolean: bool | None = None
    media_types: frozenset[str] = frozenset()
    refused: bool = False


CASES = {
    "query_post_form": Case(
        Sent(
            "POST",
            b"/sparql?default-graph-uri=http%3A%2F%2Fkasei.us%2F2009%2F09%2Fsparql%2Fdata%2Fdata0.rdf",
            (("Content-Type", FORM),),
            b"query=ASK%20%7B%7D",
        ),
        True,
    ),
    "query_dataset_default_graphs_get": Case(get(f"ASK {{ {TYPED} }}", default_graph_uri=DATA[1:3]), True),
    "query_dataset_default_graphs_post": Case(direct(f"ASK {{ {TYPED} }}", default_graph_uri=DATA[1:3]), True),
    "query_dataset_named_graphs_post": Case(direct(f"ASK {{ {NAMED} }}", named_graph_uri=DATA[1:3]), True),
    "query_dataset_named_graphs_get": Case(get(f"ASK {{ {NAMED} }}", named_graph_uri=DATA[1:3]), True),
    "query_dataset_full": Case(
        direct(f"ASK {{ <{DATA[3]}> a ?type {NAMED} }}", default_graph_uri=DATA[3], named_graph_uri=DATA[1:3]), True
    ),
    "query_multiple_dataset": Case(direct(f"ASK FROM <{DATA[3]}> {{ {NAMED} }}", named_graph_uri=DATA[1:3]), True),
    "query_get": Case(get("ASK {}", default_graph_uri=DATA[0]), True),
    "query_post_direct": Case(direct("ASK {}"), True),
    "query_content_type_select": Case(
        direct("SELECT (1 AS ?value) {}", default_graph_uri=DATA[0]), media_types=frozenset(TABLES)
    ),
    "query_content_type_ask": Case(direct("ASK {}", default_graph_uri=DATA[0]), media_types=frozenset(BOOLEANS)),
    "query_content_type_describe": Case(
        direct("DESCRIBE <http://example.org/>", default_graph_uri=DATA[0]), media_types=frozenset(GRAPHS)
    ),
    "query_content_type_construct": Case(
        direct("CONSTRUCT { <s> <p> 1 } WHERE {}", default_graph_uri=DATA[0]), media_types=frozenset(GRAPHS)
    ),
    "bad_query_method": Case(Sent("PUT", b"/sparql?query=ASK%20%7B%7D", (("Content-Type", FORM),), b""), refused=True),
    "bad_multiple_queries": Case(Sent("GET", b"/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D"), refused=True),
    "bad_query_wrong_media_type": Case(direct("ASK {}", "text/plain"), refused=True),
    "bad_query_missing_form_type": Case(Sent("POST", b"/sparql", (), b"query=ASK%20%7B%7D"), refused=True),
    "bad_query_missing_direct_type": Case(Sent("POST", b"/sparql", (), b"ASK {}"), refused=True),
    "bad_query_non_utf8": Case(direct("ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16"), refused=True),
    "bad_query_syntax": Case(get("ASK {"), refused=True),
    "bad_update_get": Case(Sent("GET", b"/sparql?update=CLEAR%20ALL"), refused=True),
}


def test_all_query_cases_are_here() -> None:
    assert len(CASES) == 21


@pytest.mark.parametrize("name", CASES)
def test_case(host: str, name: str) -> None:
    case = CASES[name]
    got = send(host, case.sent)

    if case.refused:
        assert 400 <= got.status < 500
        assert got.media_type == "application/problem+json"
        return
    assert got.status == 200
    if case.boolean is not None:
        assert got.json["boolean"] is case.boolean
    if case.media_types:
        assert got.media_type in case.media_types
