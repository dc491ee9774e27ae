"""Which release is served: the current one of the store, now and whenever another build has published one."""

import logging

import anyio
import anyio.to_thread
from fastapi import FastAPI

from ipgraph.errors import IpgraphError, StoreError
from ipgraph.settings import Settings
from ipgraph.store.embedded import current_path, open_release
from ipgraph_api.graph import Graph

_LOGGER = logging.getLogger(__name__)
_INTERVAL_S = 1.0


async def open_current(app: FastAPI) -> None:
    """Make the current release the one that `app` serves, or the reason why there is none."""
    settings: Settings = app.state.settings
    try:
        release = await anyio.to_thread.run_sync(open_release, settings.store)
        app.state.graph = await Graph.open(release, settings)
    except StoreError as error:
        _LOGGER.warning("no release is served: %s", error)
        app.state.graph = error


async def follow(app: FastAPI) -> None:
    """Go over to each new release, until cancelled. A build removes old ones, so the served one must not grow old."""
    settings: Settings = app.state.settings
    while True:
        await anyio.sleep(_INTERVAL_S)
        path = current_path(settings.store)
        graph = app.state.graph
        if path is None or (isinstance(graph, Graph) and graph.release.path == path):
            continue
        if not isinstance(graph, Graph):
            await open_current(app)
            continue
        try:
            await graph.replace(await anyio.to_thread.run_sync(open_release, settings.store))
        except IpgraphError as error:
            _LOGGER.warning("the new release is not served: %s", error)
