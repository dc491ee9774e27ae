"""Releases on disk: immutable folders, one of which is current; opened here for the program's own questions.

`STORE/current` is a link to `STORE/releases/ID`. A release holds `db/` (the engine's files), `dump.nq` (the canonical
dump, whose digest is the ID), `release.json`, `sources/` (the documents' texts) and, where a text was extracted from
another file, that file in `originals/`. One that was written without checks has no dump: its ID stands for the release
before it and the write.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph

from ipgraph.errors import QueryRefused, QuerySyntaxError, StoreError
from ipgraph.model.document import DocumentMeta
from ipgraph.rdf.terms import IPG, Quad
from ipgraph.store.canonical import dump_canonical
from ipgraph.store.rows import Cell, to_cell
from ipgraph.store.sources import StoredSource

DATABASE = "db"
DUMP = "dump.nq"
INFO = "release.json"
CURRENT = "current"
RELEASES = "releases"

_Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple


@dataclass(frozen=True)
class Release:
    """A published graph at `path`; `info` is its `release.json`."""

    path: Path
    info: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The digest of its canonical dump, or of how it was written."""
        return str(self.info["id"])

    @property
    def database(self) -> Path:
        """The folder that query workers open."""
        return self.path / DATABASE

    @property
    def dump(self) -> Path:
        """The canonical dump: N-Quads, sorted, each line once; see `with_dump` where there may be none."""
        return self.path / DUMP

    @contextmanager
    def with_dump(self) -> Iterator[Path]:
        """Give the canonical dump for the duration of the block; a release that was not checked has none of its own."""
        if self.dump.is_file():
            yield self.dump
            return
        with TemporaryDirectory(prefix="ipgraph-") as folder:
            dump_canonical(self._store, Path(folder, DUMP))
            yield Path(folder, DUMP)

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the published documents, sorted."""
        return tuple(entry["id"] for entry in self.info["documents"])

    @property
    def quads(self) -> int:
        """The number of its statements."""
        return int(self.info["quads"])

    @property
    def has_texts(self) -> bool:
        """Whether the documents' files are in it; they are not where it was fetched from a remote store."""
        return all("file" in entry for entry in self.info["documents"])

    def source_path(self, doc_id: str) -> Path:
        """Return where a published document's source text lies.

        Raises:
            StoreError: the release has no such document.

        """
        return self.source(doc_id).path

    def source(self, doc_id: str) -> StoredSource:
        """Return a published document's source text, and the file that it came in.

        Raises:
            StoreError: the release has no such document, or no texts.

        """
        entry = self._entry(doc_id)
        if "file" not in entry:
            raise StoreError(f"the text of '{doc_id}' is not here: a remote store holds the graph, and no texts")
        return StoredSource.of(self.path, entry)

    def manifest(self, doc_id: str) -> DocumentMeta:
        """Return what was known of a published document from outside its text.

        Raises:
            StoreError: the release has no such document.

        """
        return DocumentMeta(**self._entry(doc_id)["manifest"])

    def _entry(self, doc_id: str) -> Mapping[str, Any]:
        """Return what `release.json` says of a document."""
        require_document(doc_id, self.documents)
        return next(dict(entry) for entry in self.info["documents"] if entry["id"] == doc_id)

    def document_quads(self, doc_id: str, things_graph: str | None = None) -> list[Quad]:
        """Return the statements of a published document's own graph.

        Args:
            doc_id: the document.
            things_graph: the IRI of a graph that declares things for all documents; what it says of those that this
                document refers to comes behind.

        """
        query = f"SELECT ?graph ?doc {{ GRAPH ?graph {{ ?document <{IPG}docId> ?doc }} }}"
        graphs = [pyoxigraph.NamedNode(str(row["graph"])) for row in self.select(query, {"doc": doc_id})]
        own = [quad for graph in graphs for quad in self._store.quads_for_pattern(None, None, None, graph)]
        if things_graph is not None:
            shared = pyoxigraph.NamedNode(things_graph)
            for thing in {quad.object for quad in own if isinstance(quad.object, pyoxigraph.NamedNode)}:
                own.extend(self._store.quads_for_pattern(thing, None, None, shared))
        return [(str(q.subject), str(q.predicate), str(q.object), str(q.graph_name)) for q in own]

    def select(self, query: str, bindings: Mapping[str, str] | None = None) -> Iterator[dict[str, Cell]]:
        """Yield the rows of a trusted SELECT query over the union of all graphs; unbound variables have no key.

        Args:
            query: SPARQL of this program's own. It runs in this process, without limits.
            bindings: variables that are plain strings from the start.

        Raises:
            QuerySyntaxError: the query is not SPARQL.
            QueryRefused: the query is not a SELECT.

        """
        substitutions: dict[pyoxigraph.Variable, _Term] = {
            pyoxigraph.Variable(name): pyoxigraph.Literal(text) for name, text in (bindings or {}).items()
        }
        try:
            result = self._store.query(query, use_default_graph_as_union=True, substitutions=substitutions)
        except SyntaxError as error:
            raise QuerySyntaxError(str(error)) from error
        if not isinstance(result, pyoxigraph.QuerySolutions):
            raise QueryRefused("only SELECT queries have rows")
        names = [variable.value for variable in result.variables]
        for solution in result:
            cells = ((name, solution[name]) for name in names)
            yield {name: to_cell(term) for name, term in cells if term is not None}

    @cached_property
    def _store(self) -> pyoxigraph.Store:
        """The engine over this release, opened at the first question."""
        try:
            return pyoxigraph.Store.read_only(str(self.database))
        except OSError as error:
            raise StoreError(f"{self.database}: {error}") from error


def require_document(doc_id: str, documents: Sequence[str]) -> None:
    """Return if a document is among those of a release.

    Raises:
        StoreError: it is not.

    """
    if doc_id not in documents:
        raise StoreError(f"no document '{doc_id}' in this release; it has {', '.join(documents) or 'none'}")


def open_release(store_dir: Path) -> Release:
    """Return the current release of a store.

    Raises:
        StoreError: nothing was published there yet, or what lies there is no release.

    """
    path = current_path(store_dir)
    if path is None:
        raise StoreError(f"{store_dir}: holds no release; run 'ipgraph build' first, or give its --store")
    return read_release(path)


def find_release(text: str, store_dir: Path) -> Release:
    """Return the release that `text` names: the folder of a store or release, or the beginning of an id in `store_dir`.

    Raises:
        StoreError: it names none, or several.

    """
    path = Path(text)
    if (path / INFO).is_file():
        return read_release(path)
    if path.is_dir():
        return open_release(path)
    known = sorted((store_dir / RELEASES).glob("*"))
    found = [release for release in known if text.isalnum() and release.name.startswith(text)]
    if len(found) != 1:
        names = ", ".join(release.name for release in known) or "none"
        raise StoreError(f"'{text}' is no store and no release of {store_dir}; it has {names}")
    return read_release(found[0])


def read_release(path: Path) -> Release:
    """Return the release in a folder.

    Raises:
        StoreError: the folder holds no release.

    """
    try:
        return Release(path, json.loads((path / INFO).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: is not a release ({error})") from error


def current_path(store_dir: Path) -> Path | None:
    """Return the folder of the current release, or `None` where nothing was published yet."""
    link = store_dir / CURRENT
    return link.resolve() if link.exists() else None
