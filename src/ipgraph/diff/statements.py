"""What is told of a statement in a comparison: who, what, when, where it stands, and which things it names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from ipgraph.store.embedded import Release
from ipgraph.store.queries import SERVICE, load_query

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StatementText:
    """A statement in words: `summary` names class, things, role and year; `things` are the IRIs that it refers to."""

    iri: str
    summary: str
    rule: str
    start: int
    end: int
    quote: str
    things: frozenset[str]


def read_statements(release: Release, iris: Iterable[str]) -> dict[str, StatementText]:
    """Return the statements among `iris` (other things have no rule and are left out), by IRI."""
    template = load_query("statements_in_words", SERVICE).text
    found: dict[str, StatementText] = {}
    for batch in _batches(sorted(iris)):
        values = " ".join(f"<{iri}>" for iri in batch)
        for row in release.select(template.replace("VALUES ?statement { UNDEF }", f"VALUES ?statement {{ {values} }}")):
            iri = str(row["statement"])
            words = (str(row[name]) for name in ("class", "from", "role", "to", "value", "unit", "year") if name in row)
            found[iri] = StatementText(
                iri=iri,
                summary=" ".join(words),
                rule=str(row["rule"]),
                start=int(row["start"]),
                end=int(row["end"]),
                quote=str(row["quote"]),
                things=frozenset(str(row["things"]).split()),
            )
    return found


def _batches(iris: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(iris)
    while batch := list(islice(remaining, _AT_ONCE)):
        yield batch
