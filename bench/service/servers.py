"""Servers over the generated graph, each on a free port of loopback for the duration of a block."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from bench.service.load import Address
from tests.remote.servers import VIRTUOSO_INI, free_port

_START_S = 900.0
# Enough for all pages of the graph, so that no server waits for the disk.
_VIRTUOSO_BUFFERS = 100_000
_TABLE, _GRAPH = "application/sparql-results+json", "text/turtle"
_PYTHON = (sys.executable, "-m")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, and the path of its SPARQL endpoint."""

    name: str
    address: Address
    path: str
    parameters: dict[str, str]
    client: httpx.Client

    @property
    def url(self) -> str:
        """The endpoint."""
        return f"http://{self.address[0]}:{self.address[1]}{self.path}"

    def query(self, text: str) -> bytes:
        """Return the bytes of an answer.

        Raises:
            httpx.HTTPStatusError: it is none.

        """
        answer = self.client.get(
            self.url,
            params={"query": text, **self.parameters},
            headers={"Accept": _GRAPH if "DESCRIBE" in text else _TABLE, "Accept-Encoding": "identity"},
        )
        return answer.raise_for_status().content


@contextmanager
def run(
    name: str, command: list[str], port: int, path: str, folder: Path, parameters: dict[str, str] | None = None
) -> Iterator[Server]:
    """Run a server until the end of the block; it begins when the server answers."""
    # One connection that stays open: to make one takes longer than most answers.
    client = httpx.Client(timeout=600, trust_env=False)
    server = Server(name, ("127.0.0.1", port), path, parameters or {}, client)
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        _wait(server, process)
        yield server
    finally:
        client.close()
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(server: Server, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{server.name} ended before it had started; its log lies beside its data")
        try:
            httpx.get(server.url, params={"query": "ASK {}"}, timeout=5, trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.05)
            continue
        return
    raise RuntimeError(f"{server.name} did not answer within {_START_S:g} s")


@contextmanager
def trivial(folder: Path) -> Iterator[Server]:
    """Run an endpoint that answers a dictionary."""
    port = free_port()
    checkout = Path(__file__).parents[2]
    command = [*_PYTHON, "bench.service.others", "trivial", str(port)]
    with run("trivial", ["env", f"PYTHONPATH={checkout}", *command], port, "/label", folder) as server:
        yield server


@contextmanager
def ipgraph(store: Path, folder: Path, token: str | None = None) -> Iterator[Server]:
    """Run our service over a store; with a token it can be written to, unchecked."""
    port = free_port()
    command = [*_PYTHON, "ipgraph", "serve", "--store", str(store), "--port", str(port)]
    # The access log is a line a request; the others write none.
    quiet = ["env", "IPGRAPH_LOG_LEVEL=warning", "IPGRAPH_TIMEOUT_S=600", "IPGRAPH_MAX_UPLOAD_BYTES=4000000000"]
    if token is not None:
        digest = hashlib.sha256(token.encode()).hexdigest()
        quiet += [f"IPGRAPH_TOKENS=bench:write:{digest}", "IPGRAPH_WRITE_CHECKS=off", "IPGRAPH_WRITE_TIMEOUT_S=600"]
    with run("ipgraph", [*quiet, *command], port, "/sparql", folder) as server:
        yield server


@contextmanager
def rdflib_endpoint(quads: Path, folder: Path) -> Iterator[Server]:
    """Run rdflib-endpoint over a file of quads."""
    port = free_port()
    checkout = Path(__file__).parents[2]
    command = [*_PYTHON, "bench.service.others", "rdflib-endpoint", str(port), str(quads)]
    with run("rdflib-endpoint", ["env", f"PYTHONPATH={checkout}", *command], port, "/sparql", folder) as server:
        yield server


@contextmanager
def oxigraph(quads: Path, folder: Path) -> Iterator[Server]:
    """Run the Oxigraph server over a file of quads."""
    port = free_port()
    program = str(Path(sys.executable).with_name("oxigraph"))
    with TemporaryDirectory(dir=folder) as location:
        load = [program, "load", "--location", location, "--file", str(quads.absolute())]
        subprocess.run(load, check=True, capture_output=True)
        command = [program, "serve-read-only", "--location", location, "--bind", f"127.0.0.1:{port}"]
        with run("oxigraph", command, port, "/query", Path(location), {"union-default-graph": ""}) as server:
            yield server


@contextmanager
def virtuoso(quads: Path, folder: Path) -> Iterator[Server]:
    """Run Virtuoso over a file of quads."""
    http_port, sql_port = free_port(), free_port()
    ini = VIRTUOSO_INI.format(sql_port=sql_port, http_port=http_port, row_limit=1_000_000)
    ini = ini.replace("NumberOfBuffers = 10000", f"NumberOfBuffers = {_VIRTUOSO_BUFFERS}")
    # 512: N-Quads.
    load = "DB.DBA.TTLP_MT(file_open('quads.nq'), '', 'urn:none', 512); checkpoint;"
    isql = ["isql-vt", f"127.0.0.1:{sql_port}", "dba", "dba", f"EXEC={load}"]
    with TemporaryDirectory(dir=folder) as own:
        (Path(own) / "virtuoso.ini").write_text(ini, encoding="utf-8")
        (Path(own) / "quads.nq").hardlink_to(quads)
        with run("virtuoso", ["virtuoso-t", "-f", "-c", "virtuoso.ini"], http_port, "/sparql", Path(own)) as server:
            subprocess.run(isql, check=True, capture_output=True, timeout=900)
            yield server
