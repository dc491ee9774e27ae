"""What every check of a build shares: the shapes, the class hierarchy, and what is known of the authority's things."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from rdflib import RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib.term import Node

from ipgraph.errors import ShapeError
from ipgraph.rdf.interchange import to_rdflib
from ipgraph.rdf.ontology import ONTOLOGY_FILES
from ipgraph.rdf.terms import Quad
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import ontology_path, shapes_path

Triple = tuple[Node, Node, Node]

# What a document's graph must know of a thing that it merely refers to: what it is, and that it has a label.
_DESCRIBING = frozenset({f"<{RDF.type}>", f"<{SKOS.prefLabel}>"})


@dataclass(frozen=True)
class ShapeContext:
    """The parsed shapes and what a document's graph is joined with; read once a build, used for each document.

    `classes` are the subclass axioms of the ontology. `descriptions` hold class and labels of each thing of the
    authority and of each concept, by its IRI: a check takes those that the checked graph refers to, and no more.
    """

    shapes: Graph
    classes: tuple[Triple, ...]
    descriptions: Mapping[Node, tuple[Triple, ...]]

    @classmethod
    def load(
        cls,
        authority_quads: Iterable[Quad],
        shapes_directory: Path | None = None,
        ontology_directory: Path | None = None,
    ) -> Self:
        """Return the context of the authority's quads with the shapes and the ontology that ship with ipgraph.

        Raises:
            ShapeError: a shapes or ontology file cannot be read, or there are no shapes; the message names the place.

        """
        folder = shapes_path() if shapes_directory is None else shapes_directory
        shapes = read_turtle(sorted(folder.glob("*.ttl")))
        if (None, RDF.type, SH.NodeShape) not in shapes:
            raise ShapeError(f"{folder}: holds no node shape; allowed are *.ttl files with SHACL shapes")
        terms_folder = ontology_path() if ontology_directory is None else ontology_directory
        ontology = read_turtle(terms_folder / name for name in ONTOLOGY_FILES)
        described: defaultdict[Node, list[Triple]] = defaultdict(list)
        for term, kind in ontology.subject_objects(RDF.type):
            described[term].append((term, RDF.type, kind))
        for subject, predicate, value, _ in authority_quads:
            if predicate in _DESCRIBING:
                triple = (to_rdflib(subject), URIRef(predicate[1:-1]), to_rdflib(value))
                described[triple[0]].append(triple)
        _give_targets(shapes)
        classes = tuple(sorted(ontology.triples((None, RDFS.subClassOf, None))))
        return cls(shapes, classes, {node: tuple(triples) for node, triples in described.items()})


def _give_targets(shapes: Graph) -> None:
    """Give each declared property shape the targets of its node shape, in place of the link between them.

    The same results by the meaning of SHACL, in a third of the time: pySHACL runs a linked shape once a focus node, and
    one with targets once for all of them.
    """
    for node_shape, property_shape in list(shapes.subject_objects(SH.property)):
        targets = list(shapes.objects(node_shape, SH.targetClass))
        if targets and (property_shape, RDF.type, SH.PropertyShape) in shapes:
            shapes.remove((node_shape, SH.property, property_shape))
            for target in targets:
                shapes.add((property_shape, SH.targetClass, target))
