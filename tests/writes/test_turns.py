"""One write at a time: who waits, who is refused, and what happens to those whose caller leaves."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ipgraph.errors import QueryOverload, QueryRefused, WriteConflict
from ipgraph.pipeline.writing import EmbeddedWriter
from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release
from ipgraph.store.lock import hold

Write = Callable[..., list[Any]]


def _insert(number: int) -> str:
    return f"INSERT DATA {{ GRAPH <a:g> {{ <a:s> <a:p> {number} }} }}"


def _numbers(store: Path) -> set[int]:
    return {int(row["o"]) for row in open_release(store).select("SELECT ?o { GRAPH ?g { ?s ?p ?o } }")}


def test_writes_that_wait_follow_one_another_and_too_many_are_refused(plain: Settings) -> None:
    settings = plain.model_copy(update={"write_queue_size": 2})

    async def work() -> list[Any]:
        writer = EmbeddedWriter(settings)
        return await asyncio.gather(*(writer.update(_insert(n)) for n in range(4)), return_exceptions=True)

    results = asyncio.run(work())
    refused = [isinstance(result, QueryOverload) for result in results]
    assert refused == [False, False, False, True]
    assert _numbers(plain.store_dir) == {0, 1, 2}


def test_a_store_that_another_process_writes_is_refused(plain: Settings, write: Write) -> None:
    with hold(plain.store_dir), pytest.raises(WriteConflict, match="another build or write holds this store"):
        write(plain, lambda writer: writer.update(_insert(1)))
    write(plain, lambda writer: writer.update(_insert(1)))


def test_the_service_goes_over_to_a_release_before_its_client_is_answered(plain: Settings) -> None:
    seen: list[set[int]] = []

    async def look() -> None:
        seen.append(_numbers(plain.store_dir))

    async def work() -> None:
        writer = EmbeddedWriter(plain, look)
        await writer.update(_insert(1))
        assert seen == [{1}]
        with pytest.raises(QueryRefused):
            await writer.update("LOAD <a:b>")

    asyncio.run(work())
    assert seen == [{1}]


def test_a_write_that_has_begun_goes_on_without_its_caller_and_one_that_waits_does_not(plain: Settings) -> None:
    async def work() -> None:
        writer = EmbeddedWriter(plain)
        first, second, third = (asyncio.create_task(writer.update(_insert(n))) for n in range(3))
        await asyncio.sleep(0)
        first.cancel()
        second.cancel()
        await third
        assert first.cancelled()
        assert second.cancelled()

    asyncio.run(work())
    assert _numbers(plain.store_dir) == {0, 2}


def test_a_writer_that_is_closed_ends_its_write_and_leaves_the_store_free(plain: Settings) -> None:
    async def work() -> None:
        writer = EmbeddedWriter(plain)
        task = asyncio.create_task(writer.update(_insert(1)))
        await asyncio.sleep(0)
        await writer.close()
        await asyncio.wait([task])
        assert task.cancelled()

    asyncio.run(work())
    with hold(plain.store_dir):
        assert not (plain.store_dir / "current").exists()
