"""Which stretch of a long list is asked for, and where the next one is."""

from typing import Annotated

from fastapi import Query

from ipgraph_api.models import Page

MAX_LIMIT = 1000
# Beyond this no list goes; it also keeps the number within what every engine reads.
_MAX_OFFSET = 10_000_000

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Most entries to return.")]
Offset = Annotated[int, Query(ge=0, le=_MAX_OFFSET, description="Entries to leave out before the first.")]


def to_page(path: str, total: int, limit: int, offset: int) -> Page:
    """Return the description of a stretch of the list at `path`."""
    after = offset + limit
    following = f"{path}?limit={limit}&offset={after}" if after < total else None
    return Page(total=total, limit=limit, offset=offset, next=following)
