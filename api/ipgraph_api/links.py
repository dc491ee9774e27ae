"""Addresses within the service: paths, percent-encoded, so that no header of a client finds its way into them."""

from urllib.parse import quote

from fastapi import Request


def api_path(request: Request, *parts: str) -> str:
    """Return the path of a resource of the API, for example of `documents` and a document's id."""
    root = request.scope.get("root_path", "")
    return "/".join((f"{root}/api/v1", *(quote(part, safe="") for part in parts)))
