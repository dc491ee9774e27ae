"""The stored queries behind the REST endpoints: SPARQL files whose parameters are bound as terms, never as text.

A file declares a parameter in a comment, `# parameter doc: string - The id of the document.`, and shows its place as
`VALUES ?doc { UNDEF }`, or as a `LIMIT` or `OFFSET` line. So each file is a query in itself, about everything.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ipgraph.errors import VocabularyError
from ipgraph.rdf import terms
from ipgraph.store.queries import read_query

# "# parameter limit: integer - Most rows." declares; "# parameters follow" does not.
_DECLARATION = re.compile(r"^# parameter (?P<name>[A-Za-z]+): (?P<type>\S+) - ", re.MULTILINE)
# "VALUES ?doc { UNDEF }" and, on a line of its own, "LIMIT 100"; the LIMIT of a subquery, indented, is no place.
_PLACE = re.compile(r"VALUES \?(?P<variable>[A-Za-z]+) \{ UNDEF \}|^(?P<modifier>LIMIT|OFFSET) \d+$", re.MULTILINE)
_TYPES = frozenset({"iri", "string", "integer"})


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A query with typed parameters; `parameters` maps names to `iri`, `string` or `integer`."""

    name: str
    text: str
    parameters: Mapping[str, str]

    def bind(self, **values: str | int) -> str:
        """Return the query's text with every parameter bound to its value, encoded as a term of its type.

        Raises:
            ValueError: a parameter is missing, unknown, or has a value that is not of its type.

        """
        if values.keys() != self.parameters.keys():
            raise ValueError(f"query '{self.name}' takes {sorted(self.parameters)}, not {sorted(values)}")
        bound = {name: _encode(name, self.parameters[name], value) for name, value in values.items()}
        # In one pass: what a value holds is never taken for the place of another parameter.
        return _PLACE.sub(lambda place: bound.get(_name(place), place[0]), self.text)


def load_stored_queries(names: Iterable[str]) -> dict[str, StoredQuery]:
    """Return the named queries of `data/queries` by name.

    Raises:
        QueryError: there is no such query.
        VocabularyError: a parameter has no place in the query, or a type that is not known.

    """
    return {name: parse_stored_query(name, read_query(name)) for name in names}


def parse_stored_query(name: str, text: str) -> StoredQuery:
    """Return the query that a file holds.

    Raises:
        VocabularyError: a parameter has no place in the query, or a type that is not known.

    """
    parameters = {match["name"]: match["type"] for match in _DECLARATION.finditer(text)}
    places = {_name(place) for place in _PLACE.finditer(text)}
    for parameter, kind in parameters.items():
        if kind not in _TYPES:
            raise VocabularyError(f"{name}.rq: parameter '{parameter}' has type '{kind}'; allowed are {sorted(_TYPES)}")
        if parameter not in places:
            example = f"{parameter.upper()} 100" if kind == "integer" else f"VALUES ?{parameter} {{ UNDEF }}"
            raise VocabularyError(f"{name}.rq: parameter '{parameter}' has no place; expected '{example}'")
    return StoredQuery(name, text, parameters)


def _name(place: re.Match[str]) -> str:
    """Return the name of the parameter whose place this is."""
    return place["variable"] or place["modifier"].lower()


def _encode(name: str, kind: str, value: str | int) -> str:
    """Return what goes to the parameter's place."""
    match kind, value:
        case "integer", int() if value >= 0:
            return f"{name.upper()} {value:d}"
        case "iri", str():
            return f"VALUES ?{name} {{ {terms.iri(value)} }}"
        case "string", str():
            return f"VALUES ?{name} {{ {terms.literal(value)} }}"
    raise ValueError(f"{value!r} for parameter '{name}' is not of type {kind}")
