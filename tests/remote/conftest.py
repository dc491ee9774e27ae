"""Two real stores on loopback, Virtuoso and the Oxigraph server, with a release of two documents in each."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tests.remote.servers import VIRTUOSO_INI, free_port

from ipgraph.pipeline import build
from ipgraph.resources import data_path
from ipgraph.settings import Settings
from ipgraph.store.embedded import Release, open_release
from ipgraph.store.uploading import upload

USER, PASSWORD = "dba", "a password: with signs"
DOCUMENTS = ("000_d39837627b821630.txt", "002_3f32559967889dfe.txt")
ROW_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Server:
    """A store's process and the settings that reach it."""

    name: str
    process: "subprocess.Popen[bytes]"
    settings: Settings
    read_only: Settings


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    """Return once a server answers."""
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None, f"the server of {url} ended before it had started"
        assert time.monotonic() < deadline, f"{url} did not answer within 60 s"
        try:
            httpx.get(url, params={"query": "ASK {}"}, timeout=5, trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.02)
            continue
        return


@contextmanager
def _running(command: list[str], folder: Path, url: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a server in a folder for the duration of the block."""
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        _wait_for(url, process)
        yield process
    finally:
        process.kill()
        process.wait(timeout=20)


@contextmanager
def _run_oxigraph(folder: Path, port: int) -> Iterator[Server]:
    """Run an Oxigraph server on a port for the duration of the block."""
    address = f"http://127.0.0.1:{port}"
    program = str(Path(sys.executable).with_name("oxigraph"))
    command = [program, "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    settings = Settings(store=f"{address}/query", write_checks="off", store_poll_s=0.1)  # type: ignore[arg-type]
    with _running(command, folder, f"{address}/query") as process:
        yield Server("oxigraph", process, settings, settings)


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    """Keep requests to this machine from a proxy of the environment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")
        yield


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Return a release of two documents of the corpus."""
    store = tmp_path_factory.mktemp("embedded") / "store"
    report = build([data_path("corpus") / name for name in DOCUMENTS], store, Settings())
    assert report.complete
    return open_release(store)


def put(release: Release, server: Server) -> None:
    """Upload a release."""
    asyncio.run(upload(release, server.settings, lambda _done, _total, _what: None))


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory, release: Release) -> Iterator[Server]:
    """Return an Oxigraph server with the release."""
    with _run_oxigraph(tmp_path_factory.mktemp("oxigraph"), free_port()) as server:
        put(release, server)
        yield server


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory, release: Release) -> Iterator[Server]:
    """Return a Virtuoso server with the release."""
    folder = tmp_path_factory.mktemp("virtuoso")
    sql_port, http_port = free_port(), free_port()
    ini = VIRTUOSO_INI.format(sql_port=sql_port, http_port=http_port, row_limit=ROW_LIMIT)
    (folder / "virtuoso.ini").write_text(ini, encoding="utf-8")
    address = f"http://127.0.0.1:{http_port}"
    with _running(["virtuoso-t", "-f", "-c", "virtuoso.ini"], folder, f"{address}/sparql") as process:
        isql = ["isql-vt", f"127.0.0.1:{sql_port}", "dba", "dba", f'EXEC=set password "dba" "{PASSWORD}";']
        subprocess.run(isql, check=True, capture_output=True, timeout=30)
        server = Server(
            "virtuoso",
            process,
            Settings(
                store=f"{address}/sparql-auth",  # type: ignore[arg-type]
                store_user=USER,  # type: ignore[arg-type]
                store_password=PASSWORD,  # type: ignore[arg-type]
                write_checks="off",
                store_poll_s=0.1,
            ),
            Settings(store=f"{address}/sparql", store_poll_s=0.1),  # type: ignore[arg-type]
        )
        put(release, server)
        yield server


@pytest.fixture(scope="session")
def run_oxigraph() -> Callable[[Path, int], AbstractContextManager[Server]]:
    """Return what runs an Oxigraph server."""
    return _run_oxigraph


@pytest.fixture(scope="session")
def find_port() -> Callable[[], int]:
    """Return what finds a port of loopback that nobody listens on."""
    return free_port


@pytest.fixture(scope="session", params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Server:
    """Return each of the two servers."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Server)
    return found


@pytest.fixture(scope="session")
def upload_release() -> Callable[[Release, Server], None]:
    """Return what uploads a release."""
    return put
