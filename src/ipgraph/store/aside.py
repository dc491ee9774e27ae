"""A release under construction, aside from what is served: its files, and the one step that makes it current.

A build that is killed leaves `building-…` behind, which the next one removes; `current` moves by one rename, after
everything it points to is on disk.
"""

import gc
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, Self

import pyoxigraph

from ipgraph.errors import StoreError
from ipgraph.rdf.dataset import DatasetNumbers
from ipgraph.rdf.terms import Quad, nquads_line
from ipgraph.store.canonical import dump_canonical, write_canonical
from ipgraph.store.contents import count_contents, empty_graphs
from ipgraph.store.durable import discard, sync_directory, sync_tree
from ipgraph.store.embedded import CURRENT, DATABASE, DUMP, INFO, RELEASES, Release, current_path, read_release
from ipgraph.store.sources import ORIGINALS, SOURCES, text_beside

_ASIDE = "building-"
_ID_CHARS = 16
_PART = ".part.nq"

Describe = Callable[[DatasetNumbers], Iterable[Quad]]


@dataclass(frozen=True, slots=True)
class Content:
    """What a finished database holds: the name of its release, and its number of quads."""

    release_id: str
    quads: int

    @classmethod
    def of(cls, digest: str, quads: int) -> Self:
        """Return the content that goes by a digest, a hexadecimal one."""
        return cls(digest[:_ID_CHARS], quads)


class AsideRelease:
    """The files of a release to be, under `STORE/building-PID`: `finish` its database, `seal` it, then `publish` it.

    Its user holds the store's lock (`ipgraph.store.lock.hold`).
    """

    def __init__(self, store_dir: Path) -> None:
        self._store_dir = store_dir
        remove_leftovers(store_dir)
        self._aside = store_dir / f"{_ASIDE}{os.getpid()}"
        (self._aside / SOURCES).mkdir(parents=True)
        self._documents: dict[str, Mapping[str, Any]] = {}
        self._content: Content | None = None
        self._sealed = False

    @property
    def database(self) -> Path:
        """The folder of the engine's files."""
        return self._aside / DATABASE

    def part_path(self, doc_id: str) -> Path:
        """Return where another process may write a document's statements as N-Quads lines."""
        return self._aside / f"{doc_id}{_PART}"

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
        self._documents[doc_id] = entry

    def finish(self, describe: Describe | None = None) -> tuple[Path, Path]:
        """Return the canonical dump and the database of what was loaded, as they would be published.

        `describe` returns the quads that describe what the release holds, from its numbers; they become part of it.

        Raises:
            StoreError: the database does not hold what was loaded into it.

        """
        if self._content is None:
            self._content = self._finish_database(describe)
        return self._aside / DUMP, self.database

    @property
    def release_id(self) -> str:
        """The id of the release to be; its database is finished."""
        assert self._content is not None
        return self._content.release_id

    def seal(self, info: Mapping[str, Any]) -> str:
        """Bring everything to the disk and return the id of the release to be; `info` goes into its `release.json`.

        Raises:
            StoreError: the database does not hold what was loaded into it.

        """
        self.finish()
        assert self._content is not None
        for part in self._aside.glob(f"*{_PART}*"):
            part.unlink()
        document = {
            "id": self._content.release_id,
            "quads": self._content.quads,
            **info,
            "documents": [self._documents[doc_id] for doc_id in sorted(self._documents)],
        }
        text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)
        (self._aside / INFO).write_text(text + "\n", encoding="utf-8")
        if not self._target().exists():
            sync_tree(self._aside)
        self._sealed = True
        return self._content.release_id

    def publish(self, info: Mapping[str, Any]) -> Release:
        """Return the new current release; `info` goes into its `release.json`, unless it is sealed already.

        Raises:
            StoreError: the database does not hold what was loaded into it.

        """
        if not self._sealed:
            self.seal(info)
        target = self._target()
        target.parent.mkdir(exist_ok=True)
        if target.exists():
            discard(self._aside)
        else:
            self._aside.rename(target)
            sync_directory(target.parent)
        previous = current_path(self._store_dir)
        if previous != target.resolve():
            self._swap(target.name)
            self._prune(keep={target.resolve(), previous})
        return read_release(target)

    def abandon(self) -> None:
        """Remove what was collected; the served release stays as it was."""
        discard(self._aside)

    def _target(self) -> Path:
        """Return where the release will lie."""
        return self._store_dir / RELEASES / self.release_id

    def _finish_database(self, describe: Describe | None) -> Content:
        """Compact the database, describe it and write its canonical dump, whose digest names the release."""
        # The engine compacts only what it finds when it opens: right after a load, `optimize` does nothing.
        store = pyoxigraph.Store(str(self.database))
        store.optimize()
        digest, count = dump_canonical(store, self._aside / DUMP)
        if describe is not None:
            lines = [nquads_line(quad).encode() for quad in describe(count_contents(store, digest))]
            store.load(b"".join(lines), format=pyoxigraph.RdfFormat.N_QUADS)
            store.flush()
            digest, count = self._add_to_dump(lines)
        if len(store) != count:
            raise StoreError(f"{self._aside}: the database holds {len(store)} statements, its dump {count}")
        empty = empty_graphs(store)
        if empty:
            # No dump can tell of a graph that holds nothing; two releases that differ by one have two names.
            digest = sha256("\n".join([digest, *empty]).encode()).hexdigest()
        del store
        gc.collect()
        return Content.of(digest, count)

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


def remove_leftovers(store_dir: Path) -> None:
    """Remove what killed builds left in a store directory."""
    for path in store_dir.glob(f"{_ASIDE}*"):
        discard(path)
