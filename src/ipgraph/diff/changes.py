"""Statements that came and went from one release to another, by document, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ipgraph.diff.lines import LineDifference, compare_lines
from ipgraph.diff.statements import StatementText, read_statements
from ipgraph.rdf.terms import IPG
from ipgraph.store.embedded import Release


class Sign(StrEnum):
    """What became of a statement: a changed one is the same deed told otherwise, for example under another name."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A statement that came, went or changed.

    `cause` is `document` (its text is new, gone or another one), `authority` (the entry of a thing that it names, or
    the authority at large), `rules` (the way from text to quads), or `unknown` where the releases do not say.
    """

    doc_id: str
    sign: Sign
    statement: StatementText
    cause: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs from `before` to `after` (release ids).

    `made_by` names what they were made by differently; `other_lines` counts lines of the dumps, removed and added, of
    what is no statement, by graph.
    """

    before: str
    after: str
    made_by: tuple[str, ...]
    changes: tuple[Change, ...]
    other_lines: Mapping[str, tuple[int, int]]

    @property
    def same(self) -> bool:
        """Whether nothing differs at all."""
        return not self.changes and not self.other_lines


def compare(before: Release, after: Release) -> Comparison:
    """Return what changed from one release to another; changes in order of document and place."""
    with before.with_dump() as first, after.with_dump() as second:
        lines = compare_lines(first, second)
    documents = {**_document_graphs(before), **_document_graphs(after)}
    made_by = _made_by_differently(before, after)
    entries = _changed_things(lines, documents.keys())
    texts = {doc_id: (_digest(before, doc_id), _digest(after, doc_id)) for doc_id in documents.values()}
    changes: list[Change] = []
    other: dict[str, tuple[int, int]] = {}
    for graph in lines.graphs():
        removed, added = lines.removed.get(graph, {}), lines.added.get(graph, {})
        told: set[str] = set()
        if graph in documents:
            doc_id = documents[graph]
            old, new = read_statements(before, removed), read_statements(after, added)
            told = old.keys() | new.keys()
            for iri in told:
                sign = Sign.CHANGED if iri in old and iri in new else Sign.ADDED if iri in new else Sign.REMOVED
                statement = new.get(iri) or old[iri]
                cause = "document" if _differ(texts[doc_id]) else _cause(statement, entries, made_by)
                changes.append(Change(doc_id, sign, statement, cause))
        rest = tuple(sum(len(quads) for node, quads in side.items() if node not in told) for side in (removed, added))
        if any(rest):
            other[graph] = (rest[0], rest[1])
    changes.sort(key=lambda change: (change.doc_id, change.statement.start, change.statement.end, change.statement.iri))
    return Comparison(before.id, after.id, made_by, tuple(changes), other)


def _document_graphs(release: Release) -> dict[str, str]:
    """Return the ids of the documents by the IRI of their graph."""
    rows = release.select(f"SELECT ?graph ?doc {{ GRAPH ?graph {{ ?document <{IPG}docId> ?doc }} }}")
    return {str(row["graph"]): str(row["doc"]) for row in rows}


def _made_by_differently(before: Release, after: Release) -> tuple[str, ...]:
    """Return which of rules, authority, ontology and shapes the two releases were made by differently.

    What came from a remote store does not say what it was made by; then there is no telling.
    """
    old, new = before.info.get("made_by", {}), after.info.get("made_by", {})
    if not old or not new:
        return ()
    return tuple(sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)))


def _changed_things(lines: LineDifference, document_graphs: Iterable[str]) -> frozenset[str]:
    """Return the things whose description outside the documents differs; a name (`#name-…`) is its bearer's."""
    outside = set(lines.graphs()) - set(document_graphs)
    return frozenset(
        subject.partition("#name-")[0]
        for side in (lines.removed, lines.added)
        for graph in outside
        if graph.endswith("/authority")
        for subject in side.get(graph, {})
    )


def _digest(release: Release, doc_id: str) -> str | None:
    """Return the digest of a document's text in a release, or `None` where it is not in it."""
    return next((str(entry["sha256"]) for entry in release.info["documents"] if entry["id"] == doc_id), None)


def _differ(pair: tuple[str | None, str | None]) -> bool:
    return pair[0] != pair[1]


def _cause(statement: StatementText, entries: frozenset[str], made_by: tuple[str, ...]) -> str:
    """Return why a statement of an unchanged text changed."""
    if statement.things & entries:
        return "authority"
    return next((name for name in ("rules", "authority") if name in made_by), "unknown")
