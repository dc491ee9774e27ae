"""The program: its commands, and what becomes of errors."""

import inspect
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from ipgraph import __version__
from ipgraph.cli.ask import ask
from ipgraph.cli.compare import diff
from ipgraph.cli.judge import evaluate, explain
from ipgraph.cli.make import build
from ipgraph.cli.read import dump, facts, query
from ipgraph.cli.serve import serve
from ipgraph.cli.show_settings import settings
from ipgraph.cli.token import token
from ipgraph.cli.validate import validate
from ipgraph.cli.write import load, update
from ipgraph.errors import IpgraphError

EPILOG = """Exit codes: 0 done; 1 some documents were not published, or do not conform; 2 wrong usage or bad input
(the message says what, where, and what is allowed); 3 a fault in ipgraph itself; 130 interrupted."""

app = typer.Typer(
    name="ipgraph",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EPILOG,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"ipgraph {__version__}")
        raise typer.Exit


def _help(command: Callable[..., None]) -> str:
    r"""Return a command's docstring, in which `\b` on a line of its own keeps the next paragraph's line breaks."""
    return (inspect.getdoc(command) or "").replace("\\b\n", "\b\n")


def root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    r"""Chinese intellectual-property policy documents as a validated, citable knowledge graph.

    \b
    The usual way:
      ipgraph build                 build and publish the graph of the corpus that ships with ipgraph
      ipgraph facts --format csv    what the documents state, one row a fact, each with its sentence
      ipgraph ask campaigns year=2014    ask one of the stored questions
      ipgraph query question.rq     ask the graph in SPARQL
      ipgraph serve                 serve it on http://127.0.0.1:8000
    """


app.callback(help=_help(root))(root)
for each in (build, validate, ask, query, facts, explain, evaluate, dump, diff, update, load, serve, settings, token):
    app.command(help=_help(each), epilog=EPILOG)(each)


def main() -> None:
    """Run the program and leave with its exit code; an error is one line on standard error."""
    try:
        app()
    except IpgraphError as error:
        _fail(str(error), 2)
    except KeyboardInterrupt:
        _fail("interrupted", 130)
    except Exception as error:  # noqa: BLE001 - the program's door: nobody should have to read a traceback
        _fail(f"a fault in ipgraph itself: {type(error).__name__}: {error}", 3)


def _fail(message: str, code: int) -> None:
    typer.echo(f"ipgraph: {message}", err=True)
    sys.exit(code)
