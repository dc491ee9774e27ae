"""The whole release as one file: its canonical N-Quads, as they were published."""

import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response, StreamingResponse

from ipgraph.store.embedded import Release
from ipgraph_api.caching import EntityTag, finish, not_modified
from ipgraph_api.graph import get_graph
from ipgraph_api.link_header import link, link_headers
from ipgraph_api.openapi import problem_responses
from ipgraph_api.problems import RequestProblem

router = APIRouter(tags=["Service"])

_CONTENT = {"application/n-quads": {"schema": {"type": "string", "format": "binary"}}}
_CHUNK_BYTES = 1 << 20
# Three times as fast as the usual level, and the file is a fifth larger.
_LEVEL = 1
_GZIP_WINDOW = 31


@router.get(
    "/dump",
    response_class=Response,
    responses={
        200: {"description": "All statements of the release.", "content": _CONTENT},
        **problem_responses(404, 503),
    },
)
async def get_dump(request: Request) -> Response:
    """Get all statements of the release in canonical N-Quads: sorted, each once.

    The release's id is the beginning of the file's SHA-256. Ranges are served of the file as
    it is; whole it comes packed to a client that accepts gzip.
    """
    release = get_graph(request).release
    if not isinstance(release, Release) or not release.dump.is_file():
        raise RequestProblem(404, "there is no dump here: releases have one that were checked and lie on this machine")
    packed = "range" not in request.headers and _accepts_gzip(request.headers.get("accept-encoding", ""))
    # The same bytes each time, and others packed than not: so these tags are strong, and ranges can rely on them.
    tag = EntityTag(f'"{release.id}{"-gzip" if packed else ""}"', release.id)
    headers = {
        "Content-Type": "application/n-quads",
        "Content-Disposition": f'attachment; filename="ipgraph-{release.id}.nq"',
        "Vary": "Accept-Encoding",
        **link_headers([link(f"{request.scope.get('root_path', '')}/.well-known/void", "describedby")]),
    }
    if (known := not_modified(request, tag, headers)) is not None:
        return known
    if packed:
        headers["Content-Encoding"] = "gzip"
        return finish(request, StreamingResponse(_pack(release.dump), headers=headers), tag)
    return finish(request, FileResponse(release.dump, headers=headers), tag)


def _accepts_gzip(accept_encoding: str) -> bool:
    """Tell whether a client takes gzip.

    >>> _accepts_gzip("br, gzip"), _accepts_gzip("gzip;q=0, br"), _accepts_gzip("")
    (True, False, False)
    """
    for entry in accept_encoding.split(","):
        coding, *parameters = (part.strip().lower() for part in entry.split(";"))
        if coding in ("gzip", "x-gzip"):
            return not any(
                parameter.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000") for parameter in parameters
            )
    return False


async def _pack(path: Path) -> AsyncIterator[bytes]:
    """Yield a file in gzip's format, without a time in it."""
    packer = zlib.compressobj(_LEVEL, wbits=_GZIP_WINDOW)
    async with await anyio.open_file(path, "rb") as file:
        while chunk := await file.read(_CHUNK_BYTES):
            yield await anyio.to_thread.run_sync(packer.compress, chunk)
    yield packer.flush()
