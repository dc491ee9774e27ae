"""The engine for the SPARQL in shapes: expressions over terms, and queries over the data."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

import pyoxigraph

from ipgraph.errors import ShapeError
from ipgraph.rdf.parts import text_of

_Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
_NAMES = ("a", "b")
# How many rows go into one query.
_CHUNK = 20_000


class Engine:
    """Answers the questions of a check; the data are opened at the first query over them, if there is one."""

    def __init__(self, open_data: Callable[[], pyoxigraph.Store]) -> None:
        self._open_data = open_data
        self._empty = pyoxigraph.Store()

    @cached_property
    def _data(self) -> pyoxigraph.Store:
        return self._open_data()

    def failing(self, expression: str, rows: Sequence[Sequence[str]]) -> AbstractSet[int]:
        """Return the numbers of those rows (terms for `?a`, `?b`) for which an expression is not true, or an error."""
        found: set[int] = set()
        for start in range(0, len(rows), _CHUNK):
            chunk = enumerate(rows[start : start + _CHUNK], start)
            names = " ".join(f"?{name}" for name in _NAMES[: len(rows[start])])
            values = " ".join(f"({number} {' '.join(row)})" for number, row in chunk)
            query = f"SELECT ?row {{ VALUES (?row {names}) {{ {values} }} FILTER (!COALESCE({expression}, false)) }}"
            found.update(int(text_of(row["row"])) for row in _rows(self._empty, query, {}))
        return found

    def select(self, query: str, blank: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
        """Yield the solutions of a query over the union of all graphs; `blank` are variables that are blank nodes.

        Raises:
            ShapeError: it is not a SELECT query of SPARQL.

        """
        return _rows(self._data, query, blank)


def _rows(store: pyoxigraph.Store, query: str, blank: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    nodes: dict[pyoxigraph.Variable, _Term] = {
        pyoxigraph.Variable(name): pyoxigraph.BlankNode(term[2:]) for name, term in blank.items()
    }
    try:
        solutions = store.query(query, use_default_graph_as_union=True, substitutions=nodes)
    except (SyntaxError, RuntimeError) as error:
        raise ShapeError(f"the shapes cannot be run: a query is wrong: {error}") from error
    if not isinstance(solutions, pyoxigraph.QuerySolutions):
        raise ShapeError("the shapes cannot be run: a query of sh:select must be a SELECT")
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        terms = ((name, solution[name]) for name in names)
        yield {name: str(term) for name, term in terms if term is not None}
