"""What a client is told of a write: that it was done, or why it was not."""

from collections.abc import Mapping

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ipgraph.pipeline.rejection import WriteRejected
from ipgraph.pipeline.writing import Written
from ipgraph.validate import ShapeReport
from ipgraph.validate.report import ShapeResult
from ipgraph_api.media_types import parse_accept
from ipgraph_api.negotiation import Offer, content_type, find_offer
from ipgraph_api.problems import PROBLEM_MEDIA_TYPE, ProblemKind, problem_response

RELEASE_HEADER = "Ipgraph-Release"
_REJECTED = ProblemKind("write-rejected", "What would come of the write does not conform to the shapes", 422)
_OFFERS = (
    Offer(PROBLEM_MEDIA_TYPE, "json", PROBLEM_MEDIA_TYPE),
    Offer("text/turtle", "ttl", "text/turtle"),
    Offer("application/json", "json", PROBLEM_MEDIA_TYPE),
)


def outcome_response(written: Written, headers: Mapping[str, str] | None = None) -> Response:
    """Return the answer to a write that was done.

    201 with the outcome as JSON where it made something; else 204 without a body, or 200 with one where the shapes
    found something that did not keep it from being published.
    """
    sent = dict(headers or {})
    if written.release_id is not None:
        sent[RELEASE_HEADER] = written.release_id
    found = written.report is not None and written.report.results
    if not written.created and not found:
        return Response(status_code=204, headers=sent)
    body: dict[str, object] = {"release": written.release_id, "created": written.created}
    if written.report is not None:
        body |= _report_members(written.report)
    return JSONResponse(body, 201 if written.created else 200, sent)


def add_rejection_handler(app: FastAPI) -> None:
    """Make `app` tell a client whose write was rejected what the shapes found."""

    async def answer(request: Request, error: Exception) -> Response:
        assert isinstance(error, WriteRejected)
        return _rejection_response(request, error)

    app.add_exception_handler(WriteRejected, answer)


def _rejection_response(request: Request, error: WriteRejected) -> Response:
    """Return the answer to a write that was not done, with what the shapes found: a problem, or a SHACL report."""
    offer = find_offer(parse_accept(request.headers.getlist("accept")), _OFFERS)
    if offer is not None and offer.name == "ttl":
        headers = {"Content-Type": content_type(offer), "Vary": "Accept"}
        return Response(error.report.as_turtle(), _REJECTED.status, headers)
    return problem_response(request, _REJECTED, str(error), _report_members(error.report), {"Vary": "Accept"})


def _report_members(report: ShapeReport) -> dict[str, object]:
    """Return a shape report as members of a JSON object."""
    return {"conforms": report.conforms, "results": [_result(result) for result in report.results]}


def _result(result: ShapeResult) -> dict[str, object]:
    return {
        "severity": result.severity.lower(),
        "shape": result.shape,
        "component": result.component,
        "focus": result.focus,
        "label": result.label,
        "path": result.path,
        "value": result.value,
        "messages": result.messages,
        "sentences": [
            {"document": sentence.doc_id, "start": sentence.start, "end": sentence.end, "quote": sentence.quote}
            for sentence in result.sentences
        ],
    }
