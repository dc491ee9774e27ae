"""`ipgraph serve`: the published graph over HTTP."""

import asyncio
import errno
import logging
import socket
from typing import Annotated

import typer

from ipgraph.cli.options import SetOption, StoreOption, read_settings
from ipgraph.errors import ServiceError


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on [default: 127.0.0.1].", show_default=False)
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port [default: 8000].", show_default=False)
    ] = None,
    store: StoreOption = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Query worker processes [default: 2].", show_default=False)
    ] = None,
    timeout_s: Annotated[
        float | None, typer.Option(help="Deadline of a query, in seconds [default: 30].", show_default=False)
    ] = None,
    public_url: Annotated[
        str | None, typer.Option(help="Address under which clients reach the service.", show_default=False)
    ] = None,
    log_format: Annotated[
        str | None, typer.Option(help="Form of the log: text or json [default: text].", show_default=False)
    ] = None,
    assignments: SetOption = None,
) -> None:
    r"""Serve the published graph: SPARQL at /sparql, documents and things at /api/v1, the API's description at /docs.

    It builds nothing: run 'ipgraph build' first. On SIGTERM it takes no more requests, and ends when those that run
    are answered, or after the setting shutdown_grace_s.

    \b
    Examples:
      ipgraph serve
      ipgraph serve --host 0.0.0.0 --port 8080 --store /srv/ipgraph
      ipgraph serve --set rate_limit=600/minute --set max_query_chars=20000
    """
    import uvicorn

    from ipgraph.store.opening import open_store
    from ipgraph_api.server import to_config

    settings = read_settings(
        store,
        assignments,
        host=host,
        port=port,
        workers=workers,
        timeout_s=timeout_s,
        public_url=public_url,
        log_format=log_format,
    )
    asyncio.run(open_store(settings).current())
    listener = listen(settings.host, settings.port)
    server = uvicorn.Server(to_config(settings))
    with listener:
        address, bound = listener.getsockname()[:2]
        message = f"ipgraph serves http://{address}:{bound} (stop with Ctrl-C)"
        if settings.log_format == "json":
            logging.getLogger("ipgraph").info(message)
        else:
            typer.echo(message, err=True)
        server.run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to an address.

    Raises:
        ServiceError: the port is in use or may not be used, or the host is none of this machine.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named: asyncio sends at once on TCP sockets that say so, and on others waits for the client's
    # acknowledgement between the head and the body of an answer, which takes 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise ServiceError(f"port {port} on {host} is in use; choose another with --port") from error
        raise ServiceError(f"cannot listen on {host}, port {port}: {error.strerror}") from error
    return listener
