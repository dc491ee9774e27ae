"""Real SPARQL clients, unmodified, against the running service."""

import csv
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.dom.minidom import Document

import pandas
import pytest
from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from rdflib.query import ResultRow
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import Unauthorized

from ipgraph.settings import Settings

MOFCOM = "https://w3id.org/ipgraph/id/agency/mofcom"
SELECT = 'SELECT ?thing WHERE { ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> "商务部"@zh }'
ASK = 'ASK { ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> "商务部"@zh }'
TABLE = r"""
SELECT ?名称 ?count ?note {
  ?agency <http://www.w3.org/2004/02/skos/core#prefLabel> ?名称
  FILTER(LANG(?名称) = "zh")
  VALUES (?名称 ?count ?note) {
    ("商务部"@zh 25 "他说：\"参加，不缺席\"")
    ("海关总署"@zh 3 "one, two\nthree")
    ("美国"@zh UNDEF UNDEF)
  }
} ORDER BY DESC(?count)
"""
ROWS = [("商务部", 25, '他说："参加，不缺席"'), ("海关总署", 3, "one, two\nthree"), ("美国", None, None)]
TOKEN = "token-of-the-clients"
CONSTRUCT = "CONSTRUCT WHERE { ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }"
TWO_WAYS = [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]


def wrapper(address: str, query: str, method: str, request_method: str, return_format: str) -> SPARQLWrapper:
    """Return a SPARQLWrapper that is ready to send a query."""
    client = SPARQLWrapper(f"{address}/sparql")
    client.setMethod(method)
    client.setRequestMethod(request_method)
    client.setReturnFormat(return_format)
    client.setQuery(query)
    return client


@pytest.mark.parametrize(("method", "request_method"), TWO_WAYS)
def test_sparqlwrapper_selects_as_json(address: str, method: str, request_method: str) -> None:
    answer = wrapper(address, SELECT, method, request_method, JSON).queryAndConvert()

    assert isinstance(answer, dict)
    assert [row["thing"]["value"] for row in answer["results"]["bindings"]] == [MOFCOM]


@pytest.mark.parametrize(("method", "request_method"), TWO_WAYS)
def test_sparqlwrapper_asks_as_xml(address: str, method: str, request_method: str) -> None:
    answer = wrapper(address, ASK, method, request_method, XML).queryAndConvert()

    assert isinstance(answer, Document)
    assert "<boolean>true</boolean>" in answer.toxml()


# SPARQLWrapper still makes rdflib's older class of graph.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("return_format", [XML, RDFXML, JSONLD])
@pytest.mark.parametrize(("method", "request_method"), TWO_WAYS)
def test_sparqlwrapper_constructs_a_graph(address: str, method: str, request_method: str, return_format: str) -> None:
    graph = wrapper(address, CONSTRUCT, method, request_method, return_format).queryAndConvert()

    assert isinstance(graph, Graph)
    assert "商务部" in {str(label) for label in graph.objects(URIRef(MOFCOM))}


@pytest.mark.parametrize("return_format", [TURTLE, N3])
def test_sparqlwrapper_constructs_turtle(address: str, return_format: str) -> None:
    answer = wrapper(address, CONSTRUCT, GET, URLENCODED, return_format).queryAndConvert()

    assert isinstance(answer, bytes)
    assert "商务部" in answer.decode()


@pytest.mark.parametrize("return_format", [CSV, TSV])
def test_sparqlwrapper_selects_as_text(address: str, return_format: str) -> None:
    answer = wrapper(address, SELECT, GET, URLENCODED, return_format).queryAndConvert()

    assert isinstance(answer, bytes)
    assert MOFCOM in answer.decode()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflibs_store_selects_asks_and_constructs(address: str, method: str) -> None:
    graph = Graph(SPARQLStore(f"{address}/sparql", method=method))

    assert [str(row[0]) for row in graph.query(SELECT) if isinstance(row, ResultRow)] == [MOFCOM]
    assert graph.query(ASK).askAnswer is True
    constructed = graph.query(CONSTRUCT).graph
    assert constructed is not None
    assert "商务部" in {str(label) for label in constructed.objects(URIRef(MOFCOM))}


def test_rdflibs_store_walks_the_graph(address: str) -> None:
    graph = Graph(SPARQLStore(f"{address}/sparql"))

    assert "商务部" in {str(value) for _, _, value in graph.triples((URIRef(MOFCOM), None, None))}


def test_curl_asks_in_chinese(address: str) -> None:
    command = ["curl", "-sS", "--noproxy", "*", "-G", "-H", "Accept: text/csv", f"{address}/sparql"]
    done = subprocess.run([*command, "--data-urlencode", f"query={SELECT}"], capture_output=True, check=True)

    assert done.stdout.decode().split() == ["thing", MOFCOM]


def test_curl_posts_a_query_as_it_is(address: str) -> None:
    command = [
        "curl",
        "-sS",
        "--noproxy",
        "*",
        "-H",
        "Content-Type: application/sparql-query",
        "-H",
        "Accept: text/csv",
    ]
    done = subprocess.run([*command, "--data-binary", SELECT, f"{address}/sparql"], capture_output=True, check=True)

    assert done.stdout.decode().split() == ["thing", MOFCOM]


