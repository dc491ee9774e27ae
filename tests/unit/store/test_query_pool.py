"""Queries in worker processes: answers, refusals, deadlines, and what a worker's end costs."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from ipgraph.errors import QueryCancelled, QueryOverload, QueryRefused, QuerySyntaxError, QueryTimeout, StoreError
from ipgraph.settings import Settings
from ipgraph.store.endpoint import RdfDataset
from ipgraph.store.sparql import QueryPool

pytestmark = pytest.mark.anyio

MakePool = Callable[..., Awaitable[QueryPool]]

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
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def make_pool(database: Path) -> AsyncIterator[MakePool]:
    pools: list[QueryPool] = []

    async def make(**settings: object) -> QueryPool:
        pools.append(await QueryPool(database, Settings(**settings)).start())  # type: ignore[arg-type]
        return pools[-1]

    yield make
    for pool in pools:
        await pool.close()


async def _count(pool: QueryPool) -> int:
    rows = json.loads((await pool.execute(COUNT)).body)["results"]["bindings"]
    return int(rows[0]["n"]["value"])


async def _counts(pool: QueryPool, times: int) -> set[int]:
    return {await _count(pool) for _ in range(times)}


async def _until_busy(pool: QueryPool, idle: int = 0) -> None:
    while pool.stats()["idle"] > idle:
        await asyncio.sleep(0.01)


async def test_a_query_asks_the_union_of_all_graphs(make_pool: MakePool) -> None:
    assert await _count(await make_pool(workers=1)) == 1000


async def test_without_the_union_a_query_asks_the_stores_default_graph(make_pool: MakePool) -> None:
    assert await _count(await make_pool(workers=1, union_default_graph=False)) == 0


async def test_a_query_with_from_asks_that_graph_alone(make_pool: MakePool) -> None:
    pool = await make_pool(workers=1)
    answer = await pool.execute("ASK FROM <http://e/none> { ?s ?p ?o }")
    assert json.loads(answer.body)["boolean"] is False


@pytest.mark.parametrize(
    ("query", "dataset", "rows"),
    [
        ("SELECT * { ?s ?p 3 }", RdfDataset(default=("http://e/g",)), 1),
        ("SELECT * { ?s ?p 3 }", RdfDataset(default=("http://e/none", "http://e/g")), 1),
        ("SELECT * { ?s ?p 3 }", RdfDataset(default=("http://e/none",)), 0),
        ("SELECT * { ?s ?p 3 }", RdfDataset(named=("http://e/g",)), 0),
        ("SELECT * { GRAPH ?g { ?s ?p 3 } }", RdfDataset(named=("http://e/g",)), 1),
        ("SELECT * { GRAPH ?g { ?s ?p 3 } }", RdfDataset(default=("http://e/g",)), 0),
        ("SELECT * FROM <http://e/g> { ?s ?p 3 }", RdfDataset(default=("http://e/none",)), 0),
        ("SELECT * FROM <http://e/none> { ?s ?p 3 }", RdfDataset(default=("http://e/g",)), 1),
    ],
)
async def test_a_dataset_named_outside_the_query_counts(
    make_pool: MakePool, query: str, dataset: RdfDataset, rows: int
) -> None:
    answer = await (await make_pool(workers=1)).execute(query, "tsv", dataset=dataset)
    assert answer.body.count(b"\n") == rows + 1


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
        ("CONSTRUCT WHERE { ?s ?p 3 }", "jsonld", "application/ld+json", b'[{"@id":"http://e/3"'),
        ("CONSTRUCT WHERE { ?s ?p 3 }", "trig", "application/trig", b"<http://e/3> <http://e/p> 3 ."),
        ("CONSTRUCT WHERE { ?s ?p 3 }", "nq", "application/n-quads", b"<http://e/3> "),
    ],
)
async def test_answers_are_written_as_asked(
    make_pool: MakePool, query: str, asked: str | None, media_type: str, start: bytes
) -> None:
    answer = await (await make_pool(workers=1)).execute(query, asked)
    assert (answer.media_type, answer.body[: len(start)]) == (media_type, start)


async def test_a_form_that_does_not_fit_is_refused_with_those_that_do(make_pool: MakePool) -> None:
    pool = await make_pool(workers=1)
    with pytest.raises(QueryRefused, match=r"choose one of ttl \(text/turtle\)"):
        await pool.execute("CONSTRUCT WHERE { ?s ?p ?o }", "csv")


async def test_a_large_answer_comes_whole(make_pool: MakePool) -> None:
    pool = await make_pool(workers=1)
    answer = await pool.execute("SELECT ?a ?d ?c { ?a ?b ?c . ?d ?e ?f } LIMIT 500000", "csv")
    chunks = list(answer.chunks())
    assert b"".join(chunks) == answer.body
    assert (len(chunks) > 50, answer.body.count(b"\r\n"), answer.truncated) == (True, 500_001, None)
    answer.close()


@pytest.mark.parametrize(
    ("query", "place"),
    [("SELECT * {\n ?s ?p }", (2, 8)), ("nonsense", (1, 9)), ("", (1, 1)), ('ASK { ?s ?p "中国" ] }', (1, 18))],
)
async def test_a_malformed_query_is_refused_with_its_position(
    make_pool: MakePool, query: str, place: tuple[int, int]
) -> None:
    pool = await make_pool(workers=1)
    with pytest.raises(QuerySyntaxError, match=f"line {place[0]}, column ") as caught:
        await pool.execute(query)
    assert caught.value.line == place[0]


async def test_an_undeclared_prefix_is_named(make_pool: MakePool) -> None:
    pool = await make_pool(workers=1)
    with pytest.raises(QuerySyntaxError, match="declare the prefix 'ipg:'"):
        await pool.execute("SELECT * { ?s ipg:agent ?o }")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(*) AS ?n) (?n / 2 AS ?half) { ?s ?p ?o }",
        "SELECT ?s ?o (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s",
    ],
)
async def test_a_variable_that_is_not_grouped_is_spoken_of(make_pool: MakePool, query: str) -> None:
    pool = await make_pool()
    with pytest.raises(QuerySyntaxError, match="neither in GROUP BY nor in an aggregate"):
        await pool.execute(query)


async def test_an_unknown_function_is_refused(make_pool: MakePool) -> None:
    pool = await make_pool(workers=1)
    with pytest.raises(QueryRefused, match="cannot be evaluated"):
        await pool.execute("SELECT * { ?s ?p ?o FILTER(<http://e/f>(?o)) }")
    assert await _count(pool) == 1000


@pytest.mark.timing
async def test_a_query_is_stopped_at_its_deadline(make_pool: MakePool) -> None:
    pool = await make_pool(workers=1)
    start = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"0\.3 s"):
        await pool.execute(HEAVY, timeout_s=0.3)
    assert time.monotonic() - start < 0.3 + 0.5
    assert await _count(pool) == 1000


@pytest.mark.timing
async def test_others_are_answered_while_one_runs_to_its_deadline(make_pool: MakePool) -> None:
    pool = await make_pool(workers=2, timeout_s=1.5)
    heavy = asyncio.create_task(pool.execute(HEAVY))
    await _until_busy(pool, 1)
    answered = 0
    while not heavy.done():
        assert await _count(pool) == 1000
        answered += 1
    assert isinstance(heavy.exception(), QueryTimeout)
    assert answered > 20


async def test_the_clients_deadline_cannot_exceed_the_settings(make_pool: MakePool) -> None:
    pool = await make_pool(workers=1, timeout_s=0.2)
    with pytest.raises(QueryTimeout, match=r"0\.2 s"):
        await pool.execute(HEAVY, timeout_s=60)


@pytest.mark.timing
async def test_a_full_queue_refuses_at_once(make_pool: MakePool) -> None:
    pool = await make_pool(workers=1, queue_size=0, timeout_s=1)
    heavy = asyncio.create_task(pool.execute(HEAVY))
    await _until_busy(pool)
    start = time.monotonic()
    with pytest.raises(QueryOverload, match="1 workers are busy"):
        await pool.execute(COUNT)
    assert time.monotonic() - start < 0.5
    with pytest.raises(QueryTimeout):
        await heavy


@pytest.mark.timing
async def test_a_query_that_waits_too_long_is_refused(make_pool: MakePool) -> None:
    pool = await make_pool(workers=1, timeout_s=1)
    heavy = asyncio.create_task(pool.execute(HEAVY))
    await _until_busy(pool)
    with pytest.raises(QueryOverload, match="no worker was free"):
        await pool.execute(COUNT, timeout_s=0.1)
    with pytest.raises(QueryTimeout):
        await heavy


async def test_a_query_that_waits_is_answered_when_a_worker_is_free(make_pool: MakePool) -> None:
    pool = await make_pool(workers=1, timeout_s=5)
    heavy = asyncio.create_task(pool.execute(HEAVY, timeout_s=0.3))
    await _until_busy(pool)
    assert await asyncio.gather(*(_count(pool) for _ in range(5))) == [1000] * 5
    with pytest.raises(QueryTimeout):
        await heavy


async def test_a_query_whose_asker_is_gone_is_stopped(make_pool: MakePool) -> None:
    pool = await make_pool(workers=1)
    heavy = asyncio.create_task(pool.execute(HEAVY))
    await _until_busy(pool)
    heavy.cancel()
    with pytest.raises(asyncio.CancelledError):
        await heavy
    assert await _count(pool) == 1000
    assert pool.stats()["workers_started"] == 2


async def test_a_query_in_the_queue_whose_asker_is_gone_costs_no_worker(make_pool: MakePool) -> None:
    pool = await make_pool(workers=1)
    heavy = asyncio.create_task(pool.execute(HEAVY, timeout_s=0.5))
    await _until_busy(pool)
    waiting = asyncio.create_task(pool.execute(COUNT))
    while not pool.stats()["waiting"]:
        await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(QueryTimeout):
        await heavy
    assert await _count(pool) == 1000
    assert (pool.stats()["waiting"], pool.stats()["workers_started"]) == (0, 2)


async def test_running_queries_are_listed_and_can_be_cancelled(make_pool: MakePool) -> None:
    pool = await make_pool(workers=1)
    heavy = asyncio.create_task(pool.execute(HEAVY, query_id="one"))
    await _until_busy(pool)
    waiting = asyncio.create_task(pool.execute(COUNT, query_id="two"))
    while not pool.stats()["waiting"]:
        await asyncio.sleep(0.01)
    listed = pool.running()
    assert [(each.id, each.text, each.state) for each in listed] == [
        ("one", HEAVY, "running"),
        ("two", COUNT, "waiting"),
    ]
    assert listed[0].age_s >= listed[1].age_s > 0
    assert (pool.cancel("one"), pool.cancel("three")) == (True, False)
    with pytest.raises(QueryCancelled):
        await heavy
    assert b'"1000"' in (await waiting).body
    assert pool.running() == []


async def test_a_query_that_eats_memory_costs_one_worker(make_pool: MakePool) -> None:
    pool = await make_pool(workers=1, worker_memory_mb=256, timeout_s=30)
    doubled = " ".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(40))
    with pytest.raises(QueryRefused, match="256 MiB"):
        await pool.execute(f"SELECT (STRLEN(?v40) AS ?n) {{ BIND('0123456789' AS ?v0) {doubled} }}")
    assert await _count(pool) == 1000


async def test_a_query_that_overflows_the_parsers_stack_costs_one_worker(make_pool: MakePool) -> None:
    pool = await make_pool(workers=1, max_query_chars=1_000_000, max_query_depth=100_000)
    with pytest.raises(QueryRefused, match="nests too deep"):
        await pool.execute("ASK " + "{" * 60_000 + "}" * 60_000)
    assert await _count(pool) == 1000


async def test_a_worker_killed_from_outside_is_replaced(make_pool: MakePool) -> None:
    before = set(_children(os.getpid(), "ipgraph.store.worker"))
    pool = await make_pool(workers=1)
    (mine,) = set(_children(os.getpid(), "ipgraph.store.worker")) - before
    os.kill(mine, signal.SIGKILL)
    # Its first thread may end before the others do.
    while _runs(mine) or len(list(Path(f"/proc/{mine}/task").iterdir())) > 1:
        await asyncio.sleep(0.01)
    assert await _count(pool) == 1000


async def test_reload_serves_the_new_release_and_lets_queries_finish(make_pool: MakePool, tmp_path: Path) -> None:
    pool = await make_pool(workers=2, timeout_s=20)
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(?c + ?f > 0) }"
    running = asyncio.create_task(pool.execute(slow, "csv"))
    await _until_busy(pool, 1)
    await pool.reload(_make_database(tmp_path / "db", 3))
    assert await _counts(pool, 5) == {3}
    assert (await running).body == b"n\r\n999999\r\n"
    assert await _counts(pool, 5) == {3}
    while pool.stats()["idle"] < 2:
        await asyncio.sleep(0.01)
    assert (pool.stats()["workers"], pool.stats()["workers_started"]) == (2, 2)


async def test_reload_while_all_workers_are_busy(make_pool: MakePool, tmp_path: Path) -> None:
    pool = await make_pool(workers=1, timeout_s=20)
    heavy = asyncio.create_task(pool.execute(HEAVY, timeout_s=0.5))
    await _until_busy(pool)
    await pool.reload(_make_database(tmp_path / "db", 3))
    assert await _count(pool) == 3
    with pytest.raises(QueryTimeout):
        await heavy


async def test_reload_of_what_is_no_database_keeps_the_old_one(make_pool: MakePool, tmp_path: Path) -> None:
    pool = await make_pool(workers=1)
    with pytest.raises(StoreError, match="none"):
        await pool.reload(tmp_path / "none")
    assert await _count(pool) == 1000


async def test_many_tasks_share_a_pool(make_pool: MakePool) -> None:
    pool = await make_pool(workers=2, queue_size=200)
    assert set(await asyncio.gather(*(_count(pool) for _ in range(200)))) == {1000}


async def test_close_leaves_no_process_and_refuses_further_queries(database: Path) -> None:
    before = set(_children(os.getpid(), "ipgraph.store.worker"))
    pool = await QueryPool(database, Settings(workers=2)).start()
    mine = set(_children(os.getpid(), "ipgraph.store.worker")) - before
    running = asyncio.create_task(pool.execute(HEAVY))
    await _until_busy(pool, 1)
    await pool.close()
    with pytest.raises(StoreError, match="closed"):
        await running
    while any(_runs(pid) for pid in mine):
        await asyncio.sleep(0.01)
    assert len(mine) == 2
    with pytest.raises(StoreError, match="closed"):
        await pool.execute(COUNT)


def test_workers_end_when_their_parent_is_killed(database: Path) -> None:
    script = f"""
import asyncio, sys
from pathlib import Path
from ipgraph.settings import Settings
from ipgraph.store.sparql import QueryPool
async def main():
    pool = await QueryPool(Path({str(database)!r}), Settings(workers=2)).start()
    task = asyncio.create_task(pool.execute({HEAVY!r}))
    while pool.stats()["idle"] == 2:
        await asyncio.sleep(0.01)
    print("ready", flush=True)
    await task
asyncio.run(main())
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
