"""Standard output that a reader may leave at any time, as `| head` does."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO

import typer


@contextmanager
def text_output() -> Iterator[TextIO]:
    """Give standard output in UTF-8 with its line breaks left alone; end quietly when its reader is gone."""
    with _quiet():
        output = open(sys.stdout.fileno(), "w", encoding="utf-8", newline="", closefd=False)  # noqa: SIM115
        yield output
        output.flush()


@contextmanager
def byte_output() -> Iterator[BinaryIO]:
    """Give standard output for bytes; end quietly when its reader is gone."""
    with _quiet():
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()


@contextmanager
def _quiet() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        # Whatever is still buffered goes nowhere, so that the interpreter does not complain about it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None
