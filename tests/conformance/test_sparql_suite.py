"""The running service passes the W3C test suite of SPARQL (1.0, 1.1 and 1.2), but for what is listed with its reason.

Every test is put to a real server over HTTP. The suite lies beside the checkout, in ../shared; where it is missing, the
tests are skipped, and in CI they fail. The protocols' own tests stand in the suites of the protocols.
"""

import os
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest

from ipgraph.settings import Settings
from sparql_suite.asking import ask, ask_state, ask_syntax, send_update, to_initial_update, to_state
from sparql_suite.manifest import SUITE, Case, file_iri, read_cases
from sparql_suite.release import publish_suite, request_text
from sparql_suite.results import read_answer
from sparql_suite.verdict import Verdict, compare_answers, compare_graphs

Run = Callable[[Settings], AbstractContextManager[str]]

CASES = list(read_cases()) if SUITE.exists() else []
PLACES = {case.name: place for place, case in enumerate(CASES)}
EXPECTED_COUNTS = {
    "sparql10 query": 283,
    "sparql10 query syntax": 199,
    "sparql11 query": 312,
    "sparql11 query syntax": 106,
    "sparql11 update": 94,
    "sparql11 update syntax": 63,
    "sparql12 query": 63,
    "sparql12 query syntax": 183,
    "sparql12 update": 3,
    "sparql12 update syntax": 20,
}
# What cases suppose that are not put to the service, and how many they are; the reasons stand in the reference.
NOT_APPLICABLE = {"entailment": 70, "endpoints": 7}
LISTED = tomllib.loads(Path(__file__).with_name("sparql_suite.toml").read_text(encoding="utf-8"))
BY_VALUE = set(LISTED["by_value"]["cases"])
FAILING = {name: group["reason"] for group in LISTED["failing"] for name in group["cases"]}
# What the service says of texts that were read without a fault, such as one that calls a function that nobody has.
IMPOSSIBLE = ("the query cannot be evaluated", "the update cannot be done")
TOKEN = "token-of-the-suite"


def of_kind(*, update: bool, syntax: bool) -> list[Case]:
    """Return the applicable cases of a kind."""
    return [case for case in CASES if not case.needs and (case.is_update, case.is_syntax) == (update, syntax)]


def cases(*, update: bool, syntax: bool) -> pytest.MarkDecorator:
    """Return the mark that runs a test once for each case of a kind."""
    chosen = of_kind(update=update, syntax=syntax)
    return pytest.mark.parametrize("case", chosen, ids=[case.name for case in chosen])


def check(case: Case, verdict: Verdict, details: object) -> None:
    """Require that a case does what the list says of it."""
    if case.name in FAILING:
        assert verdict is not Verdict.SAME, f"passes; take it from the list: {case.name}"
    elif case.name in BY_VALUE:
        assert verdict is Verdict.BY_VALUE, f"{verdict}; mend the list: {case.name}: {details}"
    else:
        assert verdict is Verdict.SAME, details


@pytest.fixture(scope="module")
def reader(run_service: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a service over the data of all query tests."""
    store = tmp_path_factory.mktemp("suite")
    publish_suite(of_kind(update=False, syntax=False), store)
    with (
        run_service(Settings(store=store, workers=2, timeout_s=10)) as address,
        httpx.Client(base_url=address, timeout=20, trust_env=False) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def memory_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder in memory where the machine has one: a write waits for the disk some 25 times."""
    memory = Path("/dev/shm")
    parent = memory if os.access(memory, os.W_OK) else tmp_path_factory.mktemp("updates")
    with TemporaryDirectory(dir=parent) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def writer(run_service: Run, memory_folder: Path) -> Iterator[httpx.Client]:
    """Return a client that may write, of a service that checks nothing and keeps the default graph by itself."""
    publish_suite((), memory_folder)
    tokens = f"suite:write:{sha256(TOKEN.encode()).hexdigest()}"
    settings = Settings(store=memory_folder, workers=1, write_checks="off", union_default_graph=False, tokens=tokens)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with (
        run_service(settings) as address,
        httpx.Client(base_url=address, headers=headers, timeout=20, trust_env=False) as client,
    ):
        yield client


@pytest.mark.skipif(not CASES and not os.environ.get("CI"), reason=f"the W3C suite is not at {SUITE}")
def test_the_suite_is_there() -> None:
    kinds = Counter(
        f"{case.name[:8]} {'update' if case.is_update else 'query'}{' syntax' * case.is_syntax}" for case in CASES
    )

    assert kinds == EXPECTED_COUNTS
    assert Counter(case.needs for case in CASES if case.needs) == NOT_APPLICABLE
    assert {case.name for case in CASES if not case.needs} > BY_VALUE | set(FAILING)
    assert len({case.name for case in CASES}) == len(CASES)


def test_the_reference_tells_what_does_not_pass(repository: Path) -> None:
    text = " ".join((repository / "docs/reference/conformance.md").read_text(encoding="utf-8").split())
    applicable = sum(EXPECTED_COUNTS.values()) - sum(NOT_APPLICABLE.values())

    for group in LISTED["failing"]:
        assert f"| {len(group['cases'])} | {group['reason']} |" in text
    assert f"{applicable - len(FAILING):,} of {applicable:,} pass" in text
    assert f"{len(BY_VALUE)} of them by value" in text


@cases(update=False, syntax=False)
def test_a_query(reader: httpx.Client, case: Case) -> None:
    assert case.result is not None
    expected = read_answer(case.result.read_bytes(), case.result.suffix[1:], file_iri(case.result))
    try:
        found = ask(reader, case, PLACES[case.name])
    except AssertionError as error:
        check(case, Verdict.DIFFERENT, error)
    else:
        check(case, compare_answers(expected, found, case.lax), (expected, found))


@cases(update=False, syntax=True)
def test_the_syntax_of_a_query(reader: httpx.Client, case: Case) -> None:
    check_syntax(case, ask_syntax(reader, case, PLACES[case.name]))


@cases(update=True, syntax=True)
def test_the_syntax_of_an_update(writer: httpx.Client, case: Case) -> None:
    check_syntax(case, send_update(writer, request_text(case)))


def check_syntax(case: Case, response: httpx.Response) -> None:
    """Require that a text was refused, or was read as SPARQL: carried out, or found to be impossible then."""
    if case.is_negative:
        # A LOAD is refused before it is read.
        passed = not response.is_success and response.json()["type"].endswith(("/query-syntax", "/query-refused"))
    else:
        passed = response.is_success or any(words in response.json()["detail"] for words in IMPOSSIBLE)
    check(case, Verdict.SAME if passed else Verdict.DIFFERENT, (response.status_code, response.text))


@cases(update=True, syntax=False)
def test_an_update(writer: httpx.Client, case: Case) -> None:
    # In one request, since each is a release: the store as the test begins, then the test.
    response = send_update(writer, f"{to_initial_update(case.data)};\n{request_text(case)}")

    found = ask_state(writer)
    verdict = compare_graphs(to_state(case.after), found) if response.is_success else Verdict.DIFFERENT
    check(case, verdict, (response.text, found))
