"""Which graph a request to the graph store is about: named in the query string, or by the request's own address.

Source: SPARQL 1.1 Graph Store HTTP Protocol, section 4.
"""

import secrets
from dataclasses import dataclass

from starlette.requests import Request

from ipgraph.store.graph_names import require_graph_name
from ipgraph_api.addresses import service_address
from ipgraph_api.problems import RequestProblem
from ipgraph_api.sparql_request import read_parameters

PATH = "/rdf-graph-store"
_NAMING = ("graph", "default")
_ALLOWED = frozenset({*_NAMING, "format", "timeout"})
_NAME_BYTES = 12


@dataclass(frozen=True, slots=True)
class GraphName:
    """A graph of the store: its IRI, or `None` for the default graph; and the IRI that its data is relative to."""

    iri: str | None
    base_iri: str

    @property
    def words(self) -> str:
        """What the graph is called in messages."""
        return "the default graph" if self.iri is None else f"the graph <{self.iri}>"

    def pattern(self, triple: str) -> str:
        """Return a triple pattern as it is written in SPARQL for this graph."""
        return triple if self.iri is None else f"GRAPH <{self.iri}> {{ {triple} }}"


def read_graph_name(request: Request) -> GraphName | None:
    """Return the graph that `request` is about; `None` where it is about the store as a whole.

    Raises:
        RequestProblem: 400, the request names more than one graph, or has a parameter that is not known.
        QueryRefused: the graph's name is not an absolute IRI.

    """
    parameters = read_parameters(request)
    names = [name for name, _ in parameters]
    unknown = sorted({name for name in names if name not in _ALLOWED})
    if unknown:
        named = ", ".join(name[:40] for name in unknown)
        raise RequestProblem(400, f"unknown parameter {named}; allowed are {', '.join(sorted(_ALLOWED))}")
    store = f"{service_address(request)}{PATH}"
    own = _own_address(request, store)
    naming = [(name, value) for name, value in parameters if name in _NAMING]
    if len(naming) + (own is not None) > 1:
        raise RequestProblem(400, "more than one graph is named; allowed is one of ?graph=IRI, ?default, or a path")
    if own is not None:
        return _named(own)
    if not naming:
        return None
    ((name, value),) = naming
    if name == "graph":
        return _named(value)
    if value:
        raise RequestProblem(400, "?default takes no value; a graph with a name is given as ?graph=IRI")
    return GraphName(None, store)


def new_graph_name(request: Request) -> GraphName:
    """Return a name that no graph has yet: an address under the store's."""
    iri = f"{service_address(request)}{PATH}/{secrets.token_hex(_NAME_BYTES)}"
    return GraphName(iri, iri)


def _named(iri: str) -> GraphName:
    require_graph_name(iri)
    return GraphName(iri, iri)


def _own_address(request: Request, store: str) -> str | None:
    """Return the request's own address, percent-encoded as it was sent; `None` for the address of the store itself."""
    raw = request.scope["raw_path"].decode("ascii", "replace").removeprefix(request.scope.get("root_path", ""))
    rest = raw.removeprefix(PATH)
    return f"{store}{rest}" if rest not in ("", "/") else None
