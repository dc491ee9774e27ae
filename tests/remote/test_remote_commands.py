"""The commands over a remote store; and how an upload begins, breaks off and is done again."""

import asyncio
import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from ipgraph.errors import StoreError
from ipgraph.rdf.mint import Minter
from ipgraph.settings import Settings
from ipgraph.store.embedded import Release
from ipgraph.store.remote import RemoteEndpoint
from ipgraph.store.remote_graphs import RemoteGraphs
from ipgraph.store.remote_release import read_remote
from ipgraph.store.uploading import upload

DESCRIPTION = Minter(Settings().base_iri).dataset_graph()[1:-1]


def environment(settings: Settings) -> Mapping[str, str]:
    """Return the environment that reaches a store."""
    secrets = {"USER": settings.store_user, "PASSWORD": settings.store_password}
    given = {f"IPGRAPH_STORE_{name}": secret.get_secret_value() for name, secret in secrets.items()}
    return {**os.environ, **given, "no_proxy": "127.0.0.1"}


def run(settings: Settings, *arguments: object, text: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a command over a store."""
    command = [sys.executable, "-m", "ipgraph", *map(str, arguments), "--store", str(settings.store)]
    return subprocess.run(
        command, input=text, env=environment(settings), capture_output=True, text=True, check=False, timeout=100
    )


def test_query_prints_the_answer(server: Any) -> None:
    query = (
        'SELECT ?name WHERE { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> "商务部"@zh, ?name } ORDER BY ?name'
    )
    result = run(server.settings, "query", "--format", "csv", text=query)

    assert result.stderr == ""
    # Virtuoso puts strings with a language in another order.
    assert sorted(result.stdout.splitlines()) == ["Ministry of Commerce", "name", "商务部"]


def test_ask_finds_things_by_name(server: Any) -> None:
    result = run(server.settings, "ask", "campaigns", "agency=公安部", "--format", "csv")

    assert result.stderr == ""
    assert {row["conductor"] for row in csv.DictReader(io.StringIO(result.stdout))} == {"公安部"}


def test_facts_of_one_document(oxigraph: Any, release: Release) -> None:
    doc = release.documents[1]
    result = run(oxigraph.settings, "facts", "--doc", doc)

    assert {json.loads(line)["doc"] for line in result.stdout.splitlines()} == {doc}
    assert "no document 'none' in this release" in run(oxigraph.settings, "facts", "--doc", "none").stderr


def test_the_dump_is_that_of_the_embedded_store(server: Any, release: Release) -> None:
    result = run(server.settings, "dump")

    assert result.stderr == ""
    assert result.stdout == release.dump.read_text(encoding="utf-8")


def test_the_dump_needs_no_graph_store_address(virtuoso: Any, release: Release) -> None:
    assert run(virtuoso.read_only, "dump").stdout == release.dump.read_text(encoding="utf-8")


def test_diff_finds_no_difference(oxigraph: Any, release: Release) -> None:
    result = run(oxigraph.settings, "diff", oxigraph.settings.store, release.path, "--exit-code")

    assert (result.returncode, result.stderr) == (0, "")


def test_validate_says_that_quotes_are_not_checked(oxigraph: Any, release: Release) -> None:
    result = run(oxigraph.settings, "validate")

    assert result.returncode == 0
    assert "quotes are not checked" in result.stderr
    assert all(doc in result.stdout for doc in release.documents)


def test_explain_needs_the_embedded_store(oxigraph: Any) -> None:
    result = run(oxigraph.settings, "explain", "000_d39837627b821630", 3)

    assert (result.returncode, "this needs the embedded store" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:9/query", "the store cannot be reached"),
        ("ftp://127.0.0.1/query", "is no address"),
        ("http://me:secret@127.0.0.1/query", "allowed are IPGRAPH_STORE_USER"),
        ("http://127.0.0.1/query?key=secret", "without ? and #"),
    ],
)
def test_a_bad_address_is_told(address: str, said: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "ipgraph", "query", "--store", address],
        input="ASK {}",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (result.returncode, result.stdout) == (2, "")
    assert said in result.stderr


def release_id(settings: Settings) -> str:
    """Return the id that a store tells."""

    async def read() -> str:
        async with RemoteEndpoint(settings) as endpoint:
            return (await read_remote(endpoint, settings)).id

    return asyncio.run(read())


def test_an_upload_that_broke_off_can_be_told_and_done_again(
    server: Any, release: Release, upload_release: Any
) -> None:
    whole = release_id(server.settings)

    def break_off(done: int, _total: int, _what: str) -> None:
        if done == 2:
            raise StoreError("broken off")

    with pytest.raises(StoreError, match="broken off"):
        asyncio.run(upload(release, server.settings, break_off))
    broken = release_id(server.settings)
    upload_release(release, server)

    assert len(whole) == 16
    assert (broken, release_id(server.settings)) == ("", whole)


def test_an_upload_removes_what_the_release_has_not(oxigraph: Any, release: Release, upload_release: Any) -> None:
    stale = f"{Settings().base_iri}graph/document/gone"
    foreign = "urn:graph:of-somebody-else"

    async def add() -> None:
        async with RemoteEndpoint(oxigraph.settings) as endpoint:
            for graph in (stale, foreign):
                update = f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:a> <urn:b> <urn:c> }} }}"
                await endpoint.client.update([("update", update)])

    async def names() -> set[str]:
        async with RemoteEndpoint(oxigraph.settings) as endpoint:
            graphs = RemoteGraphs(endpoint, oxigraph.settings)
            found = set(await graphs.sizes())
            await graphs.drop(foreign)
            return found

    asyncio.run(add())
    upload_release(release, oxigraph)
    found = asyncio.run(names())

    assert (stale in found, foreign in found) == (False, True)


def test_build_uploads_what_it_built(oxigraph: Any, release: Release, tmp_path: Any) -> None:
    notice = tmp_path / "plan.txt"
    notice.write_text("二〇一九年知识产权工作要点\n一、加强知识产权保护。（公安部负责）\n", encoding="utf-8")
    settings = oxigraph.settings
    result = run(settings, "build", notice)
    facts = run(settings, "facts")

    assert result.returncode == 0, result.stderr
    assert f"in {settings.store}: 1 documents" in result.stdout
    assert {json.loads(line)["doc"] for line in facts.stdout.splitlines()} == {"plan"}
    asyncio.run(upload(release, settings, lambda _done, _total, _what: None))
