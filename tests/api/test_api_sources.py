"""The files behind the documents over HTTP: the text that offsets refer to, and the original."""

from hashlib import sha256

import httpx
import pytest

DOCUMENTS = "/api/v1/documents"


@pytest.mark.parametrize("doc_id", ["report-2014", "计划 2019"])
def test_the_text_is_the_one_that_the_offsets_of_the_facts_refer_to(
    client: httpx.Client, store_texts: dict[str, str], doc_id: str
) -> None:
    answer = client.get(f"{DOCUMENTS}/{doc_id}/text")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode("utf-8") == store_texts[doc_id]
    facts = client.get(f"{DOCUMENTS}/{doc_id}").json()["facts"]
    assert facts
    for fact in facts:
        evidence = fact["evidence"]
        assert answer.text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_the_original_of_a_text_file_is_that_file(client: httpx.Client, store_texts: dict[str, str]) -> None:
    answer = client.get(f"{DOCUMENTS}/report-2014/original")

    assert answer.content == store_texts["report-2014"].encode()
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report-2014.txt"'


def test_the_original_of_an_extracted_text_comes_byte_for_byte_under_its_own_type(client: httpx.Client) -> None:
    document = client.get(f"{DOCUMENTS}/计划 2019").json()
    answer = client.get(document["links"]["original"])

    assert document["media_type"] == "text/html"
    assert sha256(answer.content).hexdigest() == document["original_sha256"]
    # The page says itself how it is encoded; a charset here would overrule it.
    assert answer.headers["Content-Type"] == "text/html"


def test_an_original_is_saved_under_a_safe_name_and_never_run_as_a_page(client: httpx.Client) -> None:
    headers = client.get(f"{DOCUMENTS}/计划 2019/original").headers

    name = "%E8%AE%A1%E5%88%92%202019.html"
    assert headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox")


def test_a_document_links_to_its_text_and_its_original(client: httpx.Client) -> None:
    links = client.get(f"{DOCUMENTS}/report-2014").json()["links"]

    assert links["text"] == f"{DOCUMENTS}/report-2014/text"
    assert links["original"] == f"{DOCUMENTS}/report-2014/original"


@pytest.mark.parametrize("name", ["text", "original"])
@pytest.mark.parametrize("doc_id", ["没有", "..", "%2E%2E%2F%2E%2E%2Frelease.json", "report-2014.txt"])
def test_files_of_what_is_no_document_are_404(client: httpx.Client, doc_id: str, name: str) -> None:
    answer = client.get(f"{DOCUMENTS}/{doc_id}/{name}")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
