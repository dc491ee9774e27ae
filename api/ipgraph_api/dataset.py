"""The description of the release that is served, where clients of VoID look for it."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from ipgraph.rdf.mint import Minter
from ipgraph.settings import Settings
from ipgraph_api.graph import get_graph
from ipgraph_api.negotiation import GRAPH_OFFERS, negotiate
from ipgraph_api.openapi import DATASET_RESPONSES
from ipgraph_api.query_response import to_response

router = APIRouter(tags=["Service"])


@router.get("/.well-known/void", response_class=Response, responses=DATASET_RESPONSES)
async def get_void(request: Request) -> Response:
    """Describe the release as a dataset, in VoID and DCAT, with the stored questions as SHACL executables.

    Source: Describing Linked Datasets with the VoID Vocabulary, section 7.2; RFC 8615.
    """
    settings: Settings = request.app.state.settings
    offer = negotiate(request, request.query_params.getlist("format"), GRAPH_OFFERS)
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {Minter(settings.base_iri).dataset_graph()} {{ ?s ?p ?o }} }}"
    answer = await get_graph(request).endpoint.execute(query, offer.engine_type)
    return await to_response(answer, offer, GRAPH_OFFERS, settings)
