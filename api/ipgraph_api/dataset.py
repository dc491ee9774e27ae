"""The description of the release that is served, where clients of VoID look for it."""

import re
from collections.abc import Iterator

from fastapi import APIRouter, Request
from starlette.responses import Response

from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import iri, literal
from ipgraph.settings import Settings
from ipgraph_api.caching import etag_of, finish, not_modified
from ipgraph_api.graph import get_graph
from ipgraph_api.link_header import link, link_headers
from ipgraph_api.negotiation import GRAPH_OFFERS, negotiate
from ipgraph_api.openapi import DATASET_RESPONSES
from ipgraph_api.query_response import to_response

router = APIRouter(tags=["Service"])

_VOID = "http://rdfs.org/ns/void#"
# With prefixes, for screening refuses an IRI in brackets that may also be read as a comparison.
_QUERY = """\
PREFIX data: <{dataset}>
PREFIX part: <{dataset}#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
CONSTRUCT {{ ?s ?p ?o }}
WHERE {{ {{ GRAPH {graph} {{ ?s ?p ?o }} }} UNION {{ VALUES (?s ?p ?o) {{ {served} }} }} }}
"""


@router.get("/.well-known/void", response_class=Response, responses=DATASET_RESPONSES)
async def get_void(request: Request) -> Response:
    """Describe the release as a dataset, in VoID and DCAT, with the stored questions as SHACL executables.

    Source: Describing Linked Datasets with the VoID Vocabulary, section 7.2; RFC 8615.
    """
    settings: Settings = request.app.state.settings
    offer = negotiate(request, request.query_params.getlist("format"), GRAPH_OFFERS)
    tag = etag_of(request, "void", offer.media_type)
    if (known := not_modified(request, tag, {"Vary": "Accept"})) is not None:
        return known
    minter = Minter(settings.base_iri)
    query = _QUERY.format(
        dataset=minter.thing("dataset", "ipgraph")[1:-1],
        graph=minter.dataset_graph(),
        served=" ".join(f"({' '.join(triple)})" for triple in _service_triples(settings)),
    )
    answer = await get_graph(request).query(query, offer.engine_type)
    headers = link_headers(_links(request, minter))
    return finish(request, await to_response(answer, offer, GRAPH_OFFERS, settings, headers), tag)


def _service_triples(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Yield what a release can't say of itself: where it is served.

    The address is the setting's. Without one nothing is said of it here: what a client calls the service by (its Host
    header) is not to be repeated as if it were known. The Link header tells the same by paths in any case.
    """
    yield "data:", "void:uriSpace", literal(settings.base_iri)
    yield "data:", "void:uriRegexPattern", literal(f"^{re.escape(settings.base_iri)}.+")
    if not settings.public_url:
        return
    home, dump, sparql, description = (
        iri(f"{settings.public_url}{path}") for path in ("/", "/dump", "/sparql", "/.well-known/void")
    )
    yield description, "rdf:type", "void:DatasetDescription"
    yield description, "foaf:primaryTopic", "data:"
    yield "data:", "void:sparqlEndpoint", sparql
    yield "data:", "void:dataDump", dump
    yield "data:", "dcat:landingPage", home
    yield "part:dump", "dcat:downloadURL", dump
    yield "part:dump", "dcat:accessURL", dump
    yield "data:", "dcat:distribution", "part:access"
    yield "part:access", "rdf:type", "dcat:Distribution"
    yield "part:access", "dcat:accessURL", sparql
    yield "part:access", "dcat:accessService", "part:service"
    yield "part:service", "rdf:type", "dcat:DataService"
    yield "part:service", "rdf:type", "sd:Service"
    yield "part:service", "dcterms:conformsTo", "<https://www.w3.org/TR/sparql11-protocol/>"
    yield "part:service", "dcat:endpointURL", sparql
    # Asked without a query, the endpoint describes itself.
    yield "part:service", "dcat:endpointDescription", sparql
    yield "part:service", "sd:endpoint", sparql
    yield "part:service", "dcat:servesDataset", "data:"


def _links(request: Request, minter: Minter) -> Iterator[str]:
    """Yield where the dataset is served, as paths that a client completes by the address that it asked."""
    root = request.scope.get("root_path", "")
    dataset = minter.thing("dataset", "ipgraph")[1:-1]
    yield link(dataset, "about")
    yield link(f"{root}/sparql", f"{_VOID}sparqlEndpoint", anchor=dataset)
    yield link(f"{root}/dump", f"{_VOID}dataDump", "application/n-quads", anchor=dataset)
    yield link(f"{root}/ontology", f"{_VOID}vocabulary", anchor=dataset)
