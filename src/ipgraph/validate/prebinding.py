"""SPARQL of shapes with its variables bound from the start, for many nodes in one query instead of one query a node.

Pre-bound variables have their value everywhere in a query, also where plain SPARQL would not yet see it: in a nested
group, a branch of a UNION, a sub-select. So the values are written as a VALUES block at the beginning of every group
that mentions the variable. Groups of EXISTS need none: they see the solution that they filter. Nor do groups of mere
triple patterns, whose solutions are joined with those of a group that has the values: nothing in them looks at a value
before, and joins of large blocks with each other take seconds.

Source: SHACL, section 5.2.1 and appendix A.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple, Self

from ipgraph.errors import ShapeError

# An IRI, a string, a comment, a variable, a prefixed name ("ex:values"), a word ("VALUES"), space, any other character.
_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
    r"""|\#[^\n]*|[?$]\w+|(?:[^\W\d][\w.\-]*)?:[\w.\-%]*|[^\W\d]\w*|\s+|.""",
    re.DOTALL,
)
# The variable with the number of a row, which an ASK query gives back where it is true.
ROW = "ipgraph_row"
_REFUSED = {"MINUS", "SERVICE", "VALUES"}


@dataclass(frozen=True)
class Block:
    """Variables (without their mark) and the rows of terms that they are bound to."""

    variables: tuple[str, ...]
    rows: Sequence[Sequence[str]]

    @cached_property
    def text(self) -> str:
        """The block in SPARQL."""
        names = " ".join(f"?{name}" for name in self.variables)
        if not self.variables:
            return ""
        rows = " ".join([f"({' '.join(row)})" for row in self.rows])
        return f" VALUES ({names}) {{ {rows} }} "


@dataclass(frozen=True)
class Template:
    """A query of a shape, cut into tokens. An ASK query is a SELECT of its pre-bound variables here."""

    tokens: tuple[str, ...]

    @classmethod
    def parse(cls, text: str, prebound: Collection[str], replaced: Mapping[str, str]) -> Self:
        """Return a query, whose variables in `replaced` (such as `PATH`) give way to text.

        Raises:
            ShapeError: it does what the specification forbids where variables are pre-bound.

        """
        tokens = [token for token in tokenize(text) if not token.startswith("#")]
        _require_allowed([token for token in tokens if not token.isspace()], prebound)
        for index, token in enumerate(tokens):
            if is_variable(token):
                tokens[index] = replaced.get(token[1:], token)
            elif token.upper() == "ASK":
                tokens[index] = f"SELECT ?this ?value ?{ROW} "
        return cls(tuple(tokens))

    def bound(self, blocks: Collection[Block]) -> str:
        """Return the query with the blocks in every group that mentions one of their variables."""
        tokens = list(self.tokens)
        for number, (start, end) in enumerate(self._groups):
            mentioned = {token[1:] for token in self.tokens[start:end] if is_variable(token)}
            for block in blocks:
                if number == 0 or not mentioned.isdisjoint(block.variables):
                    tokens[start] += block.text
        return "".join(tokens)

    @property
    def cuts_off(self) -> bool:
        """Whether it keeps some solutions only, so that it must run for each node alone."""
        return any(token.upper() in ("LIMIT", "OFFSET") for token in self.tokens)

    @cached_property
    def _groups(self) -> list[tuple[int, int]]:
        """The places of the braces of each group that needs values of its own, outermost first."""
        solid = [index for index, token in enumerate(self.tokens) if not token.isspace()]
        words = [self.tokens[index].upper() for index in solid]
        found: list[tuple[int, int]] = []
        opened: list[_Group] = []
        for place, index in enumerate(solid):
            if words[place] == "{":
                around = opened[-1] if opened else None
                hidden = words[place - 1] == "EXISTS" or (around is not None and around.hidden)
                # The braces around a sub-select hold no patterns of their own.
                wraps = words[place + 1] == "SELECT"
                opened.append(_Group(place, index, hidden, wraps, plain=around is not None and not around.wraps))
            elif words[place] == "}" and opened:
                group = opened.pop()
                plain = group.plain and _LOOKING.isdisjoint(words[group.place + 1 : place])
                if not (group.hidden or group.wraps or plain):
                    found.append((group.start, index))
        return sorted(found)


# What makes a group more than triple patterns and such groups joined. A path that may be empty finds any node.
_LOOKING = {"FILTER", "BIND", "OPTIONAL", "SELECT", "GRAPH", "*", "?"}


class _Group(NamedTuple):
    """A group whose end is not reached: its place among words and among tokens, and what is known of it."""

    place: int
    start: int
    hidden: bool
    wraps: bool
    plain: bool


def tokenize(text: str) -> list[str]:
    """Return the tokens of a query, with what stands between them."""
    return _TOKEN.findall(text)


def is_variable(token: str) -> bool:
    """Return whether a token of a query is a variable."""
    return len(token) > 1 and token[0] in "?$"


def _require_allowed(tokens: Sequence[str], prebound: Collection[str]) -> None:
    """Require that a query does nothing that pre-bound variables forbid."""
    for index, token in enumerate(tokens):
        word, following = token.upper(), tokens[index + 1 : index + 2]
        if word in _REFUSED:
            raise ShapeError(f"the shapes cannot be run: {token} is not allowed in a query of a shape")
        if word == "AS" and any(is_variable(name) and name[1:] in prebound for name in following):
            raise ShapeError(f"the shapes cannot be run: {following[0]} is bound from the start and cannot be assigned")
        if is_variable(token) and token[1:] == "shapesGraph":
            raise ShapeError("the shapes cannot be run: $shapesGraph is not offered: the data hold no shapes")
        if word == "SELECT":
            projected = takewhile(lambda each: each != "{", tokens[index:])
            if not {"$this", "?this"}.intersection(projected):
                raise ShapeError("the shapes cannot be run: each SELECT in a query of a shape must have $this")
