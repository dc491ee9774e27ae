"""The shortcuts: what the CONSTRUCT queries of a folder make of a store, for one named graph."""

from pathlib import Path

import pyoxigraph

from ipgraph.errors import VocabularyError


def derive(store: pyoxigraph.Store, directory: Path, graph: str) -> int:
    """Add to `graph` (an IRI) what every `.rq` file of `directory` constructs, and return the number of triples.

    The files of the folder itself are the first stage, those of each of its subfolders, by name, a further one. The
    queries of a stage see the statements of all other graphs and what the stages before derived, but nothing that
    their own derives: within a stage their order is free.

    Raises:
        VocabularyError: a file is not a CONSTRUCT query, or it makes blank nodes, whose names would change.

    """
    target = pyoxigraph.NamedNode(graph)
    derived: set[pyoxigraph.Triple] = set()
    for stage in derivation_stages(directory):
        triples: set[pyoxigraph.Triple] = set()
        for path in stage:
            triples.update(_constructed(store, path))
        new = sorted(triples - derived, key=str)
        store.bulk_extend(pyoxigraph.Quad(t.subject, t.predicate, t.object, target) for t in new)
        derived.update(new)
    return len(derived)


def derivation_stages(directory: Path) -> list[list[Path]]:
    """Return the `.rq` files of a folder by stage: its own first, then those of each subfolder, all by name."""
    folders = sorted(path for path in directory.iterdir() if path.is_dir()) if directory.is_dir() else []
    return [sorted(folder.glob("*.rq")) for folder in (directory, *folders)]


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
