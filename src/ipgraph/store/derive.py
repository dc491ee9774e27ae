"""The shortcuts: what the CONSTRUCT queries of a folder make of a store, for one named graph."""

from pathlib import Path

import pyoxigraph

from ipgraph.errors import VocabularyError


def derive(store: pyoxigraph.Store, directory: Path, graph: str) -> int:
    """Add to `graph` (an IRI) what every `.rq` file of `directory` constructs, and return the number of triples.

    All queries see the statements of all other graphs, and none sees what another one derived: their order is free.

    Raises:
        VocabularyError: a file is not a CONSTRUCT query, or it makes blank nodes, whose names would change.

    """
    triples: set[pyoxigraph.Triple] = set()
    for path in sorted(directory.glob("*.rq")):
        triples.update(_constructed(store, path))
    target = pyoxigraph.NamedNode(graph)
    store.bulk_extend(pyoxigraph.Quad(t.subject, t.predicate, t.object, target) for t in sorted(triples, key=str))
    return len(triples)


def _constructed(store: pyoxigraph.Store, path: Path) -> set[pyoxigraph.Triple]:
    """Return the triples that one query constructs."""
    try:
        result = store.query(path.read_text(encoding="utf-8"), use_default_graph_as_union=True)
    except SyntaxError as error:
        raise VocabularyError(f"{path}: {error}") from error
    if not isinstance(result, pyoxigraph.QueryTriples):
        raise VocabularyError(f"{path}: not a CONSTRUCT query")
    triples = set(result)
    for triple in triples:
        if isinstance(triple.subject, pyoxigraph.BlankNode) or isinstance(triple.object, pyoxigraph.BlankNode):
            raise VocabularyError(f"{path}: constructs a blank node; a derived triple names its things")
    return triples
