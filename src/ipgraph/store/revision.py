"""The next release of a store, begun as a copy of the current one, which stays untouched and served."""

import gc
import os
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph

from ipgraph.errors import DataError, GraphNotFound
from ipgraph.rdf.terms import IPG, Quad, nquads_line
from ipgraph.store.aside import AsideRelease, Content, Describe
from ipgraph.store.derive import derive
from ipgraph.store.durable import discard
from ipgraph.store.embedded import current_path, read_release
from ipgraph.store.loading import Graph, load_file
from ipgraph.store.sources import ORIGINALS, SOURCES
from ipgraph.store.updating import run_updates

# A graph larger than this is left behind, when it goes, by copying the others if they are fewer: the engine takes
# twice as long to remove a statement as to load one.
_MANY = 10_000


class Revision(AsideRelease):
    """A copy of the current release (of nothing, where there is none), to be changed and published as the next one.

    The copy's files are links to those of the current release, until the engine writes them anew.
    """

    def __init__(self, store_dir: Path) -> None:
        super().__init__(store_dir)
        path = current_path(store_dir)
        self.base = None if path is None else read_release(path)
        if self.base is not None:
            pyoxigraph.Store.read_only(str(self.base.database)).backup(str(self.database))
            self._documents = {entry["id"]: entry for entry in self.base.info["documents"]}
        self._opened: pyoxigraph.Store | None = None

    def has_graph(self, graph: str | None) -> bool:
        """Tell whether there is a graph of this name; the default graph (`None`) always is."""
        return graph is None or self._store.contains_named_graph(_named(graph))

    def update(self, texts: Sequence[str], base_iri: str) -> bool:
        """Run the texts of a screened update; returns False, since nobody is told what it created.

        Raises:
            QuerySyntaxError, QueryRefused: a text is no update, or cannot be done.

        """
        run_updates(self._store, texts, base_iri)
        return False

    def put_graph(self, graph: str | None, body: str, media_type: str, base_iri: str) -> bool:
        """Put what the file `body` holds in the place of a graph; returns whether there was no such graph.

        Raises:
            DataError: the file is not what its media type says.

        """
        created = not self.has_graph(graph)
        if not created:
            self.remove_graph(graph)
        self.post_graph(graph, body, media_type, base_iri)
        return created

    def post_graph(self, graph: str | None, body: str, media_type: str, base_iri: str) -> bool:
        """Add what the file `body` holds to a graph, which is there afterwards, even if it is empty.

        Returns whether there was no such graph.

        Raises:
            DataError: the file is not what its media type says.

        """
        created = not self.has_graph(graph)
        load_file(self._store, Path(body), media_type, base_iri, _graph(graph))
        return created

    def add_lines(self, file: Path) -> None:
        """Add what a file of N-Quads holds."""
        self._store.bulk_load(path=str(file), format=pyoxigraph.RdfFormat.N_QUADS)

    def add_quads(self, quads: Iterable[Quad]) -> None:
        """Add statements."""
        file = self._aside / "added.nq"
        with file.open("w", encoding="utf-8") as lines:
            lines.writelines(map(nquads_line, quads))
        self.add_lines(file)
        file.unlink()

    def remove_graph(self, graph: str | None) -> None:
        """Remove a graph; the default graph becomes empty.

        Raises:
            GraphNotFound: there is none of that name.

        """
        if not self.has_graph(graph):
            raise GraphNotFound(f"there is no graph <{graph}>")
        node = _graph(graph)
        size = _size(self._store, node)
        if size > _MANY and size > len(self._store) // 3:
            self._leave_behind(node)
        elif graph is None:
            self._store.clear_graph(node)
        else:
            self._store.remove_graph(node)

    def replace_document(self, graph: str, part: Path | None, things_graph: str, generated: Collection[str]) -> None:
        """Put a document's statements in the place of its graph, or nothing; things that go out of use go, too.

        Args:
            graph: the IRI of the document's graph, which need not be there.
            part: a file of N-Quads with the document's statements, those about shared things among them.
            things_graph: the IRI of the graph of shared things.
            generated: the IRIs of the graphs that are made anew from all others; what they refer to is not in use.

        """
        old = pyoxigraph.NamedNode(graph)
        candidates = _nodes(self._store.quads_for_pattern(None, None, None, old))
        if self.has_graph(graph):
            self.remove_graph(graph)
        if part is not None:
            self.add_lines(part)
        things = pyoxigraph.NamedNode(things_graph)
        ignored = set(map(pyoxigraph.NamedNode, generated))
        while candidates:
            unused = [thing for thing in candidates if not self._is_used(thing, ignored)]
            going = [quad for thing in unused for quad in self._store.quads_for_pattern(thing, None, None, things)]
            for quad in going:
                self._store.remove(quad)
            candidates = _nodes(going)
        if self.has_graph(things_graph) and next(self._store.quads_for_pattern(None, None, None, things), None) is None:
            self._store.remove_graph(things)

    def derive(self, rules: Path, derived_graph: str, description_graph: str) -> None:
        """Put what the queries in `rules` derive in the place of what was derived, and take the old description away.

        Args:
            rules: a folder of queries.
            derived_graph: the IRI of the graph of what is derived.
            description_graph: the IRI of the graph that `finish` fills.

        """
        for graph in (derived_graph, description_graph):
            if self.has_graph(graph):
                self.remove_graph(graph)
        derive(self._store, rules, derived_graph)
        self._close()

    def finish_plain(self, write: Iterable[bytes]) -> None:
        """Leave the database as it is: nothing is put in order or written out.

        The release goes by what it was made from: the one before, and `write`, which stands for what was done to it.
        """
        digest = sha256((self.base.id if self.base is not None else "").encode())
        for part in write:
            digest.update(part)
        self._content = Content.of(digest.hexdigest(), len(self._store))
        self._close()
        if self._target().exists():
            # The same write on the same release, once before: its random numbers and times were others.
            doomed = self._target().rename(self._store_dir / f"{self._aside.name}-{self._content.release_id}")
            discard(doomed)

    def finish(self, describe: Describe | None = None) -> tuple[Path, Path]:
        """Return the canonical dump and the database, as they would be published."""
        self._close()
        return super().finish(describe)

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents that the graphs still tell of, sorted."""
        return tuple(sorted(self._documents))

    def forget_documents(self) -> None:
        """Leave out the documents whose graphs are gone."""
        query = f"SELECT DISTINCT ?id {{ GRAPH ?graph {{ ?document <{IPG}docId> ?id }} }}"
        rows = self._store.query(query)
        assert isinstance(rows, pyoxigraph.QuerySolutions)
        told = {str(row["id"].value) for row in rows}
        self._documents = {doc_id: entry for doc_id, entry in self._documents.items() if doc_id in told}

    def source_path(self, doc_id: str) -> Path:
        """Return where a document's source text lies now."""
        file = Path(SOURCES, str(self._documents[doc_id]["file"]))
        return self._aside / file if (self._aside / file).exists() or self.base is None else self.base.path / file

    def seal(self, info: Mapping[str, Any]) -> str:
        """Bring everything to the disk and return the id of the release to be; the sources kept are links."""
        for entry in self._documents.values():
            for folder, name in ((SOURCES, entry["file"]), (ORIGINALS, entry.get("original"))):
                if name is not None and not (self._aside / folder / name).exists() and self.base is not None:
                    (self._aside / folder).mkdir(exist_ok=True)
                    _link(self.base.path / folder / name, self._aside / folder / name)
        return super().seal(info)

    def _is_used(self, thing: pyoxigraph.NamedNode, ignored: Collection[pyoxigraph.NamedNode]) -> bool:
        """Tell whether any graph but the generated ones refers to a thing."""
        referring = self._store.quads_for_pattern(None, None, thing)
        return any(quad.graph_name not in ignored and quad.subject != thing for quad in referring)

    def _leave_behind(self, graph: Graph) -> None:
        """Copy all graphs but one to a new database, and go on with that."""
        copy = pyoxigraph.Store(str(self._aside / "db.copy"))
        for kept in [pyoxigraph.DefaultGraph(), *self._store.named_graphs()]:
            if kept != graph:
                copy.bulk_extend(self._store.quads_for_pattern(None, None, None, kept))
                copy.add_graph(kept)
        copy.flush()
        del copy
        self._close()
        discard(self.database)
        (self._aside / "db.copy").rename(self.database)

    @property
    def _store(self) -> pyoxigraph.Store:
        """The copy, open for writing."""
        if self._opened is None:
            self._opened = pyoxigraph.Store(str(self.database))
        return self._opened

    def _close(self) -> None:
        """Bring the database to its files, which others may open then."""
        if self._opened is not None:
            self._opened.flush()
            self._opened = None
            gc.collect()


def _graph(graph: str | None) -> Graph:
    return pyoxigraph.DefaultGraph() if graph is None else _named(graph)


def _named(graph: str) -> pyoxigraph.NamedNode:
    try:
        return pyoxigraph.NamedNode(graph)
    except ValueError as error:
        raise DataError(f"'{graph}' is no absolute IRI, and no graph goes by that name") from error


def _nodes(quads: Iterable[pyoxigraph.Quad]) -> set[pyoxigraph.NamedNode]:
    """Return the IRIs that statements refer to."""
    return {quad.object for quad in quads if isinstance(quad.object, pyoxigraph.NamedNode)}


def _size(store: pyoxigraph.Store, graph: Graph) -> int:
    """Return how many statements a graph holds."""
    pattern = "{ ?s ?p ?o }" if isinstance(graph, pyoxigraph.DefaultGraph) else f"{{ GRAPH {graph} {{ ?s ?p ?o }} }}"
    rows = store.query(f"SELECT (COUNT(*) AS ?n) {pattern}")
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    return int(next(rows)["n"].value)


def _link(source: Path, target: Path) -> None:
    """Make `target` the same file as `source`, or a copy where the file system has no such links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
