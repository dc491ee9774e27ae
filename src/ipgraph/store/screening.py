"""Looks at a query's text before any parser does: its form, its dataset, its length and depth, what is refused.

The engine cannot be told not to call SERVICE, and its parser ends the process when brackets nest too deep. So the text
is cut into tokens here, with a regular expression that cannot recurse. The engine reads without a scanner:
`1SERVICE<x>{…}` and `SERVICEx:y{…}` are calls to it. So what is refused is a little more than the grammar's clause.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ipgraph.errors import QueryRefused

if TYPE_CHECKING:
    # Reading settings takes longer to import than a write worker takes to start.
    from ipgraph.settings import Settings

# What is longer takes some milliseconds to screen, up to some tens.
SHORT_CHARS: Final = 4096
_REMEMBERED_SHORT, _REMEMBERED_LONG = 1024, 16

_FORMS = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_OPEN = {"{": "}", "(": ")", "[": "]"}
_CLOSE = frozenset(_OPEN.values())

# Order matters: `<<` before an IRI, an IRI before the operator `<`, long strings before short ones.
TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^\"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                |\"(?:[^\"\\\n\r]|\\.)*\" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<op><<|>>)
    | (?P<iri><[^<>"{}|^`\x00-\x20]*>)
    | (?P<tag>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)
    | (?P<var>[?$]\w[\w·]*)
    | (?P<name>(?:[^\W\d][\w.·-]*)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])
                                      (?:[\w.:·-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)?)
    | (?P<word>[^\W\d][\w-]*)
    | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)
    | (?P<bracket>[{}()\[\]])
    | (?P<mark>\S)
    """,
    re.VERBOSE | re.DOTALL,
)
# `true.SERVICE:x{…}` has the shape of a name; to the engine it is a literal, a full stop and a call.
_SERVICE = re.compile(r"[^:]*service", re.IGNORECASE)
# What these give depends on the moment, on chance, or on another endpoint.
_CHANGING = ("NOW", "RAND", "UUID", "BNODE", "SERVICE")
_TERMS = frozenset({"iri", "var", "name"})
_TERM_ENDS = frozenset({"iri", "var", "name", "string", "tag", "number", "word"})


class Token(NamedTuple):
    """A piece of a query's text: the name of its group in the pattern, and the text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ScreenedQuery:
    """A query that may be parsed: `form` is `select`, `ask`, `graph`, or `None` where the text has no form yet.

    `has_dataset` tells whether the query names graphs with FROM; then the union of all graphs is not its default.
    `is_repeatable` tells whether it has the same answer each time that it is asked of the same data.
    """

    text: str
    form: str | None
    has_dataset: bool
    is_repeatable: bool = False


class Screener:
    """Screens queries by the settings of a service, and remembers what it found of the last ones."""

    def __init__(self, settings: "Settings") -> None:
        self._settings = settings
        self._short = lru_cache(maxsize=_REMEMBERED_SHORT)(self._screen)
        self._long = lru_cache(maxsize=_REMEMBERED_LONG)(self._screen)

    def screen(self, query: str) -> ScreenedQuery:
        """Return what can be known of a query; raises as the function `screen` does."""
        return self._short(query) if len(query) <= SHORT_CHARS else self._long(query)

    def _screen(self, query: str) -> ScreenedQuery:
        settings = self._settings
        return screen(query, settings.max_query_chars, settings.max_query_depth, settings.service_endpoints)


def screen(query: str, max_chars: int, max_depth: int, services: Collection[str] = ()) -> ScreenedQuery:
    """Return what can be known of a query without parsing it.

    Args:
        query: the text.
        max_chars: the greatest length.
        max_depth: the deepest nesting of brackets.
        services: the IRIs of the endpoints that SERVICE may call.

    Raises:
        QueryRefused: the query is longer or deeper than allowed, calls another SERVICE, or is an update.

    """
    if len(query) > max_chars:
        raise QueryRefused(f"the query has {len(query)} characters; at most {max_chars} are allowed")
    tokens = [token for token in _tokens(query) if token.kind != "comment"]
    _require_depth(tokens, max_depth)
    words = [token.text.upper() for token in tokens if token.kind == "word"]
    keyword = _first_keyword(tokens)
    if keyword in _UPDATES:
        raise QueryRefused(f"{keyword} is an update; only queries are answered here: SELECT, ASK, CONSTRUCT, DESCRIBE")
    require_services(query, tokens, services)
    form = next((name for start, name in _FORMS.items() if keyword.startswith(start)), None)
    return ScreenedQuery(query, form, any(word.startswith("FROM") for word in words), _is_repeatable(tokens))


def undeclared_prefixes(query: str) -> list[str]:
    """Return the prefixes that a query uses and does not declare, in text order."""
    declared, used = set(), []
    previous = ""
    for token in _tokens(query):
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if previous == "PREFIX":
                declared.add(prefix)
            else:
                used.append(prefix)
        previous = token.text.upper()
    return [prefix for prefix in dict.fromkeys(used) if prefix not in declared]


def _tokens(query: str) -> Iterator[Token]:
    """Yield the pieces of a query's text, white space left out."""
    for match in TOKEN.finditer(query):
        yield Token(match.lastgroup or "mark", match.group())


