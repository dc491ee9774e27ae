"""The application: its routes, what is opened at its start and closed at its end, what surrounds every answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import anyio
from fastapi import FastAPI
from starlette.routing import Route

import ipgraph
from ipgraph.errors import StoreError
from ipgraph.pipeline.writers import open_writer
from ipgraph.settings import Settings
from ipgraph.store.opening import open_store
from ipgraph_api import (
    dataset,
    dereferencing,
    documentation,
    documents,
    dump,
    entities,
    graph_store,
    health,
    index,
    ontology,
    openapi,
    pages,
    questions,
    running,
    sources,
    uploads,
)
from ipgraph_api.catch_all import CatchAll
from ipgraph_api.compression import Packed
from ipgraph_api.cors import AnyOrigin
from ipgraph_api.following import follow, go_over_if_possible, open_current
from ipgraph_api.graph import Graph
from ipgraph_api.head_requests import HeadAsGet
from ipgraph_api.metrics import Metrics
from ipgraph_api.monitoring import add_monitoring
from ipgraph_api.observing import NotesRoute, Observing
from ipgraph_api.outcomes import add_rejection_handler
from ipgraph_api.problems import add_problem_handlers
from ipgraph_api.rate_limit import RateLimit
from ipgraph_api.slow_bodies import SlowBodies
from ipgraph_api.sparql import PATH as SPARQL_PATH
from ipgraph_api.sparql import SparqlRoute
from ipgraph_api.unread_bodies import TakesBodies
from ipgraph_api.write_access import WriteAccess

_DESCRIPTION = (
    "Chinese intellectual-property policy documents as a citable knowledge graph. Every statement points to the "
    "sentence that says it. Errors are problem details (RFC 9457)."
)


def create_app(settings: Settings) -> FastAPI:
    """Return the service over the current release of `settings.store`.

    The release is opened when the application starts. Without one, or where a remote store is out of reach, it starts
    too, and answers 503.
    """
    # Slash redirects are built from the Host header, which is the client's to choose: no redirects.
    app = FastAPI(
        title="ipgraph",
        version=ipgraph.__version__,
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.going_over = anyio.Lock()
    app.state.store = open_store(settings)
    app.state.graph = StoreError("the service has not started yet")
    # A plain route: what the framework does around one of its own would take longer than most answers.
    app.router.routes.append(Route(SPARQL_PATH, SparqlRoute(), name="sparql"))
    for module in (
        index,
        running,
        graph_store,
        questions,
        dataset,
        documents,
        dump,
        uploads,
        sources,
        entities,
        ontology,
        dereferencing,
        pages,
        health,
        documentation,
    ):
        app.include_router(module.router)
    app.state.metrics = Metrics()
    if settings.metrics:
        add_monitoring(app)
    documentation.add_assets(app)
    add_problem_handlers(app)
    add_rejection_handler(app)
    # The last added is the outermost: failures, too, leave with the CORS headers.
    app.add_middleware(NotesRoute)
    app.add_middleware(CatchAll)
    if settings.rate_limit:
        app.add_middleware(RateLimit, limit=settings.rate_limit)
    app.add_middleware(TakesBodies)
    app.add_middleware(SlowBodies, timeout_s=settings.client_timeout_s)
    for layer in (HeadAsGet, Packed, AnyOrigin):
        app.add_middleware(layer)
    app.add_middleware(Observing, metrics=app.state.metrics)
    # The framework's documented way to another description.
    app.openapi = partial(openapi.describe, app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Serve the current release, and those that follow it, for the time that the application runs."""
    settings: Settings = app.state.settings
    writer = open_writer(settings, partial(go_over_if_possible, app))
    app.state.write_access = WriteAccess(writer, settings.write_queue_size)
    await open_current(app)
    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(follow, app)
            yield
            tasks.cancel_scope.cancel()
    finally:
        await writer.close()
        if isinstance(app.state.graph, Graph):
            await app.state.graph.close()
