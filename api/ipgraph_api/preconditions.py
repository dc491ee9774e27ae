"""Conditional requests on graphs: a release never changes, so its id stands for the state of every graph in it.

Source: RFC 9110, sections 8.8.3 and 13.
"""

import re
from collections.abc import Iterable

from starlette.requests import Request

from ipgraph_api.problems import RequestProblem

_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')


def entity_tag(release_id: str, variant: str) -> str:
    """Return the ETag of a representation: the release and, for each format has other bytes, the format's name."""
    return f'"{release_id}-{variant}"'


def is_unchanged(request: Request, tag: str) -> bool:
    """Tell whether the client of a read has this representation already."""
    held = request.headers.getlist("if-none-match")
    return any(value.strip() == "*" for value in held) or tag.strip('"') in _tags(held)


def require_preconditions(request: Request, release_id: str | None, exists: bool) -> None:
    """Refuse a write whose If-Match or If-None-Match does not hold.

    A tag holds for every format of the release that it was given with.

    Raises:
        RequestProblem: 412.

    """
    wanted, unwanted = (request.headers.getlist(name) for name in ("if-match", "if-none-match"))
    if wanted and not _matches(wanted, release_id, exists):
        raise RequestProblem(412, "If-Match does not hold: the graph is not there, or was written to since it was read")
    if unwanted and _matches(unwanted, release_id, exists):
        raise RequestProblem(412, "If-None-Match does not hold: the graph is there already")


def _matches(values: list[str], release_id: str | None, exists: bool) -> bool:
    if not exists:
        return False
    return any(value.strip() == "*" for value in values) or release_id in {
        tag.rpartition("-")[0] for tag in _tags(values)
    }


def _tags(values: Iterable[str]) -> set[str]:
    return {tag for value in values for tag in _TAG.findall(value)}
