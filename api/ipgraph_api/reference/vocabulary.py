"""The terms of the ontology as the reference shows them: labels and comments in two languages, relations both ways."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from ipgraph.rdf.ontology import ONTOLOGY_FILES
from ipgraph.rdf.terms import IPG
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import ontology_path


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A term that another one refers to; `name` is set for those of ipgraph."""

    iri: str
    label: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """How a term hangs together with others."""

    caption: Text
    targets: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A class, a property, a concept scheme or a concept; `name` is the part of its IRI behind the namespace."""

    name: str
    kind: str
    label: Text
    comment: Text
    traits: tuple[Text, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The ontology's statements, and its terms by name."""

    graph: Graph
    terms: dict[str, Term]

    @property
    def version(self) -> str:
        """The number of the version, the last part of its IRI."""
        return str(self.graph.value(URIRef(IPG.rstrip("#")), OWL.versionInfo))

    def of_kind(self, kind: str) -> list[Term]:
        """Return the terms of a kind, by name."""
        return [term for term in self.terms.values() if term.kind == kind]


KINDS = {
    OWL.Class: "class",
    OWL.ObjectProperty: "property",
    OWL.DatatypeProperty: "property",
    SKOS.ConceptScheme: "scheme",
    SKOS.Concept: "concept",
}
_TRAITS = {
    OWL.FunctionalProperty: Text("至多一个值", "at most one value"),
    OWL.AsymmetricProperty: Text("非对称", "asymmetric"),
    OWL.IrreflexiveProperty: Text("非自反", "irreflexive"),
}
DOMAIN_INCLUDES = URIRef("https://schema.org/domainIncludes")
RANGE_INCLUDES = URIRef("https://schema.org/rangeIncludes")
_FORTH, _BACK, _BOTH = (True, False), (False, True), (True, True)
# What the reference tells of a term, in its order: by which properties, from the term to others or from others to it.
_RELATIONS: tuple[tuple[Text, tuple[URIRef, ...], tuple[bool, bool]], ...] = (
    (Text("上位类", "kind of"), (RDFS.subClassOf,), _FORTH),
    (Text("上位属性", "subproperty of"), (RDFS.subPropertyOf,), _FORTH),
    (Text("定义域", "domain"), (RDFS.domain,), _FORTH),
    (Text("用于", "used of"), (DOMAIN_INCLUDES,), _FORTH),
    (Text("值域", "range"), (RDFS.range,), _FORTH),
    (Text("取值可为", "values may be"), (RANGE_INCLUDES,), _FORTH),
    (Text("概念表", "in scheme"), (SKOS.inScheme,), _FORTH),
    (Text("上位概念", "broader"), (SKOS.broader,), _FORTH),
    (Text("反向", "inverse of"), (OWL.inverseOf,), _BOTH),
    (Text("下位类", "kinds"), (RDFS.subClassOf,), _BACK),
    (Text("下位属性", "subproperties"), (RDFS.subPropertyOf,), _BACK),
    (Text("属性", "properties"), (RDFS.domain, DOMAIN_INCLUDES), _BACK),
    (Text("为其取值的属性", "value of"), (RDFS.range, RANGE_INCLUDES), _BACK),
    (Text("概念", "concepts"), (SKOS.inScheme,), _BACK),
    (Text("互斥", "disjoint with"), (OWL.disjointWith,), _BOTH),
    (Text("参见", "see also"), (RDFS.seeAlso,), _FORTH),
)


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Return the vocabulary that ships with ipgraph; it is read once.

    Raises:
        ShapeError: a file cannot be read; the message names file and line.

    """
    return read_vocabulary(read_turtle(ontology_path(name) for name in ONTOLOGY_FILES))


def read_vocabulary(graph: Graph) -> Vocabulary:
    """Return the terms of ipgraph that a graph declares, by name."""
    kinds = {node: kind for cls, kind in KINDS.items() for node in graph.subjects(RDF.type, cls)}
    own = sorted(node for node in kinds if isinstance(node, URIRef) and node.startswith(IPG))
    names = sorted((node.removeprefix(IPG), node) for node in own)
    return Vocabulary(graph, {name: _term(graph, node, name, kinds[node]) for name, node in names})


def text_of(graph: Graph, node: Node, *predicates: URIRef) -> Text:
    """Return the text of a node in both languages, of the first property that has it in either."""
    for predicate in predicates:
        texts = {str(getattr(value, "language", None)): str(value) for value in graph.objects(node, predicate)}
        if texts:
            return Text(texts.get("zh", ""), texts.get("en", ""))
    return Text("", "")


def _term(graph: Graph, node: URIRef, name: str, kind: str) -> Term:
    return Term(
        name=name,
        kind=kind,
        label=text_of(graph, node, RDFS.label, SKOS.prefLabel),
        comment=text_of(graph, node, RDFS.comment, SKOS.definition),
        traits=tuple(text for trait, text in _TRAITS.items() if (node, RDF.type, trait) in graph),
        relations=tuple(_relations(graph, node)),
    )


def _relations(graph: Graph, node: URIRef) -> Iterator[Relation]:
    """Yield how a term hangs together with others; what holds of nothing is left out."""
    for caption, predicates, (forth, back) in _RELATIONS:
        targets: set[Node] = set()
        for predicate in predicates:
            targets.update(graph.objects(node, predicate) if forth else ())
            targets.update(graph.subjects(predicate, node) if back else ())
        if targets:
            yield Relation(caption, tuple(_reference(graph, target) for target in sorted(targets, key=str)))


def _reference(graph: Graph, target: Node) -> Reference:
    iri = str(target)
    if iri.startswith(IPG):
        return Reference(iri, iri.removeprefix(IPG), iri.removeprefix(IPG))
    return Reference(iri, graph.namespace_manager.normalizeUri(iri), None)
