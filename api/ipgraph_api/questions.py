"""The stored questions: what they ask, take and return, and their answers."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from ipgraph.settings import Settings
from ipgraph.store.queries import StoredQuery
from ipgraph.store.questions import answer_question
from ipgraph_api.caching import CachedRoute, etag_of, finish, not_modified
from ipgraph_api.graph import get_graph
from ipgraph_api.links import api_path
from ipgraph_api.models import Question, QuestionColumn, QuestionList, QuestionParameter, Texts
from ipgraph_api.negotiation import RESULT_OFFERS, negotiate
from ipgraph_api.openapi import QUESTION_ANSWER, QUESTION_RESPONSES, problem_responses
from ipgraph_api.problems import RequestProblem
from ipgraph_api.query_response import to_response
from ipgraph_api.sparql_operations import to_timeout
from ipgraph_api.sparql_request import read_parameters

_WHERE: Mapping[str, Any] = {
    "prefix": "/api/v1/questions",
    "tags": ["Questions"],
    "responses": problem_responses(422, 500, 503),
}
router = APIRouter()
_described = APIRouter(route_class=CachedRoute, **_WHERE)
_answered = APIRouter(**_WHERE)


@_described.get("", response_model_exclude_none=True)
async def list_questions(request: Request) -> QuestionList:
    """List the stored questions by name."""
    questions = get_graph(request).questions
    return QuestionList(questions=[_to_question(request, question) for question in questions.values()])


@_described.get("/{name}", response_model_exclude_none=True, responses=problem_responses(404))
async def get_question(request: Request, name: str) -> Question:
    """Get what a question asks, takes and returns."""
    return _to_question(request, _find(request, name))


@_answered.get("/{name}/answer", response_class=Response, responses=QUESTION_RESPONSES, openapi_extra=QUESTION_ANSWER)
async def get_answer(request: Request, name: str) -> Response:
    """Answer a question, in the formats of SPARQL results."""
    settings: Settings = request.app.state.settings
    question = _find(request, name)
    given = read_parameters(request)
    formats = [value for key, value in given if key == "format"]
    arguments = _once([(key, value) for key, value in given if key != "format"])
    timeout_s = to_timeout(arguments.pop("timeout", None))
    offer = negotiate(request, formats, RESULT_OFFERS)
    tag = etag_of(request, "question", question.text, offer.media_type, *map("=".join, sorted(arguments.items())))
    if (known := not_modified(request, tag, {"Vary": "Accept"})) is not None:
        return known
    endpoint = get_graph(request).endpoint
    answer = await answer_question(question, arguments, endpoint, settings.base_iri, offer.engine_type, timeout_s)
    return finish(request, await to_response(answer, offer, RESULT_OFFERS, settings), tag)


router.include_router(_described)
router.include_router(_answered)


def _find(request: Request, name: str) -> StoredQuery:
    question = get_graph(request).questions.get(name)
    if question is None:
        raise RequestProblem(404, f"there is no question '{name}'; /api/v1/questions lists those that there are")
    return question


def _once(parameters: list[tuple[str, str]]) -> dict[str, str]:
    """Return the parameters by name."""
    names = [name for name, _ in parameters]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise RequestProblem(400, f"parameter {', '.join(doubled)} is given more than once; allowed is once")
    return dict(parameters)


def _to_question(request: Request, question: StoredQuery) -> Question:
    return Question(
        name=question.name,
        title=_to_texts(question.title),
        description=_to_texts(question.description),
        parameters=[
            QuestionParameter(
                name=parameter.name,
                type=parameter.type,
                description=_to_texts(parameter.description),
                default=parameter.default,
            )
            for parameter in question.parameters.values()
        ],
        columns=[
            QuestionColumn(name=column.name, description=_to_texts(column.description)) for column in question.columns
        ],
        topic=question.topic,
        examples=[dict(example) for example in question.examples],
        sparql=question.text,
        answer=api_path(request, "questions", question.name, "answer"),
    )


def _to_texts(texts: Mapping[str, str]) -> Texts:
    return Texts(zh=texts["zh"], en=texts["en"])
