"""Which representation a client gets: the Accept header and the `format=` parameter against what is offered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request

from ipgraph_api.media_types import MediaRange, parse_accept
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
_RDF_XML = "application/rdf+xml"
_JSON_LD = "application/ld+json"

# The first of a family is what a client gets that does not care.
RESULT_OFFERS: tuple[Offer, ...] = (
    Offer(_JSON, "json", _JSON),
    Offer("text/csv", "csv", "text/csv"),
    Offer("text/tab-separated-values", "tsv", "text/tab-separated-values"),
    Offer(_XML, "xml", _XML),
    Offer("application/json", "json", _JSON),
    Offer("application/xml", "xml", _XML),
    Offer("text/xml", "xml", _XML),
)
GRAPH_OFFERS: tuple[Offer, ...] = (
    Offer(_TURTLE, "ttl", _TURTLE),
    Offer(_N_TRIPLES, "nt", _N_TRIPLES),
    Offer(_RDF_XML, "rdf", _RDF_XML),
    Offer(_JSON_LD, "jsonld", _JSON_LD),
    Offer("application/trig", "trig", "application/trig"),
    Offer("application/n-quads", "nq", "application/n-quads"),
    Offer(_TURTLE, "turtle", _TURTLE),
    Offer(_TURTLE, "n3", _TURTLE),
    Offer(_JSON_LD, "json-ld", _JSON_LD),
    Offer(_JSON_LD, "json", _JSON_LD),
    Offer(_RDF_XML, "xml", _RDF_XML),
    Offer("application/json", "json", _JSON_LD),
    Offer("application/xml", "xml", _RDF_XML),
    Offer("text/xml", "xml", _RDF_XML),
    # The type of N-Triples before it had one of its own.
    Offer("text/plain", "nt", _N_TRIPLES),
)
# Programs that say nothing get the ontology in the format in which it is written; browsers ask for HTML.
TERM_OFFERS: tuple[Offer, ...] = (
    Offer(_TURTLE, "ttl", _TURTLE),
    Offer("text/html", "html", "text/html"),
    Offer(_JSON_LD, "jsonld", _JSON_LD),
    Offer(_N_TRIPLES, "nt", _N_TRIPLES),
    Offer(_TURTLE, "turtle", _TURTLE),
    Offer(_JSON_LD, "json-ld", _JSON_LD),
    Offer("application/rdf+xml", "rdf", "application/rdf+xml"),
    Offer("application/rdf+xml", "xml", "application/rdf+xml"),
)

# What all representations are. A range that names one of these parameters with another value means something else;
# parameters that are not listed change nothing.
_PARAMETERS: Mapping[str, frozenset[str]] = {
    "charset": frozenset({"utf-8", "utf8"}),
    "header": frozenset({"present"}),
    "version": frozenset({"1.0", "1.1"}),
}


@lru_cache(maxsize=256)
def find_offer(accept: tuple[MediaRange, ...], offers: tuple[Offer, ...]) -> Offer | None:
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
    ranked = [(_specificity(media_range, media_type), media_range.quality) for media_range in accept]
    specificity, quality = max(ranked)
    return quality if specificity > (0, 0) else 0.0


def _specificity(media_range: MediaRange, media_type: str) -> tuple[int, int]:
    """Return how exactly a range names a representation: by its type, then by the parameters that it names."""
    level = media_range.specificity(media_type)
    known = [(name, value) for name, value in media_range.parameters if name in _PARAMETERS]
    if not level or any(value not in _PARAMETERS[name] for name, value in known):
        return (0, 0)
    return (level, len(known))


def find_named_offer(names: Iterable[str], offers: Sequence[Offer]) -> Offer | None:
    """Return the first offer that a `format=` parameter names, by short name or media type, or `None`.

    Clients that do not know what a service reads give several.
    """
    wanted = (name.strip().lower() for name in names)
    found = (offer for name in wanted for offer in offers if name in (offer.name, offer.media_type))
    return next(found, None)


def negotiate(request: Request, names: Sequence[str], offers: tuple[Offer, ...]) -> Offer:
    """Return the representation to send: the one that `format=` names, else the best for the Accept header.

    Raises:
        RequestProblem: 406, none of the offers is what the client asks for.

    """
    if names:
        offer = find_named_offer(names, offers)
    else:
        offer = find_offer(parse_accept(request.headers.getlist("accept")), offers)
    if offer is None:
        raise not_acceptable(offers)
    return offer


def not_acceptable(offers: Sequence[Offer], reason: str = "") -> RequestProblem:
    """Return the 406 problem that names what is offered, by media type and by `format=` name, after the reason."""
    types = list(dict.fromkeys(offer.media_type for offer in offers))
    names = list(dict.fromkeys(offer.name for offer in offers))
    listed = f"{', '.join(types)}; ask for one in Accept, or with format= {', '.join(names)}"
    return RequestProblem(
        406,
        f"{reason}this answer is offered as {listed}",
        members={"offered": types, "formats": names},
        headers={"Vary": "Accept"},
    )


def content_type(offer: Offer) -> str:
    """Return the Content-Type to send; text types name their charset, for some clients take them for ISO-8859-1."""
    return f"{offer.media_type}; charset=utf-8" if offer.media_type.startswith("text/") else offer.media_type
