"""Puts a release into a remote store, graph by graph, so that whoever reads it can tell when it is whole.

The description of the release (`graph/dataset`) goes first and comes last: a store that has none is being written, or
an upload broke off. Whoever uploads again puts every graph anew, so that the outcome is the same.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from ipgraph.errors import StoreError
from ipgraph.rdf.mint import Minter
from ipgraph.settings import Settings
from ipgraph.store.embedded import Release
from ipgraph.store.remote import RemoteEndpoint
from ipgraph.store.remote_graphs import RemoteGraphs

# Called with what is done, how much there is, and what was done last.
Progress = Callable[[int, int, str], None]

_LINES_AT_ONCE = 200_000


async def upload(release: Release, settings: Settings, on_progress: Progress) -> None:
    """Make the remote store of the settings hold what a release holds.

    Graphs under `BASE/graph/` that the release does not have are removed; others are left alone.

    Raises:
        QueryError, StoreError: the store does not take it, or holds something else afterwards.

    """
    description = Minter(settings.base_iri).dataset_graph()[1:-1]
    with TemporaryDirectory(prefix="ipgraph-") as name, release.with_dump() as dump:
        files = split_by_graph(dump, Path(name))
        async with RemoteEndpoint(settings) as endpoint:
            graphs = RemoteGraphs(endpoint, settings)
            await graphs.drop(description)
            for graph in await graphs.sizes():
                if graph.startswith(f"{settings.base_iri}graph/") and graph not in files:
                    await graphs.drop(graph)
            for done, graph in enumerate(sorted(files, key=lambda graph: (graph == description, graph)), 1):
                if graph == description:
                    await _require_counts(graphs, {each: lines for each, (_, lines) in files.items() if each != graph})
                await graphs.put(graph, files[graph][0])
                on_progress(done, len(files), graph)


async def _require_counts(graphs: RemoteGraphs, expected: Mapping[str, int]) -> None:
    """Raise StoreError where a graph of the store does not hold as many statements as were put into it."""
    sizes = await graphs.sizes()
    for graph, lines in expected.items():
        if sizes.get(graph) != lines:
            raise StoreError(
                f"the store holds {sizes.get(graph, 0)} statements of <{graph}> and was given {lines}; upload again"
            )


def split_by_graph(dump: Path, folder: Path) -> dict[str, tuple[Path, int]]:
    """Return, by graph, a file in `folder` with its statements as N-Triples, and their number."""
    files: dict[str, Path] = {}
    counts: Counter[str] = Counter()
    with dump.open("rb") as lines:
        while batch := list(islice(lines, _LINES_AT_ONCE)):
            triples: defaultdict[str, list[bytes]] = defaultdict(list)
            for line in batch:
                triple, _, graph = line.removesuffix(b" .\n").rpartition(b" ")
                triples[graph[1:-1].decode()].append(triple + b" .\n")
            for name, those in triples.items():
                path = files.setdefault(name, folder / f"{len(files)}.nt")
                counts[name] += len(those)
                with path.open("ab") as output:
                    output.writelines(those)
    return {name: (path, counts[name]) for name, path in files.items()}
