"""Bodies of requests, received into files: unpacked, measured, and looked at before anything is parsed."""

import codecs
import tempfile
import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import anyio.to_thread
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from ipgraph.settings import Settings
from ipgraph_api.problems import RequestProblem

_FLUSH_BYTES = 1 << 20
_MAX_PARTS = 100
# zlib's name for "with the header of gzip".
_GZIP_BITS = 31


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a folder of this process alone, removed with all that is in it."""
    with tempfile.TemporaryDirectory(prefix="ipgraph-") as folder:
        yield Path(folder)


async def receive(request: Request, file: Path) -> int:
    """Write the body of `request` into `file`, unpacked, and return how many bytes it has.

    Raises:
        RequestProblem: 413 for more than is allowed, 415 for a packing that is not read, 400 for one that is broken.

    """
    size = 0
    with file.open("wb") as out:
        buffer = bytearray()
        async for part in _unpacked(request):
            buffer += part
            size += len(part)
            if len(buffer) >= _FLUSH_BYTES:
                await anyio.to_thread.run_sync(out.write, bytes(buffer))
                buffer.clear()
        await anyio.to_thread.run_sync(out.write, bytes(buffer))
    return size


async def receive_text(request: Request, max_bytes: int) -> str:
    """Return a body of UTF-8.

    Raises:
        RequestProblem: 413, 415 and 400 as `receive`; 400 for what is not UTF-8.

    """
    body = bytearray()
    async for part in _unpacked(request):
        body += part
        if len(body) > max_bytes:
            raise _too_large(max_bytes)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestProblem(400, f"the body is not UTF-8 (byte {error.start})") from error


@asynccontextmanager
async def receive_form(request: Request) -> AsyncIterator[FormData]:
    """Yield the parts of a multipart body; long ones lie in temporary files, removed at the end.

    Raises:
        RequestProblem: 413 and 415 as `receive`; 400 for what is not multipart.

    """
    parser = MultiPartParser(request.headers, _unpacked(request), max_files=_MAX_PARTS, max_fields=_MAX_PARTS)
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise RequestProblem(400, f"the body is not what its Content-Type says: {error.message}") from error
    try:
        yield form
    finally:
        await form.close()


async def save(part: UploadFile, file: Path) -> None:
    """Write a part of a form into `file`."""
    with file.open("wb") as out:
        while piece := await part.read(_FLUSH_BYTES):
            await anyio.to_thread.run_sync(out.write, piece)


def require_utf8(file: Path) -> None:
    """Refuse a file that is not UTF-8; a byte order mark at its beginning is taken away, for parsers stumble over it.

    Raises:
        RequestProblem: 400, with the line.

    """
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with file.open("rb") as data:
        begins_with_mark = data.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
        data.seek(0)
        line = 1
        try:
            while chunk := data.read(_FLUSH_BYTES):
                decoder.decode(chunk)
                line += chunk.count(b"\n")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
            raise RequestProblem(400, f"the body is not UTF-8 (line {line})", {"line": line}) from error
    if begins_with_mark:
        _drop_mark(file)


def _drop_mark(file: Path) -> None:
    whole = file.rename(file.with_name(f"{file.name}.marked"))
    with whole.open("rb") as source, file.open("wb") as out:
        source.seek(len(codecs.BOM_UTF8))
        while chunk := source.read(_FLUSH_BYTES):
            out.write(chunk)
    whole.unlink()


async def _unpacked(request: Request) -> AsyncGenerator[bytes, None]:
    """Yield the body, unpacked; no more than is allowed in either form."""
    settings: Settings = request.app.state.settings
    limit = settings.max_upload_bytes
    if int(request.headers.get("content-length", "0")) > limit:
        raise _too_large(limit)
    packing = request.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip"):
        detail = f"Content-Encoding {packing[:40]!r} is not read; allowed are gzip and identity"
        raise RequestProblem(415, detail, headers={"Accept-Encoding": "gzip, identity"})
    parts = _limited(request, limit)
    if packing == "identity":
        async for part in parts:
            yield part
        return
    async for part in _gunzip(parts, limit):
        yield part


async def _limited(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        yield part


async def _gunzip(parts: AsyncIterator[bytes], limit: int) -> AsyncGenerator[bytes, None]:
    """Yield what is packed; in pieces, so that a small body cannot become a large memory."""
    unpacker = zlib.decompressobj(_GZIP_BITS)
    size = 0
    try:
        async for packed in parts:
            rest = packed
            while rest:
                if unpacker.eof:  # several packed files in a row are one
                    unpacker = zlib.decompressobj(_GZIP_BITS)
                piece = unpacker.decompress(rest, _FLUSH_BYTES)
                rest = unpacker.unconsumed_tail or unpacker.unused_data
                size += len(piece)
                if size > limit:
                    raise _too_large(limit)
                yield piece
        yield unpacker.flush()
    except zlib.error as error:
        raise RequestProblem(400, "the body is not gzip, as its Content-Encoding says") from error
    if not unpacker.eof:
        raise RequestProblem(400, "the gzip body ends too early")


def _too_large(limit: int) -> RequestProblem:
    return RequestProblem(413, f"the body has more than {limit} bytes, which is the most that is read")
