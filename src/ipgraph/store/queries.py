"""The stored queries that ship with ipgraph: SPARQL files that say of themselves what they ask, take and return.

`data/queries/NAME.rq` are questions that users ask, `data/queries/service/NAME.rq` those behind commands and endpoints.
The comments at the head of a file declare it:

    # title@en: Campaigns                              (title and description, each in zh and en)
    # topic: campaigns                                 (of a question: under which head it is listed)
    # parameter from: year - The first year.           (a name, its type, what it means; `# parameter from@zh: …` in zh)
    # column campaign: The campaign's name.            (likewise)
    # example: campaign=longteng from=2024             (arguments to try; none or several)

A parameter's place is `VALUES ?name { … }`, or a line `LIMIT …` or `OFFSET …`. What stands there counts where no value
is given; `UNDEF` stands for any. So each file is a query in itself, and values are bound as terms, never as text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from ipgraph.errors import QueryError
from ipgraph.rdf import terms
from ipgraph.resources import data_path
from ipgraph.store.declarations import PLACE, PLAIN_TYPES, Column, Parameter, Texts, parse_declarations, place_name

SERVICE: Final = "service"


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A query that documents itself; `title` and `description` are texts by language."""

    name: str
    text: str
    title: Texts
    description: Texts
    parameters: Mapping[str, Parameter]
    columns: tuple[Column, ...]
    topic: str | None = None
    examples: tuple[Mapping[str, str], ...] = ()

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
        return PLACE.sub(lambda place: bound.get(place_name(place), place[0]), self.text)


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
        VocabularyError: its head declares what cannot be.

    """
    head = parse_declarations(f"{name}.rq", text)
    return StoredQuery(
        name, text, head.title, head.description, head.parameters, head.columns, head.topic, head.examples
    )


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
        case kind, str() if kind not in PLAIN_TYPES or kind == "iri":
            return f"VALUES ?{name} {{ {terms.iri(value)} }}"
    raise ValueError(f"{value!r} for parameter '{name}' is not of type {parameter.type}")
