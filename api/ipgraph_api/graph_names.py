"""Which graph a request to the graph store is about: named in the query string, or by the request's own address.

Source: SPARQL 1.1 Graph Store HTTP Protocol, section 4.
"""

import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request

from ipgraph_api.addresses import service_address
from ipgraph_api.problems import RequestProblem
from ipgraph_api.sparql_request import read_parameters

PATH = "/rdf-graph-store"
_NAMING = ("graph", "default")
_ALLOWED = frozenset({*_NAMING, "format", "timeout"})
_NAME_BYTES = 12
# Matches `urn:知识` and `http://a/%E7`; not `a b:c`, `//a/b`, `http://a/%zz`, `http://a/{b}`.
_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:(?:[^\x00-\x20<>"{}|^`\\%\ud800-\udfff]|%[0-9A-Fa-f]{2})*""")


@dataclass(frozen=True, slots=True)
class GraphName:
    """A graph of the store: its IRI, or `None` for the default graph; and the IRI that its data is relative to."""

    iri: str | None
    base_iri: str

    @property
    def words(self) -> str:
        """What the graph is called in messages."""
        return "the default graph" if self.iri is None else f"the graph <{self.iri}>"


def read_graph_name(request: Request) -> GraphName | None:
    """Return the graph that `request` is about; `None` where it is about the store as a whole.

    Raises:
        RequestProblem: 400, the request names more than one graph, or none that can be.

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
        return GraphName(require_iri(own), own)
    if not naming:
        return None
    ((name, value),) = naming
    if name == "graph":
        return GraphName(require_iri(value), value)
    if value:
        raise RequestProblem(400, "?default takes no value; a graph with a name is given as ?graph=IRI")
    return GraphName(None, store)


def new_graph_name(request: Request) -> GraphName:
    """Return a name that no graph has yet: an address under the store's."""
    iri = f"{service_address(request)}{PATH}/{secrets.token_hex(_NAME_BYTES)}"
    return GraphName(iri, iri)


def require_iri(text: str) -> str:
    """Return `text`, which is an absolute IRI.

    Raises:
        RequestProblem: 400, it is none.

    """
    if not _IRI.fullmatch(text):
        raise RequestProblem(400, f"graph={text[:200]!r} is not an absolute IRI")
    return text


def _own_address(request: Request, store: str) -> str | None:
    """Return the request's own address, percent-encoded as it was sent; `None` for the address of the store itself."""
    raw = request.scope["raw_path"].decode("ascii", "replace").removeprefix(request.scope.get("root_path", ""))
    rest = raw.removeprefix(PATH)
    return f"{store}{rest}" if rest not in ("", "/") else None
