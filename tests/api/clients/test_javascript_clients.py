"""Clients written in JavaScript: Comunica in Node, and a page of another origin in a browser."""

import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from ipgraph.settings import Settings

HERE = Path(__file__).parent
PREFIXES = "PREFIX ipg: <https://w3id.org/ipgraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
# Chromium makes no connections of its own with these, and runs without a screen and as any user.
CHROMIUM = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=20000",
    "--dump-dom",
]


def program(*names: str) -> str:
    """Return the path of the first of some programs that is installed."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    assert found is not None, f"{names[0]} is not installed; the README says what the tests need"
    return found


@pytest.fixture(scope="module")
def address(corpus_store: Path, run_service: Callable[[Settings], AbstractContextManager[str]]) -> Iterator[str]:
    with run_service(Settings(store=corpus_store, workers=1)) as running:
        yield running


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the packages of the lock file."""
    folder = tmp_path_factory.mktemp("clients")
    for name in ("package.json", "package-lock.json", "comunica.mjs"):
        shutil.copy(HERE / name, folder)
    subprocess.run(
        [program("npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, check=True, timeout=240
    )
    return folder


def comunica(packages: Path, address: str, query: str) -> list[dict[str, str]]:
    """Return the rows that Comunica gets from the service."""
    command = [program("node"), "comunica.mjs", f"{address}/sparql", PREFIXES + query]
    ran = subprocess.run(command, cwd=packages, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_comunica_gets_rows_with_chinese_text(packages: Path, address: str) -> None:
    query = "SELECT ?label { <https://w3id.org/ipgraph/id/agency/mofcom> skos:prefLabel ?label } ORDER BY ?label"
    assert {"label": "商务部"} in comunica(packages, address, query)


def test_comunica_gets_numbers_that_were_counted(packages: Path, address: str) -> None:
    (row,) = comunica(packages, address, "SELECT (COUNT(DISTINCT ?act) AS ?n) { ?act a ipg:Participation }")
    assert int(row["n"]) > 100


def test_a_page_of_another_origin_asks_by_get_and_post(address: str, tmp_path: Path) -> None:
    handler = partial(SimpleHTTPRequestHandler, directory=str(HERE))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = f"http://127.0.0.1:{server.server_port}/page.html?endpoint={quote(f'{address}/sparql')}"
        command = [program("chromium", "chromium-browser", "google-chrome"), *CHROMIUM]
        ran = subprocess.run(
            [*command, f"--user-data-dir={tmp_path}", page], capture_output=True, text=True, timeout=120, check=False
        )
        server.shutdown()
    assert '<p id="answer">[true,true,400,1,true]</p>' in ran.stdout, ran.stdout + ran.stderr
