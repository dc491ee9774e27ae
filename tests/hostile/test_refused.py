"""Queries that reach for what is not theirs, or are made to break a parser: refused or cut, and nobody else is hurt."""

import socket
import threading
from collections.abc import Iterator

import httpx
import pytest

pytestmark = pytest.mark.usefixtures("health")

# What may become of a text that no parser likes: an answer, a refusal, or the deadline.
HARMLESS = {200, 400, 413, 504}
N = 10_000

SERVICES = [
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service silent <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?e {{ <{0}> }} SERVICE ?e {{ ?s ?p ?o }} }}",
    "SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE\t<{0}> {{}} }} }} }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE#x\n<{0}>{{ ?s ?p ?o }} }} }}",
    "BASE <{0}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}",
    "PREFIX a: <{0}> SELECT * {{ SERVICE a: {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(1 AS ?x)SERVICE<{0}>{{}} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ MINUS {{ SeRvIcE <{0}> {{ ?s ?p ?o }} }} }}",
]
FILES = ["file:///etc/passwd", "/etc/passwd", "file:/etc/passwd", "../../../../etc/passwd"]
NESTED = {
    "groups": "ASK {" + "{" * N + "}" * N + "}",
    "parentheses": "ASK { FILTER(" + "(" * N + "1" + ")" * N + ") }",
    "square brackets": "ASK { ?s ?p " + "[ ?p " * N + "1" + "]" * N + " }",
    "lists": "ASK { ?s ?p " + "( " * N + ")" * N + " }",
    "sub-selects": "SELECT * " + "{ SELECT * " * N + "{}" + "}" * N,
    "not exists": "ASK " + "{ FILTER NOT EXISTS " * N + "{}" + "}" * N,
    "functions": "ASK { FILTER(" + "STR(" * N + "1" + ")" * N + ") }",
    "quoted triples": "ASK { " + "<< " * N + "?s ?p ?o" + " >>" * N + " ?p ?o }",
    "unclosed": "ASK " + "{" * N,
    "not": "ASK { FILTER(" + "!" * N + "true) }",
    "minus": "ASK { FILTER(" + "-" * N + "1) }",
    "or": "ASK { FILTER(" + "true||" * N + "true) }",
    "and": "ASK { FILTER(" + "true&&" * N + "true) }",
    "plus": "ASK { FILTER(" + "1+" * N + "1) }",
    "times": "ASK { FILTER(" + "1*" * N + "1) }",
    "union": "ASK { {}" + "UNION{}" * N + " }",
    "optional": "ASK { " + "OPTIONAL{}" * N + " }",
    "minus groups": "ASK { " + "MINUS{}" * N + " }",
    "inverse path": "ASK { ?s " + "^" * N + "<a> ?o }",
    "sequence path": "ASK { ?s <a>" + "/<a>" * N + " ?o }",
    "alternative path": "ASK { ?s <a>" + "|<a>" * N + " ?o }",
    "repeated path": "ASK { ?s <a>" + "*" * N + " ?o }",
    "binds": "ASK { " + "".join(f"BIND(1 AS ?x{n})" for n in range(5000)) + " }",
    "in": "ASK { FILTER(1 IN (" + ",".join("1" * N) + ")) }",
    "prefixes": "PREFIX a:<a> " * 6000 + "ASK {}",
    "values": "ASK { VALUES ?x { " + "1 " * 40_000 + "} }",
    "unconnected patterns": "ASK { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(1000)) + " }",
    "connected patterns": "ASK { " + " ".join(f"?a ?b{n} ?c{n} ." for n in range(1000)) + " }",
    "predicates": "ASK { ?s " + "<a> ?o; " * N + " }",
}


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """Return an address of this machine, and what is sent there."""
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        stop = threading.Event()

        def accept() -> None:
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    received.append(connection.recv(1000))

        thread = threading.Thread(target=accept)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/sparql", received
        stop.set()
        thread.join()


def test_the_lists_are_whole() -> None:
    assert (len(SERVICES), len(FILES), len(NESTED)) == (9, 4, 29)


@pytest.mark.parametrize("template", SERVICES)
def test_service_calls_nobody(client: httpx.Client, listener: tuple[str, list[bytes]], template: str) -> None:
    address, received = listener
    answer = client.post("/sparql", data={"query": template.format(address)})

    assert answer.status_code == 400
    assert "SERVICE" in answer.json()["detail"]
    assert received == []


@pytest.mark.parametrize("file", FILES)
def test_load_reads_no_file(client: httpx.Client, file: str) -> None:
    update = f"LOAD <{file}> INTO GRAPH <urn:x>"
    answers = [
        client.post("/sparql", data={"query": update}),
        client.post("/sparql", data={"update": update}),
        client.post("/sparql", content=update, headers={"Content-Type": "application/sparql-update"}),
        client.get("/sparql", params={"update": update}),
    ]

    assert {answer.status_code // 100 for answer in answers} == {4}
    assert not any("root:" in answer.text for answer in answers)


@pytest.mark.parametrize("file", FILES)
def test_from_reads_no_file(client: httpx.Client, file: str) -> None:
    for clause, pattern in ((f"FROM <{file}>", "?s ?p ?o"), (f"FROM NAMED <{file}>", "GRAPH ?g { ?s ?p ?o }")):
        query = f"BASE <file:///> SELECT * {clause} {{ {pattern} }}"
        answer = client.post("/sparql", data={"query": query})
        assert (answer.status_code, answer.json()["results"]["bindings"]) == (200, [])


def test_from_fetches_nothing(client: httpx.Client, listener: tuple[str, list[bytes]]) -> None:
    address, received = listener
    assert client.get("/sparql", params={"query": f"SELECT * FROM <{address}> {{?s ?p ?o}}"}).status_code == 200
    named = client.get("/sparql", params={"query": "SELECT * {?s ?p ?o}", "default-graph-uri": address})

    assert named.status_code in (200, 400)
    assert named.status_code == 400 or named.json()["results"]["bindings"] == []
    assert received == []


@pytest.mark.parametrize("name", NESTED)
def test_what_is_made_to_break_a_parser_breaks_nothing(client: httpx.Client, timeout_s: float, name: str) -> None:
    answer = client.post("/sparql", data={"query": NESTED[name]})

    assert answer.status_code in HARMLESS, answer.text
    assert answer.elapsed.total_seconds() < timeout_s + 2


def test_five_megabytes_of_query_are_not_read(client: httpx.Client) -> None:
    query = "ASK {} #" + "x" * 5_000_000
    direct = client.post("/sparql", content=query, headers={"Content-Type": "application/sparql-query"})
    form = client.post("/sparql", data={"query": query})

    assert (direct.status_code, form.status_code) == (413, 413)
