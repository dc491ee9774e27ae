"""The one door to a store, embedded or remote: what commands and the service ask of it."""

import asyncio
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from ipgraph.address import StoreUrl, parse_store
from ipgraph.settings import Settings
from ipgraph.store.blocking import BlockingEndpoint
from ipgraph.store.embedded import Release, current_path, find_release, open_release
from ipgraph.store.endpoint import SparqlEndpoint
from ipgraph.store.fetching import fetch_release
from ipgraph.store.remote import RemoteEndpoint
from ipgraph.store.remote_release import RemoteRelease, read_remote
from ipgraph.store.remote_rows import RemoteRows
from ipgraph.store.rows import Cell
from ipgraph.store.sources import StoredSource
from ipgraph.store.sparql import QueryPool


class ServedRelease(Protocol):
    """What is told of the release that a service serves.

    `id` is empty where the store does not say which it is: then nothing may be kept by it. `quads` is `None` likewise.
    """

    @property
    def id(self) -> str:
        """The id, or nothing."""

    @property
    def quads(self) -> int | None:
        """The number of quads."""

    @property
    def has_texts(self) -> bool:
        """Whether the documents' files are there."""

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents, sorted; empty where their files are not there."""

    def source(self, doc_id: str) -> StoredSource:
        """Return a document's files; raises StoreError where they are not there."""


class RowSource(Protocol):
    """What answers the program's own questions with rows."""

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the published documents, sorted."""

    def select(self, query: str) -> Iterator[dict[str, Cell]]:
        """Yield the rows of a SELECT query over the union of all graphs; unbound variables have no key."""


class Store(Protocol):
    """A store as it is opened. `poll_s` is how often a service should look for another release, in seconds."""

    poll_s: float

    def endpoint(self) -> SparqlEndpoint:
        """Return an endpoint over what is published now, for one event loop; a `QueryPool` is still to be started."""

    def rows(self) -> AbstractContextManager[RowSource]:
        """Give what answers the program's own questions."""

    def local(self) -> AbstractContextManager[Release]:
        """Give what is published as a release on this machine."""

    async def current(self) -> ServedRelease:
        """Return the release that is published now."""

    async def changed(self, served: ServedRelease | None) -> bool:
        """Tell whether another release than `served` is published now; of none, whether there may be one."""

    async def serve(self, release: ServedRelease) -> SparqlEndpoint:
        """Return an endpoint over a release that `current` gave, started."""

    async def switch(self, endpoint: SparqlEndpoint, release: ServedRelease) -> None:
        """Go over with an endpoint that `serve` gave to another release; queries that run finish on the old one."""


def open_store(settings: Settings) -> Store:
    """Return the store that the settings name; nothing is asked of it yet."""
    return _Remote(settings) if isinstance(settings.store, StoreUrl) else _Embedded(settings)


@contextmanager
def open_named(text: str, settings: Settings) -> Iterator[Release]:
    """Give the release that `text` names: an address, the folder of a store or release, or the beginning of an id.

    Raises:
        StoreError: it names none, or several.

    """
    address = parse_store(text)
    if isinstance(address, StoreUrl):
        with open_store(settings.model_copy(update={"store": address})).local() as release:
            yield release
    else:
        # Of a folder it does not matter which store is set.
        yield find_release(text, Path(text) if Path(text).is_dir() else settings.store_dir)


class _Embedded:
    """A store in a directory of this machine."""

    poll_s = 1.0

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._directory = settings.store_dir

    def endpoint(self) -> SparqlEndpoint:
        return QueryPool(open_release(self._directory).database, self._settings)

    @contextmanager
    def rows(self) -> Iterator[RowSource]:
        yield open_release(self._directory)

    @contextmanager
    def local(self) -> Iterator[Release]:
        yield open_release(self._directory)

    async def current(self) -> Release:
        return await asyncio.to_thread(open_release, self._directory)

    async def changed(self, served: ServedRelease | None) -> bool:
        path = current_path(self._directory)
        return path is not None and not (isinstance(served, Release) and served.path == path)

    async def serve(self, release: ServedRelease) -> QueryPool:
        assert isinstance(release, Release)
        return await QueryPool(release.database, self._settings).start()

    async def switch(self, endpoint: SparqlEndpoint, release: ServedRelease) -> None:
        assert isinstance(endpoint, QueryPool)
        assert isinstance(release, Release)
        await endpoint.reload(release.database)


class _Remote:
    """A store at an address."""

    def __init__(self, settings: Settings) -> None:
        self.poll_s = settings.store_poll_s
        self._settings = settings
        self._served: RemoteEndpoint | None = None

    def endpoint(self) -> SparqlEndpoint:
        return RemoteEndpoint(self._settings)

    @contextmanager
    def rows(self) -> Iterator[RowSource]:
        with BlockingEndpoint(self.endpoint()) as endpoint:
            yield RemoteRows(endpoint)

    @contextmanager
    def local(self) -> Iterator[Release]:
        with TemporaryDirectory(prefix="ipgraph-") as folder:
            yield asyncio.run(self._fetch(Path(folder)))

    async def _fetch(self, folder: Path) -> Release:
        async with RemoteEndpoint(self._settings) as endpoint:
            return await fetch_release(endpoint, self._settings, folder)

    async def current(self) -> RemoteRelease:
        if self._served is not None:
            release = await read_remote(self._served, self._settings)
        else:
            async with RemoteEndpoint(self._settings) as endpoint:
                release = await read_remote(endpoint, self._settings)
        # Unchecked writes leave the description as it is: it does not tell what the store holds now.
        return RemoteRelease("", None) if self._settings.write_checks == "off" else release

    async def changed(self, served: ServedRelease | None) -> bool:
        return served is None or await self.current() != served

    async def serve(self, release: ServedRelease) -> RemoteEndpoint:  # noqa: ARG002 - a store has but one state
        self._served = RemoteEndpoint(self._settings)
        return self._served

    async def switch(self, endpoint: SparqlEndpoint, release: ServedRelease) -> None:  # noqa: ARG002 - likewise
        assert isinstance(endpoint, RemoteEndpoint)
        endpoint.forget_dataset()
