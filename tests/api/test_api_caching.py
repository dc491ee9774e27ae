"""Entity tags: who holds an answer is told so, before anything is evaluated, until another release is served."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release

RunService = Callable[[Settings], AbstractContextManager[str]]
QUERY = "SELECT ?s WHERE { ?s a ?c } ORDER BY ?s LIMIT 5"
TAGGED = (
    f"/sparql?query={QUERY}",
    "/sparql?query=CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }&format=nt",
    "/.well-known/void",
    "/api/v1/questions",
    "/api/v1/questions/participations",
    "/api/v1/questions/participations/answer?country=US",
    "/api/v1/documents",
    "/api/v1/documents/report-2014",
    "/api/v1/documents/report-2014/text",
    "/api/v1/documents/report-2014/original",
    "/api/v1/entities/agency",
    "/api/v1/entities/agency/mofcom",
    "/data/agency/mofcom",
    "/page/agency/mofcom",
    "/data/graph/authority",
    "/ontology",
    "/ontology/agent",
    "/shapes",
    "/dump",
)


def varies_by(answer: httpx.Response) -> set[str]:
    """Return the request headers that an answer depends on."""
    return set(filter(None, answer.headers.get("vary", "").replace(" ", "").split(",")))


@pytest.mark.parametrize("path", TAGGED)
def test_who_holds_the_answer_gets_304(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]

    assert first.headers["cache-control"] == "no-cache"
    for held in (tag, tag.removeprefix("W/"), f"W/{tag.removeprefix('W/')}", f'"other", W/"a,b" , {tag}', "*"):
        again = client.get(path, headers={"If-None-Match": held})
        assert (again.status_code, again.content) == (304, b""), held
        for name in ("etag", "cache-control"):
            assert again.headers.get(name) == first.headers.get(name), name
        assert varies_by(first) <= varies_by(again)
    for other in ('"other"', 'W/"other"', "other", tag.strip('W/"'), tag[:-2] + '"', ""):
        assert client.get(path, headers={"If-None-Match": other}).status_code == 200, other


@pytest.mark.parametrize(
    "path", ["/data/agency/mofcom", "/page/agency/mofcom", "/.well-known/void", "/ontology", "/dump"]
)
def test_head_is_answered_304_as_get_is(client: httpx.Client, path: str) -> None:
    tag = client.head(path).headers["etag"]

    assert client.get(path).headers["etag"] == tag
    assert client.head(path, headers={"If-None-Match": tag}).status_code == 304


def test_no_two_answers_share_a_tag(client: httpx.Client) -> None:
    addresses = [*TAGGED, f"/sparql?query={QUERY}&format=csv", "/data/agency/mofcom?format=nt", "/data/agency/gacc"]
    addresses += ["/data/agency/mofcom?limit=5", "/data/agency/mofcom?offset=5", "/ontology?format=html"]
    addresses += ["/api/v1/documents?limit=1", "/api/v1/questions/participations/answer?country=US&format=csv"]
    tags = [client.get(address).headers["etag"] for address in addresses]

    assert len(set(tags)) == len(tags) == len(TAGGED) + 8


def test_spellings_of_one_request_share_a_tag(client: httpx.Client) -> None:
    by_name = client.get("/data/agency/mofcom?format=ttl")
    by_type = client.get("/data/agency/mofcom", headers={"Accept": "text/turtle"})

    assert by_name.headers["etag"] == by_type.headers["etag"]


@pytest.mark.parametrize(
    "path",
    ["/api/v1/documents/none", "/data/agency/none", "/page/agency/none", "/api/v1/entities/agency/none", "/ontology/x"],
)
def test_a_star_does_not_hide_that_there_is_nothing(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"If-None-Match": "*"})

    assert answer.status_code == 404
    assert "etag" not in answer.headers


def test_errors_come_before_304(client: httpx.Client) -> None:
    held = {"If-None-Match": "*"}

    assert client.get("/sparql", params={"query": "SELECT *"}, headers=held).status_code == 400
    assert client.get("/sparql", params={"query": QUERY}, headers={**held, "Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_changes_by_itself_has_no_tag(client: httpx.Client, call: str) -> None:
    address = f"/sparql?query=SELECT ({call} AS ?x) WHERE {{ }}"
    answer = client.get(address)

    assert answer.status_code == 200
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == 200


def test_posted_queries_have_no_tag(client: httpx.Client) -> None:
    answer = client.post("/sparql", data={"query": QUERY}, headers={"If-None-Match": "*"})

    assert answer.status_code == 200
    assert "etag" not in answer.headers


@contextmanager
def busy(address: str, query: str) -> Iterator[None]:
    """Keep the only worker of a service at work for the duration of the block."""
    ended = threading.Event()

    def ask() -> None:
        # A question whether the worker is busy may keep it busy at that moment.
        while httpx.get(f"{address}/sparql", params={"query": query}, timeout=60, trust_env=False).status_code == 503:
            pass
        ended.set()

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        deadline = time.monotonic() + 10
        while httpx.get(f"{address}/sparql?query=ASK{{}}", trust_env=False).status_code != 503:
            assert time.monotonic() < deadline, "the worker was never busy"
        yield
        assert not ended.is_set()
    finally:
        thread.join()


def test_nothing_is_evaluated_for_304(run_service: RunService, store_dir: Path, slow_query: str) -> None:
    settings = Settings(store=store_dir, workers=1, queue_size=0, timeout_s=4)
    paths = (f"/sparql?query={QUERY}", "/data/agency/mofcom", "/page/agency/mofcom", "/api/v1/documents")
    with run_service(settings) as address, httpx.Client(base_url=address, trust_env=False) as client:
        tags = {path: client.get(path).headers["etag"] for path in paths}
        with busy(address, slow_query):
            for path, tag in tags.items():
                assert client.get(path).status_code == 503, path
                assert client.get(path, headers={"If-None-Match": tag}).status_code == 304, path


def test_another_release_has_other_tags(run_service: RunService, publish: Callable[..., str], tmp_path: Path) -> None:
    first = publish(tmp_path, "report-2014")
    paths = (f"/sparql?query={QUERY}", "/data/agency/mofcom", "/api/v1/documents", "/dump")
    with run_service(Settings(store=tmp_path)) as address, httpx.Client(base_url=address, trust_env=False) as client:
        tags = {path: client.get(path).headers["etag"] for path in paths}
        publish(tmp_path, "report-2014", "计划 2019")
        deadline = time.monotonic() + 10
        while client.get("/health").json()["release"] == first:
            assert time.monotonic() < deadline, "the new release is not served"
            time.sleep(0.05)
        for path, tag in tags.items():
            answer = client.get(path, headers={"If-None-Match": tag})
            assert answer.status_code == 200, path
            assert answer.headers["etag"] != tag, path


def test_the_dump_is_the_release_packed_or_not(client: httpx.Client, store_dir: Path) -> None:
    release = open_release(store_dir)
    with client.stream("GET", "/dump", headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    plain = client.get("/dump", headers={"Accept-Encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content == release.dump.read_bytes()
    assert sha256(plain.content).hexdigest().startswith(release.id)
    assert plain.headers["content-type"] == "application/n-quads"
    assert plain.headers["content-disposition"] == f'attachment; filename="ipgraph-{release.id}.nq"'
    assert (plain.headers["etag"], packed.headers["etag"]) == (f'"{release.id}"', f'"{release.id}-gzip"')
    assert "Accept-Encoding" in plain.headers["vary"]
    assert client.get("/dump", headers={"Accept-Encoding": "gzip;q=0"}).headers.get("content-encoding") is None


def test_parts_of_the_dump_can_be_fetched(client: httpx.Client) -> None:
    whole = client.get("/dump", headers={"Accept-Encoding": "identity"})
    part = client.get("/dump", headers={"Range": "bytes=10-19", "If-Range": whole.headers["etag"]})

    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert client.get("/dump", headers={"Range": "bytes=10-19", "If-Range": '"old"'}).status_code == 200
    assert client.get("/dump", headers={"Range": f"bytes={len(whole.content)}-"}).status_code == 416
