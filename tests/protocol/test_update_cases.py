"""The update operation of the W3C's SPARQL 1.1 protocol cases, each under its name there."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from tests.protocol.exchange import FORM, UPDATE, Sent, direct, form, send
from tests.protocol.test_query_cases import CASES as QUERY_CASES
from tests.protocol.writing import AS_WRITER, make_store, writing_settings

from ipgraph.settings import Settings

Run = Callable[[Settings], AbstractContextManager[str]]
DATA = [f"http://kasei.us/2009/09/sparql/data/data{number}.rdf" for number in range(4)]
PREFIXES = "PREFIX dc: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/> "
FIRST = f"INSERT DATA {{ GRAPH <{DATA[1]}> {{ <{DATA[1]}> a foaf:Document }} }} ; "
ALL = "INSERT DATA { " + " ".join(f"GRAPH <{iri}> {{ <{iri}> a foaf:Document }}" for iri in DATA[1:]) + " } ; "
BOOK = "<http://purl.org/dc/terms/BibliographicResource>"
TARGET = "http://example.org/protocol-update-dataset-{}test/"
BASE_TARGET = "http://example.org/protocol-base-test/"


def insert(name: str, pattern: str, triple: str = "?s a dc:BibliographicResource") -> str:
    """Return an update that copies what the pattern finds into the target of a case."""
    return f"INSERT {{ GRAPH <{TARGET.format(name)}> {{ {triple} }} }} WHERE {{ {pattern} }}"


def both_but_not_third(name: str) -> str:
    """Return the question whether a case's target holds the first two documents and not the third."""
    return (
        f"ASK {{ GRAPH <{TARGET.format(name)}> {{ <{DATA[1]}> a {BOOK} . <{DATA[2]}> a {BOOK} }}"
        f" FILTER NOT EXISTS {{ GRAPH <{TARGET.format(name)}> {{ <{DATA[3]}> a {BOOK} }} }} }}"
    )


@dataclass(frozen=True)
class Case:
    """An update, and a question that is true after it; `None` where the update is refused."""

    sent: Sent
    check: str | None = None


