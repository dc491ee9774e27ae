"""Stores to write to, and what writes to them."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from ipgraph.pipeline.writing import EmbeddedWriter
from ipgraph.settings import Settings


def _run(settings: Settings, *works: Callable[[EmbeddedWriter], Awaitable[Any]]) -> list[Any]:
    async def main() -> list[Any]:
        writer = EmbeddedWriter(settings)
        return [await work(writer) for work in works]

    return asyncio.run(main())


@pytest.fixture(scope="session")
def write() -> Callable[..., list[Any]]:
    """Return what makes writes, one after the other, with a writer for some settings, and gives what came of each."""
    return _run


@pytest.fixture
def plain(tmp_path: Path) -> Settings:
    """Return the settings of an empty store in which nothing is checked."""
    return Settings(store=tmp_path / "store", write_checks="off")


@pytest.fixture
def body(tmp_path: Path) -> Callable[[str], Path]:
    """Return what makes a file of a text."""

    def make(text: str) -> Path:
        number = len(list(tmp_path.glob("body-*")))
        file = tmp_path / f"body-{number}"
        file.write_text(text, encoding="utf-8")
        return file

    return make
