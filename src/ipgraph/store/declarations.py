"""What the comments at the head of a stored query declare: texts, topic, parameters, columns, examples."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ipgraph.errors import VocabularyError
from ipgraph.model.acts import EntityKind

# A thing's type is its kind, and its value an IRI; a concept's type is `concept-` and the name of its scheme.
THING_TYPES: Final = frozenset({*(kind.value for kind in EntityKind), "measure", "thing"})
CONCEPT: Final = "concept-"
PLAIN_TYPES: Final = frozenset({"iri", "string", "integer", "year", "date"})

# "# title@en: Campaigns" and "# parameter from: year - The first year." declare; "# One pattern each: …" does not.
_DECLARATION = re.compile(
    r"^# (?P<what>title|description|parameter|column)(?: (?P<name>[A-Za-z]+))?(?:@(?P<lang>zh|en))?: (?P<text>.+)$",
    re.MULTILINE,
)
# "# topic: plans" and "# example: country=US from=2012"; "# an example: …" is neither.
_TOPIC = re.compile(r"^# topic: (.+)$", re.MULTILINE)
_EXAMPLE = re.compile(r"^# example: (.+)$", re.MULTILINE)
_TYPED = re.compile(r"(?P<type>\S+) - (?P<text>.+)")
# "VALUES ?doc { UNDEF }" and, on a line of its own, "LIMIT 100"; the LIMIT of a subquery, indented, is no place.
PLACE: Final = re.compile(
    r"VALUES \?(?P<variable>[A-Za-z]+) \{ [^{}]* \}|^(?P<modifier>LIMIT|OFFSET) \d+$", re.MULTILINE
)

Texts = Mapping[str, str]

# The heads under which questions are listed, in this order.
TOPICS: Final[Mapping[str, Texts]] = {
    "cooperation": {"zh": "国际合作", "en": "Cooperation abroad"},
    "campaigns": {"zh": "专项行动、平台和案件", "en": "Campaigns, platforms and cases"},
    "laws": {"zh": "法律文件", "en": "Laws and rules"},
    "plans": {"zh": "计划和任务", "en": "Plans and tasks"},
    "bodies": {"zh": "机构", "en": "Bodies"},
    "figures": {"zh": "数据", "en": "Figures"},
    "graph": {"zh": "全图", "en": "The whole graph"},
}


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
class Declarations:
    """All that a query's head says; `title` and `description` are texts by language."""

    title: Texts
    description: Texts
    topic: str | None
    parameters: Mapping[str, Parameter]
    columns: tuple[Column, ...]
    examples: tuple[Mapping[str, str], ...]


def parse_declarations(file: str, text: str) -> Declarations:
    """Return what the head of a query declares.

    Raises:
        VocabularyError: a parameter has no place in the query, a type or topic is not known, or an example gives what
            is no parameter.

    """
    declared: dict[str, dict[str, dict[str, str]]] = {"title": {}, "description": {}, "parameter": {}, "column": {}}
    for match in _DECLARATION.finditer(text):
        declared[match["what"]].setdefault(match["name"] or "", {})[match["lang"] or "en"] = match["text"]
    places = {place_name(place): place for place in PLACE.finditer(text)}
    parameters = {
        name: _parameter(file, name, texts, places.get(name)) for name, texts in declared["parameter"].items()
    }
    return Declarations(
        declared["title"].get("", {}),
        declared["description"].get("", {}),
        _topic(file, _TOPIC.findall(text)),
        parameters,
        tuple(Column(name, texts) for name, texts in declared["column"].items()),
        tuple(_example(file, line, parameters) for line in _EXAMPLE.findall(text)),
    )


def place_name(place: re.Match[str]) -> str:
    """Return the name of the parameter whose place this is."""
    return place["variable"] or place["modifier"].lower()


def _topic(file: str, topics: Sequence[str]) -> str | None:
    """Return the head under which a query is listed."""
    if len(topics) > 1 or not TOPICS.keys() >= set(topics):
        raise VocabularyError(f"{file}: topic '{', '.join(topics)}'; allowed is one of {', '.join(TOPICS)}")
    return topics[0] if topics else None


def _example(file: str, line: str, parameters: Mapping[str, Parameter]) -> dict[str, str]:
    """Return the arguments that a line `KEY=VALUE …` gives; a value holds no blank."""
    pairs = [pair.partition("=") for pair in line.split()]
    wrong = next((f"{key}{equals}" for key, equals, _ in pairs if not equals or key not in parameters), None)
    if wrong is not None:
        allowed = " ".join(f"{name}=…" for name in parameters) or "none, since there is no parameter"
        raise VocabularyError(f"{file}: example '{wrong}' is not right; allowed: {allowed}")
    return {key: value for key, _, value in pairs}


def _parameter(file: str, name: str, texts: dict[str, str], place: re.Match[str] | None) -> Parameter:
    """Return a parameter from its declaration and its place."""
    typed = _TYPED.fullmatch(texts.get("en", ""))
    if typed is None:
        raise VocabularyError(f"{file}: parameter '{name}' needs '# parameter {name}: TYPE - what it means'")
    kind = typed["type"]
    if kind not in PLAIN_TYPES | THING_TYPES and not kind.startswith(CONCEPT):
        allowed = ", ".join(sorted(PLAIN_TYPES | THING_TYPES))
        raise VocabularyError(f"{file}: parameter '{name}' has type '{kind}'; allowed are {allowed}, {CONCEPT}SCHEME")
    if place is None:
        raise VocabularyError(
            f"{file}: parameter '{name}' has no place; expected 'VALUES ?{name} {{ UNDEF }}', or a line "
            f"'{name.upper()} 100' for limit and offset"
        )
    default = place[0].partition("{ ")[2].removesuffix(" }") if place["variable"] else place[0].partition(" ")[2]
    return Parameter(name, kind, {**texts, "en": typed["text"]}, None if default == "UNDEF" else default)
