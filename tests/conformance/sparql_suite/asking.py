"""Puts the tests of the suite to a running service, as the SPARQL 1.1 Protocol says."""

import io
from collections.abc import Iterator, Sequence

import httpx
import pyoxigraph as ox

from sparql_suite.manifest import Case, Data, file_iri
from sparql_suite.matching import Row
from sparql_suite.release import NO_GRAPH, dataset_parameters, read_graphs, request_text
from sparql_suite.results import Answer, Rows, read_answer

MEDIA_TYPES = {
    "srj": "application/sparql-results+json",
    "srx": "application/sparql-results+xml",
    "tsv": "text/tab-separated-values",
    "csv": "text/csv",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
}
_EXTENSIONS = {media_type: extension for extension, media_type in MEDIA_TYPES.items()}
# Where the expected result is written in RDF, the format is chosen by the test's place in the suite.
_ROW_FORMATS = ("srj", "srx", "tsv")
_GRAPH_FORMATS = ("ttl", "nt", "rdf", "jsonld", "trig", "nq")
# JSON-LD and RDF/XML cannot say all that RDF 1.2 can.
_GRAPH_FORMATS_12 = ("ttl", "nt", "trig", "nq")
_WAYS = 3
_STATE = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"

Parameters = Sequence[tuple[str, str]]


def ask(client: httpx.Client, case: Case, place: int) -> Answer:
    """Return the service's answer to a query test; `place` chooses the way to ask, and the format where it is free.

    Raises:
        AssertionError: the service refused the query, or answered in another format.

    """
    accept = ", ".join(MEDIA_TYPES[extension] for extension in _formats(case, place))
    response = send(client, request_text(case), dataset_parameters(case), place, accept)
    assert response.status_code == 200, response.text
    extension = _EXTENSIONS[response.headers["content-type"].partition(";")[0]]
    assert extension in _formats(case, place)
    return read_answer(response.content, extension)


def send(client: httpx.Client, query: str, parameters: Parameters, place: int, accept: str = "*/*") -> httpx.Response:
    """Return the response to a query sent in one of the three ways of the protocol.

    Raises:
        HTTPStatusError: the service failed.

    """
    headers = {"Accept": accept}
    match place % _WAYS:
        case 0:
            response = client.get("/sparql", params=[("query", query), *parameters], headers=headers)
        case 1:
            form = str(httpx.QueryParams([("query", query), *parameters]))
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            response = client.post("/sparql", content=form, headers=headers)
        case _:
            headers["Content-Type"] = "application/sparql-query"
            response = client.post("/sparql", params=list(parameters), content=query.encode(), headers=headers)
    return response.raise_for_status() if response.is_server_error else response


def send_update(client: httpx.Client, update: str) -> httpx.Response:
    """Return the response to an update.

    Raises:
        HTTPStatusError: the service failed.

    """
    headers = {"Content-Type": "application/sparql-update"}
    response = client.post("/sparql", content=update.encode(), headers=headers)
    return response.raise_for_status() if response.is_server_error else response


def ask_syntax(client: httpx.Client, case: Case, place: int) -> httpx.Response:
    """Return the response to a syntax test, asked of nothing."""
    return send(client, request_text(case), [("default-graph-uri", NO_GRAPH)], place)


def to_initial_update(data: Data) -> str:
    """Return the update after which the store holds a dataset and nothing else."""
    blocks = []
    for name, triples in _graphs(data):
        lines = io.BytesIO()
        ox.serialize(triples, lines, format=ox.RdfFormat.N_TRIPLES)
        block = lines.getvalue().decode()
        blocks.append(block if name is None else f"GRAPH <{name}> {{ {block} }}")
    return f"DROP ALL; INSERT DATA {{ {' '.join(blocks)} }}"


def ask_state(client: httpx.Client) -> tuple[Row, ...]:
    """Return the statements that the store holds: object, predicate, subject, and graph or nothing."""
    response = send(client, _STATE, [], 0, MEDIA_TYPES["srj"])
    assert response.status_code == 200, response.text
    answer = read_answer(response.content, "srj")
    assert isinstance(answer, Rows)
    assert answer.variables == ("g", "o", "p", "s")
    return tuple((row[1], row[2], row[3], row[0]) for row in answer.rows)


def to_state(data: Data) -> tuple[Row, ...]:
    """Return the statements of a dataset, as `ask_state` gives them."""
    return tuple(
        (triple.object, triple.predicate, triple.subject, None if name is None else ox.NamedNode(name))
        for name, triples in _graphs(data)
        for triple in triples
    )


def _formats(case: Case, place: int) -> tuple[str, ...]:
    """Return the formats to ask for: that of the expected result, or one for rows and one for a graph."""
    assert case.result is not None
    extension = case.result.suffix[1:]
    if extension not in ("ttl", "rdf", "nt"):
        return (extension,)
    graphs = _GRAPH_FORMATS_12 if case.name.startswith("sparql12") else _GRAPH_FORMATS
    # The way to ask changes from case to case, the format after each round of ways.
    turn = place // _WAYS
    return (_ROW_FORMATS[turn % len(_ROW_FORMATS)], graphs[turn % len(graphs)])


def _graphs(data: Data) -> Iterator[tuple[str | None, list[ox.Triple]]]:
    """Yield the graphs of a dataset: a name, or nothing for the default graph, and the statements."""
    for file in data.default:
        for name, triples in read_graphs(file).items():
            yield None if name == file_iri(file) else name, triples
    for name, file in data.named:
        for triples in read_graphs(file).values():
            yield name, triples
