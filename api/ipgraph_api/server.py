"""How the server runs the application: its parser, its limits, its log, its end."""

import uvicorn

from ipgraph.settings import Settings
from ipgraph_api.app import create_app
from ipgraph_api.connections import guarded_protocol
from ipgraph_api.logs import to_log_config

# A query in a URL may be about this long; longer ones are posted.
_MAX_REQUEST_HEAD_BYTES = 64 * 1024


def to_config(settings: Settings) -> uvicorn.Config:
    """Return the server's configuration for the service over the current release of `settings.store`."""
    return uvicorn.Config(
        create_app(settings),
        # Upon h11: the other parser loses the body of requests that offer h2c, as every newer Java client's do.
        http=guarded_protocol(settings.max_connections, settings.client_timeout_s),
        ws="none",
        lifespan="on",
        server_header=False,
        # The application writes its own line a request.
        access_log=False,
        log_config=to_log_config(settings),
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        h11_max_incomplete_event_size=_MAX_REQUEST_HEAD_BYTES,
        timeout_graceful_shutdown=settings.shutdown_grace_s,
    )
