"""Every IRI of the graph dereferences: 303 to a page for people or to data for programs, with all that is said."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import RDF, Graph, URIRef

from ipgraph.rdf import terms
from ipgraph.rdf.terms import IPG, OA, PROV, RDFS
from ipgraph.resources import data_path, ontology_path
from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release
from ipgraph.store.publish import ReleaseBuilder
from ipgraph_api.linked.iris import encoded, iris_at
from ipgraph_api.linked.node import MOST_PROPERTIES

RunService = Callable[[Settings], AbstractContextManager[str]]
BASE = "https://w3id.org/ipgraph/id/"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
MEDIA_TYPES = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/trig",
    "application/n-quads",
)
HOSTILE = '"><script>alert(1)</script>'
GRAPH = f"<{BASE}graph/document/odd>"
LEADING = 250


class Links(HTMLParser):
    """The addresses that a page leads to, its anchors, and the elements that would run or fetch something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.active: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag brings."""
        found = {name: value or "" for name, value in attrs}
        self.links += [found["href"]] if tag == "a" and "href" in found else []
        self.anchors |= {found["id"]} if "id" in found else set()
        self.active += [tag] if tag in {"script", "img", "iframe", "object", "form"} or "src" in found else []
        self.active += [name for name in found if name.startswith("on")]


def links_of(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return the relation and target of each link of the Link header."""
    return [(rel, target) for target, rel in re.findall(r'<([^>]*)>; rel="([^"]+)"', answer.headers["link"])]


def load(answer: httpx.Response) -> Graph:
    """Return the triples of an answer."""
    media_type = RdfFormat.from_media_type(answer.headers["content-type"].partition(";")[0])
    assert media_type is not None
    triples = (quad.triple for quad in parse(answer.content, format=media_type))
    return Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")


