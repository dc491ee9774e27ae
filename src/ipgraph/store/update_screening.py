"""Looks at an update's text before any parser does, and puts the dataset of the protocol into it.

Two more things are done at the level of tokens. LOAD is refused, and SERVICE as in queries. And a declaration of
prefixes behind a `;`, which the grammar allows and the engine does not, begins a text of its own, in which what stands
before it is blanked out: lines and columns of errors stay those of the whole.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ipgraph.errors import QueryRefused
from ipgraph.store.endpoint import NO_DATASET, RdfDataset
from ipgraph.store.screening import TOKEN, Token, has_doubtful_iri, require_services

_OPEN, _CLOSE = frozenset("{(["), frozenset("})]")
_SIGNS = frozenset("!+-^")
# How many tokens a declaration has.
_PROLOGUE = {"PREFIX": 3, "BASE": 2, "VERSION": 2}
_WITHOUT_PATTERN = frozenset({"CREATE", "DROP", "CLEAR", "ADD", "MOVE", "COPY"})
# What may stand before a prefixed name that merely begins with "load", outside of all braces.
_BEFORE_NAME = frozenset({"PREFIX", "GRAPH", "WITH", "USING", "NAMED", "SILENT", "INTO", "TO", "COPY", "MOVE", "ADD"})
# `urn:x` and `https://例.cn/甲`; not `x`, not `a:b>c`, not `a: b`.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_NOT_LINE_END = re.compile(r"[^\n\r]")
_NO_LOAD = "LOAD is refused: this endpoint fetches nothing; send the data to the graph store instead"


class _Piece(NamedTuple):
    """A token outside of all braces, or a whole group in braces (kind `group`), at `start:end` of the text."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        return self.text.upper() if self.kind == "word" else ""


class _Edit(NamedTuple):
    """What is put into an update's text at a place."""

    place: int
    text: str


def screen_update(text: str, max_chars: int, max_depth: int, using: RdfDataset = NO_DATASET) -> tuple[str, ...]:
    """Return the texts that, run one after another, do what an update says; `using` is the dataset of its patterns.

    Raises:
        QueryRefused: it is longer or deeper than allowed, asks for LOAD or SERVICE, or names a dataset beside `using`.

    """
    if len(text) > max_chars:
        raise QueryRefused(f"the update has {len(text)} characters; at most {max_chars} are allowed")
    pieces = list(_pieces(text, max_depth))
    _require_closed(text, pieces)
    clause = _using_clause(using)
    operations = list(_operations(pieces))
    edits = [edit for operation in operations if clause for edit in _with_clause(operation.pieces, clause)]
    return tuple(_texts(text, operations, edits))


def _pieces(text: str, max_depth: int) -> Iterator[_Piece]:
    """Yield the pieces of a text outside of braces; refuse what nests deeper than allowed."""
    depth = braces = run = begin = 0
    for match in TOKEN.finditer(text):
        kind, token = match.lastgroup or "mark", match.group()
        if kind == "comment":
            continue
        run = run + 1 if token in _SIGNS else 0
        if kind == "bracket":
            depth += 1 if token in _OPEN else -1
        if max(depth, run) > max_depth:
            raise QueryRefused(f"the update nests deeper than {max_depth} brackets")
        if token == "{":
            braces += 1
            begin = match.start() if braces == 1 else begin
        elif token == "}" and braces:
            braces -= 1
            if not braces:
                yield _Piece("group", text[begin : match.end()], begin, match.end())
        elif not braces:
            yield _Piece(kind, token, match.start(), match.end())


def _require_closed(text: str, pieces: Sequence[_Piece]) -> None:
    """Refuse what would have the engine ask another server."""
    lowered = text.lower()
    if "load" not in lowered and "service" not in lowered:
        return
    before = ""
    for piece in pieces:
        if piece.kind in {"word", "name"} and piece.text.lower().startswith("load") and before not in _BEFORE_NAME:
            raise QueryRefused(_NO_LOAD)
        before = piece.word
    tokens = [Token(match.lastgroup or "mark", match.group()) for match in TOKEN.finditer(text)]
    tokens = [token for token in tokens if token.kind != "comment"]
    require_services(text, tokens, ())
    if has_doubtful_iri(tokens):
        raise QueryRefused(f"{_NO_LOAD} (write a space after the operator '<' if this update asks for none)")


