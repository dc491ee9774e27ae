"""The service around the data: health, the front page, the description, problems, other origins."""

import json
import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import anyio
import httpx
import pytest
from fastapi import FastAPI

from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release
from ipgraph_api.app import create_app

RunService = Callable[[Settings], AbstractContextManager[str]]
MEMBERS = {"type", "title", "status", "detail", "instance", "request_id"}


def test_health_names_the_release(client: httpx.Client, store_dir: Path) -> None:
    release = open_release(store_dir)

    assert client.get("/health").json() == {
        "status": "ok",
        "release": release.id,
        "quads": release.info["quads"],
        "workers": 2,
    }


def test_without_a_release_everything_but_the_description_is_503(run_service: RunService, tmp_path: Path) -> None:
    with run_service(Settings(store=tmp_path)) as address, httpx.Client(base_url=address, trust_env=False) as client:
        answers = {path: client.get(path) for path in ("/health", "/api/v1/documents", "/sparql?query=ASK%7B%7D")}
        description = client.get("/docs").status_code

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(answers, 503)
    assert "ipgraph build" in answers["/health"].json()["detail"]
    assert int(answers["/health"].headers["retry-after"]) > 0
    assert description == 200


def wait_for_release(client: httpx.Client, release: str) -> None:
    """Return once the service serves a release."""
    deadline = time.monotonic() + 10
    while client.get("/health").json().get("release") != release:
        assert time.monotonic() < deadline, f"release {release} is not served"
        time.sleep(0.05)


def test_a_new_release_is_served_without_a_restart(
    run_service: RunService, publish: Callable[..., str], tmp_path: Path
) -> None:
    with run_service(Settings(store=tmp_path)) as address, httpx.Client(base_url=address, trust_env=False) as client:
        listed = []
        # Three, because a build removes all releases but the last two.
        for documents in (("report-2014",), (), ("report-2014", "计划 2019")):
            wait_for_release(client, publish(tmp_path, *documents))
            listed.append(client.get("/api/v1/documents").json()["page"]["total"])

    assert listed == [1, 0, 2]


@pytest.mark.parametrize("path", ["/nowhere", "/health/", "/api/v1/documents/", "/api/v1/entities/agency/a/b"])
def test_an_address_without_a_route_is_a_404_problem_and_no_redirect(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Host": "evil.example"})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().keys() == MEMBERS
    assert answer.json()["instance"] == path


def test_the_front_page_is_json_for_programs(client: httpx.Client) -> None:
    answer = client.get("/").json()

    assert {"/sparql", "/health", "/docs"} <= {endpoint["path"] for endpoint in answer["endpoints"]}


def test_the_front_page_is_html_for_people(client: httpx.Client) -> None:
    answer = client.get("/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert 'href="/api/v1/documents"' in answer.text


def test_every_address_of_the_front_page_answers(client: httpx.Client) -> None:
    for endpoint in client.get("/").json()["endpoints"]:
        assert client.get(endpoint["path"]).status_code == 200, endpoint["path"]


def test_the_description_is_shown_with_files_of_this_service_only(client: httpx.Client) -> None:
    page = client.get("/docs").text

    links = re.findall(r'(?:href|src)="([^"]+)"', page) + re.findall(r"url: '([^']+)'", page)
    assert len(links) == 4
    for link in links:
        assert link.startswith("/"), link
        assert client.get(link).status_code == 200, link
    assert "://" not in page


def test_the_description_has_every_route_with_its_problems(client: httpx.Client) -> None:
    description = client.get("/openapi.json").json()

    assert set(description["paths"]) == {
        "/",
        "/sparql",
        "/sparql/queries",
        "/sparql/queries/{query_id}",
        "/rdf-graph-store",
        "/rdf-graph-store/{path}",
        "/.well-known/void",
        "/api/v1/questions",
        "/api/v1/questions/{name}",
        "/api/v1/questions/{name}/answer",
        "/api/v1/documents",
        "/api/v1/documents/{doc_id}",
        "/api/v1/documents/{doc_id}/original",
        "/api/v1/documents/{doc_id}/text",
        "/api/v1/entities/{kind}",
        "/api/v1/entities/{kind}/{slug}",
        "/data/{rest}",
        "/dump",
        "/health",
        "/id/{rest}",
        "/ontology",
        "/ontology/{term}",
        "/page/{rest}",
        "/shapes",
    }
    problems = description["paths"]["/api/v1/documents/{doc_id}"]["get"]["responses"]
    assert {"200", "404", "422", "503", "504"} <= set(problems)
    assert set(problems["404"]["content"]) == {"application/problem+json"}


def test_every_reference_of_the_description_leads_somewhere(client: httpx.Client) -> None:
    description = client.get("/openapi.json").json()

    references = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(description)))
    assert "Problem" in references
    assert references <= set(description["components"]["schemas"])


def test_a_page_of_another_origin_may_read_answers_and_errors(client: httpx.Client) -> None:
    for path in ("/health", "/sparql", "/nowhere"):
        answer = client.get(path, headers={"Origin": "https://example.org"})
        assert answer.headers["access-control-allow-origin"] == "*", path
        assert "access-control-allow-credentials" not in answer.headers


def test_a_page_of_another_origin_may_post_a_query(client: httpx.Client) -> None:
    headers = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = client.options("/sparql", headers=headers)

    assert answer.status_code == 204
    assert "POST" in answer.headers["access-control-allow-methods"]


def failing_app(tmp_path: Path) -> FastAPI:
    """Return the application with one more route, which fails."""
    app = create_app(Settings(store=tmp_path))

    @app.get("/fail")
    async def fail() -> None:
        raise RuntimeError("a secret of the inside")

    return app


def test_an_unexpected_error_is_logged_and_tells_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(failing_app(tmp_path))
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            return await client.get("/fail", headers={"Origin": "https://example.org"})

    answer = anyio.run(get)

    assert answer.status_code == 500
    assert answer.json().keys() == MEMBERS
    assert "secret" not in answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "a secret of the inside" in caplog.text
