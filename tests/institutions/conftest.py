"""The authority data and the vocabularies in a store, and the stored queries about them."""

from collections.abc import Callable
from datetime import date

import pyoxigraph
import pytest

from ipgraph.lexicon.authority import Authority
from ipgraph.rdf.authority import authority_quads
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.ontology import ontology_quads
from ipgraph.rdf.terms import nquads_line
from ipgraph.store.queries import load_query

BASE = "https://example.org/id/"
Row = dict[str, str]
Ask = Callable[..., list[Row]]


@pytest.fixture(scope="session")
def ask() -> Ask:
    """Return the rows of a stored query with its parameters, things as IRIs; agencies as their slugs."""
    minter = Minter(BASE)
    store = pyoxigraph.Store()
    quads = [*authority_quads(Authority.load(), minter), *ontology_quads(minter)]
    store.load("".join(map(nquads_line, quads)).encode(), format=pyoxigraph.RdfFormat.N_QUADS)

    def rows(name: str, **values: str | date) -> list[Row]:
        query = load_query(name).bind(**values)
        result = store.query(query, use_default_graph_as_union=True)
        assert isinstance(result, pyoxigraph.QuerySolutions)
        return [_row(solution, result.variables) for solution in result]

    return rows


def _row(solution: pyoxigraph.QuerySolution, variables: list[pyoxigraph.Variable]) -> Row:
    values = {variable.value: solution[variable] for variable in variables}
    return {name: value.value.removeprefix(f"{BASE}agency/") for name, value in values.items() if value is not None}
