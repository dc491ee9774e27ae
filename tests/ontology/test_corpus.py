"""The graph of the corpus means what it says: all that follows from it by the ontology can be true together."""

from collections import defaultdict
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from ipgraph.store.embedded import Release, open_release

PREFIXES = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX time: <http://www.w3.org/2006/time#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
# What counts as conforming is what is stated, with the superclasses; nothing is inferred from the property itself.
NOT_IN_DOMAIN = """
SELECT ?property ?class (SAMPLE(?subject) AS ?example) {
  ?property rdfs:domain ?class .
  ?subject ?property ?value .
  FILTER NOT EXISTS { ?subject a/rdfs:subClassOf* ?class }
} GROUP BY ?property ?class"""
# Of a class of another vocabulary the graph does not hold all kinds.
NOT_IN_RANGE = """
SELECT ?property ?class (SAMPLE(?subject) AS ?example) {
  ?property a owl:ObjectProperty ; rdfs:range ?class .
  ?subject ?property ?value .
  FILTER (?class NOT IN (owl:Thing, time:TemporalEntity))
  FILTER NOT EXISTS { ?value a/rdfs:subClassOf* ?class }
} GROUP BY ?property ?class"""
# Where there is no domain or range, the classes that schema.org's terms list are all that there are.
NOT_AMONG = """
SELECT ?node {{
  {{ SELECT DISTINCT ?node {{ {pattern} }} }}
  FILTER NOT EXISTS {{ ?node a ?class . FILTER (?class IN ({classes})) }}
}} LIMIT 1"""
# The engine keeps integers by value: what was written as xsd:nonNegativeInteger comes back as xsd:integer.
NOT_OF_DATATYPE = """
SELECT ?property ?datatype (SAMPLE(?subject) AS ?example) {
  ?property a owl:DatatypeProperty ; rdfs:range ?datatype .
  ?subject ?property ?value .
  BIND (IF(?datatype = xsd:nonNegativeInteger, xsd:integer, ?datatype) AS ?kept)
  FILTER (!isLiteral(?value) || DATATYPE(?value) != ?kept)
} GROUP BY ?property ?datatype"""
NOT_FUNCTIONAL = """
SELECT ?property ?subject {
  ?property a owl:FunctionalProperty .
  ?subject ?property ?value .
} GROUP BY ?property ?subject HAVING (COUNT(DISTINCT ?value) > 1)"""


@pytest.fixture(scope="module")
def release(corpus_store: Path) -> Release:
    return open_release(corpus_store)


@pytest.mark.parametrize(
    "query",
    [NOT_IN_DOMAIN, NOT_IN_RANGE, NOT_OF_DATATYPE, NOT_FUNCTIONAL],
    ids=["domain", "range", "datatype", "functional"],
)
def test_what_is_written_has_the_declared_types(release: Release, query: str) -> None:
    found = [list(row.values()) for row in release.select(PREFIXES + query)]
    assert found == []


@pytest.mark.parametrize(
    ("includes", "pattern"), [("domainIncludes", "?node <{}> ?value"), ("rangeIncludes", "?subject <{}> ?node")]
)
def test_what_has_no_domain_or_range_is_used_as_its_list_says(
    release: Release, own_terms: Graph, includes: str, pattern: str
) -> None:
    list_of = URIRef(f"https://schema.org/{includes}")
    for term in sorted({str(term) for term in own_terms.subjects(list_of)}):
        listed = own_terms.objects(URIRef(term), list_of)
        classes = {str(kind) for cls in listed for kind in own_terms.transitive_subjects(RDFS.subClassOf, cls)}
        query = NOT_AMONG.format(pattern=pattern.format(term), classes=", ".join(f"<{cls}>" for cls in sorted(classes)))
        assert list(release.select(query)) == [], f"{term}: add the class of this to its {includes}"


class Entailment:
    """The classes that follow for each node of a graph: by type, by domain and range, by superclass and inverse."""

    def __init__(self, terms: Graph) -> None:
        self._terms = terms
        self._ends: dict[str, tuple[set[str], set[str]]] = {}
        self._supers: dict[str, set[str]] = {}
        self.classes: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, subject: str, predicate: str, value: str) -> None:
        """Take in a statement between two things."""
        if predicate == str(RDF.type):
            self.classes[subject] |= self.supers(value)
            return
        of_subject, of_value = self._ends.setdefault(predicate, self._find_ends(URIRef(predicate)))
        self.classes[subject] |= of_subject
        self.classes[value] |= of_value

    def supers(self, cls: str) -> set[str]:
        """Return a class and all that it is a kind of."""
        if cls not in self._supers:
            found = set(self._terms.transitive_objects(URIRef(cls), RDFS.subClassOf))
            self._supers[cls] = {str(each) for each in found}
        return self._supers[cls]

    def _find_ends(self, predicate: URIRef) -> tuple[set[str], set[str]]:
        """Return the classes of the subjects and of the values of a property."""
        of_subject, of_value = set[str](), set[str]()
        for each in self._terms.transitive_objects(predicate, RDFS.subPropertyOf):
            inverses = {*self._terms.objects(each, OWL.inverseOf), *self._terms.subjects(OWL.inverseOf, each)}
            for near, far, names in ((of_subject, of_value, {each}), (of_value, of_subject, inverses)):
                for name in names:
                    near.update(*(self.supers(str(cls)) for cls in self._terms.objects(name, RDFS.domain)))
                    far.update(*(self.supers(str(cls)) for cls in self._terms.objects(name, RDFS.range)))
        return of_subject, of_value

    def conflicts(self) -> dict[str, tuple[str, str]]:
        """Return a pair of disjoint classes for each node that is in both."""
        pairs = [(str(one), str(other)) for one, other in self._terms.subject_objects(OWL.disjointWith)]
        found = {node: [pair for pair in pairs if held.issuperset(pair)] for node, held in self.classes.items()}
        return {node: clashes[0] for node, clashes in found.items() if clashes}


def test_nothing_is_in_two_disjoint_classes_whatever_follows(release: Release, terms: Graph) -> None:
    entailment = Entailment(terms)
    for row in release.select("SELECT ?s ?p ?o { ?s ?p ?o FILTER isIRI(?o) }"):
        entailment.add(str(row["s"]), str(row["p"]), str(row["o"]))

    assert len(entailment.classes) > 5000
    assert entailment.conflicts() == {}


def test_a_clash_by_domain_is_found(terms: Graph) -> None:
    entailment = Entailment(terms)
    ipg, prov = "https://w3id.org/ipgraph/ontology#", "http://www.w3.org/ns/prov#"
    entailment.add("a:meeting", str(RDF.type), f"{ipg}Event")
    entailment.add("a:meeting", f"{prov}wasDerivedFrom", "a:report")

    assert entailment.conflicts() == {"a:meeting": (f"{prov}Activity", f"{prov}Entity")}
