"""What more than one suite uses: the place of the checkout, golden files, a quiet profile for property tests."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every run: a property test that fails today must fail tomorrow, and no file is left behind.
settings.register_profile("ipgraph", derandomize=True, deadline=None, database=None)
settings.load_profile("ipgraph")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that `make golden` uses."""
    parser.addoption("--golden-update", action="store_true", help="write the golden files from the present output")


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
def corpus_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store in which the shipped corpus is published; it is built once and only to be read."""
    # Imported here, so that the tests of the lower rooms do not load the upper ones.
    from ipgraph.pipeline import build
    from ipgraph.settings import Settings

    store = tmp_path_factory.mktemp("corpus") / "store"
    report = build([], store, Settings())
    assert report.complete, [outcome.message for outcome in report.outcomes]
    return store
