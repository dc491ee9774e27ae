"""The ontology and its terms dereference: a page for people, Turtle and JSON-LD for programs."""

import re
import subprocess
import sys
from html.parser import HTMLParser

import httpx
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from ipgraph.rdf.ontology import ONTOLOGY_FILES
from ipgraph.rdf.terms import IPG
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import ontology_path
from ipgraph_api.reference.vocabulary import load_vocabulary

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
HTML, TURTLE, JSON_LD = "text/html; charset=utf-8", "text/turtle; charset=utf-8", "application/ld+json"
PARSERS = {TURTLE: "turtle", JSON_LD: "json-ld", "application/n-triples": "nt", "application/rdf+xml": "xml"}


class Links(HTMLParser):
    """The anchors of a page, what it links to, and what it would load."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag brings."""
        found = dict(attrs)
        self.anchors += [value for value in (found.get("id"),) if value]
        self.links += [value for value in (found.get("href"),) if value and tag == "a"]
        self.loaded += [tag] if tag in {"script", "link", "img", "iframe", "object"} else []


@pytest.fixture(scope="module")
def page(client: httpx.Client) -> str:
    return client.get("/ontology", headers=BROWSER).text


def own_terms() -> set[str]:
    graph = read_turtle(ontology_path(name) for name in ONTOLOGY_FILES)
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.ConceptScheme, SKOS.Concept)
    found = {str(term) for kind in kinds for term in graph.subjects(RDF.type, kind)}
    return {term.removeprefix(IPG) for term in found if term.startswith(IPG)}


def test_the_page_has_an_anchor_for_every_term(page: str) -> None:
    anchors = Links(page).anchors

    assert len(own_terms()) > 150
    assert own_terms() <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_the_page_shows_both_languages(page: str) -> None:
    article = page[page.index('<article id="agent">') :].partition("</article>")[0]

    assert '<span lang="zh">行为主体</span> <span lang="en">agent</span>' in article
    assert '<p lang="zh">作出行为的机构' in article
    assert '<p lang="en">Who does it.' in article
    assert 'href="#Actor"' in article
    assert "prov:wasAssociatedWith" in article


def test_the_page_loads_nothing_and_its_links_lead_somewhere(client: httpx.Client, page: str) -> None:
    links = Links(page)

    assert links.loaded == []
    assert "@import" not in page
    assert "url(" not in page
    inner = {link for link in links.links if link.startswith("#")}
    assert {link[1:] for link in inner} <= set(links.anchors)
    for link in {link for link in links.links if "://" not in link} - inner:
        if "/" not in link or link.endswith("/agent"):
            assert client.get(f"/{link}", headers=BROWSER).status_code == 200, link


def test_the_diagram_shows_the_main_classes_and_how_they_hang_together(page: str) -> None:
    drawn = page[page.index("<svg") : page.index("</svg>")]
    names = re.findall(r'class="name">(\w+)<', drawn)

    assert {"Actor", "Statement", "Mechanism", "Agreement", "PolicyDocument", "Task", "Year"} <= set(names)
    assert len(names) == len(set(names))
    for label in (
        "agent, object",
        "definingParty, hasParty",
        "inDocument → PolicyDocument",
        "signs",
        "inYear",
    ):
        assert f">{label}</text>" in drawn, label
    assert "involvedIn" not in drawn
    assert "hasTask" not in drawn


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, TURTLE),
        ("*/*", TURTLE),
        (BROWSER["Accept"], HTML),
        ("application/ld+json", JSON_LD),
        ("text/turtle;q=0.5, application/ld+json;q=0.9", JSON_LD),
        ("text/html;q=0.2, text/turtle;q=0.3", TURTLE),
        ("text/*;q=0.4, text/turtle;q=0", HTML),
        ("application/n-triples", "application/n-triples"),
    ],
)
@pytest.mark.parametrize("path", ["/ontology", "/ontology/agent"])
def test_the_accept_header_decides(client: httpx.Client, path: str, accept: str | None, expected: str) -> None:
    request = client.build_request("GET", path, headers={"Accept": accept} if accept is not None else None)
    if accept is None:
        del request.headers["Accept"]
    answer = client.send(request)

    assert (answer.status_code, answer.headers["content-type"]) == (200, expected)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("name", "expected"), [("html", HTML), ("ttl", TURTLE), ("turtle", TURTLE), ("jsonld", JSON_LD), (JSON_LD, JSON_LD)]
)
def test_format_overrides_the_accept_header(client: httpx.Client, name: str, expected: str) -> None:
    for path in ("/ontology", "/ontology/role-lead"):
        answer = client.get(path, params={"format": name}, headers={"Accept": "image/png"})
        assert answer.headers["content-type"] == expected


