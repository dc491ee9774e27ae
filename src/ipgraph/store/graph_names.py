"""Which texts can name a graph: absolute IRIs, as the engine takes them."""

import pyoxigraph

from ipgraph.errors import QueryRefused


def require_graph_name(text: str) -> None:
    """Refuse a text that names no graph.

    Raises:
        QueryRefused: it is not an absolute IRI.

    """
    try:
        pyoxigraph.NamedNode(text)
    except ValueError as error:
        raise QueryRefused(f"'{text[:200]}' names no graph; a graph is named by an absolute IRI ({error})") from error
