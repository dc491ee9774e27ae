"""Runs screened SPARQL updates on a database that nobody reads yet, and says where one is wrong."""

import re
from collections.abc import Sequence

import pyoxigraph

from ipgraph.errors import QueryRefused, QuerySyntaxError
from ipgraph.store.screening import undeclared_prefixes

_EXCERPT = 40
_PLACE = re.compile(r"error at (\d+):(\d+): ")


def run_updates(store: pyoxigraph.Store, texts: Sequence[str], base_iri: str) -> None:
    """Run the texts of `ipgraph.store.update_screening.screen_update`; a failure may leave the earlier ones done.

    Relative IRIs are resolved against `base_iri` where a text has no BASE.

    Raises:
        QuerySyntaxError: a text is not a SPARQL update.
        QueryRefused: the engine cannot do what it asks for.

    """
    for text in texts:
        try:
            store.update(text, base_iri=base_iri)
        except SyntaxError as error:
            raise _syntax_error(error, text) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryRefused(f"the update cannot be done: {error}") from error


def _syntax_error(error: SyntaxError, text: str) -> QuerySyntaxError:
    """Return where the text stops being an update; what the engine expected there depends on how it tried."""
    place = _PLACE.match(str(error))
    if place is None:
        return QuerySyntaxError(str(error))
    line, column = int(place[1]), int(place[2])
    rest = text.split("\n")[line - 1][column - 1 :].strip()
    found = f"'{rest[:_EXCERPT]}'" if rest else "the end of the line"
    prefixes = ", ".join(f"'{prefix}:'" for prefix in undeclared_prefixes(text))
    hint = f"; declare the prefix {prefixes}" if prefixes else ""
    message = f"line {line}, column {column}: not a SPARQL 1.1 update from here on: {found}{hint}"
    return QuerySyntaxError(message, line, column)