@pytest.fixture(scope="module")
def odd_client(run_service: RunService, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a service over IRIs, texts and numbers that no policy document brings."""
    store = tmp_path_factory.mktemp("odd")
    label, name = f"<{RDFS}label>", terms.literal
    rows = [
        (f"<{BASE}agency/商务部>", label, name("raw", "en")),
        (f"<{BASE}agency/%E6%B5%B7%E5%85%B3>", label, name("encoded", "en")),
        (terms.iri(f"{BASE}agency/a b(c)?d"), label, name("odd", "en")),
        (f"<{BASE}agency/evil>", label, name(HOSTILE, "zh")),
        (f"<{BASE}agency/evil>", f"<{RDFS}seeAlso>", "<javascript:alert(1)>"),
        (f"<{BASE}agency/evil>", f"<{RDFS}seeAlso>", f"<{BASE}agency/商务部>"),
    ]
    rows += [(f"<{BASE}many/{place:03}>", f"<{IPG}relatedTo>", f"<{BASE}many/hub>") for place in range(LEADING)]
    rows += [(f"<{BASE}many/wide>", f"<{RDFS}comment>", name(f"{place:05}")) for place in range(MOST_PROPERTIES + 500)]
    builder = ReleaseBuilder(store)
    builder.add_quads((subject, predicate, value, GRAPH) for subject, predicate, value in rows)
    builder.load(ontology_path("derive"), f"{BASE}graph/derived")
    builder.publish({})
    with run_service(Settings(store=store)) as address, httpx.Client(base_url=address, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def corpus_iris(corpus_store: Path) -> set[str]:
    """Return every IRI of the corpus's release that begins with the base, wherever it stands."""
    query = (
        f"SELECT DISTINCT ?iri {{ GRAPH ?g {{ ?s ?p ?o }} VALUES ?place {{ 0 1 2 3 }} "
        f"BIND(IF(?place = 0, ?s, IF(?place = 1, ?p, IF(?place = 2, ?o, ?g))) AS ?iri) "
        f'FILTER(isIRI(?iri) && STRSTARTS(STR(?iri), "{BASE}")) }}'
    )
    return {str(row["iri"]) for row in open_release(corpus_store).select(query)}


@pytest.fixture(scope="module")
def corpus_client(run_service: RunService, corpus_store: Path) -> Iterator[httpx.Client]:
    """Return a client of a service over the corpus's release."""
    settings = Settings(store=corpus_store)
    with run_service(settings) as address, httpx.Client(base_url=address, timeout=20, trust_env=False) as client:
        yield client


def kind_of(iri: str) -> str:
    """Return the kind of an IRI: its path with the names left out, and the kind of its fragment."""
    path, _, fragment = iri.removeprefix(BASE).partition("#")
    parts = path.removeprefix("graph/").split("/")
    shape = "/".join([parts[0], *("*" if place % 2 else part for place, part in enumerate(parts[1:], start=1))])
    return f"{shape}#{fragment.partition('-')[0]}" if fragment else shape


def test_an_iri_of_each_kind_leads_to_its_page_and_its_data(corpus_iris: set[str], corpus_client: httpx.Client) -> None:
    examples = {kind_of(iri): iri for iri in sorted(corpus_iris, reverse=True)}

    assert len(examples) > 40
    assert {"act/*", "mechanism/*/session/*", "document/*", "agency/*#name", "evidence/*"} <= examples.keys()
    for kind, iri in examples.items():
        path = f"/id/{iri.removeprefix(BASE)}"
        page = corpus_client.get(path, headers=BROWSER, follow_redirects=True)
        data = corpus_client.get(path, headers={"Accept": "text/turtle"}, follow_redirects=True)
        assert [len(answer.history) for answer in (page, data)] == [1, 1], kind
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8"), kind
        assert data.status_code == 200, kind
        node = URIRef(iri)
        if not iri.startswith(f"{BASE}graph/"):
            graph = load(data)
            assert (node, None, None) in graph or (None, None, node) in graph, kind
        if "#" in iri:
            assert iri.partition("#")[2] in Links(page.text).anchors, kind


def test_every_iri_of_the_corpus_is_found_at_its_address(corpus_iris: set[str]) -> None:
    nodes = {iri.partition("#")[0] for iri in corpus_iris}

    assert len(nodes) > 5_000
    # The node before the fragment occurs itself, for what occurs is what is found.
    assert nodes <= corpus_iris
    assert [iri for iri in nodes if iris_at(BASE, encoded(iri.removeprefix(BASE)))[0] != iri] == []
    assert [iri for iri in nodes if "?" in iri] == []


def test_every_part_of_a_node_belongs_to_its_description(corpus_iris: set[str], corpus_store: Path) -> None:
    query = f"""SELECT DISTINCT ?from ?to {{ GRAPH ?g {{ ?from ?p ?to }}
      FILTER(isIRI(?from) && isIRI(?to) && STRSTARTS(STR(?from), "{BASE}") && STRSTARTS(STR(?to), "{BASE}"))
      FILTER(CONTAINS(STR(?from), "#") || CONTAINS(STR(?to), "#")) }}"""
    edges = {(str(row["from"]), str(row["to"])) for row in open_release(corpus_store).select(query)}
    linked = edges | {(to, from_) for from_, to in edges}
    near = {to for from_, to in linked if to.partition("#")[0] == from_}
    further = {to for from_, to in edges if from_ in near and to.partition("#")[0] == from_.partition("#")[0]}
    parts = {iri for iri in corpus_iris if "#" in iri}

    assert len(parts) > 4_000
    assert parts - near - further == set()


@pytest.mark.parametrize(
    ("accept", "place", "media_type"),
    [
        (None, "data", "text/turtle"),
        ("*/*", "data", "text/turtle"),
        (BROWSER["Accept"], "page", "text/html"),
        ("text/html", "page", "text/html"),
        ("application/ld+json", "data", "application/ld+json"),
        ("text/html;q=0.5, application/rdf+xml", "data", "application/rdf+xml"),
        ("application/n-quads, text/html;q=0.9", "data", "application/n-quads"),
        ("text/turtle;q=0, text/html;q=0.1, application/trig;q=0.2", "data", "application/trig"),
    ],
)
def test_the_accept_header_decides_where_an_iri_leads(
    client: httpx.Client, accept: str | None, place: str, media_type: str
) -> None:
    request = client.build_request("GET", "/id/agency/mofcom", headers={"Accept": accept} if accept else None)
    if accept is None:
        del request.headers["Accept"]
    answer = client.send(request)
    described = client.send(answer.next_request) if answer.next_request is not None else answer

    assert (answer.status_code, answer.headers["location"]) == (303, f"/{place}/agency/mofcom")
    assert "Accept" in answer.headers["vary"]
    assert described.status_code == 200
    assert described.headers["content-type"].partition(";")[0] == media_type


def test_format_goes_along_and_what_is_not_offered_is_406(client: httpx.Client) -> None:
    answer = client.get("/id/agency/mofcom", params={"format": "jsonld"}, headers=BROWSER)

    assert answer.headers["location"] == "/data/agency/mofcom?format=jsonld"
    for path in ("/id/agency/mofcom", "/data/agency/mofcom", "/page/agency/mofcom"):
        assert client.get(path, headers={"Accept": "image/png"}).status_code == 406, path
    assert client.get("/data/agency/mofcom", headers={"Accept": "text/html"}).status_code == 406


@pytest.mark.parametrize("path", ["/id/agency/mofcom", "/data/agency/mofcom", "/page/agency/mofcom"])
def test_head_says_what_get_would_say(client: httpx.Client, path: str) -> None:
    head, get = client.head(path), client.get(path)

    assert (head.status_code, head.content) == (get.status_code, b"")
    for name in ("content-type", "content-length", "location", "etag", "link", "vary"):
        assert head.headers.get(name) == get.headers.get(name), name


@pytest.mark.parametrize("place", ["id", "data", "page"])
@pytest.mark.parametrize(
    "rest", ["", "agency", "agency/", "agency/nobody", "agency/mofcom/", "%FF", "%E5%95", "a%00b", "agency/<x>", "../x"]
)
def test_what_the_graph_does_not_have_is_a_404_problem(client: httpx.Client, place: str, rest: str) -> None:
    answer = client.get(f"/{place}/{rest}", headers={"Accept": "text/html, */*;q=0.1"})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("rest", "iri"),
    [
        ("agency/%E5%95%86%E5%8A%A1%E9%83%A8", f"{BASE}agency/商务部"),
        ("agency/%e5%95%86%e5%8a%a1%e9%83%a8", f"{BASE}agency/商务部"),
        ("agency/%E6%B5%B7%E5%85%B3", f"{BASE}agency/%E6%B5%B7%E5%85%B3"),
        ("agency/a%20b(c)%3Fd", f"{BASE}agency/a%20b(c)?d"),
        ("agency/a%20b%28c%29%3Fd", f"{BASE}agency/a%20b(c)?d"),
    ],
)
def test_one_address_finds_an_iri_however_it_is_spelt(odd_client: httpx.Client, rest: str, iri: str) -> None:
    answer = odd_client.get(f"/id/{rest}", follow_redirects=True)

    assert answer.status_code == 200
    assert list(load(answer).objects(URIRef(iri)))
    assert ("about", quote(iri, safe="/:?()%")) in links_of(answer)


