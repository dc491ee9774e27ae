"""What more than one suite uses: the place of the checkout, golden files, what is built once a run."""

import fcntl
import gc
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from ipgraph.settings import Settings

Cli = Callable[..., subprocess.CompletedProcess[str]]
Once = Callable[[str, Callable[[Path], object]], Path]

# The same examples on every run: a property test that fails today must fail tomorrow, and no file is left behind.
settings.register_profile("ipgraph", derandomize=True, deadline=None, database=None)
settings.load_profile("ipgraph")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that `make golden` uses."""
    parser.addoption("--golden-update", action="store_true", help="write the golden files from the present output")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the slow tests first, so that no process is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """Let the collector of reference cycles pass over the collected tests, which stay: a build calls it twice."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the root of the checkout."""
    return Path(__file__).parents[1]


@pytest.fixture
def golden(request: pytest.FixtureRequest, repository: Path) -> Callable[[str, str], None]:
    """Return a check that `text` is what stands in `tests/golden/NAME`; with `--golden-update` it writes the file."""
    update = bool(request.config.getoption("--golden-update"))

    def check(name: str, text: str) -> None:
        path = repository / "tests" / "golden" / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path} is missing; make golden writes it"
        assert text == path.read_text(encoding="utf-8"), f"{name} differs; read the diff, then make golden"

    return check


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Return what gives a folder that is filled once a run, however many processes the run has.

    Whoever asks first fills the folder of a name, and the others wait for it; it is only to be read.
    """
    base = tmp_path_factory.getbasetemp()
    # The folders of the run's processes lie side by side in that of the run.
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "once"

    def give(name: str, fill: Callable[[Path], object]) -> Path:
        folder, filled = root / name, root / f"{name}.filled"
        root.mkdir(exist_ok=True)
        with (root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not filled.exists():
                # What one that failed had left.
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                fill(folder)
                filled.touch()
        return folder

    return give


@contextmanager
def _run(service: "Settings") -> Iterator[str]:
    # Imported here, so that the tests of the lower rooms do not load the upper ones.
    import uvicorn

    from ipgraph.cli.serve import listen
    from ipgraph_api.server import to_config

    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(to_config(service))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not server.started:
            assert thread.is_alive(), "the server ended before it had started"
            assert time.monotonic() < deadline, "the server did not start within 20 s"
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)


@pytest.fixture(scope="session")
def run_service() -> Callable[["Settings"], AbstractContextManager[str]]:
    """Return what runs a service on a free port for the duration of a block, and gives its address."""
    return _run


@pytest.fixture(scope="session")
def corpus_store(once: Once) -> Path:
    """Return a store in which the shipped corpus is published; it is built once and only to be read."""
    return once("corpus", lambda folder: _publish([], folder / "store")) / "store"


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Cli:
    """Return what runs the command line with these arguments in this process: a process of its own takes a second."""
    from ipgraph.cli import main

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["ipgraph", *map(str, arguments)])
        capfd.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        captured = capfd.readouterr()
        return subprocess.CompletedProcess(sys.argv, code, captured.out, captured.err)

    return run


def _publish(paths: Sequence[Path], store: Path) -> None:
    """Publish documents in a store; no paths stand for the corpus."""
    # Imported here, so that the tests of the lower rooms do not load the upper ones.
    from ipgraph.pipeline import build
    from ipgraph.settings import Settings

    report = build(paths, store, Settings())
    assert report.complete, [outcome.message for outcome in report.outcomes]


@dataclass(frozen=True)
class Served:
    """A service that runs as its own process: its address, and where its log goes."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def log_lines(self) -> list[dict[str, Any]]:
        """Return the lines of its log, which must be JSON."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def serve(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., AbstractContextManager[Served]]:
    """Return what runs `ipgraph serve` over a store for the duration of a block, with settings by their names."""

    @contextmanager
    def run(store: Path, **settings: object) -> Iterator[Served]:
        log = tmp_path_factory.mktemp("log") / "stderr"
        given = {"store": store, "port": 0, "log_format": "json", **settings}
        environment = {key: value for key, value in os.environ.items() if not key.startswith("IPGRAPH_")}
        # This very code, wherever the process runs.
        environment["PYTHONPATH"] = os.pathsep.join(str(Path(path).resolve()) for path in sys.path if path)
        environment.update({f"IPGRAPH_{name.upper()}": str(value) for name, value in given.items()})
        with log.open("wb") as stderr:
            process = subprocess.Popen(
                [sys.executable, "-m", "ipgraph", "serve"], env=environment, cwd=log.parent, stderr=stderr
            )
        try:
            deadline = time.monotonic() + 60
            while (found := re.search(r"serves (http://\S+)", log.read_text(encoding="utf-8"))) is None:
                assert process.poll() is None, log.read_text(encoding="utf-8")
                assert time.monotonic() < deadline, "the service did not start within 60 s"
                time.sleep(0.02)
            # The first answer comes when the workers have started.
            httpx.get(f"{found[1]}/health", timeout=60, trust_env=False)
            yield Served(found[1], process, log)
        finally:
            process.terminate()
            try:
                process.wait(20)
            finally:
                process.kill()
                process.wait()

    return run
