"""The quads of the ontology, the vocabularies and the alignments, from the Turtle files that ship with ipgraph."""

from functools import lru_cache
from pathlib import Path

from rdflib import BNode, Graph, URIRef
from rdflib.compare import to_canonical_graph

from ipgraph.rdf.graph import GraphBuilder
from ipgraph.rdf.interchange import from_rdflib
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import Quad
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import FileStates, file_states, ontology_path

ONTOLOGY_FILES = ("ipgraph.ttl", "concepts.ttl", "alignments.ttl", "cube.ttl", "units.ttl")


def ontology_quads(minter: Minter, directory: Path | None = None) -> list[Quad]:
    """Return the quads of the ontology graph, sorted, each once; blank nodes become IRIs that depend on content only.

    Args:
        minter: gives the name of the graph, under which blank nodes are named, too.
        directory: where the Turtle files lie; by default those that ship with ipgraph.

    Raises:
        ShapeError: a file cannot be read; the message names file and line.

    """
    folder = ontology_path() if directory is None else directory
    return list(_read_quads(minter.ontology_graph(), folder, file_states(folder)))


@lru_cache(maxsize=2)
def _read_quads(name: str, folder: Path, _: FileStates) -> tuple[Quad, ...]:
    """Return the quads of the graph of this name, whose files are read once as long as they stay as they are."""
    graph = read_turtle([folder / file for file in ONTOLOGY_FILES])
    builder = GraphBuilder(name)
    for triple in _without_blank_nodes(graph, f"{name[1:-1]}#node-"):
        subject, predicate, value = (from_rdflib(node) for node in triple)
        builder.add(subject, predicate, value)
    return tuple(builder.quads())


def _without_blank_nodes(graph: Graph, prefix: str) -> Graph:
    """Return the graph with an IRI for each blank node, named by its canonical label."""
    if not any(isinstance(node, BNode) for node in graph.all_nodes()):
        return graph
    named = Graph()
    for triple in to_canonical_graph(graph):
        subject, predicate, value = (URIRef(f"{prefix}{node}") if isinstance(node, BNode) else node for node in triple)
        named.add((subject, predicate, value))
    return named