def test_the_six_formats_hold_the_same(client: httpx.Client) -> None:
    answers = [client.get("/data/agency/mofcom", headers={"Accept": media_type}) for media_type in MEDIA_TYPES]
    graphs = [set(load(answer)) for answer in answers]

    assert [answer.headers["content-type"].partition(";")[0] for answer in answers] == list(MEDIA_TYPES)
    assert len(graphs[0]) > 50
    assert all(graph == graphs[0] for graph in graphs)


def test_data_hold_names_and_whole_statements_with_their_evidence(
    client: httpx.Client, store_texts: dict[str, str]
) -> None:
    graph = load(client.get("/data/agency/mofcom"))
    node = URIRef(f"{BASE}agency/mofcom")
    statements = set(graph.subjects(URIRef(f"{IPG}agent"), node))

    assert {str(name) for name in graph.objects(URIRef(f"{node}#name-1"))} >= {"商务部", "2003-03-10"}
    assert len(statements) == 4
    for statement in statements:
        (document,) = graph.objects(statement, URIRef(f"{IPG}statedIn"))
        (evidence,) = graph.objects(statement, URIRef(f"{IPG}evidence"))
        said = {
            str(p).rpartition("#")[2]: v
            for s in graph.objects(evidence, URIRef(f"{OA}hasSelector"))
            for p, v in graph.predicate_objects(s)
        }
        text = next(text for doc_id, text in store_texts.items() if str(said["exact"]) in text)
        assert text[int(str(said["start"])) : int(str(said["end"]))] == str(said["exact"])
        assert (evidence, URIRef(f"{OA}hasSource"), document) in graph


