"""A release describes itself: VoID and DCAT with its numbers, its digest and the stored questions."""

import json
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pyoxigraph
import pytest

from ipgraph.rdf.terms import RDF
from ipgraph.store.embedded import Release, open_release
from ipgraph.store.queries import load_questions

BASE = "https://w3id.org/ipgraph/id/"
ONTOLOGY = "https://w3id.org/ipgraph/ontology#"
PREFIXES = """\
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX void: <http://rdfs.org/ns/void#>
"""


@pytest.fixture(scope="module")
def release(corpus_store: Path) -> Release:
    return open_release(corpus_store)


@pytest.fixture(scope="module")
def described(release: Release) -> list[pyoxigraph.Quad]:
    """Return the dump without the description."""
    quads = pyoxigraph.parse(path=str(release.dump), format=pyoxigraph.RdfFormat.N_QUADS)
    return [quad for quad in quads if str(quad.graph_name) != f"<{BASE}graph/dataset>"]


def one(release: Release, pattern: str) -> object:
    (row,) = release.select(f"{PREFIXES} SELECT ?x WHERE {{ {pattern} }}")
    return row["x"]


def test_the_digest_is_that_of_the_canonical_form(release: Release, described: list[pyoxigraph.Quad]) -> None:
    dataset = pyoxigraph.Dataset(described)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(pyoxigraph.serialize([quad], format=pyoxigraph.RdfFormat.N_QUADS) or b"" for quad in dataset)
    digest = sha256(b"".join(lines)).hexdigest()

    assert one(release, "?d a dcat:Dataset ; dcterms:identifier ?x") == digest
    assert one(release, "?d dcat:distribution/spdx:checksum/spdx:checksumValue ?x") == digest


def test_the_numbers_are_those_of_the_dump(release: Release, described: list[pyoxigraph.Quad]) -> None:
    act, of_type = pyoxigraph.NamedNode(f"{ONTOLOGY}Act"), pyoxigraph.NamedNode(f"{RDF}type")
    acts = {quad.subject for quad in described if (quad.predicate, quad.object) == (of_type, act)}
    reading = pyoxigraph.NamedNode(f"{ONTOLOGY}value")

    assert one(release, "?d a dcat:Dataset ; void:triples ?x") == len(described)
    assert one(release, "?d a dcat:Dataset ; void:distinctSubjects ?x") == len({quad.subject for quad in described})
    assert one(release, "?d a dcat:Dataset ; void:distinctObjects ?x") == len({quad.object for quad in described})
    assert one(release, f"?d void:classPartition ?c . ?c void:class <{ONTOLOGY}Act> ; void:entities ?x") == len(acts)
    assert one(release, f"?d void:propertyPartition ?p . ?p void:property {reading} ; void:triples ?x") == sum(
        quad.predicate == reading for quad in described
    )


def test_each_graph_is_a_subset_with_its_size(release: Release, described: list[pyoxigraph.Quad]) -> None:
    pattern = "?d a dcat:Dataset ; void:subset ?graph . ?graph void:triples ?n"
    rows = release.select(f"{PREFIXES} SELECT ?graph ?n {{ {pattern} }}")
    sizes = Counter(str(quad.graph_name)[1:-1] for quad in described)

    assert {row["graph"]: row["n"] for row in rows} == sizes


def test_the_sources_are_named(release: Release) -> None:
    rows = release.select(f"{PREFIXES} SELECT ?x {{ ?d a dcat:Dataset ; prov:wasDerivedFrom ?x }} ORDER BY ?x")

    assert [row["x"] for row in rows] == [f"{BASE}document/{doc_id}" for doc_id in release.documents]


def test_the_questions_are_executables_that_run(release: Release) -> None:
    pattern = "?q a sh:SPARQLSelectExecutable ; dcterms:identifier ?name ; sh:select ?text"
    rows = list(release.select(f"{PREFIXES} SELECT ?name ?text {{ {pattern} }}"))
    expected = {question.name: question.text for question in load_questions().values()}

    assert {row["name"]: row["text"] for row in rows} == expected
    for row in rows:
        assert isinstance(pyoxigraph.Store().query(str(row["text"])), pyoxigraph.QuerySolutions)


def test_a_release_says_what_it_was_made_by(release: Release) -> None:
    info = json.loads((release.path / "release.json").read_text(encoding="utf-8"))

    assert set(info["made_by"]) == {"rules", "authority", "ontology", "shapes"}
    assert all(len(digest) == 64 for digest in info["made_by"].values())
