"""New releases come while requests run: none of them fails, and none waits for long."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from ipgraph.settings import Settings

RunService = Callable[[Settings], AbstractContextManager[str]]
PATHS = (
    "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D",
    "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fs%20%3Fp%20%3Fo%7D&format=csv",
    "/api/v1/documents/report-2014",
    "/api/v1/documents/report-2014/text",
    "/health",
)
# The releases take turns, for a build removes all but the last two; each has the document that is asked for.
ROUNDS = (("report-2014", "计划 2019"), ("report-2014",)) * 2


class Load:
    """Threads that ask without a pause until they are stopped, and count how they are answered."""

    def __init__(self, address: str) -> None:
        self.answers: Counter[tuple[str, int | str]] = Counter()
        self._address = address
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(path,)) for path in PATHS]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=30)

    def _ask(self, path: str) -> None:
        with httpx.Client(base_url=self._address, timeout=20, trust_env=False) as client:
            while not self._stop.is_set():
                try:
                    outcome: int | str = client.get(path).status_code
                except httpx.HTTPError as error:
                    outcome = repr(error)
                self.answers[path, outcome] += 1


def wait_for(address: str, release: str) -> None:
    """Return once the service serves a release."""
    deadline = time.monotonic() + 20
    with httpx.Client(base_url=address, timeout=20, trust_env=False) as client:
        while client.get("/health").json()["release"] != release:
            assert time.monotonic() < deadline, f"release {release} is not served"
            time.sleep(0.05)


@pytest.mark.parametrize("patient", [True, False], ids=["one-by-one", "in-a-burst"])
def test_no_request_fails_while_releases_come(
    run_service: RunService, publish: Callable[..., str], tmp_path: Path, patient: bool
) -> None:
    publish(tmp_path, *ROUNDS[-1])
    with run_service(Settings(store=tmp_path, workers=2)) as address, Load(address) as load:
        for documents in ROUNDS:
            release = publish(tmp_path, *documents)
            if patient:
                wait_for(address, release)
        wait_for(address, release)

    assert {outcome for _, outcome in load.answers} == {200}, load.answers
    assert {path for path, _ in load.answers} == set(PATHS)
    assert min(load.answers.values()) > 10
