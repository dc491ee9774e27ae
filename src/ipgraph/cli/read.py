"""`ipgraph query`, `ipgraph facts` and `ipgraph dump`: what the published graph says."""

import shutil
from enum import StrEnum
from typing import Annotated

import typer

from ipgraph.cli.answers import AnswerFormat, print_answer
from ipgraph.cli.options import StoreOption, read_settings, read_text
from ipgraph.cli.output import byte_output, text_output


class FactFormat(StrEnum):
    """How facts are printed."""

    JSONL = "jsonl"
    CSV = "csv"


def query(
    file: Annotated[str, typer.Argument(help="File with the query, or - for standard input.")] = "-",
    answer_format: Annotated[AnswerFormat, typer.Option("--format", help="Form of the answer.")] = AnswerFormat.TABLE,
    timeout: Annotated[float | None, typer.Option(min=0.001, help="Deadline in seconds, below the setting's.")] = None,
    store: StoreOption = None,
) -> None:
    r"""Ask the published graph in SPARQL 1.1 (SELECT, ASK, CONSTRUCT, DESCRIBE).

    Without FROM a query asks all named graphs together. CONSTRUCT and DESCRIBE are printed in Turtle.

    \b
    Examples:
      ipgraph query question.rq
      echo 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' | ipgraph query --format csv
    """
    from ipgraph.store.blocking import BlockingEndpoint
    from ipgraph.store.opening import open_store

    settings = read_settings(store, workers=1, timeout_s=timeout)
    text = read_text(file, "query")
    with BlockingEndpoint(open_store(settings).endpoint()) as endpoint:
        answer = endpoint.execute(text, answer_format.short_name)
    print_answer(answer, answer_format)


def facts(
    doc: Annotated[str | None, typer.Option(help="Id of one document (its file's stem); else all.")] = None,
    fact_format: Annotated[FactFormat, typer.Option("--format", help="JSON Lines or CSV.")] = FactFormat.JSONL,
    store: StoreOption = None,
) -> None:
    r"""Print what the documents state, one row a fact, in the order of their texts.

    The rows are a SPARQL query over the graph: doc, predicate, subject, object, qualifier, year, ordinal, value, unit,
    start, end, quote, modality, task. The source text at start:end, in code points, is the quote.

    \b
    Examples:
      ipgraph facts > facts.jsonl
      ipgraph facts --doc 003_e50c2ae63e0a0b2d --format csv
    """
    from ipgraph.facts import read_facts, write_csv, write_jsonl
    from ipgraph.store.opening import open_store

    with open_store(read_settings(store)).rows() as source, text_output() as output:
        rows = read_facts(source, doc)
        (write_csv if fact_format is FactFormat.CSV else write_jsonl)(rows, output)


def dump(store: StoreOption = None) -> None:
    r"""Print the whole published graph as canonical N-Quads: sorted, each statement once.

    The same documents give the same bytes, on every machine and in whatever order they were built. A remote store is
    fetched graph by graph first.

    \b
    Example:
      ipgraph dump | sha256sum
    """
    from ipgraph.store.opening import open_store

    opened = open_store(read_settings(store)).local()
    with opened as release, release.with_dump() as path, path.open("rb") as lines, byte_output() as output:
        shutil.copyfileobj(lines, output)
