"""What a store holds, in numbers: by graph, class and property."""

import pyoxigraph

from ipgraph.rdf.dataset import DatasetNumbers

_OF_ALL = "SELECT (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) { GRAPH ?g { ?s ?p ?o } }"
_BY = {
    "graphs": "SELECT ?key (COUNT(*) AS ?n) { GRAPH ?key { ?s ?p ?o } } GROUP BY ?key",
    "classes": "SELECT ?key (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s a ?key } } GROUP BY ?key",
    "properties": "SELECT ?key (COUNT(*) AS ?n) { GRAPH ?g { ?s ?key ?o } } GROUP BY ?key",
}


def count_contents(store: pyoxigraph.Store, digest: str) -> DatasetNumbers:
    """Return the numbers of a store whose canonical form has this digest."""
    (row,) = _rows(store, _OF_ALL)
    counted = {name: {str(row["key"].value): int(row["n"].value) for row in _rows(store, _BY[name])} for name in _BY}
    return DatasetNumbers(
        digest=digest,
        quads=sum(counted["graphs"].values()),
        subjects=int(row["subjects"].value),
        objects=int(row["objects"].value),
        **counted,
    )


def empty_graphs(store: pyoxigraph.Store) -> list[str]:
    """Return the IRIs of the graphs that are there and hold nothing, sorted."""
    graphs = [graph for graph in store.named_graphs() if isinstance(graph, pyoxigraph.NamedNode)]
    empty = (graph for graph in graphs if next(store.quads_for_pattern(None, None, None, graph), None) is None)
    return sorted(graph.value for graph in empty)


def _rows(store: pyoxigraph.Store, query: str) -> list[pyoxigraph.QuerySolution]:
    result = store.query(query)
    assert isinstance(result, pyoxigraph.QuerySolutions)
    return list(result)
