"""A store to write to, and a writer for it that is called without a loop of one's own."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from ipgraph.pipeline.writing import EmbeddedWriter, Written
from ipgraph.settings import Settings

T = TypeVar("T")
Write = Callable[[Callable[[EmbeddedWriter], Awaitable[T]]], T]


def run(settings: Settings, work: Callable[[EmbeddedWriter], Awaitable[T]]) -> T:
    """Return what `work` returns, done with a writer for these settings."""

    async def main() -> T:
        return await work(EmbeddedWriter(settings))

    return asyncio.run(main())


@pytest.fixture
def plain(tmp_path: Path) -> Settings:
    """Return the settings of an empty store in which nothing is checked."""
    return Settings(store=tmp_path / "store", write_checks="off")


@pytest.fixture
def turtle(tmp_path: Path) -> Callable[[str], Path]:
    """Return what makes a file of a text."""

    def make(text: str) -> Path:
        file = tmp_path / "body"
        file.write_text(text, encoding="utf-8")
        return file

    return make


@pytest.fixture
def update(plain: Settings) -> Callable[[str], Written]:
    """Return what runs an update on the plain store."""
    return lambda text: run(plain, lambda writer: writer.update(text))
