"""The media types in which query results are written, and the short names people use for them."""

from ipgraph.errors import QueryRefused

ROW_MEDIA_TYPES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPH_MEDIA_TYPES = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/trig",
    "application/n-quads",
)
MEDIA_TYPES = {"select": ROW_MEDIA_TYPES, "ask": ROW_MEDIA_TYPES, "graph": GRAPH_MEDIA_TYPES}

SHORT_NAMES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
}


def resolve_media_type(kind: str, asked: str | None) -> str:
    """Return the media type to write a result of `kind` in; `asked` is a media type, a short name, or `None`.

    Raises:
        QueryRefused: results of this kind are not written in what was asked for.

    """
    offered = MEDIA_TYPES[kind]
    if asked is None:
        return offered[0]
    media_type = SHORT_NAMES.get(asked, asked)
    if media_type not in offered:
        names = ", ".join(f"{name} ({offer})" for name, offer in SHORT_NAMES.items() if offer in offered)
        raise QueryRefused(f"a {kind} result is not written as '{asked}'; choose one of {names}")
    return media_type
