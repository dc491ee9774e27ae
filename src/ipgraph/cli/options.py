"""The options that several commands share, and the settings that follow from them."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from ipgraph.errors import ServiceError, SourceError
from ipgraph.settings import Settings

Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATH", help="Files (.txt, .md, .html, .htm, .docx, .pdf), or folders with such files."),
]

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="Directory of the store, or address of a SPARQL service [default: data/build, or IPGRAPH_STORE].",
        show_default=False,
    ),
]


def read_settings(store: str | None, **overrides: object) -> Settings:
    """Return the settings of the environment, with what the command line says in their place.

    Raises:
        ServiceError: a setting has a value that is not allowed.

    """
    given = {"store": store, **overrides}
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        faults = "; ".join(f"IPGRAPH_{fault['loc'][0]!s}".upper() + f": {fault['msg']}" for fault in error.errors())
        raise ServiceError(faults) from error


def read_text(file: str, what: str) -> str:
    """Return the text of a file, or of standard input (`-`); `what` it is, for messages.

    Raises:
        SourceError: it cannot be read.

    """
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise SourceError(f"{file}: the {what} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{file}: the {what} is not UTF-8 (byte {error.start})") from error
