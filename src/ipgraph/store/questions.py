"""Answers the stored questions: arguments as people write them become terms, then the query runs like any other."""

import json
from collections.abc import Mapping
from datetime import date

from ipgraph.errors import QueryRefused
from ipgraph.rdf.terms import IPG
from ipgraph.store.answers import QueryAnswer
from ipgraph.store.declarations import CONCEPT, Parameter
from ipgraph.store.endpoint import SparqlEndpoint
from ipgraph.store.queries import SERVICE, StoredQuery, load_query

_FIRST_YEAR, _LAST_YEAR = 1800, 2199
_MOST_ROWS = 1_000_000


async def bind_arguments(
    question: StoredQuery, arguments: Mapping[str, str], endpoint: SparqlEndpoint, base_iri: str
) -> str:
    """Return the question's SPARQL text with arguments as people write them.

    A thing is given by its id (`cnipa`), a name that it bears (`国家知识产权局`, `CNIPA`) or its IRI.

    Raises:
        QueryRefused: there is no such parameter, a value is not of its type, or a name means nothing or several things.

    """
    unknown = sorted(arguments.keys() - question.parameters.keys())
    if unknown:
        allowed = ", ".join(question.parameters) or "none"
        raise QueryRefused(f"question '{question.name}' has no parameter '{unknown[0]}'; it takes: {allowed}")
    values = {
        name: await _value(question.parameters[name], text.strip(), endpoint, base_iri)
        for name, text in arguments.items()
    }
    return question.bind(**values)


async def answer_question(
    question: StoredQuery,
    arguments: Mapping[str, str],
    endpoint: SparqlEndpoint,
    base_iri: str,
    media_type: str | None = None,
    timeout_s: float | None = None,
) -> QueryAnswer:
    """Return the answer to a question; raises as `bind_arguments` and `SparqlEndpoint.execute` do."""
    text = await bind_arguments(question, arguments, endpoint, base_iri)
    return await endpoint.execute(text, media_type, timeout_s)


async def _value(parameter: Parameter, text: str, endpoint: SparqlEndpoint, base_iri: str) -> str | int | date:
    """Return what the text of an argument means."""
    match parameter.type:
        case "string":
            return text
        case "integer":
            return _number(parameter, text, 0, _MOST_ROWS)
        case "year":
            return _number(parameter, text, _FIRST_YEAR, _LAST_YEAR)
        case "date":
            return _day(parameter, text)
        case "iri":
            return _iri(parameter, text)
    return await _thing(parameter, text, endpoint, base_iri)


def _number(parameter: Parameter, text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most):
        raise _refused(parameter, text, f"a whole number from {least} to {most}")
    return int(text)


def _day(parameter: Parameter, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _refused(parameter, text, "a day such as 2018-03-22") from error


def _iri(parameter: Parameter, text: str) -> str:
    if not text.startswith(("https://", "http://", "urn:")):
        raise _refused(parameter, text, "an absolute IRI")
    return text


async def _thing(parameter: Parameter, text: str, endpoint: SparqlEndpoint, base_iri: str) -> str:
    """Return the IRI of the one thing that an argument names."""
    if text.startswith(("https://", "http://")):
        return text
    kind = parameter.type
    if kind.startswith(CONCEPT):
        prefix = f"{IPG}{kind.removeprefix(CONCEPT)}-"
    else:
        prefix = base_iri if kind == "thing" else f"{base_iri}{kind}/"
    rows = await _find(endpoint, text, prefix)
    things = [f"{prefix}{text}"] if f"{prefix}{text}" in rows else list(rows)
    if not things:
        raise _refused(parameter, text, f"the id, a name or the IRI of a {kind} of this graph")
    if len(things) > 1:
        several = ", ".join(f"{thing.removeprefix(base_iri)} ({rows[thing]})" for thing in things)
        raise _refused(parameter, text, f"one thing; this may be {several}; give the id or the IRI")
    return things[0]


async def _find(endpoint: SparqlEndpoint, name: str, prefix: str) -> dict[str, str]:
    """Return the labels of the things with an id or a name, by IRI."""
    text = load_query("things_named", SERVICE).bind(name=name, prefix=prefix)
    bindings = json.loads((await endpoint.execute(text, "json")).body)["results"]["bindings"]
    return {row["thing"]["value"]: row.get("label", {}).get("value", "") for row in bindings}


def _refused(parameter: Parameter, text: str, allowed: str) -> QueryRefused:
    return QueryRefused(f"'{text[:80]}' for parameter '{parameter.name}' is not right; allowed: {allowed}")
