"""The graph store over HTTP: every case of `graph_store_cases.py`, against a real server over a store of its own."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic
from tests.protocol.graph_store_cases import CASES, GROUPS, Step
from tests.protocol.writing import AS_WRITER, make_store, writing_settings

from ipgraph.settings import Settings

_PATH = "/rdf-graph-store"
_PARSERS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
    "application/trig": "trig",
    "application/n-quads": "nquads",
}


@pytest.fixture(scope="module")
def graph_store(
    tmp_path_factory: pytest.TempPathFactory, run_protocol_service: Callable[[Settings], AbstractContextManager[str]]
) -> Iterator[httpx.Client]:
    """Return a client of a service that may be written to."""
    settings = writing_settings(make_store(tmp_path_factory.mktemp("graphs")), max_upload_bytes=300_000)
    with (
        run_protocol_service(settings) as host,
        httpx.Client(base_url=f"http://{host}", trust_env=False, timeout=20) as client,
    ):
        yield client


class Exchange:
    """The requests of one case: what its places stand for, filled in as answers come."""

    def __init__(self, client: httpx.Client, name: str) -> None:
        self._client = client
        number = str(list(CASES).index(name))
        iri = f"http://a.example/case/{number}"
        self._in_targets = {
            "g": quote(iri, safe=""),
            "plain": iri,
            "own": f"/case/{number}",
            "n": number,
            "base": str(client.base_url).rstrip("/"),
        }
        self._places = {**self._in_targets, "g": iri}

    def run(self, step: Step) -> None:
        """Send the request of a step, and check its answer."""
        headers = {**AS_WRITER, **{name.title(): self._fill(value) for name, value in step.headers.items()}}
        body = step.body if isinstance(step.body, bytes) else self._fill(step.body).encode()
        sent = {name: value for name, value in headers.items() if value}
        answer = self._client.request(step.method, self._target(step.target), content=body, headers=sent)
        assert answer.status_code == step.status, answer.text
        for name, pattern in step.gives.items():
            assert re.search(self._literally(pattern), answer.headers.get(name, "")), answer.headers
        assert step.says in answer.text
        if step.graph is not None:
            expected = Graph().parse(data=self._fill(step.graph), format="turtle")
            assert isomorphic(_parse(answer), expected), answer.text
        for name in ("etag", "location"):
            if name in answer.headers:
                self._places[name] = self._in_targets[name] = answer.headers[name]
        if "location" in answer.headers:
            self._in_targets["location_path"] = urlsplit(answer.headers["location"]).path.removeprefix(_PATH)
            self._in_targets["location"] = quote(answer.headers["location"], safe="")

    def _target(self, target: str) -> str:
        return _PATH + _fill(target, self._in_targets)

    def _fill(self, text: str) -> str:
        return _fill(text, self._places)

    def _literally(self, pattern: str) -> str:
        # Media types hold a `+`; patterns of these tests repeat nothing with it.
        return pattern.replace("+", r"\+") if "/" in pattern else pattern


def _fill(text: str, places: dict[str, str]) -> str:
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _parse(answer: httpx.Response) -> Graph:
    """Return the triples of an answer, whatever it is written in."""
    data = Dataset(default_union=True)
    data.parse(data=answer.content, format=_PARSERS[answer.headers["content-type"].partition(";")[0]])
    graph = Graph()
    for subject, predicate, value, _ in data.quads():
        graph.add((subject, predicate, value))
    return graph


def test_all_cases_are_there() -> None:
    assert {group: len(cases) for group, cases in GROUPS.items()} == {
        "standard": 14,
        "http-rdf-update": 9,
        "naming": 20,
        "formats": 31,
        "multipart": 13,
        "reading": 13,
        "conditions": 4,
        "methods": 6,
        "tokens": 7,
    }
    assert len(CASES) == 117


def test_a_graph_that_would_be_cut_is_refused(
    tmp_path: Path, run_protocol_service: Callable[[Settings], AbstractContextManager[str]]
) -> None:
    settings = Settings(store=make_store(tmp_path, statements=20), workers=1, max_result_rows=10)
    with run_protocol_service(settings) as host:
        answer = httpx.get(f"http://{host}/rdf-graph-store?graph=urn:graph:first", trust_env=False)

    assert answer.status_code == 403
    assert "larger than an answer may be" in answer.json()["detail"]


@pytest.mark.parametrize("name", CASES)
def test_a_case_of_the_graph_store(graph_store: httpx.Client, name: str) -> None:
    exchange = Exchange(graph_store, name)
    for step in CASES[name]:
        exchange.run(step)
