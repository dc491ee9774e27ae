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
        app.state.graph = await Graph.open(release, settings, app.state.metrics)
    except StoreError as error:
        _LOGGER.warning("no release is served: %s", error)
        app.state.graph = error


async def go_over(app: FastAPI) -> None:
    """Make the current release the one that `app` serves, unless it does already.

    Raises:
        StoreError: the new release cannot be opened; the old one stays in force.

    """
    settings: Settings = app.state.settings
    # One at a time: of two that found different releases, the one with the older must not come last.
    async with app.state.going_over:
        path = current_path(settings.store)
        graph = app.state.graph
        if path is None or (isinstance(graph, Graph) and graph.release.path == path):
            return
        if isinstance(graph, Graph):
            await graph.replace(await anyio.to_thread.run_sync(open_release, settings.store))
        else:
            await open_current(app)


async def go_over_if_possible(app: FastAPI) -> None:
    """Make the current release the one that `app` serves; where that fails, the log says why."""
    try:
        await go_over(app)
    except IpgraphError as error:
        _LOGGER.warning("the new release is not served: %s", error)


async def follow(app: FastAPI) -> None:
    """Go over to each new release, until cancelled. A build removes old ones, so the served one must not grow old."""
    while True:
        await anyio.sleep(_INTERVAL_S)
        await go_over_if_possible(app)
