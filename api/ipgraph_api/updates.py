"""The update operation of the SPARQL protocol."""

from starlette.requests import Request
from starlette.responses import Response

from ipgraph_api.outcomes import outcome_response
from ipgraph_api.sparql_operations import SparqlUpdateRequest
from ipgraph_api.write_access import perform


async def run_update(request: Request, asked: SparqlUpdateRequest) -> Response:
    """Return the answer to an update that was read from a request which may write."""
    return outcome_response(await perform(request, lambda writer: writer.update(asked.update, asked.using)))
