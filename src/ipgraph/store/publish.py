"""Builds a release aside and makes it the current one in a single step, so that a reader sees the old or the new whole.

A build that is killed leaves `building-…` behind, which the next one removes; `current` moves by one rename, after
everything it points to is on disk.
"""

import gc
import json
import os
import shutil
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import Any

import pyoxigraph

from ipgraph.errors import StoreError
from ipgraph.rdf.dataset import DatasetNumbers
from ipgraph.rdf.terms import Quad, nquads_line
from ipgraph.store.canonical import write_canonical
from ipgraph.store.contents import count_contents
from ipgraph.store.derive import derive
from ipgraph.store.durable import discard, sync_directory, sync_tree
from ipgraph.store.embedded import CURRENT, DATABASE, DUMP, INFO, RELEASES, Release, current_path, read_release
from ipgraph.store.sources import ORIGINALS, SOURCES

_ASIDE = "building-"
_ID_CHARS = 16

Describe = Callable[[DatasetNumbers], Iterable[Quad]]
_LINES = "quads.nq"
_PART = ".part.nq"


class ReleaseBuilder:
    """Collects quads and source files under `STORE/building-PID`; `publish` makes a release of them.

    Its user holds the store's lock (`ipgraph.store.lock.hold`).
    """

    def __init__(self, store_dir: Path) -> None:
        self._store_dir = store_dir
        remove_leftovers(store_dir)
        self._aside = store_dir / f"{_ASIDE}{os.getpid()}"
        (self._aside / SOURCES).mkdir(parents=True)
        self._lines = (self._aside / _LINES).open("w", encoding="utf-8")
        self._documents: list[dict[str, Any]] = []
        self._finished: tuple[str, int] | None = None

    def add_quads(self, quads: Iterable[Quad]) -> None:
        """Add statements; they go to disk at once."""
        self._lines.writelines(map(nquads_line, quads))

    def part_path(self, doc_id: str) -> Path:
        """Return where another process may write a document's statements as N-Quads lines, for `add_part`."""
        return self._aside / f"{doc_id}{_PART}"

    def add_part(self, doc_id: str) -> None:
        """Add the statements that lie at a document's `part_path`."""
        with self.part_path(doc_id).open(encoding="utf-8") as lines:
            shutil.copyfileobj(lines, self._lines)

    def add_source(self, doc_id: str, path: Path, details: dict[str, Any]) -> None:
        """Add a published document's own bytes, and what `release.json` says of it.

        Of a document whose text was extracted, the text lies at `text_beside` its part; it is the source then, and the
        document's own bytes are kept as the original.
        """
        name = f"{doc_id}{path.suffix}"
        entry = {"id": doc_id, "file": name, **details}
        text = text_beside(self.part_path(doc_id))
        if text.exists():
            entry |= {"file": f"{doc_id}.txt", "original": name}
            text.rename(self._aside / SOURCES / entry["file"])
            (self._aside / ORIGINALS).mkdir(exist_ok=True)
        shutil.copyfile(path, self._aside / (ORIGINALS if "original" in entry else SOURCES) / name)
        self._documents.append(entry)

    def load(self, rules: Path, derived_graph: str) -> None:
        """Load everything into a fresh database, then what the queries in `rules` derive, into `derived_graph`."""
        self._lines.close()
        store = pyoxigraph.Store(str(self._aside / DATABASE))
        lines = self._aside / _LINES
        store.bulk_load(path=str(lines), format=pyoxigraph.RdfFormat.N_QUADS)
        lines.unlink()
        derive(store, rules, derived_graph)
        store.flush()
        del store
        gc.collect()

    def finish(self, describe: Describe | None = None) -> tuple[Path, Path]:
        """Return the canonical dump and the database of what was loaded, as they would be published.

        `describe` returns the quads that describe what the release holds, from its numbers; they become part of it.

        Raises:
            StoreError: the database does not hold what was loaded into it.

        """
        if self._finished is None:
            self._finished = self._finish_database(describe)
        return self._aside / DUMP, self._aside / DATABASE

    def restart(self) -> None:
        """Take back all that was added and loaded; the parts that other processes wrote stay."""
        self._finished = None
        shutil.rmtree(self._aside / DATABASE)
        (self._aside / DUMP).unlink(missing_ok=True)
        self._lines = (self._aside / _LINES).open("w", encoding="utf-8")

    def publish(self, info: dict[str, Any]) -> Release:
        """Return the new current release; `info` goes into its `release.json`.

        Raises:
            StoreError: the database does not hold what was loaded into it.

        """
        self.finish()
        assert self._finished is not None
        release_id, count = self._finished
        for part in self._aside.glob(f"*{_PART}*"):
            part.unlink()
        document = {
            "id": release_id,
            "quads": count,
            **info,
            "documents": sorted(self._documents, key=lambda entry: str(entry["id"])),
        }
        text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)
        (self._aside / INFO).write_text(text + "\n", encoding="utf-8")
        target = self._store_dir / RELEASES / release_id
        target.parent.mkdir(exist_ok=True)
        if target.exists():
            discard(self._aside)
        else:
            sync_tree(self._aside)
            self._aside.rename(target)
            sync_directory(target.parent)
        previous = current_path(self._store_dir)
        if previous != target.resolve():
            self._swap(release_id)
            self._prune(keep={target.resolve(), previous})
        return read_release(target)

    def _finish_database(self, describe: Describe | None) -> tuple[str, int]:
        """Compact the database, describe it, write its canonical dump, and return the dump's digest and lines."""
        # The engine compacts only what it finds when it opens: right after a load, `optimize` does nothing.
        store = pyoxigraph.Store(str(self._aside / DATABASE))
        store.optimize()
        digest, count = self._dump(store)
        if describe is not None:
            lines = [nquads_line(quad).encode() for quad in describe(count_contents(store, digest))]
            store.load(b"".join(lines), format=pyoxigraph.RdfFormat.N_QUADS)
            store.flush()
            digest, count = self._add_to_dump(lines)
        if len(store) != count:
            raise StoreError(f"{self._aside}: the database holds {len(store)} statements, its dump {count}")
        del store
        gc.collect()
        return digest[:_ID_CHARS], count

    def _dump(self, store: pyoxigraph.Store) -> tuple[str, int]:
        """Write the canonical dump of a store, and return its digest and its number of lines."""
        raw = self._aside / "dump.raw"
        store.dump(output=str(raw), format=pyoxigraph.RdfFormat.N_QUADS)
        with raw.open("rb") as lines:
            digest, count = write_canonical(lines, self._aside / DUMP)
        raw.unlink()
        return digest, count

    def _add_to_dump(self, lines: Iterable[bytes]) -> tuple[str, int]:
        """Add canonical lines to the dump: putting a sorted file in order again is far quicker than dumping anew."""
        described = self._aside / "dump.described"
        (self._aside / DUMP).rename(described)
        with described.open("rb") as dumped:
            digest, count = write_canonical(chain(dumped, lines), self._aside / DUMP)
        described.unlink()
        return digest, count

    def _swap(self, release_id: str) -> None:
        """Point `current` to a release, by one rename."""
        link = self._store_dir / f"{_ASIDE}{CURRENT}"
        link.unlink(missing_ok=True)
        link.symlink_to(Path(RELEASES) / release_id)
        link.rename(self._store_dir / CURRENT)
        sync_directory(self._store_dir)

    def _prune(self, keep: set[Path | None]) -> None:
        """Remove all releases but the current and the previous one, which workers may still read."""
        for release in (self._store_dir / RELEASES).iterdir():
            if release.resolve() not in keep:
                # Renamed first: half a release must never lie where a whole one is looked for.
                doomed = self._store_dir / f"{_ASIDE}removed-{release.name}"
                release.rename(doomed)
                discard(doomed)

    def abandon(self) -> None:
        """Remove what was collected; the served release stays as it was."""
        self._lines.close()
        discard(self._aside)


def text_beside(part: Path) -> Path:
    """Return where another process may write a document's extracted text, beside its statements, for `add_source`."""
    return part.with_name(f"{part.name}.txt")


def remove_leftovers(store_dir: Path) -> None:
    """Remove what killed builds left in a store directory."""
    for path in store_dir.glob(f"{_ASIDE}*"):
        discard(path)
