"""What the OpenAPI description says beyond the routes' types: the problems, and the SPARQL endpoint's parameters."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ipgraph_api.graph_data import MULTIPART, READ_TYPES
from ipgraph_api.models import Problem
from ipgraph_api.negotiation import GRAPH_OFFERS, RESULT_OFFERS
from ipgraph_api.problems import PROBLEM_MEDIA_TYPE

Description = dict[str, Any]

_PROBLEM_TEXTS = {
    400: "The request or its query cannot be read, or asks for what is refused; `line` and `column` where known.",
    401: "A token is needed, and none that is known was presented.",
    403: "The token does not allow it, or the service has none configured.",
    404: "There is no such thing.",
    406: "The answer is not offered in the representation asked for; `offered` lists those that are.",
    412: "If-Match or If-None-Match does not hold.",
    413: "The body is longer than what is read.",
    415: "The body is of a type that is not read.",
    422: "A parameter is not valid (`errors` lists each), or what would come of a write does not conform (`results`).",
    500: "The service failed; what happened is in its log only.",
    503: "There is no release, no worker is free, or another write is under way; `Retry-After`: when to ask again.",
    504: "The query was stopped at its deadline.",
}
_EXAMPLE = "SELECT ?doc WHERE { ?d <https://w3id.org/ipgraph/ontology#docId> ?doc }"


def problem_responses(*statuses: int) -> dict[int | str, Description]:
    """Return the OpenAPI description of the problems that a route may answer with."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": _PROBLEM_TEXTS[status], "content": {PROBLEM_MEDIA_TYPE: {"schema": schema}}}
        for status in sorted(statuses)
    }


def _parameter(name: str, text: str, schema: Description, required: bool = False) -> Description:
    return {"name": name, "in": "query", "required": required, "description": text, "schema": schema}


_FORMATS = sorted({offer.name for offer in (*RESULT_OFFERS, *GRAPH_OFFERS)})
_QUERY_TEXT = (
    "A SPARQL 1.1 query: SELECT, ASK, CONSTRUCT or DESCRIBE. Without FROM it asks the union of all named graphs."
)
_UPDATE_TEXT = "A SPARQL 1.1 update. It needs a token of the scope 'write'."
_FORMAT_PARAMETER = _parameter(
    "format", "Representation, instead of the Accept header.", {"type": "string", "enum": _FORMATS}
)
_TIMEOUT_PARAMETER = _parameter(
    "timeout", "Deadline in seconds; only one shorter than the service's counts.", {"type": "number"}
)
_DOWNLOAD_PARAMETER = _parameter(
    "download", "File name under which a browser keeps the answer; may be empty.", {"type": "string"}
)
_IRIS: Description = {"type": "array", "items": {"type": "string", "format": "iri"}}
_GRAPH_PARAMETERS = [
    _parameter("default-graph-uri", "A graph of the query's default graph, instead of FROM.", _IRIS),
    _parameter("named-graph-uri", "A named graph that the query sees, instead of FROM NAMED.", _IRIS),
]
_USING_PARAMETERS = [
    _parameter("using-graph-uri", "For an update: a graph of the default graph of its WHERE clauses.", _IRIS),
    _parameter("using-named-graph-uri", "For an update: a named graph that its WHERE clauses see.", _IRIS),
]
_ANSWER_PARAMETERS = [_FORMAT_PARAMETER, _TIMEOUT_PARAMETER, _DOWNLOAD_PARAMETER]
_FORM_FIELDS = {
    field["name"]: {**field["schema"], "description": field["description"]}
    for field in (*_GRAPH_PARAMETERS, *_USING_PARAMETERS, *_ANSWER_PARAMETERS)
}

_QUERY_SCHEMA: Description = {"type": "string", "example": _EXAMPLE}
_OUTCOME: Description = {
    "application/json": {
        "schema": {
            "type": "object",
            "required": ["release", "created"],
            "properties": {
                "release": {"type": ["string", "null"], "description": "Id of the release that is current now."},
                "created": {"type": "boolean", "description": "Whether it was not there before."},
                "conforms": {"type": "boolean", "description": "Whether the shapes found no violation."},
                "results": {"type": "array", "items": {"type": "object"}, "description": "What they found."},
            },
        }
    }
}
_RELEASE_HEADER: Description = {
    "Ipgraph-Release": {"description": "Id of the release that is current now.", "schema": {"type": "string"}}
}
WRITE_RESPONSES: dict[int | str, Description] = {
    200: {"description": "Done; the shapes found something.", "headers": _RELEASE_HEADER, "content": _OUTCOME},
    201: {"description": "Done; it was not there before.", "headers": _RELEASE_HEADER, "content": _OUTCOME},
    204: {"description": "Done.", "headers": _RELEASE_HEADER},
    **problem_responses(400, 401, 403, 404, 412, 413, 415, 422, 500, 503, 504),
}

