"""What every check of a build shares: the shapes, the class hierarchy, and what is known of the authority's things."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Self

from rdflib import RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib.term import Node

from ipgraph.errors import ShapeError
from ipgraph.rdf.interchange import to_rdflib
from ipgraph.rdf.ontology import ONTOLOGY_FILES
from ipgraph.rdf.terms import SKOSXL, Quad, ipg
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import ontology_path, shapes_path

Triple = tuple[Node, Node, Node]

# What a document's graph must know of a thing that it merely refers to: what it is, how it is called, and since when.
_DESCRIBING = frozenset(
    {f"<{RDF.type}>", f"<{SKOS.prefLabel}>", ipg("validFrom"), ipg("validTo"), f"<{SKOSXL}literalForm>"}
)
_NAMING = frozenset({f"<{SKOSXL}prefLabel>", f"<{SKOSXL}altLabel>"})


@dataclass(frozen=True)
class ShapeContext:
    """The parsed shapes and what a document's graph is joined with; read once a build, used for each document.

    `classes` are the subclass axioms of the ontology. `descriptions` hold class, labels and validity of each thing of
    the authority, with its names and theirs, and what the vocabularies say of each concept, by its IRI: a check takes
    those that the checked graph refers to, and no more.
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
        descriptions = _described_terms(ontology) | _described_things(authority_quads)
        _give_targets(shapes)
        classes = tuple(sorted(ontology.triples((None, RDFS.subClassOf, None))))
        return cls(shapes, classes, descriptions)


def _described_terms(ontology: Graph) -> dict[Node, tuple[Triple, ...]]:
    """Return the class of each term of the ontology, and of a concept all that is said of it and its scheme's class."""
    described: dict[Node, tuple[Triple, ...]] = {}
    for term, kind in ontology.subject_objects(RDF.type):
        triples = ontology.triples((term, None, None)) if kind == SKOS.Concept else [(term, RDF.type, kind)]
        schemes = ((scheme, RDF.type, SKOS.ConceptScheme) for scheme in ontology.objects(term, SKOS.inScheme))
        described[term] = (*described.get(term, ()), *triples, *schemes)
    return described


def _described_things(quads: Iterable[Quad]) -> dict[Node, tuple[Triple, ...]]:
    """Return what describes each thing of the authority, its names with it: their form and validity, not their class.

    They are there to be looked up, and are checked where they are declared.
    """
    own: defaultdict[str, list[Triple]] = defaultdict(list)
    names: defaultdict[str, list[str]] = defaultdict(list)
    for subject, predicate, value, _ in quads:
        if predicate in _NAMING:
            names[subject].append(value)
        if predicate in _NAMING or predicate in _DESCRIBING:
            own[subject].append((to_rdflib(subject), URIRef(predicate[1:-1]), to_rdflib(value)))
    unclassed = {subject: [triple for triple in own[subject] if triple[1] != RDF.type] for subject in list(own)}
    return {
        to_rdflib(subject): tuple(chain(triples, *(unclassed.get(name, ()) for name in names.get(subject, ()))))
        for subject, triples in own.items()
    }


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
