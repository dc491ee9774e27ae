"""What the parameters of the SPARQL protocol ask for: a query or an update, its dataset, how its answer is wanted.

Source: SPARQL 1.1 Protocol, sections 2.1 and 2.2.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ipgraph.store.endpoint import RdfDataset
from ipgraph.store.graph_names import require_graph_name
from ipgraph_api.problems import RequestProblem

_SINGLE = frozenset({"query", "update", "timeout", "download"})
_QUERY_GRAPHS = ("default-graph-uri", "named-graph-uri")
_UPDATE_GRAPHS = ("using-graph-uri", "using-named-graph-uri")
# What only a query or an update has a use for.
_OF_OPERATIONS = frozenset({"query", "update", *_QUERY_GRAPHS, *_UPDATE_GRAPHS})

Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A query, and how its answer is wanted.

    Attributes:
        query: its text.
        dataset: the graphs that it is put to, where the request names them.
        formats: the representations asked for by `format=`.
        timeout_s: the shorter deadline asked for by `timeout=`.
        download: the file name asked for by `download=`, as it was given; may be empty.

    """

    query: str
    dataset: RdfDataset
    formats: tuple[str, ...]
    timeout_s: float | None
    download: str | None


@dataclass(frozen=True, slots=True)
class SparqlUpdateRequest:
    """An update, and the graphs that its WHERE clauses see where the request names them."""

    update: str
    using: RdfDataset


@dataclass(frozen=True, slots=True)
class DescriptionRequest:
    """The wish to know what the endpoint can do: it was asked for without any operation."""

    formats: tuple[str, ...]


SparqlOperation = SparqlRequest | SparqlUpdateRequest | DescriptionRequest


def names_operation(parameters: Parameters) -> bool:
    """Tell whether any of the parameters belongs to a query or an update."""
    return any(name in _OF_OPERATIONS for name, _ in parameters)


def to_query(parameters: Parameters) -> SparqlRequest:
    """Return the query that the parameters ask for."""
    given = _once(parameters)
    if "update" in given:
        raise RequestProblem(400, "an update is posted, and alone: as the form field 'update', or as the body")
    _require_none(given, _UPDATE_GRAPHS, "a query", _QUERY_GRAPHS)
    if "query" not in given:
        raise RequestProblem(400, "there is no query; give it as ?query=… or post it (see /docs)")
    return SparqlRequest(
        given["query"],
        _to_dataset(parameters, _QUERY_GRAPHS),
        values_of(parameters, "format"),
        to_timeout(given.get("timeout")),
        given.get("download"),
    )


def to_update(parameters: Parameters) -> SparqlUpdateRequest:
    """Return the update that the parameters ask for."""
    given = _once(parameters)
    if "query" in given:
        raise RequestProblem(400, "a request carries a query or an update, not both")
    _require_none(given, _QUERY_GRAPHS, "an update", _UPDATE_GRAPHS)
    return SparqlUpdateRequest(given["update"], _to_dataset(parameters, _UPDATE_GRAPHS))


def to_timeout(value: str | None) -> float | None:
    """Return the seconds that `timeout=` asks for.

    Raises:
        RequestProblem: 400 for what is no number of seconds above zero.

    """
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise RequestProblem(400, f"timeout={value[:40]!r} is not a number of seconds above 0")
    return seconds


def values_of(parameters: Parameters, name: str) -> tuple[str, ...]:
    """Return the values of all parameters of a name, in order."""
    return tuple(value for key, value in parameters if key == name)


def _once(parameters: Parameters) -> dict[str, str]:
    """Return the parameters by name; those that must not be doubled are not."""
    names = [name for name, _ in parameters]
    doubled = sorted({name for name in names if name in _SINGLE and names.count(name) > 1})
    if doubled:
        raise RequestProblem(400, f"parameter {', '.join(doubled)} is given more than once; allowed is once")
    return dict(parameters)


def _require_none(given: dict[str, str], names: Sequence[str], operation: str, right: Sequence[str]) -> None:
    """Refuse parameters of the other operation: passed over, they would silently give another answer."""
    wrong = [name for name in names if name in given]
    if wrong:
        raise RequestProblem(400, f"{', '.join(wrong)} does not go with {operation}; {' and '.join(right)} do")


def _to_dataset(parameters: Parameters, names: tuple[str, str]) -> RdfDataset:
    """Return the graphs that the parameters of these two names list."""
    default, named = (tuple(dict.fromkeys(values_of(parameters, name))) for name in names)
    for graph in (*default, *named):
        require_graph_name(graph)
    return RdfDataset(default, named)
