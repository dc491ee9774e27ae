"""Documents that clients send: published with their facts, or refused with a reason."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from hashlib import sha256
from urllib.parse import quote

import httpx
import pytest

from ipgraph.settings import Settings

TOKENS = f"editor:write:{sha256(b'secret').hexdigest()}"
AS_WRITER = {"Authorization": "Bearer secret"}
DOCUMENTS = "/api/v1/documents"
TEXT = "2014年中国知识产权保护状况\n2014年，国家知识产权局参加中美知识产权工作组会议。\n"


@pytest.fixture(scope="module")
def library(
    tmp_path_factory: pytest.TempPathFactory, run_service: Callable[[Settings], AbstractContextManager[str]]
) -> Iterator[httpx.Client]:
    """Return a client of a service over an empty store that checks what it is sent."""
    settings = Settings(store=tmp_path_factory.mktemp("library"), workers=1, tokens=TOKENS, max_upload_bytes=100_000)
    with run_service(settings) as address, httpx.Client(base_url=address, trust_env=False, timeout=120) as client:
        yield client


def upload(
    client: httpx.Client, name: str = "a.txt", content: str | bytes = TEXT, about: Mapping[str, str] | None = None
) -> httpx.Response:
    """Return the answer to a document that is sent with what is said `about` it."""
    return client.post(DOCUMENTS, files={"file": (name, content)}, data=about, headers=AS_WRITER)


def test_a_document_is_published_with_its_facts_and_replaced_by_the_next_of_its_id(library: httpx.Client) -> None:
    about = {"title_zh": "二〇一四年状况", "title_en": "State of 2014", "year": "2014", "genre": "report"}
    answer = upload(library, "..\\../etc/状况 2014.txt", about=about)

    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"{DOCUMENTS}/{quote('状况 2014')}"
    assert answer.json()["conforms"] is True
    document = library.get(answer.headers["location"]).json()
    assert document["title_en"] == "State of 2014"
    assert document["statements"] > 0
    assert library.get(f"{answer.headers['location']}/text").text == TEXT

    again = upload(library, "x.txt", TEXT + "商务部参加中欧知识产权工作组会议。\n", {"id": "状况 2014"})
    assert again.status_code in (200, 204)
    assert "中欧" in library.get(f"{answer.headers['location']}/text").text


@pytest.mark.parametrize(
    "form",
    [
        {"id": "../escape"},
        {"id": ".hidden"},
        {"id": "a/b"},
        {"id": "a\nb"},
        {"id": ""},
        {"id": "部" * 100},
        {"date": "2014-13-01"},
        {"date": "yesterday"},
        {"date": "2014-02-30"},
        {"year": "the last"},
        {"genre": "novel"},
        {"encoding": "latin-1"},
        {"sha256": "0"},
        {"sha256": "0" * 64},
        {"publisher": "x"},
    ],
    ids=lambda form: "-".join(form.values())[:20] or "empty",
)
def test_what_is_wrongly_said_of_a_document_is_422(library: httpx.Client, form: dict[str, str]) -> None:
    answer = upload(library, "wrong.txt", about=form)

    assert answer.status_code == 422
    assert library.get(f"{DOCUMENTS}/wrong").status_code in (404, 503)


@pytest.mark.parametrize("name", ["a.exe", "a", "a.txt.zip", "txt"])
def test_a_kind_of_file_that_is_not_read_is_415_with_those_that_are(library: httpx.Client, name: str) -> None:
    answer = upload(library, name)

    assert answer.status_code == 415
    assert ".docx" in answer.json()["accepted"]


def test_a_file_that_is_not_what_its_name_says_is_422(library: httpx.Client) -> None:
    answer = upload(library, "a.docx", b"no word document")

    assert answer.status_code == 422
    assert answer.json()["type"].endswith("/unreadable-document")


def test_too_long_a_file_is_413(library: httpx.Client) -> None:
    assert upload(library, content="x" * 100_001).status_code == 413


def test_another_body_than_a_form_is_415(library: httpx.Client) -> None:
    answer = library.post(DOCUMENTS, content=TEXT.encode(), headers={"Content-Type": "text/plain", **AS_WRITER})

    assert answer.status_code == 415
    assert answer.headers["accept-post"] == "multipart/form-data"


def test_a_form_without_a_file_or_with_two_is_400(library: httpx.Client) -> None:
    none = library.post(DOCUMENTS, files={"paper": ("a.txt", TEXT)}, headers=AS_WRITER)
    two = library.post(DOCUMENTS, files=[("file", ("a.txt", TEXT)), ("file", ("b.txt", TEXT))], headers=AS_WRITER)

    assert (none.status_code, two.status_code) == (400, 400)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer other"}])
def test_nobody_uploads_without_a_token(library: httpx.Client, headers: dict[str, str]) -> None:
    assert library.post(DOCUMENTS, files={"file": ("a.txt", TEXT)}, headers=headers).status_code == 401
