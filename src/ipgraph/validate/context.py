"""What every check shares: the shapes, the class hierarchy, and what is known of the authority's things."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ipgraph.errors import ShapeError
from ipgraph.rdf.ontology import ONTOLOGY_FILES
from ipgraph.rdf.terms import SKOS, Quad
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import ontology_path, shapes_path
from ipgraph.validate.graph import SUBCLASS, TYPE, TermGraph, Triple, rdflib_triples
from ipgraph.validate.shapes import Shapes
from ipgraph.validate.terms import sh

# What a graph must know of a thing that it merely refers to: what it is, and that it has a label.
_DESCRIBING = frozenset({TYPE, f"<{SKOS}prefLabel>"})


@dataclass(frozen=True)
class ShapeContext:
    """The parsed shapes, and what a graph that is checked by itself is joined with.

    `classes` are the subclass axioms of the ontology. `descriptions` hold class and labels of each thing of the
    authority and of each concept: a check takes those that the checked graph refers to, and no more.
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
        described: defaultdict[str, list[Triple]] = defaultdict(list)
        for triple in (*(each for each in ontology if each[1] == TYPE), *(quad[:3] for quad in authority_quads)):
            if triple[1] in _DESCRIBING:
                described[triple[0]].append(triple)
        classes = tuple(triple for triple in ontology if triple[1] == SUBCLASS)
        return cls(shapes, classes, {node: tuple(triples) for node, triples in described.items()})

    def joined(self, quads: Iterable[Quad]) -> Iterator[Triple]:
        """Yield the triples of a graph with the class hierarchy and the descriptions of what they refer to."""
        named: dict[str, None] = {}
        for subject, predicate, value, _ in quads:
            named[subject] = named[value] = None
            yield subject, predicate, value
        yield from self.classes
        for node in named:
            yield from self.descriptions.get(node, ())


def load_shapes(directory: Path | None = None) -> Shapes:
    """Return the shapes of a folder, or those that ship with ipgraph.

    Raises:
        ShapeError: a file cannot be read, a shape is not well formed, or there are none; the message names the place.

    """
    folder = shapes_path() if directory is None else directory
    graph = TermGraph(rdflib_triples(read_turtle(sorted(folder.glob("*.ttl")))))
    if not graph.instances(sh("NodeShape")):
        raise ShapeError(f"{folder}: holds no node shape; allowed are *.ttl files with SHACL shapes")
    return Shapes.parse(graph)
