"""Constraints that are SPARQL queries: a SELECT finds what is wrong, an ASK tells whether a value is right."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ipgraph.rdf.parts import is_blank, language_of, text_of
from ipgraph.rdf.terms import integer
from ipgraph.validate.constraints.base import Constraint, Finding, Row, Run, ValueNodes
from ipgraph.validate.paths import Predicate
from ipgraph.validate.prebinding import ROW, Block, Template
from ipgraph.validate.reading import read_predicates

# How many nodes go into one query; their text is parsed with it.
_CHUNK = 10_000
# "{?lang}" and "{$lang}" in a message stand for a value; "{}" stands for itself.
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True)
class Query:
    """A query of a shape, and what is constant in it: parameters, and the shape itself."""

    template: Template
    prologue: str
    constants: Mapping[str, str]

    @cached_property
    def predicates(self) -> frozenset[str] | None:
        """The properties of the data that it reads, with other IRIs, or `None` where that is not certain."""
        return read_predicates(self._text(Block((), [])))

    def solutions(self, variables: tuple[str, ...], rows: Sequence[Sequence[str]], run: Run) -> Iterator[Row]:
        """Yield the solutions for all rows of terms of the variables, in one query where that is possible.

        A blank node has no name in SPARQL, so that its row is asked for by itself.
        """
        named = [row for row in rows if not any(map(is_blank, row))]
        size = 1 if self.template.cuts_off else _CHUNK
        for start in range(0, len(named), size):
            yield from run.select(self._text(Block(variables, named[start : start + size])), {})
        for row in rows if len(named) < len(rows) else ():
            bound = dict(zip(variables, row, strict=True))
            blank = {name: term for name, term in bound.items() if is_blank(term)}
            if blank:
                others = {name: term for name, term in bound.items() if name not in blank}
                yield from run.select(self._text(Block(tuple(others), [tuple(others.values())])), blank)

    def _text(self, block: Block) -> str:
        constants = [Block((name,), [(term,)]) for name, term in self.constants.items()]
        return self.prologue + self.template.bound([block, *constants])


@dataclass(frozen=True)
class Queried(Constraint):
    """A constraint that is a query. `messages` are by language, with placeholders."""

    component: str
    query: Query
    messages: Mapping[str, str]


@dataclass(frozen=True)
class Selected(Queried):
    """A SELECT query has no solution; each that it has is found."""

    is_property: bool

    def findings(self, nodes: ValueNodes, run: Run) -> Iterator[Finding]:
        """Yield what the query selects, each solution once."""
        focus = [(node,) for node in nodes.focus]
        solutions = self.query.solutions(("this",), focus, run)
        for row in {tuple(sorted(row.items())): row for row in solutions}.values():
            path = row.get("path")
            yield Finding(
                focus=row["this"],
                value=row.get("value", None if self.is_property else row["this"]),
                path=Predicate(path) if path is not None else None,
                messages=self._messages(row),
            )

    def _messages(self, row: Row) -> Mapping[str, str]:
        if "message" in row:
            return {language_of(row["message"]): text_of(row["message"])}
        return _filled(self.messages, {**self.query.constants, **row})


@dataclass(frozen=True)
class Asked(Queried):
    """An ASK query is true of each value."""

    def findings(self, nodes: ValueNodes, run: Run) -> Iterator[Finding]:
        """Yield each focus node with each value for which the query is not true."""
        pairs = list(dict.fromkeys(nodes.pairs()))
        # By its number, since a value may come back in another spelling.
        rows = [(*pair, integer(number)) for number, pair in enumerate(pairs)]
        solutions = self.query.solutions(("this", "value", ROW), rows, run)
        right = {int(text_of(solution[ROW])) for solution in solutions}
        for number, (focus, value) in enumerate(pairs):
            if number not in right:
                terms = {**self.query.constants, "this": focus, "value": value}
                yield Finding(focus, value, messages=_filled(self.messages, terms))


def _filled(messages: Mapping[str, str], terms: Mapping[str, str]) -> Mapping[str, str]:
    """Return the messages with values in the place of names; a name without a value stays as it is."""

    def fill(match: re.Match[str]) -> str:
        term = terms.get(match[1])
        return match[0] if term is None else text_of(term)

    return {language: _PLACEHOLDER.sub(fill, message) for language, message in messages.items()}
