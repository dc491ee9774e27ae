"""The description of the release that is served, where clients of VoID look for it."""

import re
from collections.abc import Iterator

from fastapi import APIRouter, Request
from starlette.responses import Response

from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import DCTERMS, RDF, iri, literal
from ipgraph.settings import Settings
from ipgraph_api.caching import etag_of, finish, not_modified
from ipgraph_api.graph import get_graph
from ipgraph_api.link_header import link, link_headers
from ipgraph_api.negotiation import GRAPH_OFFERS, content_type, parse_accept, require_offer
from ipgraph_api.openapi import DATASET_RESPONSES

router = APIRouter(tags=["Service"])

_DCAT = "http://www.w3.org/ns/dcat#"
_FOAF = "http://xmlns.com/foaf/0.1/"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"


@router.head("/.well-known/void", include_in_schema=False)
@router.get("/.well-known/void", response_class=Response, responses=DATASET_RESPONSES)
async def get_void(request: Request) -> Response:
    """Describe the release as a dataset, in VoID and DCAT, with the stored questions as SHACL executables.

    Source: Describing Linked Datasets with the VoID Vocabulary, section 7.2; RFC 8615.
    """
    settings: Settings = request.app.state.settings
    formats = request.query_params.getlist("format")
    offer = require_offer(formats, parse_accept(request.headers.getlist("accept")), GRAPH_OFFERS)
    headers = {"Content-Type": content_type(offer), "Vary": "Accept"}
    tag = etag_of(request, "void", offer.media_type)
    if (known := not_modified(request, tag, headers)) is not None:
        return known
    minter = Minter(settings.base_iri)
    served = " ".join(f"({' '.join(triple)})" for triple in _service_triples(settings, minter))
    query = (
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ GRAPH {minter.dataset_graph()} {{ ?s ?p ?o }} }} "
        f"UNION {{ VALUES (?s ?p ?o) {{ {served} }} }} }}"
    )
    answer = await get_graph(request).query(query, offer.engine_type)
    headers |= link_headers(_links(request, minter))
    return finish(request, Response(answer.body, headers=headers), tag)


def _service_triples(settings: Settings, minter: Minter) -> Iterator[tuple[str, str, str]]:
    """Yield what a release can't say of itself: where it is served.

    The address is the setting's. Without one nothing is said of it here: what a client calls the service by (its Host
    header) is not to be repeated as if it were known. The Link header tells the same by paths in any case.
    """
    dataset = minter.thing("dataset", "ipgraph")
    yield dataset, f"<{_VOID}uriSpace>", literal(settings.base_iri)
    yield dataset, f"<{_VOID}uriRegexPattern>", literal(f"^{re.escape(settings.base_iri)}.+")
    if not settings.public_url:
        return
    address = settings.public_url
    dump, access, service = (f"{dataset[:-1]}#{part}>" for part in ("dump", "access", "service"))
    sparql = iri(f"{address}/sparql")
    yield iri(f"{address}/.well-known/void"), f"<{RDF}type>", f"<{_VOID}DatasetDescription>"
    yield iri(f"{address}/.well-known/void"), f"<{_FOAF}primaryTopic>", dataset
    yield dataset, f"<{_VOID}sparqlEndpoint>", sparql
    yield dataset, f"<{_VOID}dataDump>", iri(f"{address}/dump")
    yield dataset, f"<{_DCAT}landingPage>", iri(f"{address}/")
    yield dump, f"<{_DCAT}downloadURL>", iri(f"{address}/dump")
    yield dump, f"<{_DCAT}accessURL>", iri(f"{address}/dump")
    yield dataset, f"<{_DCAT}distribution>", access
    yield access, f"<{RDF}type>", f"<{_DCAT}Distribution>"
    yield access, f"<{_DCAT}accessURL>", sparql
    yield access, f"<{_DCAT}accessService>", service
    yield service, f"<{RDF}type>", f"<{_DCAT}DataService>"
    yield service, f"<{RDF}type>", f"<{_SD}Service>"
    yield service, f"<{DCTERMS}conformsTo>", "<https://www.w3.org/TR/sparql11-protocol/>"
    yield service, f"<{_DCAT}endpointURL>", sparql
    # Asked without a query, the endpoint describes itself.
    yield service, f"<{_DCAT}endpointDescription>", sparql
    yield service, f"<{_SD}endpoint>", sparql
    yield service, f"<{_DCAT}servesDataset>", dataset


def _links(request: Request, minter: Minter) -> Iterator[str]:
    """Yield where the dataset is served, as paths that a client completes by the address that it asked."""
    root = request.scope.get("root_path", "")
    dataset = minter.thing("dataset", "ipgraph")[1:-1]
    yield link(dataset, "about")
    yield link(f"{root}/sparql", f"{_VOID}sparqlEndpoint", anchor=dataset)
    yield link(f"{root}/dump", f"{_VOID}dataDump", "application/n-quads", anchor=dataset)
    yield link(f"{root}/ontology", f"{_VOID}vocabulary", anchor=dataset)
