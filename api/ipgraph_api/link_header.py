"""The Link header: where else a thing is described, and what an answer is about.

The relations are registered ones: `about` leads from a description to the IRI that it describes (RFC 6903), `alternate`
to another representation, `describedby` to a description, `next` and `prev` along a list, `enclosure` to a file.
Relations that are not registered are IRIs. Targets in the service are paths, which the client completes by the address
that it asked: no Host header is repeated.
Source: RFC 8288; Cool URIs for the Semantic Web (W3C, 2008), section 4.
"""

from collections.abc import Iterable
from urllib.parse import quote

# All that may stand in a URI; characters beyond ASCII are encoded (RFC 3987, section 3.1).
_IN_A_URI = "/:?#[]@!$&'()*+,;=~%"


def link(target: str, relation: str, media_type: str | None = None, anchor: str | None = None) -> str:
    """Return one link of the header.

    >>> link("/data/agency/商", "alternate", "text/turtle")
    '</data/agency/%E5%95%86>; rel="alternate"; type="text/turtle"'
    """
    parts = [f"<{quote(target, safe=_IN_A_URI)}>", f'rel="{relation}"']
    parts += [f'type="{media_type}"'] if media_type is not None else []
    parts += [f'anchor="{quote(anchor, safe=_IN_A_URI)}"'] if anchor is not None else []
    return "; ".join(parts)


def link_headers(links: Iterable[str]) -> dict[str, str]:
    """Return the header for these links; none for no link."""
    joined = ", ".join(links)
    return {"Link": joined} if joined else {}
