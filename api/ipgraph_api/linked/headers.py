"""The links from a description of a node to its others: the IRI that it is about, page, data, the dataset."""

from starlette.requests import Request

from ipgraph.settings import Settings
from ipgraph.store.formats import GRAPH_MEDIA_TYPES, SHORT_NAMES
from ipgraph_api.link_header import link
from ipgraph_api.linked.iris import Addresses, encoded

# The name of each format in which data are given.
DATA_FORMATS = {kind: name for name, kind in SHORT_NAMES.items() if kind in GRAPH_MEDIA_TYPES}


def addresses_of(request: Request) -> Addresses:
    """Return where the service that got the request describes IRIs."""
    settings: Settings = request.app.state.settings
    return Addresses(settings.base_iri, request.scope.get("root_path", ""))


def description_links(request: Request, iri: str, other_than: str | None = None) -> list[str]:
    """Return the links of a description of the node `iri`; without the form that has the media type `other_than`."""
    addresses = addresses_of(request)
    rest = encoded(addresses.behind_base(iri) or "")
    forms = {"text/html": addresses.page_of(rest)}
    forms |= {kind: addresses.data_of(rest, name) for kind, name in DATA_FORMATS.items()}
    return [
        link(iri, "about"),
        *(link(to, "alternate", kind) for kind, to in forms.items() if kind != other_than),
        link(addresses.at("/.well-known/void"), "describedby"),
    ]
