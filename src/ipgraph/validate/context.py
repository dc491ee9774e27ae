"""What every check shares: the shapes, the class hierarchy, and what is known of the authority's things."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Self

from ipgraph.errors import ShapeError
from ipgraph.rdf.ontology import ONTOLOGY_FILES
from ipgraph.rdf.terms import SKOS, SKOSXL, Quad, ipg
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import FileStates, file_states, ontology_path, shapes_path
from ipgraph.validate.graph import SUBCLASS, TYPE, TermGraph, Triple, rdflib_triples
from ipgraph.validate.shapes import Shapes
from ipgraph.validate.terms import sh

# What a graph must know of a thing that it merely refers to: what it is, how it is called, and since when.
_DESCRIBING = frozenset({TYPE, f"<{SKOS}prefLabel>", ipg("validFrom"), ipg("validTo"), f"<{SKOSXL}literalForm>"})
_NAMING = frozenset({f"<{SKOSXL}prefLabel>", f"<{SKOSXL}altLabel>"})
_CONCEPT, _SCHEME = f"<{SKOS}Concept>", f"<{SKOS}inScheme>"


@dataclass(frozen=True)
class ShapeContext:
    """The parsed shapes, and what a graph that is checked by itself is joined with.

    `classes` are the subclass axioms of the ontology. `descriptions` hold class, labels and validity of each thing of
    the authority, with its names and theirs, and what the vocabularies say of each concept: a check takes those that
    the checked graph refers to, and no more.
    """

    shapes: Shapes
    classes: tuple[Triple, ...]
    descriptions: Mapping[str, tuple[Triple, ...]]

    @classmethod
    def load(
        cls,
        authority_quads: Iterable[Quad] = (),
        shapes_directory: Path | None = None,
        ontology_directory: Path | None = None,
    ) -> Self:
        """Return the context of the authority's quads with the shapes and the ontology that ship with ipgraph.

        Raises:
            ShapeError: a shapes or ontology file cannot be read, a shape is not well formed, or there are none; the
                message names the place.

        """
        shapes = load_shapes(shapes_directory)
        folder = ontology_path() if ontology_directory is None else ontology_directory
        ontology = list(rdflib_triples(read_turtle(folder / name for name in ONTOLOGY_FILES)))
        classes = tuple(triple for triple in ontology if triple[1] == SUBCLASS)
        return cls(shapes, classes, _described_terms(ontology) | _described_things(authority_quads))

    def joined(self, quads: Iterable[Quad]) -> Iterator[Triple]:
        """Yield the triples of a graph with the class hierarchy and the descriptions of what they refer to."""
        named: dict[str, None] = {}
        for subject, predicate, value, _ in quads:
            named[subject] = named[value] = None
            yield subject, predicate, value
        yield from self.classes
        for node in named:
            yield from self.descriptions.get(node, ())


def _described_terms(ontology: Collection[Triple]) -> dict[str, tuple[Triple, ...]]:
    """Return the class of each term of the ontology, and of a concept all that is said of it and its scheme's class."""
    described: defaultdict[str, list[Triple]] = defaultdict(list)
    concepts = {subject for subject, predicate, value in ontology if (predicate, value) == (TYPE, _CONCEPT)}
    for triple in ontology:
        if triple[1] == TYPE or triple[0] in concepts:
            described[triple[0]].append(triple)
        if triple[1] == _SCHEME:
            described[triple[0]].append((triple[2], TYPE, f"<{SKOS}ConceptScheme>"))
    return {term: tuple(triples) for term, triples in described.items()}


def _described_things(quads: Iterable[Quad]) -> dict[str, tuple[Triple, ...]]:
    """Return what describes each thing of the authority, its names with it: their form and validity, not their class.

    They are there to be looked up, and are checked where they are declared.
    """
    own: defaultdict[str, list[Triple]] = defaultdict(list)
    names: defaultdict[str, list[str]] = defaultdict(list)
    for subject, predicate, value, _ in quads:
        if predicate in _NAMING:
            names[subject].append(value)
        if predicate in _NAMING or predicate in _DESCRIBING:
            own[subject].append((subject, predicate, value))
    unclassed = {subject: [triple for triple in triples if triple[1] != TYPE] for subject, triples in own.items()}
    return {
        subject: tuple(chain(triples, *(unclassed.get(name, ()) for name in names.get(subject, ()))))
        for subject, triples in own.items()
    }


def load_shapes(directory: Path | None = None) -> Shapes:
    """Return the shapes of a folder, or those that ship with ipgraph.

    Raises:
        ShapeError: a file cannot be read, a shape is not well formed, or there are none; the message names the place.

    """
    folder = shapes_path() if directory is None else directory
    return _read_shapes(folder, file_states(folder))


@lru_cache(maxsize=2)
def _read_shapes(folder: Path, _: FileStates) -> Shapes:
    """Return the shapes of a folder, whose files are read once as long as they stay as they are."""
    graph = TermGraph(rdflib_triples(read_turtle(sorted(folder.glob("*.ttl")))))
    if not graph.instances(sh("NodeShape")):
        raise ShapeError(f"{folder}: holds no node shape; allowed are *.ttl files with SHACL shapes")
    return Shapes.parse(graph)
