"""Prints how fast the service answers and loads, beside others, all in one run; exits with 1 where a limit is missed.

`--size` is the number of statements of the generated graph, `--folder` keeps what is made, `--only` measures one part.
Ratios mean the same on any
machine; the times do not.
"""

import argparse
import gc
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

import pyoxigraph
from bench.service import servers
from bench.service.generated import write_quads
from bench.service.load import get, requests_per_second
from bench.service.queries import TYPICAL
from bench.service.servers import Server

from ipgraph.pipeline import build
from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release
from ipgraph.store.publish import ReleaseBuilder

LOOK_UP_LIMIT = 0.45
RDFLIB_LIMIT = 2.0
LARGE_LIMIT = 1.2
LOAD_LIMIT = 0.8
RUNS = 5
ROWS = 78_000
_JSON = "application/sparql-results+json"
_LABEL = "SELECT ?label {{ <{}> <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }}"
_LARGE = f"SELECT ?s ?p ?o {{ ?s ?p ?o }} LIMIT {ROWS}"


@dataclass
class Report:
    """What was measured, and which limits were missed."""

    missed: list[str] = field(default_factory=list)

    def ratio(self, what: str, value: float, limit: float, at_least: bool) -> None:
        """Print a ratio beside its limit."""
        met = value >= limit if at_least else value <= limit
        print(f"{what:<60} {value:6.2f}  ({'at least' if at_least else 'at most'} {limit}) {'' if met else 'MISSED'}")
        if not met:
            self.missed.append(what)


def main() -> int:
    """Run all measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", choices=["look-ups", "large", "loading", "typical"])
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ipgraph-bench-")))
        folder.mkdir(parents=True, exist_ok=True)
        report = Report()
        small, large, quads = prepare(folder, given.size)
        parts: dict[str, Callable[[], None]] = {
            "look-ups": lambda: look_ups(report, small, folder),
            "large": lambda: large_answer(report, large, folder),
            "loading": lambda: loading(report, quads, folder),
            "typical": lambda: typical(large, quads, folder),
        }
        for name, measure in parts.items():
            if given.only in (None, name):
                measure()
    return 1 if report.missed else 0


def prepare(folder: Path, size: int) -> tuple[Path, Path, Path]:
    """Return a store with the corpus, one with the generated graph, and the file of its quads."""
    small, large, quads = folder / "corpus", folder / "generated", folder / "quads.nq"
    if not small.exists():
        build([], small, Settings())
    if not quads.exists():
        count = write_quads(open_release(small), quads, size)
        print(f"generated graph: {count} statements, {quads.stat().st_size >> 20} MiB as N-Quads")
    if not large.exists():
        publish_quads(quads, large)
    return small, large, quads


def publish_quads(quads: Path, store: Path) -> None:
    """Publish a file of quads as a release, without what builds derive."""
    with tempfile.TemporaryDirectory() as no_rules:
        builder = ReleaseBuilder(store)
        shutil.copyfile(quads, builder.part_path("quads"))
        builder.add_part("quads")
        builder.load(Path(no_rules), "urn:none")
        builder.publish({})


def look_ups(report: Report, store: Path, folder: Path) -> None:
    """Compare label look-ups with an endpoint that does nothing, and with rdflib-endpoint."""
    release = open_release(store)
    query = "SELECT DISTINCT ?thing { ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }"
    things = sorted(str(row["thing"]) for row in release.select(query))
    requests = [get("/sparql", _JSON, query=_LABEL.format(thing)) for thing in things]
    with ExitStack() as stack:
        trivial = stack.enter_context(servers.trivial(folder))
        ours = stack.enter_context(servers.ipgraph(store, folder))
        theirs = stack.enter_context(servers.rdflib_endpoint(release.dump, folder))
        rates = in_turns(
            {
                "trivial": lambda: requests_per_second(trivial.address, [get("/label")] * len(requests)),
                "ipgraph": lambda: requests_per_second(ours.address, requests),
                "rdflib": lambda: requests_per_second(theirs.address, requests[::10]),
            }
        )
    best = {name: max(values) for name, values in rates.items()}
    print("look-ups a second: " + ", ".join(f"{name} {value:,.0f}" for name, value in best.items()))
    report.ratio("look-up / trivial FastAPI endpoint", best["ipgraph"] / best["trivial"], LOOK_UP_LIMIT, True)
    report.ratio("look-up / rdflib-endpoint", best["ipgraph"] / best["rdflib"], RDFLIB_LIMIT, True)


def large_answer(report: Report, store: Path, folder: Path) -> None:
    """Compare a large answer over HTTP with query and serialisation in one process."""
    engine = pyoxigraph.Store.read_only(str(open_release(store).database))

    def in_process() -> float:
        start = perf_counter()
        result = engine.query(_LARGE, use_default_graph_as_union=True)
        assert isinstance(result, pyoxigraph.QuerySolutions)
        result.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
        return perf_counter() - start

    with servers.ipgraph(store, folder) as ours:
        times = in_turns({"in process": in_process, "HTTP": lambda: seconds(lambda: ours.query(_LARGE))})
    best = {name: min(values) for name, values in times.items()}
    print(f"{ROWS} rows as JSON: " + ", ".join(f"{name} {value * 1000:.0f} ms" for name, value in best.items()))
    report.ratio("large answer over HTTP / in process", best["HTTP"] / best["in process"], LARGE_LIMIT, False)


def loading(report: Report, quads: Path, folder: Path) -> None:
    """Compare loading through the graph store with the engine's bulk loader."""
    triples = folder / "triples.nt"
    with quads.open(encoding="utf-8") as lines, triples.open("w", encoding="utf-8") as output:
        output.writelines(f"{line.rsplit(' ', 2)[0]} .\n" for line in lines)

    def bare() -> float:
        with tempfile.TemporaryDirectory(dir=folder) as target:
            start = perf_counter()
            store = pyoxigraph.Store(target)
            graph = pyoxigraph.NamedNode("urn:loaded")
            store.bulk_load(path=str(triples), format=pyoxigraph.RdfFormat.N_TRIPLES, to_graph=graph)
            store.flush()
            return perf_counter() - start

    def ours() -> float:
        token = secrets.token_urlsafe()
        with tempfile.TemporaryDirectory(dir=folder) as store:
            build_empty(Path(store))
            with servers.ipgraph(Path(store), folder, token) as server:
                address = server.url.replace("/sparql", "/rdf-graph-store?graph=urn:loaded")
                headers = [f"Authorization: Bearer {token}", "Content-Type: application/n-triples"]
                options = [option for header in headers for option in ("--header", header)]
                command = ["curl", "--fail", "--silent", *options, "--upload-file", str(triples), address]
                return seconds(lambda: subprocess.run(command, check=True, capture_output=True))

    times = in_turns({"bulk_load": bare, "graph store": ours}, runs=3)
    best = {name: min(values) for name, values in times.items()}
    print("loading: " + ", ".join(f"{name} {value:.1f} s" for name, value in best.items()))
    report.ratio("loading / bare bulk_load", best["bulk_load"] / best["graph store"], LOAD_LIMIT, True)