def _first_keyword(tokens: list[Token]) -> str:
    """Return the first word, in capitals, that is not part of the prologue; empty where there is none."""
    words = (token.text.upper() for token in tokens if token.kind == "word")
    return next((word for word in words if word not in {"PREFIX", "BASE", "VERSION"}), "")


def _is_repeatable(tokens: list[Token]) -> bool:
    """Return `False` where a query may hold a call whose value changes while the data stay the same.

    A word that only ends in the name of such a call counts, too, since the engine reads without a scanner.
    """
    prefixes = (token.text.upper().partition(":")[0] for token in tokens if token.kind in {"word", "name"})
    return not any(prefix.endswith(_CHANGING) for prefix in prefixes)


def _require_depth(tokens: list[Token], max_depth: int) -> None:
    """Refuse brackets, or signs such as `!`, that nest deeper than allowed."""
    depth = run = 0
    for token in tokens:
        if token.text in _OPEN:
            depth += 1
        elif token.text in _CLOSE:
            depth -= 1
        run = run + 1 if token.text in {"!", "+", "-", "^"} else 0
        if max(depth, run) > max_depth:
            raise QueryRefused(f"the query nests deeper than {max_depth} brackets")


def require_services(query: str, tokens: list[Token], services: Collection[str]) -> None:
    """Refuse a federated call to any endpoint but those that are allowed."""
    allowed = (
        f"calls only {', '.join(sorted(services))}, each written as an IRI" if services else "calls no other endpoint"
    )
    message = f"SERVICE is refused: this endpoint {allowed}"
    for index, token in enumerate(tokens):
        if token.kind not in {"word", "name"} or not _SERVICE.match(token.text):
            continue
        call = _call(tokens, index)
        if call is not None and call not in services:
            raise QueryRefused(message)
    if has_doubtful_iri(tokens) and "service" in query.lower():
        raise QueryRefused(f"{message} (write a space after the operator '<' if this query calls none)")


def _call(tokens: list[Token], index: int) -> str | None:
    """Return what the word at `index` calls, if it may begin a SERVICE clause; empty where that is no plain IRI.

    At most SILENT and one term stand before a `{`.
    """
    if index and tokens[index - 1].text.upper() in {"GRAPH", "FROM", "NAMED", "DESCRIBE", "PREFIX"}:
        return None
    rest = tokens[index + 1 : index + 4]
    if rest and rest[0].text.upper() == "SILENT":
        rest = rest[1:]
    called = ""
    if rest and rest[0].kind in _TERMS:
        plain = tokens[index].text.upper() == "SERVICE" and rest[0].kind == "iri"
        called = rest[0].text[1:-1] if plain else ""
        rest = rest[1:]
    return called if rest and rest[0].text == "{" else None


def has_doubtful_iri(tokens: list[Token]) -> bool:
    """Tell whether a `<…>` in an expression may also be the operator `<`, so that what follows reads differently.

    Doubtful is `FILTER(?x<?y&&?z='>')`: an IRI by the grammar's longest match, a comparison to the engine.
    """
    brackets: list[str] = []
    previous = Token("mark", "")
    for token in tokens:
        if token.kind == "iri" and brackets[-1:] == ["("] and ("'" in token.text or "#" in token.text):
            if previous.kind in _TERM_ENDS or previous.text in _CLOSE:
                return True
        elif token.text in _OPEN and token.kind == "bracket":
            brackets.append(token.text)
        elif token.text in _CLOSE and token.kind == "bracket" and brackets:
            brackets.pop()
        previous = token
    return False
