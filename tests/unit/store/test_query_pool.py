"""Queries in worker processes: answers, refusals, deadlines, and what a worker's end costs."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from ipgraph.errors import QueryOverload, QueryRefused, QuerySyntaxError, QueryTimeout, StoreError
from ipgraph.settings import Settings
from ipgraph.store.sparql import QueryPool

# Four hundred million rows to count: no machine does it within the deadlines used here.
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c + ?f + ?i = 7) }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def _make_database(path: Path, size: int) -> Path:
    store = Store(str(path))
    predicate, graph = NamedNode("http://e/p"), NamedNode("http://e/g")
    store.bulk_extend(Quad(NamedNode(f"http://e/{i}"), predicate, Literal(i), graph) for i in range(size))
    store.flush()
    return path


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _make_database(tmp_path_factory.mktemp("pool") / "db", 1000)


@pytest.fixture
def make_pool(database: Path) -> Iterator[Callable[..., QueryPool]]:
    pools: list[QueryPool] = []

    def make(**settings: object) -> QueryPool:
        pools.append(QueryPool(database, Settings(**settings)))  # type: ignore[arg-type]
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def _count(pool: QueryPool) -> int:
    rows = json.loads(pool.execute(COUNT).body)["results"]["bindings"]
    return int(rows[0]["n"]["value"])


def test_a_query_asks_the_union_of_all_graphs(make_pool: Callable[..., QueryPool]) -> None:
    assert _count(make_pool()) == 1000


def test_a_query_with_from_asks_that_graph_alone(make_pool: Callable[..., QueryPool]) -> None:
    answer = make_pool().execute("ASK FROM <http://e/none> { ?s ?p ?o }")
    assert json.loads(answer.body)["boolean"] is False


@pytest.mark.parametrize(
    ("query", "asked", "media_type", "start"),
    [
        ("SELECT ?o { <http://e/3> ?p ?o }", None, "application/sparql-results+json", b'{"head"'),
        ("SELECT ?o { <http://e/3> ?p ?o }", "csv", "text/csv", b"o\r\n3"),
        ("SELECT ?o { <http://e/3> ?p ?o }", "text/tab-separated-values", "text/tab-separated-values", b"?o\n3"),
        ("ASK { }", "xml", "application/sparql-results+xml", b"<?xml"),
        ("CONSTRUCT WHERE { ?s ?p 3 }", None, "text/turtle", b"<http://e/3> <http://e/p> 3 ."),
        ("CONSTRUCT WHERE { ?s ?p 3 }", "nt", "application/n-triples", b"<http://e/3> "),
        ("DESCRIBE <http://e/3>", "rdf", "application/rdf+xml", b"<?xml"),
    ],
)
def test_answers_are_written_as_asked(
    make_pool: Callable[..., QueryPool], query: str, asked: str | None, media_type: str, start: bytes
) -> None:
    answer = make_pool(workers=1).execute(query, asked)
    assert (answer.media_type, answer.body[: len(start)]) == (media_type, start)


def test_a_form_that_does_not_fit_is_refused_with_those_that_do(make_pool: Callable[..., QueryPool]) -> None:
    with pytest.raises(QueryRefused, match=r"choose one of ttl \(text/turtle\)"):
        make_pool(workers=1).execute("CONSTRUCT WHERE { ?s ?p ?o }", "csv")


def test_a_large_answer_comes_whole(make_pool: Callable[..., QueryPool]) -> None:
    answer = make_pool(workers=1).execute("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 50000", "csv")
    assert answer.body.count(b"\r\n") == 50_001


@pytest.mark.parametrize(
    ("query", "place"),
    [("SELECT * {\n ?s ?p }", (2, 8)), ("nonsense", (1, 9)), ("", (1, 1)), ('ASK { ?s ?p "中国" ] }', (1, 18))],
)
def test_a_malformed_query_is_refused_with_its_position(
    make_pool: Callable[..., QueryPool], query: str, place: tuple[int, int]
) -> None:
    with pytest.raises(QuerySyntaxError, match=f"line {place[0]}, column ") as caught:
        make_pool(workers=1).execute(query)
    assert caught.value.line == place[0]


def test_an_undeclared_prefix_is_named(make_pool: Callable[..., QueryPool]) -> None:
    with pytest.raises(QuerySyntaxError, match="declare the prefix 'ipg:'"):
        make_pool(workers=1).execute("SELECT * { ?s ipg:agent ?o }")


def test_an_unknown_function_is_refused(make_pool: Callable[..., QueryPool]) -> None:
    pool = make_pool(workers=1)
    with pytest.raises(QueryRefused, match="cannot be evaluated"):
        pool.execute("SELECT * { ?s ?p ?o FILTER(<http://e/f>(?o)) }")
    assert _count(pool) == 1000


@pytest.mark.timing
def test_a_query_is_stopped_at_its_deadline(make_pool: Callable[..., QueryPool]) -> None:
    pool = make_pool(workers=1)
    start = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"0\.3 s"):
        pool.execute(HEAVY, timeout_s=0.3)
    assert time.monotonic() - start < 0.3 + 0.5
    assert _count(pool) == 1000


@pytest.mark.timing
def test_others_are_answered_while_one_runs_to_its_deadline(make_pool: Callable[..., QueryPool]) -> None:
    pool = make_pool(workers=2, timeout_s=1.5)
    with ThreadPoolExecutor(1) as threads:
        heavy = threads.submit(pool.execute, HEAVY)
        time.sleep(0.1)
        answered = 0
        while not heavy.done():
            assert _count(pool) == 1000
            answered += 1
        assert isinstance(heavy.exception(), QueryTimeout)
    assert answered > 20


def test_the_clients_deadline_cannot_exceed_the_settings(make_pool: Callable[..., QueryPool]) -> None:
    with pytest.raises(QueryTimeout, match=r"0\.2 s"):
        make_pool(workers=1, timeout_s=0.2).execute(HEAVY, timeout_s=60)


@pytest.mark.timing
def test_a_full_queue_refuses_at_once(make_pool: Callable[..., QueryPool]) -> None:
    pool = make_pool(workers=1, queue_size=0, timeout_s=1)
    with ThreadPoolExecutor(1) as threads:
        heavy = threads.submit(pool.execute, HEAVY)
        while pool.stats()["idle"]:
            time.sleep(0.01)
        start = time.monotonic()
        with pytest.raises(QueryOverload, match="1 workers are busy"):
            pool.execute(COUNT)
        assert time.monotonic() - start < 0.5
        assert isinstance(heavy.exception(), QueryTimeout)


@pytest.mark.timing
def test_a_query_that_waits_too_long_is_refused(make_pool: Callable[..., QueryPool]) -> None:
    pool = make_pool(workers=1, timeout_s=1)
    with ThreadPoolExecutor(1) as threads:
        heavy = threads.submit(pool.execute, HEAVY)
        while pool.stats()["idle"]:
            time.sleep(0.01)
        with pytest.raises(QueryOverload, match="no worker was free"):
            pool.execute(COUNT, timeout_s=0.1)
        assert isinstance(heavy.exception(), QueryTimeout)


def test_a_query_that_eats_memory_costs_one_worker(make_pool: Callable[..., QueryPool]) -> None:
    pool = make_pool(workers=1, worker_memory_mb=256, timeout_s=30)
    doubled = " ".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(40))
    with pytest.raises(QueryRefused, match="256 MiB"):
        pool.execute(f"SELECT (STRLEN(?v40) AS ?n) {{ BIND('0123456789' AS ?v0) {doubled} }}")
    assert _count(pool) == 1000


def test_a_query_that_overflows_the_parsers_stack_costs_one_worker(make_pool: Callable[..., QueryPool]) -> None:
    pool = make_pool(workers=1, max_query_chars=1_000_000, max_query_depth=100_000)
    with pytest.raises(QueryRefused, match="nests too deep"):
        pool.execute("ASK " + "{" * 60_000 + "}" * 60_000)
    assert _count(pool) == 1000


def test_a_worker_killed_from_outside_is_replaced(make_pool: Callable[..., QueryPool]) -> None:
    before = set(_children(os.getpid(), "ipgraph.store.worker"))
    pool = make_pool(workers=1)
    (mine,) = set(_children(os.getpid(), "ipgraph.store.worker")) - before
    os.kill(mine, signal.SIGKILL)
    with pytest.raises(QueryRefused, match="ended its worker"):
        pool.execute(COUNT)
    assert _count(pool) == 1000


def test_reload_serves_the_new_release_and_lets_queries_finish(
    make_pool: Callable[..., QueryPool], tmp_path: Path
) -> None:
    pool = make_pool(workers=2, timeout_s=20)
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(?c + ?f > 0) }"
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(pool.execute, slow, "csv")
        pool.reload(_make_database(tmp_path / "db", 3))
        assert {_count(pool) for _ in range(5)} == {3}
        assert running.result().body in {b"n\r\n999999\r\n", b"n\r\n8\r\n"}
    assert {_count(pool) for _ in range(5)} == {3}
    assert pool.stats() == {"workers": 2, "idle": 2, "waiting": 0}


def test_reload_of_what_is_no_database_keeps_the_old_one(make_pool: Callable[..., QueryPool], tmp_path: Path) -> None:
    pool = make_pool(workers=1)
    with pytest.raises(StoreError, match="none"):
        pool.reload(tmp_path / "none")
    assert _count(pool) == 1000


def test_many_threads_share_a_pool(make_pool: Callable[..., QueryPool]) -> None:
    pool = make_pool(workers=2)
    with ThreadPoolExecutor(16) as threads:
        assert set(threads.map(lambda _: _count(pool), range(200))) == {1000}


def test_close_leaves_no_process_and_refuses_further_queries(database: Path) -> None:
    before = set(_children(os.getpid(), "ipgraph.store.worker"))
    pool = QueryPool(database, Settings(workers=2))
    mine = set(_children(os.getpid(), "ipgraph.store.worker")) - before
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(pool.execute, HEAVY)
        while pool.stats()["idle"] == 2:
            time.sleep(0.01)
        pool.close()
        assert isinstance(running.exception(), QueryRefused)
    assert len(mine) == 2
    assert not any(Path(f"/proc/{pid}").exists() for pid in mine)
    with pytest.raises(StoreError, match="closed"):
        pool.execute(COUNT)


def test_workers_end_when_their_parent_is_killed(database: Path) -> None:
    script = f"""
import sys, threading
from pathlib import Path
from ipgraph.settings import Settings
from ipgraph.store.sparql import QueryPool
pool = QueryPool(Path({str(database)!r}), Settings(workers=2))
threading.Thread(target=pool.execute, args=({HEAVY!r},), daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "ready\n"
    workers = _children(parent.pid, "ipgraph.store.worker")
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 10
    while any(_runs(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(workers) == 2
    assert not any(_runs(pid) for pid in workers)


def _children(parent: int, word: str) -> list[int]:
    """Return the processes of a parent whose command line has a word, oldest first."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and _runs(int(entry.name)):
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                command = (entry / "cmdline").read_text()
            except OSError:
                continue
            if int(fields[1]) == parent and word in command:
                found.append(int(entry.name))
    return sorted(found)


def _runs(pid: int) -> bool:
    """Tell whether a process exists and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
