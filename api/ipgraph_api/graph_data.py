"""RDF that clients send: which media types are read, received into a file that a writer can read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import anyio.to_thread
from starlette.datastructures import UploadFile
from starlette.requests import Request

from ipgraph.settings import Settings
from ipgraph.store.joining import JOINED_MEDIA_TYPE, RdfFile, join_files
from ipgraph_api.bodies import receive, receive_form, require_utf8, save, temporary_folder
from ipgraph_api.media_types import MediaType, parse_media_type
from ipgraph_api.problems import RequestProblem

MULTIPART = "multipart/form-data"
_RDF_XML = "application/rdf+xml"
READ_TYPES = ("text/turtle", "application/n-triples", _RDF_XML, "application/ld+json")
ACCEPT_PUT = ", ".join(READ_TYPES)
ACCEPT_POST = f"{ACCEPT_PUT}, {MULTIPART}"


@dataclass(frozen=True, slots=True)
class GraphData:
    """A file of RDF and its media type."""

    path: Path
    media_type: str


@asynccontextmanager
async def receive_data(request: Request, base_iri: str) -> AsyncIterator[GraphData]:
    """Yield what the body of `request` holds, in a file that is removed at the end.

    Raises:
        RequestProblem: 413 for too long a body, 415 for what is not read, 400 for what is not UTF-8.
        DataError: one of several files is not what its media type says.

    """
    declared = _read_type(request.headers.getlist("content-type"))
    with temporary_folder() as folder:
        if declared.name == MULTIPART:
            yield await _receive_files(request, base_iri, folder)
            return
        body = folder / "body"
        _require_readable(declared)
        await receive(request, body)
        await anyio.to_thread.run_sync(require_utf8, body)
        yield GraphData(body, declared.name)


async def _receive_files(request: Request, base_iri: str, folder: Path) -> GraphData:
    """Return the files of a multipart body as one."""
    files = []
    async with receive_form(request) as form:
        for place, (field, part) in enumerate(form.multi_items(), start=1):
            if not isinstance(part, UploadFile):
                raise RequestProblem(400, f"part {place} ('{field[:40]}') is no file; give each part a filename")
            declared = _read_type(part.headers.getlist("content-type"))
            _require_readable(declared)
            path = folder / f"part-{place}"
            await save(part, path)
            await anyio.to_thread.run_sync(require_utf8, path)
            files.append(RdfFile(path, declared.name, f"part {place}"))
    if not files:
        raise RequestProblem(400, "the body holds no file; send one part a file")
    if len(files) == 1:
        return GraphData(files[0].path, files[0].media_type)
    settings: Settings = request.app.state.settings
    joined = folder / "joined"
    await join_files(files, base_iri, joined, settings.write_timeout_s, settings.worker_memory_mb)
    return GraphData(joined, JOINED_MEDIA_TYPE)


def _read_type(lines: list[str]) -> MediaType:
    """Return the media type of a body or a part.

    One that names none is RDF/XML. Source: SPARQL 1.1 Graph Store HTTP Protocol, section 5.1.
    """
    if not lines:
        return MediaType(_RDF_XML, {})
    declared = parse_media_type(lines[0]) if len(lines) == 1 else None
    if declared is None:
        raise _not_read("the Content-Type is no media type")
    return declared


def _require_readable(declared: MediaType) -> None:
    if declared.name not in READ_TYPES:
        raise _not_read(f"'{declared.name[:80]}' is not read")
    if not declared.is_utf8:
        raise _not_read(f"the charset '{declared.charset}' is not read; send UTF-8")


def _not_read(reason: str) -> RequestProblem:
    headers = {"Accept-Put": ACCEPT_PUT, "Accept-Post": ACCEPT_POST}
    return RequestProblem(415, f"{reason}; allowed are {ACCEPT_POST}", {"accepted": list(READ_TYPES)}, headers)