class _Operation(NamedTuple):
    """One operation of an update without its `;`: the declarations before it, and its own pieces, if any."""

    declarations: tuple[_Piece, ...]
    pieces: tuple[_Piece, ...]


def _operations(pieces: Sequence[_Piece]) -> Iterator[_Operation]:
    """Yield the operations of an update."""
    chunk: list[_Piece] = []
    for piece in [*pieces, _Piece("mark", ";", 0, 0)]:
        if piece.text != ";":
            chunk.append(piece)
            continue
        place = 0
        while place < len(chunk) and chunk[place].word in _PROLOGUE:
            place += _PROLOGUE[chunk[place].word]
        yield _Operation(tuple(chunk[:place]), tuple(chunk[place:]))
        chunk = []


def _using_clause(using: RdfDataset) -> str:
    """Return the clauses that name a dataset; nothing where it names no graph.

    Raises:
        QueryRefused: a name is no absolute IRI.

    """
    for graph in (*using.default, *using.named):
        if not _IRI.fullmatch(graph):
            raise QueryRefused(f"'{graph}' is no absolute IRI; using-graph-uri and using-named-graph-uri name graphs")
    names = [f"USING <{graph}> " for graph in using.default] + [f"USING NAMED <{graph}> " for graph in using.named]
    return "".join(names)


def _with_clause(operation: Sequence[_Piece], clause: str) -> Iterator[_Edit]:
    """Yield the edits that put the dataset before the pattern of an operation, if it has one.

    Raises:
        QueryRefused: the operation names a dataset itself, or its form is not known.

    """
    words = [piece.word for piece in operation]
    if "USING" in words or "WITH" in words:
        raise QueryRefused(
            "using-graph-uri and using-named-graph-uri do not go together with USING, USING NAMED or WITH in the update"
        )
    match [piece.word or piece.kind for piece in operation]:
        case [] | ["INSERT" | "DELETE", "DATA", "group"]:
            return
        case ["DELETE", "WHERE", "group"]:
            where, pattern = operation[1:]
            yield _Edit(where.start, f"{pattern.text} {clause}")
        case ["DELETE" | "INSERT", "group", "WHERE", "group"] | [
            "DELETE",
            "group",
            "INSERT",
            "group",
            "WHERE",
            "group",
        ]:
            yield _Edit(operation[-2].start, clause)
        case [first, *_] if first in _WITHOUT_PATTERN:
            return
        case _:
            seen = " ".join(piece.text if piece.kind != "group" else "{…}" for piece in operation[:6])
            raise QueryRefused(f"no place for using-graph-uri is found in '{seen}'; separate keywords by spaces")


def _texts(text: str, operations: Sequence[_Operation], edits: Sequence[_Edit]) -> Iterator[str]:
    """Yield a text for each run of operations that no declaration interrupts."""
    declaring = [index for index, each in enumerate(operations) if each.declarations and index]
    for start, end in pairwise([0, *declaring, len(operations)]):
        kept = [_span(each.declarations) for each in operations[:end] if each.declarations]
        own = [piece for each in operations[start:end] for piece in each.pieces]
        if own:
            kept.append(_span(own))
        yield "".join(_rewritten(text, kept, edits))


def _span(pieces: Sequence[_Piece]) -> tuple[int, int]:
    return pieces[0].start, pieces[-1].end


def _rewritten(text: str, kept: Sequence[tuple[int, int]], edits: Sequence[_Edit]) -> Iterator[str]:
    """Yield what the text becomes: stretches that are kept, with the edits in them, and blanks and line ends."""
    done = 0
    for start, end in kept:
        yield _NOT_LINE_END.sub(" ", text[done:start])
        done = start
        for edit in edits:
            if start <= edit.place < end:
                yield text[done : edit.place] + edit.text
                done = edit.place
        yield text[done:end]
        done = end
