"""Which main classes hang together by which properties: from the ontology's domains and ranges, and from the shapes."""

from collections.abc import Iterator
from functools import partial
from itertools import product

import networkx
from rdflib import OWL, RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ipgraph.rdf.terms import IPG, OA
from ipgraph_api.reference.vocabulary import DOMAIN_INCLUDES, RANGE_INCLUDES

# What a text is found by: no class of ipgraph, but no picture of it would be whole without.
_EVIDENCE = URIRef(f"{OA}SpecificResource")


def main_classes(ontology: Graph) -> list[URIRef]:
    """Return the classes of ipgraph that are no kind of another one of them, sorted."""
    own = [node for node in ontology.subjects(RDF.type, OWL.Class) if isinstance(node, URIRef) and node.startswith(IPG)]
    return sorted(node for node in own if _main(ontology, node) == node)


def kinds_of(ontology: Graph, cls: URIRef) -> list[URIRef]:
    """Return the classes directly below a class, sorted."""
    return sorted(node for node in ontology.subjects(RDFS.subClassOf, cls) if isinstance(node, URIRef))


def relation_graph(ontology: Graph, shapes: Graph) -> networkx.MultiDiGraph:
    """Return main classes as nodes, and an edge for each property between two, whose IRI is its key."""
    graph = networkx.MultiDiGraph()
    graph.add_nodes_from(main_classes(ontology))
    edges = {
        (_main(ontology, subject), predicate, _main(ontology, value))
        for subject, predicate, value in (*_by_axioms(ontology), *_by_shapes(shapes))
    }
    for subject, predicate, value in sorted(edges):
        if {subject, value} <= {*graph.nodes, _EVIDENCE}:
            graph.add_edge(subject, value, key=predicate)
    return graph


def _main(ontology: Graph, cls: URIRef) -> URIRef:
    """Return the topmost class of ipgraph above a class, which may be itself."""
    above = [node for node in ontology.objects(cls, RDFS.subClassOf) if isinstance(node, URIRef)]
    own = sorted(node for node in above if node.startswith(IPG))
    return _main(ontology, own[0]) if own else cls


def _by_axioms(ontology: Graph) -> Iterator[tuple[URIRef, URIRef, URIRef]]:
    """Yield what the ontology says: a property, each class that it is of, each class that its values may have."""
    for predicate in filter(partial(_is_plain, ontology), ontology.subjects(RDF.type, OWL.ObjectProperty)):
        of = [*ontology.objects(predicate, RDFS.domain), *ontology.objects(predicate, DOMAIN_INCLUDES)]
        values = [*ontology.objects(predicate, RDFS.range), *ontology.objects(predicate, RANGE_INCLUDES)]
        for subject, value in product(of, values):
            if isinstance(subject, URIRef) and isinstance(predicate, URIRef) and isinstance(value, URIRef):
                yield subject, predicate, value


def _is_plain(ontology: Graph, predicate: Node) -> bool:
    """Tell whether a property is neither the inverse of another nor above others, which say the same and more."""
    return (predicate, OWL.inverseOf, None) not in ontology and (None, RDFS.subPropertyOf, predicate) not in ontology


def _by_shapes(shapes: Graph) -> Iterator[tuple[URIRef, URIRef, URIRef]]:
    """Yield what the shapes ask for: a class, a property, a class of its values, one of several or the only one."""
    for shape, target in shapes.subject_objects(SH.targetClass):
        for constraint in shapes.objects(shape, SH.property):
            predicate = shapes.value(constraint, SH.path)
            for value in _classes(shapes, constraint):
                if isinstance(target, URIRef) and isinstance(predicate, URIRef) and isinstance(value, URIRef):
                    yield target, predicate, value


def _classes(shapes: Graph, constraint: Node) -> Iterator[Node]:
    yield from shapes.objects(constraint, SH["class"])
    for choices in shapes.objects(constraint, SH["or"]):
        for choice in Collection(shapes, choices):
            yield from shapes.objects(choice, SH["class"])
