"""`ipgraph update` and `ipgraph load`: writing to a store, through the gate that the service has."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ipgraph.cli.options import StoreOption, read_settings, read_text
from ipgraph.errors import SourceError
from ipgraph.settings import Settings

if TYPE_CHECKING:
    from ipgraph.pipeline.writing import Writer, Written

# What a graph is read as, by the end of its file's name.
_MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".xml": "application/rdf+xml",
    ".jsonld": "application/ld+json",
}


def update(
    file: Annotated[str, typer.Argument(help="File with the update, or - for standard input.")] = "-",
    store: StoreOption = None,
) -> None:
    r"""Run a SPARQL 1.1 update on the store, and publish the outcome as a new release.

    The outcome must conform to the shapes, as IPGRAPH_WRITE_CHECKS says. LOAD and SERVICE are refused.

    \b
    Example:
      echo 'INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/b> 1 } }' | ipgraph update
    """
    text = read_text(file, "update")
    _write(read_settings(store), lambda writer: writer.update(text))


def load(
    file: Annotated[
        Path, typer.Argument(help="Turtle (.ttl), N-Triples (.nt), RDF/XML (.rdf, .xml), JSON-LD (.jsonld).")
    ],
    graph: Annotated[str | None, typer.Option(help="IRI of the graph to add to; else the default graph.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Put the file in the place of the graph.")] = False,
    store: StoreOption = None,
) -> None:
    r"""Load a file of RDF into one graph of the store, and publish the outcome as a new release.

    Relative IRIs are resolved against the IRI of the graph. The outcome must conform to the shapes, as
    IPGRAPH_WRITE_CHECKS says.

    \b
    Example:
      ipgraph load notes.ttl --graph http://example.org/notes --replace
    """
    settings = read_settings(store)
    media_type = _MEDIA_TYPES.get(file.suffix.lower())
    if media_type is None:
        raise SourceError(
            f"{file}: files that end in '{file.suffix}' are not read; allowed are {', '.join(_MEDIA_TYPES)}"
        )
    if not file.is_file():
        raise SourceError(f"{file}: no such file")
    base_iri = graph or settings.base_iri

    def put_or_post(writer: "Writer") -> "Awaitable[Written]":
        return (writer.put_graph if replace else writer.post_graph)(graph, file, media_type, base_iri)

    _write(settings, put_or_post)


def _write(settings: Settings, work: "Callable[[Writer], Awaitable[Written]]") -> None:
    """Make one write and say which release came of it; the report of one that does not conform is printed."""
    from ipgraph.pipeline.writers import open_writer
    from ipgraph.pipeline.writing import WriteRejected

    async def run() -> "Written":
        writer = open_writer(settings)
        try:
            return await work(writer)
        finally:
            await writer.close()

    try:
        written = asyncio.run(run())
    except WriteRejected as error:
        typer.echo(error.report.as_text(), nl=False)
        typer.echo(f"ipgraph: {error}", err=True)
        raise typer.Exit(1) from error
    if written.report is not None and written.report.results:
        typer.echo(written.report.as_text(), nl=False)
    typer.echo("written" if written.release_id is None else f"release {written.release_id}")
