"""The canonical form of a dataset: its N-Quads lines, sorted by bytes, each once; made with bounded memory."""

import heapq
import itertools
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

import pyoxigraph

_LINES_A_RUN = 200_000


def write_canonical(lines: Iterable[bytes], target: Path) -> tuple[str, int]:
    """Write `lines` to `target`, sorted and each once, and return their SHA-256 in hexadecimal and their number.

    Of a dataset without blank nodes, in canonical N-Quads, this is the RDFC-1.0 canonical form and its hash.

    Runs of some hundred thousand lines are sorted in memory and merged from disk, so the size of the whole is free.
    """
    runs = list(_write_runs(iter(lines), target))
    digest, count = sha256(), 0
    with target.open("wb") as output:
        for line in _merged(runs):
            output.write(line)
            digest.update(line)
            count += 1
    for run in runs:
        run.unlink()
    return digest.hexdigest(), count


def dump_canonical(store: pyoxigraph.Store, target: Path) -> tuple[str, int]:
    """Write the canonical dump of a store to `target`, and return its digest and its number of lines.

    Blank nodes go by the labels that the store gave them; they stay the same from release to release.
    """
    raw = target.with_name(f"{target.name}.raw")
    store.dump(output=str(raw), format=pyoxigraph.RdfFormat.N_QUADS)
    with raw.open("rb") as lines:
        digest, count = write_canonical(lines, target)
    raw.unlink()
    return digest, count


def _write_runs(lines: Iterator[bytes], target: Path) -> Iterator[Path]:
    """Yield the files of the sorted runs, beside `target`."""
    for number in itertools.count():
        run = sorted(itertools.islice(lines, _LINES_A_RUN))
        if not run:
            return
        path = target.with_name(f"{target.name}.run{number}")
        with path.open("wb") as output:
            output.writelines(run)
        yield path


def _merged(runs: list[Path]) -> Iterator[bytes]:
    """Yield the lines of all runs in order, each once."""
    with ExitStack() as stack:
        files = [stack.enter_context(run.open("rb")) for run in runs]
        for line, _ in itertools.groupby(heapq.merge(*files)):
            yield line
