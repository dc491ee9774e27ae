"""A release made for the protocol's cases, and a real server over it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from ipgraph.settings import Settings
from ipgraph.store.publish import ReleaseBuilder

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_DOCUMENT = "<http://xmlns.com/foaf/0.1/Document>"
_DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
# The graphs of the W3C's protocol cases; then Chinese names; then what XML has no form for, and carriage returns.
QUADS = (
    *((f"<{_DATA.format(n)}>", _TYPE, _DOCUMENT, f"<{_DATA.format(n)}>") for n in (1, 2, 3)),
    ("<urn:部>", "<urn:名>", '"商务部"@zh', "<https://example.org/图/一>"),
    ("<urn:部>", "<urn:字>", '"𠮷野家 é"', "<https://example.org/图/一>"),
    ("<urn:control>", "<urn:text>", '"bell \\u0007"', "<urn:graph:hard>"),
    ("<urn:noncharacter>", "<urn:text>", '"no \\uFFFE"', "<urn:graph:hard>"),
    ("<urn:return>", "<urn:text>", '"one\\r\\ntwo\\rthree"', "<urn:graph:hard>"),
    ("<urn:noname>", "<urn:ends/1>", '"x"', "<urn:graph:hard>"),
    ("<urn:reserved>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#li>", '"x"', "<urn:graph:hard>"),
)


@pytest.fixture(scope="session")
def run_protocol_service(
    run_service: Callable[[Settings], AbstractContextManager[str]],
) -> Callable[[Settings], AbstractContextManager[str]]:
    """Return what runs a service with settings of one's own and gives its host and port."""

    @contextmanager
    def run(settings: Settings) -> Iterator[str]:
        with run_service(settings) as address:
            yield address.removeprefix("http://")

    return run


@pytest.fixture(scope="session")
def protocol_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with one release of a few quads."""
    directory = tmp_path_factory.mktemp("protocol")
    builder = ReleaseBuilder(directory)
    builder.add_quads(QUADS)
    builder.load(tmp_path_factory.mktemp("rules"), "urn:graph:derived")
    builder.publish({})
    return directory


@pytest.fixture(scope="session")
def host(
    protocol_store: Path, run_protocol_service: Callable[[Settings], AbstractContextManager[str]]
) -> Iterator[str]:
    """Return host and port of a service whose answers are cut at 5000 rows."""
    settings = Settings(store=protocol_store, workers=1, max_result_rows=5000, max_query_chars=20_000)
    with run_protocol_service(settings) as running:
        yield running
