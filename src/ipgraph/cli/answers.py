"""How the answers to queries are printed."""

import json
import sys
from enum import StrEnum

import typer
from rich.console import Console
from rich.table import Table

from ipgraph.cli.output import byte_output, text_output
from ipgraph.store.answers import QueryAnswer


class AnswerFormat(StrEnum):
    """How the answer to a query is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TTL = "ttl"

    @property
    def short_name(self) -> str | None:
        """The format in which the engine writes the answer; `None` for the one that tables are made from."""
        return None if self is AnswerFormat.TABLE else self.value


def print_answer(answer: QueryAnswer, answer_format: AnswerFormat) -> None:
    """Print an answer: as a table for people, else, and always for a graph, the engine's own bytes."""
    if answer.truncated is not None:
        setting = f"IPGRAPH_MAX_RESULT_{answer.truncated.upper()}"
        typer.echo(
            f"ipgraph: the answer is cut: it has more {answer.truncated} than {setting}, or the remote store, allows",
            err=True,
        )
    if answer_format is AnswerFormat.TABLE and answer.kind != "graph":
        _print_table(answer)
        return
    with byte_output() as output:
        for chunk in answer.chunks():
            output.write(chunk)


def _print_table(answer: QueryAnswer) -> None:
    """Print the rows of a SELECT, or the yes or no of an ASK, for people."""
    result = json.loads(answer.body)
    if answer.kind == "ask":
        typer.echo("yes" if result["boolean"] else "no")
        return
    names = result["head"]["vars"]
    table = Table(*names)
    for binding in result["results"]["bindings"]:
        table.add_row(*(binding[name]["value"] if name in binding else "" for name in names))
    with text_output() as output:
        # Into a pipe there is no width to keep to, and nothing should be cut.
        console = Console(file=output, markup=False, highlight=False, width=None if sys.stdout.isatty() else 10_000)
        console.print(table)
