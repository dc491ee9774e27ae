"""SPARQL of shapes with its variables bound from the start, for many nodes in one query instead of one query a node.

Pre-bound variables have their value everywhere in a query, also where plain SPARQL would not yet see it: in a nested
group, a branch of a UNION, a sub-select. So the values are written as a VALUES block at the beginning of every group
that mentions the variable. Groups of EXISTS need none: they see the solution that they filter.

Source: SHACL, section 5.2.1 and appendix A.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Self

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
        tokens = [token for token in _TOKEN.findall(text) if not token.startswith("#")]
        _require_allowed([token for token in tokens if not token.isspace()], prebound)
        for index, token in enumerate(tokens):
            if _is_variable(token):
                tokens[index] = replaced.get(token[1:], token)
            elif token.upper() == "ASK":
                tokens[index] = f"SELECT ?this ?value ?{ROW} "
        return cls(tuple(tokens))

    def bound(self, blocks: Collection[Block]) -> str:
        """Return the query with the blocks in every group that mentions one of their variables."""
        tokens = list(self.tokens)
        for number, (start, end) in enumerate(self._groups):
            mentioned = {token[1:] for token in self.tokens[start:end] if _is_variable(token)}
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
        """The places of the braces of each group that is not inside of EXISTS, outermost first."""
        solid = [index for index, token in enumerate(self.tokens) if not token.isspace()]
        words = [self.tokens[index].upper() for index in solid]
        found: list[tuple[int, int]] = []
        opened: list[tuple[int, bool, bool]] = []
        for place, index in enumerate(solid):
            if words[place] == "{":
                hidden = words[place - 1] == "EXISTS" or (bool(opened) and opened[-1][1])
                # The braces around a sub-select hold no patterns of their own.
                opened.append((index, hidden, words[place + 1] == "SELECT"))
            elif words[place] == "}" and opened:
                start, hidden, wraps = opened.pop()
                if not (hidden or wraps):
                    found.append((start, index))
        return sorted(found)


def _is_variable(token: str) -> bool:
    return len(token) > 1 and token[0] in "?$"


def _require_allowed(tokens: Sequence[str], prebound: Collection[str]) -> None:
    """Require that a query does nothing that pre-bound variables forbid."""
    for index, token in enumerate(tokens):
        word, following = token.upper(), tokens[index + 1 : index + 2]
        if word in _REFUSED:
            raise ShapeError(f"the shapes cannot be run: {token} is not allowed in a query of a shape")
        if word == "AS" and any(_is_variable(name) and name[1:] in prebound for name in following):
            raise ShapeError(f"the shapes cannot be run: {following[0]} is bound from the start and cannot be assigned")
        if _is_variable(token) and token[1:] == "shapesGraph":
            raise ShapeError("the shapes cannot be run: $shapesGraph is not offered: the data hold no shapes")
        if word == "SELECT":
            projected = takewhile(lambda each: each != "{", tokens[index:])
            if not {"$this", "?this"}.intersection(projected):
                raise ShapeError("the shapes cannot be run: each SELECT in a query of a shape must have $this")
