"""Which properties of the data a query reads, as far as its tokens tell for certain."""

from collections.abc import Iterator, Mapping, Sequence

from ipgraph.rdf.terms import RDF
from ipgraph.validate.prebinding import is_variable, tokenize

# What tells of nodes that no named property leads to, or names IRIs in another way: a path that may be empty, a named
# graph, a base, an escape.
_UNKNOWN = {"?", "GRAPH", "BASE", "\\"}
# What may stand before a property besides a term: the end of a subject, or of what was said before of the same one.
_BEFORE = {"]", ")", ";", "["}
# What an object may begin with besides a term.
_AFTER = {"[", "(", "+", "-", "true", "false"}


def read_predicates(query: str) -> frozenset[str] | None:
    """Return the IRIs that a query names, among them all properties that it reads, or `None` where it may read others.

    It may where a variable stands for a property, or where a path may be empty or is negated.
    """
    tokens = [token for token in tokenize(query) if not (token.isspace() or token.startswith("#"))]
    places = list(zip(["", *tokens[:-1]], tokens, [*tokens[1:], ""], strict=True))
    if any(token.upper() in _UNKNOWN for token in tokens) or any(_is_open(*place) for place in _patterns(places)):
        return None
    prefixes = {name: iri for word, name, iri in places if word.upper() == "PREFIX"}
    names = [token for token in tokens if ":" in token and token[0] not in "<\"'" and not token.startswith("_:")]
    # An unknown prefix, or a name with a second colon, which is cut in two.
    if any(_prefix(name) not in prefixes or name.startswith(":") for name in names):
        return None
    return frozenset(_iris(tokens, prefixes))


_Place = tuple[str, str, str]


def _patterns(places: Sequence[_Place]) -> Iterator[_Place]:
    """Yield the tokens, each between its neighbours, but for lists of variables: what is selected, grouped, ordered."""
    listing = False
    for place in places:
        listing = place[1] not in "{}" and (listing or place[1].upper() in ("SELECT", "BY"))
        if not listing:
            yield place


def _is_open(before: str, token: str, after: str) -> bool:
    """Return whether a token stands for properties that it does not name, or may do so."""
    if token == "*":
        return before != "("
    if token == "!":
        # "!=", "!?is" and "!BOUND" are no paths.
        return not (after == "=" or is_variable(after) or (after.isalpha() and after != "a"))
    if not is_variable(token):
        return False
    return (before in _BEFORE or _is_term(before)) and (after in _AFTER or _is_term(after))


def _is_term(token: str) -> bool:
    return is_variable(token) or ":" in token or token[:1] in {'"', "'"} or token[:2].isdecimal()


def _iris(tokens: Sequence[str], prefixes: Mapping[str, str]) -> Iterator[str]:
    for token in tokens:
        if token == "a":
            yield f"<{RDF}type>"
        elif token[0] == "<" and len(token) > 1:
            yield token
        elif _prefix(token) in prefixes:
            yield f"{prefixes[_prefix(token)][:-1]}{token.partition(':')[2]}>"


def _prefix(name: str) -> str:
    return "".join(name.partition(":")[:2])
