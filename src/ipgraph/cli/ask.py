"""`ipgraph ask`: the stored questions."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

import typer

from ipgraph.cli.answers import AnswerFormat, print_answer
from ipgraph.cli.options import StoreOption, read_settings
from ipgraph.errors import QueryRefused
from ipgraph.store.declarations import TOPICS
from ipgraph.store.queries import StoredQuery


class Language(StrEnum):
    """The languages in which questions are described."""

    EN = "en"
    ZH = "zh"


def ask(
    name: Annotated[str | None, typer.Argument(help="Name of a question; without one, all are listed.")] = None,
    arguments: Annotated[
        list[str] | None, typer.Argument(metavar="KEY=VALUE", help="What the question can be told.")
    ] = None,
    answer_format: Annotated[AnswerFormat, typer.Option("--format", help="Form of the answer.")] = AnswerFormat.TABLE,
    describe: Annotated[bool, typer.Option(help="Print what the question asks, takes and returns.")] = False,
    sparql: Annotated[bool, typer.Option(help="Print the SPARQL query instead of its answer.")] = False,
    lang: Annotated[Language, typer.Option(help="Language of titles and descriptions.")] = Language.EN,
    timeout: Annotated[float | None, typer.Option(min=0.001, help="Deadline in seconds, below the setting's.")] = None,
    store: StoreOption = None,
) -> None:
    r"""Ask the published graph one of the questions that ship with ipgraph.

    A thing is given by its id, a name that it bears, or its IRI; a day as 2018-03-22. What is not given is left open.

    \b
    Examples:
      ipgraph ask
      ipgraph ask participations --describe
      ipgraph ask participations country=美国 from=2012 to=2017
    """
    from ipgraph.store.blocking import BlockingEndpoint
    from ipgraph.store.opening import open_store
    from ipgraph.store.queries import load_query, load_questions

    if name is None:
        typer.echo(_listing(load_questions().values(), lang))
        return
    question = load_query(name)
    if describe:
        typer.echo(_description(question, lang))
        return
    given = _read_arguments(arguments or [])
    settings = read_settings(store, workers=1, timeout_s=timeout)
    with BlockingEndpoint(open_store(settings).endpoint()) as endpoint:
        text = endpoint.bind(question, given, settings.base_iri)
        if sparql:
            typer.echo(text, nl=False)
            return
        answer = endpoint.execute(text, answer_format.short_name)
    print_answer(answer, answer_format)


def _read_arguments(arguments: list[str]) -> dict[str, str]:
    """Return the arguments by parameter.

    Raises:
        QueryRefused: one is not KEY=VALUE, or is given twice.

    """
    given: dict[str, str] = {}
    for argument in arguments:
        key, equals, value = argument.partition("=")
        if not equals or key in given:
            raise QueryRefused(f"argument '{argument}' is not right; allowed: KEY=VALUE, each key once")
        given[key] = value
    return given


def _listing(questions: Iterable[StoredQuery], lang: Language) -> str:
    """Return the names and titles of the questions under the heads of their topics."""
    topics: dict[str | None, list[str]] = {topic: [] for topic in TOPICS}
    for each in questions:
        topics.setdefault(each.topic, []).append(f"  {each.name:<24} {each.title[lang]}")
    heads = {topic: TOPICS[topic][lang] for topic in TOPICS}
    return "\n\n".join("\n".join([heads.get(topic or "", ""), *lines]) for topic, lines in topics.items() if lines)


def _description(question: StoredQuery, lang: Language) -> str:
    """Return what a question asks, takes and returns, for people."""
    lines = [question.title[lang], question.description[lang], ""]
    for parameter in question.parameters.values():
        default = f" [{parameter.default}]" if parameter.default is not None else ""
        lines.append(f"  {parameter.name}={parameter.type.upper()}{default}  {parameter.description[lang]}")
    lines += ["", *(f"  ?{column.name}  {column.description[lang]}" for column in question.columns)]
    if question.examples:
        calls = (" ".join(f"{key}={value}" for key, value in example.items()) for example in question.examples)
        lines += ["", *(f"  ipgraph ask {question.name} {call}" for call in calls)]
    return "\n".join(lines)
