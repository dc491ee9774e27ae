"""The address under which a client reaches the service: the setting's, or where there is none, the request's own."""

import re

from starlette.requests import Request

from ipgraph.settings import Settings
from ipgraph_api.problems import RequestProblem

# `example.org:8000`, `127.0.0.1`, `[::1]:80`; nothing that could end an IRI or lead elsewhere.
_HOST = re.compile(r"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


def service_address(request: Request) -> str:
    """Return the absolute address of the service, without `/` at its end.

    Raises:
        RequestProblem: 400, the Host header cannot be part of an address.

    """
    settings: Settings = request.app.state.settings
    if settings.public_url:
        return settings.public_url
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        raise RequestProblem(400, "the Host header is no host and port")
    return f"{request.scope['scheme']}://{host.lower()}{request.scope.get('root_path', '')}"
