"""How the server runs the application: its parser, its limits, its end."""

import uvicorn

from ipgraph.settings import Settings
from ipgraph_api.app import create_app
from ipgraph_api.request_line import LenientRequestLine

_GRACE_S = 5
# A query in a URL may be about this long; longer ones are posted.
_MAX_REQUEST_HEAD_BYTES = 64 * 1024


def to_config(settings: Settings) -> uvicorn.Config:
    """Return the server's configuration for the service over the current release of `settings.store`."""
    return uvicorn.Config(
        create_app(settings),
        # Upon h11: the other parser loses the body of requests that offer h2c, as every newer Java client's do.
        http=LenientRequestLine,
        ws="none",
        lifespan="on",
        server_header=False,
        h11_max_incomplete_event_size=_MAX_REQUEST_HEAD_BYTES,
        timeout_graceful_shutdown=_GRACE_S,
    )