def test_a_statement_is_described_with_its_evidence(client: httpx.Client) -> None:
    found = load(client.get("/data/agency/mofcom"))
    statement = min(found.subjects(URIRef(f"{IPG}statedIn")), key=str)
    graph = load(client.get(str(statement).replace(BASE, "/data/")))

    assert set(found.predicate_objects(statement)) == set(graph.predicate_objects(statement))
    assert list(graph.objects(None, URIRef(f"{OA}exact")))


def test_a_named_graph_gives_its_triples(client: httpx.Client, store_dir: Path) -> None:
    name = f"{BASE}graph/authority"
    graph = load(client.get("/data/graph/authority"))
    expected = list(open_release(store_dir).select(f"SELECT * {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"))

    assert len(graph) == len(expected) > 0


def test_what_leads_to_a_node_comes_in_stretches(odd_client: httpx.Client) -> None:
    seen: list[URIRef] = []
    address: str | None = "/data/many/hub?format=nt&limit=100"
    while address is not None:
        answer = odd_client.get(address)
        assert answer.headers["content-type"] == "application/n-triples"
        seen += [subject for subject in load(answer).subjects() if isinstance(subject, URIRef)]
        address = dict(links_of(answer)).get("next")

    assert len(seen) == LEADING
    assert len(set(seen)) == LEADING
    assert "prev" in dict(links_of(answer))
    assert odd_client.get("/data/many/hub?limit=1001").status_code == 422


def test_a_node_with_too_many_triples_is_cut_and_says_so(odd_client: httpx.Client) -> None:
    data, page = odd_client.get("/data/many/wide"), odd_client.get("/page/many/wide")

    assert len(load(data)) == MOST_PROPERTIES
    assert data.headers["ipgraph-truncated"] == f"rows;limit={MOST_PROPERTIES}"
    assert f"Only {MOST_PROPERTIES} of {MOST_PROPERTIES + 500} triples" in page.text
    assert "ipgraph-truncated" not in odd_client.get("/data/many/hub").headers


def test_the_queries_stop_at_the_number_that_the_page_names() -> None:
    for name in ("node_description", "node_properties"):
        text = data_path("queries", "service", f"{name}.rq").read_text(encoding="utf-8")
        assert f"    LIMIT {MOST_PROPERTIES}\n" in text, name


def test_the_page_shows_names_classes_statements_and_sentences(client: httpx.Client) -> None:
    page = client.get("/page/agency/mofcom").text
    links = Links(page).links

    assert '<h1><span lang="zh">商务部</span> <span lang="en">Ministry of Commerce</span></h1>' in page
    assert f"<code>{BASE}agency/mofcom</code>" in page
    assert "商务部参加中美知识产权工作组第25次会议。" in page
    assert {"/ontology/NationalAgency", "/api/v1/entities/agency/mofcom", "/data/agency/mofcom?format=ttl"} <= set(
        links
    )
    assert "name-1" in Links(page).anchors
    assert any(re.fullmatch(r"/api/v1/documents/report-2014/text#char=\d+,\d+", link) for link in links)


