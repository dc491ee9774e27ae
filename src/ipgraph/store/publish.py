"""Builds a release from nothing: quads and source files are collected, loaded and published."""

import gc
import shutil
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph

from ipgraph.rdf.terms import Quad, nquads_line
from ipgraph.store.aside import AsideRelease, Describe
from ipgraph.store.derive import derive
from ipgraph.store.embedded import DUMP
from ipgraph.store.sources import text_beside

_LINES = "quads.nq"


class ReleaseBuilder(AsideRelease):
    """Collects quads and source files aside; `publish` makes a release of them."""

    def __init__(self, store_dir: Path) -> None:
        super().__init__(store_dir)
        self._lines = (self._aside / _LINES).open("w", encoding="utf-8")

    def add_quads(self, quads: Iterable[Quad]) -> None:
        """Add statements; they go to disk at once."""
        self._lines.writelines(map(nquads_line, quads))

    def add_part(self, doc_id: str) -> None:
        """Add the statements that lie at a document's `part_path`."""
        with self.part_path(doc_id).open(encoding="utf-8") as lines:
            shutil.copyfileobj(lines, self._lines)

    def load(self, rules: Path, derived_graph: str) -> None:
        """Load everything into a fresh database, then what the queries in `rules` derive, into `derived_graph`."""
        self._lines.close()
        store = pyoxigraph.Store(str(self.database))
        lines = self._aside / _LINES
        store.bulk_load(path=str(lines), format=pyoxigraph.RdfFormat.N_QUADS)
        lines.unlink()
        derive(store, rules, derived_graph)
        store.flush()
        del store
        gc.collect()

    def restart(self) -> None:
        """Take back all that was added and loaded; the parts that other processes wrote stay."""
        self._content = None
        shutil.rmtree(self.database)
        (self._aside / DUMP).unlink(missing_ok=True)
        self._lines = (self._aside / _LINES).open("w", encoding="utf-8")

    def abandon(self) -> None:
        """Remove what was collected; the served release stays as it was."""
        self._lines.close()
        super().abandon()


__all__ = ["Describe", "ReleaseBuilder", "text_beside"]
