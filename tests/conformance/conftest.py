"""A real server over a store of one's own."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from ipgraph.settings import Settings


@contextmanager
def _run(settings: Settings) -> Iterator[str]:
    # Imported here: the conformance tests of the shapes need no service.
    import uvicorn

    from ipgraph_api.server import to_config

    # A socket that names its protocol sends an answer's body at once after its head.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = uvicorn.Server(to_config(settings))
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
def run_service() -> Callable[[Settings], AbstractContextManager[str]]:
    """Return what runs a service on a free port for the duration of a block, and gives its address."""
    return _run
