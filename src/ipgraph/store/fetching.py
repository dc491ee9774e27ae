"""Brings what a remote store holds to this machine, as a release in a folder."""

import json
from pathlib import Path

import pyoxigraph

from ipgraph.errors import StoreError
from ipgraph.rdf.terms import IPG
from ipgraph.settings import Settings
from ipgraph.store.canonical import write_canonical
from ipgraph.store.embedded import DATABASE, DUMP, INFO, Release, read_release
from ipgraph.store.remote import RemoteEndpoint
from ipgraph.store.remote_graphs import RemoteGraphs

_ID_CHARS = 16
_DOCUMENTS = (
    f"SELECT DISTINCT ?id ?sha256 "
    f"WHERE {{ ?document <{IPG}docId> ?id . OPTIONAL {{ ?document <{IPG}sha256> ?sha256 }} }}"
)


async def fetch_dump(endpoint: RemoteEndpoint, settings: Settings, target: Path) -> tuple[str, int]:
    """Write the canonical dump of a store to `target`, fetched graph by graph; return its SHA-256 and its lines.

    Raises:
        QueryError, StoreError: the store does not give it whole.

    """
    graphs = RemoteGraphs(endpoint, settings)
    raw = target.with_name(f"{target.name}.fetched")
    with raw.open("wb") as lines:
        for graph, size in (await graphs.sizes()).items():
            given = await graphs.fetch(graph, lines)
            if given < size:
                raise StoreError(
                    f"the store gave {given} of {size} statements of <{graph}>; raise its limit of results"
                )
    with raw.open("rb") as fetched:
        digest, count = write_canonical(fetched, target)
    raw.unlink()
    return digest, count


async def fetch_release(endpoint: RemoteEndpoint, settings: Settings, folder: Path) -> Release:
    """Return a release in `folder` with what a store holds: without texts, and without what it was made by.

    Raises:
        QueryError, StoreError: the store does not give it whole, or holds nothing.

    """
    digest, count = await fetch_dump(endpoint, settings, folder / DUMP)
    if not count:
        raise StoreError(f"{settings.store}: holds no graphs; build and upload a release with 'ipgraph build --store'")
    # A converter wrote the lines: they are safe to parse.
    store = pyoxigraph.Store(str(folder / DATABASE))
    store.bulk_load(path=str(folder / DUMP), format=pyoxigraph.RdfFormat.N_QUADS)
    store.flush()
    del store
    info = {"id": digest[:_ID_CHARS], "quads": count, "documents": []}
    (folder / INFO).write_text(json.dumps(info), encoding="utf-8")
    documents = [
        {"id": str(row["id"]), "sha256": str(row.get("sha256", ""))} for row in read_release(folder).select(_DOCUMENTS)
    ]
    info["documents"] = sorted(documents, key=lambda entry: entry["id"])
    (folder / INFO).write_text(json.dumps(info), encoding="utf-8")
    return read_release(folder)
