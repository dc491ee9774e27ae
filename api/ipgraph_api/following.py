"""Which release is served: the current one of the store, now and whenever another build has published one."""

import logging

import anyio
from fastapi import FastAPI

from ipgraph.errors import IpgraphError, QueryError, StoreError
from ipgraph.store.opening import Store
from ipgraph_api.graph import Graph

_LOGGER = logging.getLogger(__name__)


async def open_current(app: FastAPI) -> None:
    """Make the current release the one that `app` serves, or the reason why there is none."""
    store: Store = app.state.store
    try:
        app.state.graph = await Graph.open(store, app.state.settings, app.state.metrics)
    except (StoreError, QueryError) as error:
        # Said once, however often it is tried.
        if str(error) != str(app.state.graph):
            _LOGGER.warning("no release is served: %s", error)
        app.state.graph = error


async def go_over(app: FastAPI) -> None:
    """Make the current release the one that `app` serves, unless it does already.

    Raises:
        StoreError, QueryError: the new release cannot be opened; the old one stays in force.

    """
    store: Store = app.state.store
    # One at a time: of two that found different releases, the one with the older must not come last.
    async with app.state.going_over:
        graph = app.state.graph
        if not await store.changed(graph.release if isinstance(graph, Graph) else None):
            return
        if isinstance(graph, Graph):
            await graph.replace(await store.current())
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
    store: Store = app.state.store
    while True:
        await anyio.sleep(store.poll_s)
        await go_over_if_possible(app)
