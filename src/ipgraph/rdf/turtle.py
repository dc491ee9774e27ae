"""Reads the Turtle files of the ontology and the shapes."""

from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph
from rdflib.plugins.parsers.notation3 import BadSyntax

from ipgraph.errors import ShapeError


def read_turtle(paths: Iterable[Path]) -> Graph:
    """Return the triples of several Turtle files as one rdflib graph.

    Raises:
        ShapeError: a file is missing, not UTF-8 or not Turtle; the message names file and line.

    """
    graph = Graph()
    for path in paths:
        try:
            graph.parse(data=path.read_text(encoding="utf-8"), format="turtle", publicID=path.name)
        except OSError as error:
            raise ShapeError(f"{path}: cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise ShapeError(f"{path}: not UTF-8 at byte {error.start}; allowed is UTF-8") from error
        except BadSyntax as error:
            raise ShapeError(f"{path}:{error.lines + 1}: not Turtle: {_reason(error)}") from error
    return graph


def _reason(error: BadSyntax) -> str:
    return str(getattr(error, "_why", "syntax error"))
