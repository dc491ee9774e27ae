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
        app.state.graph = await Graph.open(store)
    except (StoreError, QueryError) as error:
        # Said once, however often it is tried.
        if str(error) != str(app.state.graph):
            _LOGGER.warning("no release is served: %s", error)
        app.state.graph = error


async def follow(app: FastAPI) -> None:
    """Go over to each new release, until cancelled. A build removes old ones, so the served one must not grow old."""
    store: Store = app.state.store
    while True:
        await anyio.sleep(store.poll_s)
        graph = app.state.graph
        try:
            if not await store.changed(graph.release if isinstance(graph, Graph) else None):
                continue
            if isinstance(graph, Graph):
                await graph.replace(await store.current())
            else:
                await open_current(app)
        except IpgraphError as error:
            _LOGGER.warning("the new release is not served: %s", error)
