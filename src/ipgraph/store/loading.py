"""Loads a file of RDF into one graph of a database, as fast as the engine can, and says where the file is wrong."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final
from xml.parsers import expat

import pyoxigraph

from ipgraph.errors import DataError, StoreError

# The engine takes minutes for elements that nest a hundred thousand deep.
_MAX_XML_DEPTH = 1000

Graph = pyoxigraph.NamedNode | pyoxigraph.DefaultGraph

# The media types that a graph is read from.
GRAPH_UPLOADS: Final[Mapping[str, pyoxigraph.RdfFormat]] = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
}
_PLACE = re.compile(r"^Parser error at line \d+ (?:column \d+|between columns \d+ and \d+): ")


def load_file(store: pyoxigraph.Store, file: Path, media_type: str, base_iri: str, graph: Graph) -> None:
    """Add what a file holds to a graph; its blank nodes are new ones. A failure may leave a part of it there.

    Args:
        store: an open database that nobody reads yet.
        file: the data, in UTF-8.
        media_type: one of `GRAPH_UPLOADS`.
        base_iri: what relative IRIs are resolved against.
        graph: where the triples go.

    Raises:
        DataError: the file is not what its media type says, or names graphs itself.
        StoreError: the database cannot be written.

    """
    form = GRAPH_UPLOADS.get(media_type)
    if form is None:
        raise DataError(f"graphs are not read from '{media_type}'; allowed are {', '.join(GRAPH_UPLOADS)}")
    if form == pyoxigraph.RdfFormat.RDF_XML:
        _require_shallow(file)
    try:
        if form == pyoxigraph.RdfFormat.JSON_LD:
            # A node with `@graph` would go to a graph of its own choice.
            store.bulk_extend(_json_ld_quads(file, base_iri, graph))
        else:
            store.bulk_load(path=str(file), format=form, base_iri=base_iri, to_graph=graph)
        store.add_graph(graph)
    except SyntaxError as error:
        raise _data_error(error, media_type) from error
    except ValueError as error:
        raise DataError(f"the base IRI '{base_iri}' cannot be used: {error}") from error
    except OSError as error:
        raise StoreError(f"the data cannot be stored: {error}") from error


def _require_shallow(file: Path) -> None:
    """Refuse XML that nests too deep; what else is wrong with it, the engine will say.

    Raises:
        DataError: elements nest deeper than allowed.

    """
    parser = expat.ParserCreate()
    depth = 0

    def enter(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_XML_DEPTH:
            line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
            message = f"line {line}, column {column}: elements nest deeper than {_MAX_XML_DEPTH}"
            raise DataError(message, line, column)

    def leave(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    with file.open("rb") as data, suppress(expat.ExpatError):
        parser.ParseFile(data)


def _json_ld_quads(file: Path, base_iri: str, graph: Graph) -> Iterator[pyoxigraph.Quad]:
    parsed = pyoxigraph.parse(
        path=str(file),
        format=pyoxigraph.RdfFormat.JSON_LD,
        base_iri=base_iri,
        without_named_graphs=True,
        rename_blank_nodes=True,
    )
    return (pyoxigraph.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in parsed)


def _data_error(error: SyntaxError, media_type: str) -> DataError:
    """Return what is wrong, with its place where the engine knows it."""
    what = _PLACE.sub("", error.msg)
    line, column = error.lineno, error.offset
    place = "" if line is None else f"line {line}, column {column}: "
    return DataError(f"{place}not {media_type}: {what}", line, column)