def test_the_page_of_a_document_leads_to_its_files(client: httpx.Client) -> None:
    iri = client.get("/api/v1/documents/计划 2019").json()["links"]["iri"]
    links = Links(client.get(iri.replace(BASE, "/page/")).text).links
    path = "/api/v1/documents/%E8%AE%A1%E5%88%92%202019"

    assert {path, f"{path}/text", f"{path}/original"} <= set(links)


def test_the_links_of_pages_lead_somewhere(client: httpx.Client) -> None:
    seen: set[str] = set()
    open_pages = ["/page/agency/mofcom"]
    while open_pages and len(seen) < 120:
        page = open_pages.pop(0)
        links = {link.partition("#")[0] for link in Links(client.get(page, headers=BROWSER).text).links}
        for link in sorted(link for link in links if link.startswith("/") and not link.startswith("/ontology/")):
            if link not in seen:
                seen.add(link)
                assert client.get(link, headers=BROWSER).status_code in (200, 406), link
                open_pages += [link] if link.startswith("/page/") else []

    assert len(seen) > 100


def test_what_others_wrote_stays_text(odd_client: httpx.Client) -> None:
    answer = odd_client.get("/page/agency/evil")
    found = Links(answer.text)

    assert found.active == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert not [link for link in found.links if not link.startswith(("/", "http"))]
    assert "javascript:alert(1)" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_pages_of_what_nothing_is_said_of_show_what_leads_there(odd_client: httpx.Client) -> None:
    page = odd_client.get("/page/many/hub", params={"limit": 10, "offset": 20})

    assert f"21–30 / {LEADING}" in page.text
    assert {("prev", "/page/many/hub?limit=10&offset=10"), ("next", "/page/many/hub?limit=10&offset=30")} <= set(
        links_of(page)
    )


def test_descriptions_link_to_what_they_are_about_and_to_each_other(client: httpx.Client) -> None:
    for path in ("/page/agency/mofcom", "/data/agency/mofcom", "/api/v1/entities/agency/mofcom"):
        links = links_of(client.get(path))
        assert ("about", f"{BASE}agency/mofcom") in links, path
        assert ("describedby", "/.well-known/void") in links, path
        own = "/page/agency/mofcom" if path.startswith("/page") else "/data/agency/mofcom?format=ttl"
        assert (
            {("alternate", "/page/agency/mofcom"), ("alternate", "/data/agency/mofcom?format=ttl")} - set(links)
        ) <= {("alternate", own)}


def test_documents_and_their_files_lead_to_each_other(client: httpx.Client) -> None:
    path = "/api/v1/documents/%E8%AE%A1%E5%88%92%202019"
    described = links_of(client.get(path))

    assert {("enclosure", f"{path}/text"), ("enclosure", f"{path}/original")} <= set(described)
    for name in ("text", "original"):
        assert ("describedby", path) in links_of(client.get(f"{path}/{name}"))


def test_another_base_and_host_change_nothing_but_the_iri(run_service: RunService, tmp_path: Path) -> None:
    base = "https://example.org/ip/"
    builder = ReleaseBuilder(tmp_path)
    builder.add_quads([(f"<{base}a/b>", f"<{RDF.type}>", f"<{PROV}Agent>", f"<{base}graph/x>")])
    builder.load(ontology_path("derive"), f"{base}graph/derived")
    builder.publish({})
    with run_service(Settings(store=tmp_path, base_iri=base)) as address:
        answer = httpx.get(f"{address}/id/a/b", headers={"Host": "evil.example"}, trust_env=False)

    assert answer.headers["location"] == "/data/a/b"
    assert "evil.example" not in str(answer.headers)
