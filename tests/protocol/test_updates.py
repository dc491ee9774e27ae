"""The update operation: its forms, who may use it, what it answers, and what the gate does to it."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore
from SPARQLWrapper import POST, SPARQLWrapper
from tests.protocol.writing import AS_READER, AS_WRITER, WRITER, make_store, writing_settings

from ipgraph.settings import Settings

Run = Callable[[Settings], AbstractContextManager[str]]
DIRECT = {"Content-Type": "application/sparql-update"}
# A document without anything that a document must have.
BROKEN = """PREFIX ipg: <https://w3id.org/ipgraph/ontology#>
INSERT DATA { GRAPH <https://w3id.org/ipgraph/id/graph/document/x> { <https://w3id.org/ipgraph/id/document/x> a
ipg:PolicyDocument } }"""


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory, run_protocol_service: Run) -> Iterator[httpx.Client]:
    """Return a client of a service that may be written to."""
    settings = writing_settings(make_store(tmp_path_factory.mktemp("updates")))
    with (
        run_protocol_service(settings) as host,
        httpx.Client(base_url=f"http://{host}", trust_env=False, timeout=30) as client,
    ):
        yield client


def ask(client: httpx.Client, pattern: str) -> bool:
    """Tell whether the service finds a pattern."""
    answer = client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"})
    return bool(answer.json()["boolean"])


def update(client: httpx.Client, text: str, **headers: str) -> httpx.Response:
    """Return the answer to an update, sent as the body."""
    return client.post("/sparql", content=text.encode(), headers={**DIRECT, **AS_WRITER, **headers})


def test_a_direct_update_is_seen_by_the_next_query(writable: httpx.Client) -> None:
    answer = update(writable, "INSERT DATA { GRAPH <urn:g> { <urn:直> <urn:p> '知识产权' } }")

    assert answer.status_code == 204
    assert answer.headers["ipgraph-release"] == writable.get("/health").json()["release"]
    assert ask(writable, "GRAPH <urn:g> { <urn:直> <urn:p> '知识产权' }")


def test_a_form_is_as_good(writable: httpx.Client) -> None:
    form = {"update": "INSERT DATA { GRAPH <urn:g> { <urn:form> <urn:p> 1 } }"}
    answer = writable.post("/sparql", data=form, headers=AS_WRITER)

    assert answer.status_code == 204
    assert ask(writable, "<urn:form> <urn:p> 1")


def test_using_graph_uri_is_the_dataset_of_where(writable: httpx.Client) -> None:
    update(writable, "INSERT DATA { GRAPH <urn:u1> { <urn:u> <urn:in> 1 } GRAPH <urn:u2> { <urn:u> <urn:in> 2 } }")
    text = "INSERT { GRAPH <urn:u3> { ?s <urn:copied> ?o } } WHERE { ?s <urn:in> ?o }"
    answer = writable.post("/sparql", data={"update": text, "using-graph-uri": "urn:u1"}, headers=AS_WRITER)

    assert answer.status_code == 204
    assert ask(writable, "<urn:u> <urn:copied> 1")
    assert not ask(writable, "<urn:u> <urn:copied> 2")


def test_using_beside_a_dataset_in_the_update_is_400(writable: httpx.Client) -> None:
    text = "INSERT { <urn:a> <urn:b> <urn:c> } USING <urn:g> WHERE {}"
    answer = writable.post("/sparql", data={"update": text, "using-graph-uri": "urn:u1"}, headers=AS_WRITER)

    assert answer.status_code == 400


def test_several_operations_are_one_release(writable: httpx.Client) -> None:
    text = "INSERT DATA { GRAPH <urn:m> { <urn:m> <urn:p> 1 } } ; CLEAR GRAPH <urn:m> ; BAD"
    before = writable.get("/health").json()["release"]

    assert update(writable, text).status_code == 400
    assert writable.get("/health").json()["release"] == before


def test_a_malformed_update_is_400_with_its_place(writable: httpx.Client) -> None:
    answer = update(writable, "INSERT DATA {\n <urn:a> <urn:b> }")

    assert answer.status_code == 400
    assert answer.json()["type"].endswith("/query-syntax")
    assert answer.json()["line"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <file:///etc/passwd>",
        "LOAD SILENT <http://127.0.0.1:9/>",
        "INSERT {} WHERE { SERVICE <http://127.0.0.1:9/> {} }",
    ],
)
def test_what_would_fetch_is_refused(writable: httpx.Client, text: str) -> None:
    answer = update(writable, text)

    assert answer.status_code == 400
    assert answer.json()["type"].endswith("/query-refused")


@pytest.mark.parametrize(("headers", "status"), [({}, 401), (AS_READER, 403), ({"Authorization": "Bearer x y"}, 400)])
def test_who_may_not_write_is_refused(writable: httpx.Client, headers: dict[str, str], status: int) -> None:
    text = "INSERT DATA { GRAPH <urn:no> { <urn:no> <urn:p> 1 } }"
    for answer in (
        writable.post("/sparql", content=text, headers={**DIRECT, **headers}),
        writable.post("/sparql", data={"update": text}, headers=headers),
    ):
        assert answer.status_code == status
        assert answer.headers["www-authenticate"].startswith('Bearer realm="ipgraph"')
    assert not ask(writable, "GRAPH <urn:no> {}")


def test_without_a_token_configured_writes_are_off(tmp_path: Path, run_protocol_service: Run) -> None:
    with run_protocol_service(Settings(store=make_store(tmp_path), workers=1)) as host:
        answers = [
            httpx.post(f"http://{host}/sparql", content="DROP ALL", headers={**DIRECT, **AS_WRITER}, trust_env=False),
            httpx.delete(f"http://{host}/rdf-graph-store?default", headers=AS_WRITER, trust_env=False),
            httpx.post(f"http://{host}/api/v1/documents", headers=AS_WRITER, trust_env=False),
        ]

    for answer in answers:
        assert answer.status_code == 403
        assert "writes are off" in answer.json()["detail"]
        assert "IPGRAPH_TOKENS" in answer.json()["detail"]


def test_the_first_write_makes_the_first_release(tmp_path: Path, run_protocol_service: Run) -> None:
    with (
        run_protocol_service(writing_settings(tmp_path / "nothing")) as host,
        httpx.Client(base_url=f"http://{host}", trust_env=False, timeout=30) as client,
    ):
        assert client.get("/health").status_code == 503
        assert update(client, "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> <urn:c> } }").status_code == 204
        assert ask(client, "<urn:a> <urn:b> <urn:c>")


def test_a_build_that_holds_the_store_is_503_with_a_time(tmp_path: Path, run_protocol_service: Run) -> None:
    from ipgraph.store.lock import hold

    store = make_store(tmp_path)
    with run_protocol_service(writing_settings(store)) as host, hold(store):
        answer = httpx.post(
            f"http://{host}/sparql",
            content="CLEAR DEFAULT",
            headers={**DIRECT, **AS_WRITER},
            trust_env=False,
            timeout=30,
        )

    assert answer.status_code == 503
    assert answer.json()["type"].endswith("/write-conflict")
    assert int(answer.headers["retry-after"]) > 0


def test_side_by_side_updates_are_all_there_in_the_end(writable: httpx.Client) -> None:
    def insert(number: int) -> None:
        statuses.append(update(writable, f"INSERT DATA {{ GRAPH <urn:s> {{ <urn:s> <urn:n> {number} }} }}").status_code)

    statuses: list[int] = []
    threads = [threading.Thread(target=insert, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [204] * 5
    assert all(ask(writable, f"<urn:s> <urn:n> {number}") for number in range(5))


def test_sparqlwrapper_writes(writable: httpx.Client) -> None:
    endpoint = SPARQLWrapper(str(writable.base_url.join("/sparql")))
    endpoint.addCustomHttpHeader("Authorization", f"Bearer {WRITER}")
    endpoint.setMethod(POST)
    endpoint.setQuery("INSERT DATA { GRAPH <urn:w> { <urn:wrapper> <urn:p> '名' } }")
    endpoint.query()

    assert ask(writable, "<urn:wrapper> <urn:p> '名'")


def test_rdflib_writes(writable: httpx.Client) -> None:
    address = str(writable.base_url.join("/sparql"))
    store = SPARQLUpdateStore(address, address, headers=dict(AS_WRITER))
    store.update("INSERT DATA { GRAPH <urn:r> { <urn:rdflib> <urn:p> 1 } }")

    assert ask(writable, "<urn:rdflib> <urn:p> 1")


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory, run_protocol_service: Run) -> Iterator[httpx.Client]:
    """Return a client of a service that publishes nothing against the shapes."""
    settings = writing_settings(make_store(tmp_path_factory.mktemp("checked")), write_checks="enforce")
    with (
        run_protocol_service(settings) as host,
        httpx.Client(base_url=f"http://{host}", trust_env=False, timeout=60) as client,
    ):
        yield client


def test_a_write_against_the_shapes_is_422_with_what_they_found(checked: httpx.Client) -> None:
    before = checked.get("/health").json()["release"]
    answer = update(checked, BROKEN)

    problem = answer.json()
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"].endswith("/write-rejected")
    assert problem["conforms"] is False
    found = [result for result in problem["results"] if result["focus"] == "<https://w3id.org/ipgraph/id/document/x>"]
    assert found
    assert all(result["severity"] == "violation" and result["shape"] for result in found)
    assert any({"zh", "en"} <= result["messages"].keys() for result in found)
    assert checked.get("/health").json()["release"] == before
    assert not ask(checked, "<https://w3id.org/ipgraph/id/document/x> ?p ?o")


def test_the_report_comes_as_turtle_to_who_asks_for_it(checked: httpx.Client) -> None:
    answer = update(checked, BROKEN, Accept="text/turtle")

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    report = Graph().parse(data=answer.text, format="turtle")
    conforms = report.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> ASK { [] a sh:ValidationReport ; sh:conforms false }"
    )
    assert conforms.askAnswer


def test_a_graph_is_put_through_the_same_gate(checked: httpx.Client) -> None:
    answer = checked.put(
        "/rdf-graph-store",
        params={"graph": "https://w3id.org/ipgraph/id/graph/document/x"},
        content="<https://w3id.org/ipgraph/id/document/x> a <https://w3id.org/ipgraph/ontology#PolicyDocument> .",
        headers={"Content-Type": "text/turtle", **AS_WRITER},
    )

    assert answer.status_code == 422


def test_with_report_it_is_published_with_what_the_shapes_found(tmp_path: Path, run_protocol_service: Run) -> None:
    settings = writing_settings(make_store(tmp_path), write_checks="report")
    with (
        run_protocol_service(settings) as host,
        httpx.Client(base_url=f"http://{host}", trust_env=False, timeout=60) as client,
    ):
        answer = update(client, BROKEN)
        assert answer.status_code == 200
        assert json.loads(answer.text)["conforms"] is False
        assert ask(client, "<https://w3id.org/ipgraph/id/document/x> ?p ?o")
