"""Which representation a client gets: the Accept header and the `format=` parameter against what is offered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ipgraph_api.problems import RequestProblem


@dataclass(frozen=True, slots=True)
class Offer:
    """A representation on offer: the media type sent, the short `format=` name, the type that the engine writes.

    Where a client asks by a wider name (`application/json`), `media_type` is what it asked for and `engine_type` is the
    exact format.
    """

    media_type: str
    name: str
    engine_type: str


_JSON = "application/sparql-results+json"
_XML = "application/sparql-results+xml"
_TURTLE = "text/turtle"
_N_TRIPLES = "application/n-triples"

# The first of a family is what a client gets that does not care.
RESULT_OFFERS: tuple[Offer, ...] = (
    Offer(_JSON, "json", _JSON),
    Offer("text/csv", "csv", "text/csv"),
    Offer("text/tab-separated-values", "tsv", "text/tab-separated-values"),
    Offer(_XML, "xml", _XML),
    Offer("application/json", "json", _JSON),
    Offer("application/xml", "xml", _XML),
)
GRAPH_OFFERS: tuple[Offer, ...] = (
    Offer(_TURTLE, "ttl", _TURTLE),
    Offer(_N_TRIPLES, "nt", _N_TRIPLES),
    Offer("application/rdf+xml", "rdf", "application/rdf+xml"),
    Offer("application/ld+json", "jsonld", "application/ld+json"),
    Offer("application/trig", "trig", "application/trig"),
    Offer("application/n-quads", "nq", "application/n-quads"),
    Offer(_TURTLE, "turtle", _TURTLE),
    Offer(_TURTLE, "n3", _TURTLE),
    Offer("application/rdf+xml", "xml", "application/rdf+xml"),
)
_JSON_LD = "application/ld+json"
# Programs that say nothing get the ontology in the format in which it is written; browsers ask for HTML.
TERM_OFFERS: tuple[Offer, ...] = (
    Offer(_TURTLE, "ttl", _TURTLE),
    Offer("text/html", "html", "text/html"),
    Offer(_JSON_LD, "jsonld", _JSON_LD),
    Offer(_N_TRIPLES, "nt", _N_TRIPLES),
    Offer(_TURTLE, "turtle", _TURTLE),
    Offer(_JSON_LD, "json-ld", _JSON_LD),
)


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One entry of an Accept header; `subtype` or both parts may be `*`."""

    type: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """Return how exactly this range names `media_type`: 3 exactly, 2 by type, 1 as anything, 0 not at all."""
        main, _, sub = media_type.partition("/")
        if self.type == "*":
            return 1
        if self.type != main:
            return 0
        return 3 if self.subtype == sub else 2 if self.subtype == "*" else 0


def parse_accept(values: Iterable[str]) -> tuple[MediaRange, ...]:
    """Return the media ranges of all Accept lines of a request, in order; entries that cannot be read are left out.

    Source: RFC 9110, section 12.5.1; repeated header lines count as one list (section 5.2).
    """
    entries = (entry for value in values for entry in value.split(","))
    return tuple(media_range for entry in entries if (media_range := _parse_range(entry)) is not None)


def _parse_range(entry: str) -> MediaRange | None:
    media_type, *parameters = (part.strip().lower() for part in entry.split(";"))
    main, slash, sub = media_type.partition("/")
    if not slash or not main or not sub or (main == "*" and sub != "*"):
        return None
    quality = next((value for key, _, value in (p.partition("=") for p in parameters) if key.strip() == "q"), "1")
    try:
        number = float(quality)
    except ValueError:
        return None
    return MediaRange(main, sub, number) if 0 <= number <= 1 else None


def find_offer(accept: Sequence[MediaRange], offers: Sequence[Offer]) -> Offer | None:
    """Return the offer that the client likes best, or `None`; between equals the earlier offer wins.

    Without any range everything is acceptable.
    """
    if not accept:
        return offers[0]
    ranked = [(_quality(accept, offer.media_type), -place, offer) for place, offer in enumerate(offers)]
    quality, _, best = max(ranked, key=lambda entry: entry[:2])
    return best if quality > 0 else None


def _quality(accept: Sequence[MediaRange], media_type: str) -> float:
    """Return the quality of the most specific range that covers `media_type`."""
    ranked = [(media_range.specificity(media_type), media_range.quality) for media_range in accept]
    specificity, quality = max(ranked)
    return quality if specificity else 0.0


def find_named_offer(names: Iterable[str], offers: Sequence[Offer]) -> Offer | None:
    """Return the first offer that a `format=` parameter names, by short name or media type, or `None`.

    Clients that do not know what a service reads give several.
    """
    wanted = (name.strip().lower() for name in names)
    found = (offer for name in wanted for offer in offers if name in (offer.name, offer.media_type))
    return next(found, None)


def require_offer(names: Sequence[str], accept: Sequence[MediaRange], offers: Sequence[Offer]) -> Offer:
    """Return the representation to send: the one that `format=` names, else the best for the Accept header.

    Raises:
        RequestProblem: 406, none of the offers is what the client asks for.

    """
    offer = find_named_offer(names, offers) if names else find_offer(accept, offers)
    if offer is None:
        raise not_acceptable(offers)
    return offer


def not_acceptable(offers: Sequence[Offer]) -> RequestProblem:
    """Return the 406 problem that names what is offered, by media type and by `format=` name."""
    types = list(dict.fromkeys(offer.media_type for offer in offers))
    names = list(dict.fromkeys(offer.name for offer in offers))
    return RequestProblem(
        406,
        f"this answer is offered as {', '.join(types)}; ask for one in Accept, or with format= {', '.join(names)}",
        members={"offered": types, "formats": names},
        headers={"Vary": "Accept"},
    )


def content_type(offer: Offer) -> str:
    """Return the Content-Type to send; text types name their charset, for some clients take them for ISO-8859-1."""
    return f"{offer.media_type}; charset=utf-8" if offer.media_type.startswith("text/") else offer.media_type