def test_a_client_that_offers_http2_keeps_its_body(address: str) -> None:
    upgrade = ["-H", "Connection: Upgrade, HTTP2-Settings", "-H", "Upgrade: h2c", "-H", "HTTP2-Settings: AAMAAABkAAQ"]
    command = ["curl", "-sS", "--noproxy", "*", "-H", "Accept: text/csv", *upgrade]
    done = subprocess.run(
        [*command, "--data-urlencode", f"query={SELECT}", f"{address}/sparql"], capture_output=True, check=True
    )

    assert done.stdout.decode().split() == ["thing", MOFCOM]


def read_rows(frame: pandas.DataFrame) -> list[tuple[object, ...]]:
    """Return the rows of a table, with `None` where a cell is empty."""
    return [tuple(None if pandas.isna(cell) else cell for cell in row) for row in frame.itertuples(index=False)]


def test_pandas_reads_csv_in_chinese(address: str) -> None:
    frame = pandas.read_csv(f"{address}/sparql?{urlencode({'query': TABLE, 'format': 'csv'})}")

    assert list(frame.columns) == ["名称", "count", "note"]
    assert frame["count"].sum() == 28
    assert read_rows(frame) == ROWS


def test_pandas_reads_tsv_in_chinese(address: str) -> None:
    """Its cells are terms as Turtle writes them."""
    url = f"{address}/sparql?{urlencode({'query': TABLE, 'format': 'tsv'})}"
    frame = pandas.read_csv(url, sep="\t", quoting=csv.QUOTE_NONE)

    assert list(frame.columns) == ["?名称", "?count", "?note"]
    assert frame["?count"].sum() == 28
    assert frame["?名称"].tolist() == [f'"{label}"@zh' for label, _, _ in ROWS]


def test_pandas_asks_by_its_accept_header(address: str) -> None:
    frame = pandas.read_csv(f"{address}/sparql?{urlencode({'query': TABLE})}", storage_options={"Accept": "text/csv"})

    assert read_rows(frame) == ROWS


def test_curl_keeps_a_packed_table(address: str, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    command = ["curl", "-sS", "--noproxy", "*", "--compressed", "-G", "-o", str(file), f"{address}/sparql"]
    subprocess.run([*command, "--data-urlencode", f"query={TABLE}", "-d", "format=csv"], check=True)

    assert read_rows(pandas.read_csv(file)) == ROWS


@pytest.fixture(scope="module")
def writable(
    run_service: Callable[[Settings], AbstractContextManager[str]],
    publish: Callable[..., str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Return the address of a service that writes for whoever has the token."""
    store = tmp_path_factory.mktemp("writable")
    publish(store)
    tokens = f"clients:write:{sha256(TOKEN.encode()).hexdigest()}"
    settings = Settings(store=store, workers=1, write_checks="off", tokens=tokens)
    with pytest.MonkeyPatch.context() as patch, run_service(settings) as running:
        patch.setenv("no_proxy", "127.0.0.1")
        yield running


def test_rdflibs_store_adds_and_removes(writable: str) -> None:
    store = SPARQLUpdateStore(f"{writable}/sparql", f"{writable}/sparql", headers={"Authorization": f"Bearer {TOKEN}"})
    graph = Graph(store, identifier=URIRef("https://example.org/图/rdflib"))
    statement = (URIRef(MOFCOM), RDFS.comment, Literal('牵头“剑网”行动，\n并说："好"', lang="zh"))

    graph.add(statement)
    assert list(graph) == [statement]
    assert len(Graph(store, identifier=URIRef("https://example.org/图/other"))) == 0
    graph.remove((None, RDFS.comment, None))
    assert len(graph) == 0


@pytest.mark.parametrize("request_method", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper_updates(writable: str, request_method: str) -> None:
    graph, subject = "https://example.org/图/wrapper", f"https://example.org/{request_method}"
    update = f'INSERT DATA {{ GRAPH <{graph}> {{ <{subject}> <{RDFS.label}> "商务部"@zh }} }}'
    client = wrapper(writable, update, POST, request_method, JSON)
    client.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    client.query()

    assert bool(Graph(SPARQLStore(f"{writable}/sparql")).query(f'ASK {{ <{subject}> ?label "商务部"@zh }}'))


def test_sparqlwrapper_is_told_that_it_may_not_write(writable: str) -> None:
    with pytest.raises(Unauthorized):
        wrapper(writable, "DROP ALL", POST, POSTDIRECTLY, JSON).query()


def test_curl_puts_a_graph_and_gets_it_back(writable: str, tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text(f'<{MOFCOM}> <{RDFS.label}> "商务部"@zh .', encoding="utf-8")
    address = f"{writable}/rdf-graph-store?graph={quote('https://example.org/图/curl')}"
    curl = ["curl", "-sS", "--fail", "--noproxy", "*", address]
    headers = ["-H", f"Authorization: Bearer {TOKEN}", "-H", "Content-Type: text/turtle"]
    subprocess.run([*curl, *headers, "--upload-file", str(file)], check=True, capture_output=True)
    done = subprocess.run([*curl, "-H", "Accept: application/n-triples"], check=True, capture_output=True)

    assert done.stdout.decode().strip() == f'<{MOFCOM}> <{RDFS.label}> "商务部"@zh .'
