"""What a remote store must be told so that a query without a dataset asks the union of all graphs.

SPARQL leaves to each store what its default graph is. One quad of a named graph is looked up: where the default graph
has it too, nothing need be said. Else the Oxigraph server's parameter is tried, and then all graphs are named.
"""

from collections.abc import Awaitable, Callable

from ipgraph.errors import StoreError
from ipgraph.rdf import terms
from ipgraph.store.remote_client import Form

# Asked with further fields of the request; gives the values of the rows by variable.
Ask = Callable[[str, Form], Awaitable[list[dict[str, str]]]]

# Virtuoso takes seconds for the same with DISTINCT.
LIST_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_SAMPLE = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } FILTER(ISIRI(?s) && ISIRI(?o)) } LIMIT 1"
_OXIGRAPH: Form = (("union-default-graph", "true"),)
# Each graph is named twice in every request; a store that has more must be told to make the union by itself.
_MOST_NAMED = 500


async def find_union(ask: Ask) -> Form:
    """Return the fields that go with each query.

    Raises:
        StoreError: the store's default graph is not the union, and it has too many graphs to name.

    """
    sample = await ask(_SAMPLE, ())
    if not sample:
        return ()
    quad = " ".join(terms.iri(sample[0][name]) for name in "spo")
    for fields in ((), _OXIGRAPH):
        if await ask(f"SELECT ?found WHERE {{ {quad} BIND(1 AS ?found) }}", fields):
            return fields
    graphs = sorted(row["g"] for row in await ask(LIST_GRAPHS, ()))
    if len(graphs) > _MOST_NAMED:
        raise StoreError(
            f"the store's default graph is not the union of its {len(graphs)} graphs, and more than {_MOST_NAMED} "
            "cannot be named; set the store up so that it is, or set IPGRAPH_UNION_DEFAULT_GRAPH=false"
        )
    return tuple((name, graph) for graph in graphs for name in ("default-graph-uri", "named-graph-uri"))