SPARQL_RESPONSES: dict[int | str, Description] = {
    200: {
        "description": "The query's result: a table or truth value, or for CONSTRUCT and DESCRIBE a graph.",
        "headers": {
            "Ipgraph-Truncated": {
                "description": "On an answer that was cut: the limit, as `rows;limit=N` or `bytes;limit=N`.",
                "schema": {"type": "string"},
            }
        },
        "content": {offer.media_type: {"schema": {"type": "string"}} for offer in (*RESULT_OFFERS, *GRAPH_OFFERS)},
    },
    **problem_responses(400, 401, 403, 406, 413, 415, 500, 503, 504),
}
# The endpoint is no route of the framework's, so all of its description stands here.
SPARQL_PATH: Description = {
    "get": {
        "tags": ["SPARQL"],
        "summary": "Query By Get",
        "description": "Answer the query in the URL.",
        "operationId": "query_by_get",
        "parameters": [
            _parameter("query", f"{_QUERY_TEXT} Without one: what the service can do.", _QUERY_SCHEMA),
            *_GRAPH_PARAMETERS,
            *_ANSWER_PARAMETERS,
        ],
        "responses": {str(status): response for status, response in SPARQL_RESPONSES.items()},
    },
    "post": {
        "tags": ["SPARQL"],
        "summary": "Query Or Update By Post",
        "description": "Answer the query in the body, or carry out the update in it: as a form, or as it is.",
        "operationId": "operate_by_post",
        "parameters": [*_GRAPH_PARAMETERS, *_USING_PARAMETERS, *_ANSWER_PARAMETERS],
        "requestBody": {
            "required": True,
            "content": {
                "application/sparql-query": {"schema": {"type": "string", "example": _EXAMPLE}},
                "application/sparql-update": {"schema": {"type": "string", "description": _UPDATE_TEXT}},
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "query": {"type": "string", "description": _QUERY_TEXT, "example": _EXAMPLE},
                            "update": {"type": "string", "description": _UPDATE_TEXT},
                            **_FORM_FIELDS,
                        },
                    }
                },
            },
        },
        "responses": {str(status): response for status, response in {**WRITE_RESPONSES, **SPARQL_RESPONSES}.items()},
    },
}

QUESTION_ANSWER: Description = {
    "parameters": [
        _parameter(
            "arguments",
            "The question's own parameters; a thing by its id, a name or its IRI.",
            {"type": "object", "additionalProperties": {"type": "string"}},
        ),
        _parameter("format", "Representation, instead of the Accept header.", {"type": "string"}),
        _TIMEOUT_PARAMETER,
    ]
}
QUESTION_RESPONSES: dict[int | str, Description] = {
    200: {
        "description": "The answer, as a table.",
        "content": {offer.media_type: {"schema": {"type": "string"}} for offer in RESULT_OFFERS},
    },
    **problem_responses(400, 404, 406, 504),
}

DATASET_RESPONSES: dict[int | str, Description] = {
    200: {
        "description": "The description, as a graph.",
        "content": {offer.media_type: {"schema": {"type": "string"}} for offer in GRAPH_OFFERS},
    },
    **problem_responses(406, 500, 503, 504),
}

_GRAPH_TEXT = "IRI of the graph; instead of it, the graph's own address may be asked."
_RDF_SCHEMA: Description = {"schema": {"type": "string"}}
_GRAPH_NAMES = [
    _parameter("graph", _GRAPH_TEXT, {"type": "string", "format": "iri"}),
    _parameter("default", "The default graph; without a value.", {"type": "string", "enum": [""]}),
]
_OWN_ADDRESS: Description = {
    "name": "path",
    "in": "path",
    "required": True,
    "description": "What makes this address the graph's IRI; may hold slashes.",
    "schema": {"type": "string"},
}
_HOW_READ = [_FORMAT_PARAMETER, _TIMEOUT_PARAMETER]
_GRAPH_BODY: Description = {"required": True, "content": dict.fromkeys((*READ_TYPES, MULTIPART), _RDF_SCHEMA)}
# For a graph that is named in the query string, and for one that is named by its address.
NAMED_READ: Description = {"parameters": [*_GRAPH_NAMES, *_HOW_READ]}
NAMED_WRITE: Description = {"parameters": _GRAPH_NAMES, "requestBody": _GRAPH_BODY}
NAMED_DELETE: Description = {"parameters": _GRAPH_NAMES}
OWN_READ: Description = {"parameters": [_OWN_ADDRESS, *_HOW_READ]}
OWN_WRITE: Description = {"parameters": [_OWN_ADDRESS], "requestBody": _GRAPH_BODY}
OWN_DELETE: Description = {"parameters": [_OWN_ADDRESS]}
GRAPH_RESPONSES: dict[int | str, Description] = {
    200: {
        "description": "The graph.",
        "content": {offer.media_type: _RDF_SCHEMA for offer in GRAPH_OFFERS},
    },
    **problem_responses(400, 403, 404, 406, 500, 503, 504),
}


def describe(app: FastAPI) -> Description:
    """Return the OpenAPI description of `app`; it is made once."""
    if not app.openapi_schema:
        description = get_openapi(
            title=app.title, version=app.version, summary=app.summary, description=app.description, routes=app.routes
        )
        description["paths"]["/sparql"] = SPARQL_PATH
        schemas = description.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = Problem.model_json_schema()
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        app.openapi_schema = description
    return app.openapi_schema