@pytest.mark.parametrize("path", ["/ontology", "/ontology/agent"])
def test_what_is_not_offered_is_406_with_the_list(client: httpx.Client, path: str) -> None:
    for answer in (client.get(path, headers={"Accept": "image/png"}), client.get(path, params={"format": "docx"})):
        assert answer.status_code == 406
        assert {"text/html", "text/turtle", "application/ld+json"} <= set(answer.json()["offered"])
        assert answer.headers["vary"].startswith("Accept")


@pytest.mark.parametrize("media_type", PARSERS)
def test_every_format_holds_the_whole_ontology(client: httpx.Client, media_type: str) -> None:
    answer = client.get("/ontology", headers={"Accept": media_type})

    served = Graph().parse(data=answer.text, format=PARSERS[media_type])
    assert set(served) == set(read_turtle(ontology_path(name) for name in ONTOLOGY_FILES))


@pytest.mark.parametrize("media_type", PARSERS)
@pytest.mark.parametrize("name", ["agent", "Participation", "scheme-role", "role-lead"])
def test_a_term_is_described_with_what_refers_to_it(client: httpx.Client, name: str, media_type: str) -> None:
    answer = client.get(f"/ontology/{name}", headers={"Accept": media_type})
    graph = load_vocabulary().graph
    node = URIRef(f"{IPG}{name}")

    served = Graph().parse(data=answer.text, format=PARSERS[media_type])
    assert set(served) == {*graph.triples((node, None, None)), *graph.triples((None, None, node))}


def test_a_class_is_described_with_its_kinds(client: httpx.Client) -> None:
    served = Graph().parse(data=client.get("/ontology/Act").text, format="turtle")

    assert (URIRef(f"{IPG}Participation"), RDFS.subClassOf, URIRef(f"{IPG}Act")) in served


def test_every_term_has_a_page(client: httpx.Client) -> None:
    for name in sorted(own_terms()):
        answer = client.get(f"/ontology/{name}", headers=BROWSER)
        assert answer.headers["content-type"] == HTML
        assert f'<article id="{name}">' in answer.text
        assert f'href="../ontology#{name}"' in answer.text


def test_the_version_of_the_ontology_leads_to_the_ontology(client: httpx.Client) -> None:
    answer = client.get(f"/ontology/{load_vocabulary().version}", params={"format": "ttl"}, follow_redirects=True)

    assert answer.url.path == "/ontology"
    assert answer.content == client.get("/ontology").content


def test_the_parts_of_the_structure_have_data_and_no_page(client: httpx.Client) -> None:
    answer = client.get("/ontology/structure-value", headers=BROWSER)

    assert answer.headers["content-type"] == TURTLE
    assert (URIRef(f"{IPG}structure-value"), None, None) in Graph().parse(data=answer.text, format="turtle")
    assert client.get("/ontology/structure-value", headers={"Accept": "text/html"}).status_code == 406


def test_every_term_leads_to_its_other_forms(client: httpx.Client) -> None:
    links = client.get("/ontology/agent", headers=BROWSER).headers["link"]

    assert f'<{IPG}agent>; rel="about"' in links
    assert '</ontology/agent?format=rdf>; rel="alternate"; type="application/rdf+xml"' in links
    assert '</ontology>; rel="describedby"' in links
    assert '</ontology?format=ttl>; rel="alternate"' in client.get("/ontology", headers=BROWSER).headers["link"]


@pytest.mark.parametrize("term", ["Nothing", "agent2", "AGENT", "-class", "%E6%9C%BA%E6%9E%84", "<script>"])
def test_an_unknown_term_is_a_404_problem(client: httpx.Client, term: str) -> None:
    answer = client.get(f"/ontology/{term}", headers=BROWSER)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "/ontology lists" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/ontology", "/ontology/agent", "/shapes"])
def test_head_says_what_get_would_say(client: httpx.Client, path: str) -> None:
    head, get = client.head(path), client.get(path)

    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length", "vary"):
        assert head.headers.get(name) == get.headers.get(name)
    assert client.post(path).status_code == 405


def test_the_shapes_are_served_as_they_are_written(client: httpx.Client) -> None:
    answer = client.get("/shapes")

    assert answer.headers["content-type"] == TURTLE
    served = Graph().parse(data=answer.text, format="turtle")
    assert (URIRef("https://w3id.org/ipgraph/shapes#Statement"), RDF.type, None) in served


def test_the_representations_are_the_same_in_every_process() -> None:
    program = (
        "from hashlib import sha256\n"
        "from ipgraph_api.ontology import _render\n"
        "types = ('text/html', 'text/turtle', 'application/ld+json', 'application/n-triples')\n"
        "print([sha256(_render(term, each)).hexdigest() for term in (None, 'Act') for each in types])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(runs) == 1
