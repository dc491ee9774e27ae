"""Tells whether a query has the same answer each time that it is asked of the same data."""

from typing import Final

from ipgraph.store.screening import _tokens

# What these give depends on the moment, on chance, or on another endpoint.
# Source: SPARQL 1.1 Query, sections 17.4.2.8, 17.4.2.12, 17.4.2.13, 17.4.4.5 and 17.4.5.1; SPARQL 1.1 Federated Query.
_CHANGING: Final = ("NOW", "RAND", "UUID", "BNODE", "SERVICE")


def is_repeatable(query: str) -> bool:
    """Return `False` where a query may hold a call whose value changes while the data stay the same.

    The engine reads without a scanner (`1NOW()` is a call to it), so a word that only ends in such a name counts, too.

    >>> is_repeatable("SELECT ?now { ?now ?p 'NOW()' } # NOW()")
    True
    >>> is_repeatable("SELECT (struuid() AS ?id) {}")
    False
    """
    return not any(
        token.text.upper().endswith(_CHANGING)
        if token.kind == "word"
        else token.kind == "name" and token.text.upper().partition(":")[0].endswith(_CHANGING)
        for token in _tokens(query)
    )