CASES = {
    "update_dataset_default_graph": Case(
        direct(f"{PREFIXES} CLEAR ALL ; {FIRST} {insert('', '?s a foaf:Document')}", UPDATE, using_graph_uri=DATA[1]),
        f"ASK {{ GRAPH <{TARGET.format('')}> {{ <{DATA[1]}> a {BOOK} }} }}",
    ),
    "update_dataset_default_graphs": Case(
        direct(f"{PREFIXES} DROP ALL ; {ALL} {insert('graphs-', '?s a foaf:Document')}", UPDATE,
               using_graph_uri=DATA[1:3]),
        both_but_not_third("graphs-"),
    ),
    "update_dataset_named_graphs": Case(
        direct(f"{PREFIXES} DROP ALL ; {ALL} {insert('named-graphs-', 'GRAPH ?g { ?s a foaf:Document }')}", UPDATE,
               using_named_graph_uri=DATA[1:3]),
        both_but_not_third("named-graphs-"),
    ),
    "update_dataset_full": Case(
        direct(
            f"{PREFIXES} DROP ALL ; {ALL}" + insert(
                "full-",
                "{ GRAPH ?g { ?s a foaf:Document } BIND(?g AS ?in) }"
                " UNION { ?s a foaf:Document . BIND('default' AS ?in) }",
                "?s <http://example.org/in> ?in",
            ),
            UPDATE, using_graph_uri=DATA[1], using_named_graph_uri=DATA[2],
        ),
        f"ASK {{ GRAPH <{TARGET.format('full-')}> {{ <{DATA[1]}> <http://example.org/in> 'default' ."
        f" <{DATA[2]}> <http://example.org/in> <{DATA[2]}> }}"
        f" FILTER NOT EXISTS {{ GRAPH <{TARGET.format('full-')}> {{ <{DATA[3]}> ?p ?o }} }} }}",
    ),
    "update_post_form": Case(form(update="CLEAR ALL"), "ASK { FILTER NOT EXISTS { ?s ?p ?o } }"),
    "update_post_direct": Case(direct("CLEAR ALL", UPDATE), "ASK { FILTER NOT EXISTS { ?s ?p ?o } }"),
    "update_base_uri": Case(
        direct(
            f"CLEAR SILENT GRAPH <{BASE_TARGET}> ; INSERT DATA {{ GRAPH <{BASE_TARGET}>"
            " { <http://example.org/s> <http://example.org/p> <test> } }", UPDATE,
        ),
        f"ASK {{ GRAPH <{BASE_TARGET}> {{ <http://example.org/s> <http://example.org/p> ?o"
        " FILTER (isIRI(?o) && STR(?o) != 'test') } }",
    ),
    "bad_multiple_updates": Case(form(update=["CLEAR NAMED", "CLEAR DEFAULT"])),
    "bad_update_wrong_media_type": Case(direct("CLEAR NAMED", "text/plain")),
    "bad_update_missing_form_type": Case(Sent("POST", b"/sparql", (), b"update=CLEAR%20NAMED")),
    "bad_update_non_utf8": Case(direct("CLEAR NAMED".encode("utf-16"), f"{UPDATE}; charset=UTF-16")),
    "bad_update_syntax": Case(form(update="CLEAR XYZ")),
    "bad_update_dataset_conflict": Case(
        direct(
            "PREFIX foaf: <http://xmlns.com/foaf/0.1/> WITH <http://example/addresses>"
            " DELETE { ?person foaf:givenName 'Bill' } INSERT { ?person foaf:givenName 'William' }"
            " WHERE { ?person foaf:givenName 'Bill' }", UPDATE, using_named_graph_uri="http://example/people",
        )
    ),
}  # fmt: skip
# Not of the W3C: what else an update may not be, with a token that may write.
REFUSED = {
    "an update beside a query": (form("ASK {}", update="CLEAR ALL"), 400),
    "a query in the URL": (Sent("POST", b"/sparql?query=ASK{}", (("Content-Type", UPDATE),), b"CLEAR ALL"), 400),
    "an update in the URL": (Sent("POST", b"/sparql?update=CLEAR%20ALL", (("Content-Type", FORM),), b""), 400),
    "an update in URL and body": (
        Sent("POST", b"/sparql?update=CLEAR%20ALL", (("Content-Type", UPDATE),), b"CLEAR ALL"), 400
    ),
    "the dataset of a query": (direct("CLEAR ALL", UPDATE, default_graph_uri=DATA[1]), 400),
    "a graph named by no IRI": (direct("CLEAR ALL", UPDATE, using_graph_uri="data1"), 400),
    "invalid UTF-8": (direct(b"INSERT DATA { <urn:a> <urn:b> \"\xff\" }", UPDATE), 400),
    "invalid UTF-8 in a form": (Sent("POST", b"/sparql", (("Content-Type", FORM),), b"update=%FF"), 400),
    "another charset": (direct("CLEAR ALL", f"{UPDATE}; charset=gbk"), 415),
}  # fmt: skip


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory, run_protocol_service: Run) -> Iterator[str]:
    """Return host and port of a service that may be written to."""
    with run_protocol_service(writing_settings(make_store(tmp_path_factory.mktemp("cases")))) as host:
        yield host


def as_writer(sent: Sent) -> Sent:
    """Return a request with the token that may write."""
    return sent.with_headers(*AS_WRITER.items())


def test_all_cases_of_the_suite_are_here() -> None:
    assert len(CASES) + len(QUERY_CASES) == 34
    assert len(REFUSED) == 9


@pytest.mark.parametrize("name", CASES)
def test_case(writable: str, name: str) -> None:
    case = CASES[name]
    got = send(writable, as_writer(case.sent))

    if case.check is None:
        assert got.status in (400, 415)
        return
    assert 200 <= got.status < 300
    assert send(writable, direct(case.check)).json["boolean"] is True


@pytest.mark.parametrize("name", REFUSED)
def test_refuses_who_may_write(writable: str, name: str) -> None:
    sent, status = REFUSED[name]

    assert send(writable, as_writer(sent)).status == status
