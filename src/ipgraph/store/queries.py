"""The stored queries that ship with ipgraph: SPARQL files that say of themselves what they ask, take and return.

`data/queries/NAME.rq` are questions that users ask, `data/queries/service/NAME.rq` those behind commands and endpoints.
The comments at the head of a file declare it:

    # title@en: Campaigns                              (title and description, each in zh and en)
    # parameter from: year - The first year.           (a name, its type, what it means; `# parameter from@zh: …` in zh)
    # column campaign: The campaign's name.            (likewise)

A parameter's place is `VALUES ?name { … }`, or a line `LIMIT …` or `OFFSET …`. What stands there counts where no value
is given; `UNDEF` stands for any. So each file is a query in itself, and values are bound as terms, never as text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from ipgraph.errors import QueryError, VocabularyError
from ipgraph.model.acts import EntityKind
from ipgraph.rdf import terms
from ipgraph.resources import data_path

SERVICE: Final = "service"
# A thing's type is its kind, and its value an IRI; a concept's type is `concept-` and the name of its scheme.
THING_TYPES: Final = frozenset({*(kind.value for kind in EntityKind), "measure", "thing"})
CONCEPT: Final = "concept-"
_PLAIN_TYPES = frozenset({"iri", "string", "integer", "year", "date"})

# "# title@en: Campaigns" and "# parameter from: year - The first year." declare; "# One pattern each: …" does not.
_DECLARATION = re.compile(
    r"^# (?P<what>title|description|parameter|column)(?: (?P<name>[A-Za-z]+))?(?:@(?P<lang>zh|en))?: (?P<text>.+)$",
    re.MULTILINE,
)
_TYPED = re.compile(r"(?P<type>\S+) - (?P<text>.+)")
# "VALUES ?doc { UNDEF }" and, on a line of its own, "LIMIT 100"; the LIMIT of a subquery, indented, is no place.
_PLACE = re.compile(r"VALUES \?(?P<variable>[A-Za-z]+) \{ [^{}]* \}|^(?P<modifier>LIMIT|OFFSET) \d+$", re.MULTILINE)

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query can be told: its type (`iri`, `string`, `integer`, `year`, `date`, a kind of thing, a concept)."""

    name: str
    type: str
    description: Texts
    default: str | None


@dataclass(frozen=True, slots=True)
class Column:
    """A variable of the answer, and what it means by language."""

    name: str
    description: Texts


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A query that documents itself; `title` and `description` are texts by language."""

    name: str
    text: str
    title: Texts
    description: Texts
    parameters: Mapping[str, Parameter]
    columns: tuple[Column, ...]

    def bind(self, **values: str | int | date) -> str:
        """Return the query's text with the given values, encoded as terms of their types, at their places.

        A place that stays open (`UNDEF`) is left out: the engine joins with such a variable in its slowest
        way.

        Raises:
            ValueError: there is no such parameter, or a value is not of its type.

        """
        if not values.keys() <= self.parameters.keys():
            raise ValueError(f"query '{self.name}' takes {sorted(self.parameters)}, not {sorted(values)}")
        bound = {name: "" for name, parameter in self.parameters.items() if parameter.default is None}
        bound |= {name: _encode(self.parameters[name], value) for name, value in values.items()}
        # In one pass: what a value holds is never taken for the place of another parameter.
        return _PLACE.sub(lambda place: bound.get(_name(place), place[0]), self.text)


def load_query(name: str, folder: str = "") -> StoredQuery:
    """Return a stored query: a question, or with `folder=SERVICE` one behind a command or an endpoint.

    Raises:
        QueryError: there is none of that name.
        VocabularyError: it is declared wrongly.

    """
    path = data_path("queries", folder, f"{name}.rq")
    if not path.is_file():
        known = ", ".join(sorted(entry.stem for entry in path.parent.glob("*.rq")))
        raise QueryError(f"there is no stored query '{name}'; there are {known}")
    return parse_query(name, path.read_text(encoding="utf-8"))


def load_queries(names: Iterable[str], folder: str = "") -> dict[str, StoredQuery]:
    """Return stored queries by name; raises as `load_query` does."""
    return {name: load_query(name, folder) for name in names}


def load_questions() -> dict[str, StoredQuery]:
    """Return all questions by name, in the order of their names; raises as `load_query` does."""
    return load_queries(sorted(path.stem for path in data_path("queries").glob("*.rq")))


def parse_query(name: str, text: str) -> StoredQuery:
    """Return the query that a file holds.

    Raises:
        VocabularyError: a parameter has no place in the query, or a type that is not known.

    """
    declared: dict[str, dict[str, dict[str, str]]] = {"title": {}, "description": {}, "parameter": {}, "column": {}}
    for match in _DECLARATION.finditer(text):
        declared[match["what"]].setdefault(match["name"] or "", {})[match["lang"] or "en"] = match["text"]
    places = {_name(place): place for place in _PLACE.finditer(text)}
    parameters = {
        parameter: _parameter(f"{name}.rq", parameter, texts, places.get(parameter))
        for parameter, texts in declared["parameter"].items()
    }
    columns = tuple(Column(column, texts) for column, texts in declared["column"].items())
    return StoredQuery(
        name, text, declared["title"].get("", {}), declared["description"].get("", {}), parameters, columns
    )


def _parameter(file: str, name: str, texts: dict[str, str], place: re.Match[str] | None) -> Parameter:
    """Return a parameter from its declaration and its place."""
    typed = _TYPED.fullmatch(texts.get("en", ""))
    if typed is None:
        raise VocabularyError(f"{file}: parameter '{name}' needs '# parameter {name}: TYPE - what it means'")
    kind = typed["type"]
    if kind not in _PLAIN_TYPES | THING_TYPES and not kind.startswith(CONCEPT):
        allowed = ", ".join(sorted(_PLAIN_TYPES | THING_TYPES))
        raise VocabularyError(f"{file}: parameter '{name}' has type '{kind}'; allowed are {allowed}, {CONCEPT}SCHEME")
    if place is None:
        raise VocabularyError(
            f"{file}: parameter '{name}' has no place; expected 'VALUES ?{name} {{ UNDEF }}', or a line "
            f"'{name.upper()} 100' for limit and offset"
        )
    default = place[0].partition("{ ")[2].removesuffix(" }") if place["variable"] else place[0].partition(" ")[2]
    return Parameter(name, kind, {**texts, "en": typed["text"]}, None if default == "UNDEF" else default)


def _name(place: re.Match[str]) -> str:
    """Return the name of the parameter whose place this is."""
    return place["variable"] or place["modifier"].lower()


def _encode(parameter: Parameter, value: str | int | date) -> str:
    """Return what goes to the parameter's place."""
    name = parameter.name
    match parameter.type, value:
        case "integer", int() if value >= 0 and name in ("limit", "offset"):
            return f"{name.upper()} {value:d}"
        case "integer" | "year", int() if value >= 0:
            return f"VALUES ?{name} {{ {value:d} }}"
        case "date", date():
            return f"VALUES ?{name} {{ {terms.date(value)} }}"
        case "string", str():
            return f"VALUES ?{name} {{ {terms.literal(value)} }}"
        case kind, str() if kind not in _PLAIN_TYPES or kind == "iri":
            return f"VALUES ?{name} {{ {terms.iri(value)} }}"
    raise ValueError(f"{value!r} for parameter '{name}' is not of type {parameter.type}")
