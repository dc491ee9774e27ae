"""Requests sent as fast as they are answered, over connections that stay open."""

import asyncio
import time
from collections.abc import Sequence
from urllib.parse import urlencode

Address = tuple[str, int]


def get(path: str, accept: str = "*/*", **parameters: str) -> bytes:
    """Return the bytes of a GET request."""
    query = f"?{urlencode(parameters)}" if parameters else ""
    return f"GET {path}{query} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n".encode()


def requests_per_second(address: Address, requests: Sequence[bytes], connections: int = 8) -> float:
    """Return how many of these requests are answered in a second.

    Raises:
        RuntimeError: one is not answered with 200.

    """
    return asyncio.run(_run(address, requests, connections))


async def _run(address: Address, requests: Sequence[bytes], connections: int) -> float:
    start = time.perf_counter()
    await asyncio.gather(*(_send(address, requests[place::connections]) for place in range(connections)))
    return len(requests) / (time.perf_counter() - start)


async def _send(address: Address, requests: Sequence[bytes]) -> None:
    reader, writer = await asyncio.open_connection(*address)
    for request in requests:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(f"{address}: {head.decode(errors='replace')[:200]}")
        if b"transfer-encoding: chunked" in head:
            await _read_chunks(reader)
        else:
            await reader.readexactly(int(head.partition(b"content-length:")[2].partition(b"\r\n")[0]))
    writer.close()


async def _read_chunks(reader: asyncio.StreamReader) -> None:
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()