def build_empty(store: Path) -> None:
    """Publish a release with nothing in it."""
    with tempfile.TemporaryDirectory() as no_rules:
        builder = ReleaseBuilder(store)
        builder.load(Path(no_rules), "urn:none")
        builder.publish({})


def typical(store: Path, quads: Path, folder: Path) -> None:
    """Print the medians of the typical queries on each server, one server after the other."""
    medians: dict[str, dict[str, float]] = {}
    all_servers = (
        (servers.ipgraph, store),
        (servers.oxigraph, quads),
        (servers.virtuoso, quads),
        (servers.rdflib_endpoint, quads),
    )
    for start, data in all_servers:
        with start(data, folder) as server:
            medians[server.name] = {name: median_ms(server, text) for name, text in TYPICAL.items()}
    print(f"{'ms, median of ' + str(RUNS):<20}" + "".join(f"{name:>18}" for name in medians))
    for name in TYPICAL:
        print(f"{name:<20}" + "".join(f"{values[name]:18.1f}" for values in medians.values()))


def median_ms(server: Server, text: str) -> float:
    """Return the median time of a query in milliseconds, after one that warms up."""
    server.query(text)
    return 1000 * median(seconds(lambda: server.query(text)) for _ in range(RUNS))


def in_turns(measurements: Mapping[str, Callable[[], float]], runs: int = RUNS) -> dict[str, list[float]]:
    """Return what each measurement gives, run by run: what disturbs the machine disturbs them all."""
    values: dict[str, list[float]] = {name: [] for name in measurements}
    for _ in range(runs):
        for name, measure in measurements.items():
            gc.collect()
            values[name].append(measure())
    return values


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
