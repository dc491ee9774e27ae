"""The options that several commands share, and the settings that follow from them."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ipgraph.cli.sources import load_settings
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

SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=VALUE", help="Any other setting, as 'rate_limit=600/minute'.", show_default=False
    ),
]


def to_overrides(assignments: list[str] | None) -> dict[str, object]:
    """Return the settings that `--set` gives, by name.

    Raises:
        ServiceError: one is no assignment.

    """
    overrides: dict[str, object] = {}
    for text in assignments or []:
        name, equals, value = text.partition("=")
        if not equals:
            raise ServiceError(f"--set {text}: is not NAME=VALUE; 'ipgraph settings' lists the names")
        overrides[name.strip().lower()] = value
    return overrides


def read_settings(store: str | None, assignments: list[str] | None = None, **overrides: object) -> Settings:
    """Return the settings in force, with what the command line says in the first place.

    Args:
        store: the option `--store`.
        assignments: what `--set` says; an option of a setting's own wins over it.
        overrides: further options by the name of their setting, `None` where they are not given.

    Raises:
        ServiceError: a setting has a value that is not allowed, or there is no setting of that name.

    """
    own = {name: value for name, value in {"store": store, **overrides}.items() if value is not None}
    return load_settings({**to_overrides(assignments), **own}).settings


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
