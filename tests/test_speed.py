"""Reading a document takes time and memory in proportion to its length; nothing here depends on the machine's speed."""

import gc
import random
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from math import inf
from pathlib import Path
from statistics import median
from time import process_time

import pytest

from ipgraph.corpus import read_manifest
from ipgraph.extract.engine import extract
from ipgraph.lexicon.authority import Authority
from ipgraph.model.document import DocumentMeta, SourceText
from ipgraph.pipeline.mapping import map_text
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import Quad
from ipgraph.resources import data_path
from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release
from ipgraph.text.load import read_source
from ipgraph.validate import check_quotes, check_release, load_shapes

# A cost that grew with the square of the length would show as 10 and 30.
MAX_GROWTH = 1.6
MAX_MEGABYTES = 300
# How much longer checking the corpus may take than mapping it.
MAX_CHECKING = 2.0
# Turns that a noisy machine gets until the best of each shows what they take.
TURNS = 60
LONGEST = 5_000_000
# Numbers that stand for no year, date or heading.
_FIGURE = re.compile(r"(?<![\d.])\d{2,}(?![\d年号〕.、])")


@cache
def authority() -> Authority:
    return Authority.load()


def long_text(times: int) -> str:
    """Return the corpus so many times, with other figures each time: text that merely repeats states nothing new."""
    choose = random.Random(times)
    corpus = "\n".join(path.read_text(encoding="utf-8") for path in sorted(data_path("corpus").glob("*.txt")))

    def other(figure: re.Match[str]) -> str:
        return str(choose.randrange(10 ** (len(figure[0]) - 1), 10 ** len(figure[0])))

    return "\n".join(_FIGURE.sub(other, corpus) for _ in range(times))


def seconds_a_character(text: str) -> float:
    gc.collect()
    start = process_time()
    extraction = extract(SourceText("long", text, "0" * 64, "utf-8"), DocumentMeta("long"), authority())
    assert extraction.findings
    return (process_time() - start) / len(text)


@pytest.mark.timing
@pytest.mark.slow
def test_time_grows_with_the_length_of_the_text() -> None:
    seconds_a_character(long_text(1))
    rates = {
        times: median(seconds_a_character(long_text(times)) for _ in range(runs))
        for times, runs in ((1, 7), (10, 3), (30, 1))
    }
    growth = {times: rate / rates[1] for times, rate in rates.items()}
    assert max(growth.values()) < MAX_GROWTH, f"time a character, against the corpus once: {growth}"


@pytest.mark.timing
@pytest.mark.slow
def test_checking_the_corpus_takes_at_most_twice_the_time_of_mapping_it(corpus_store: Path) -> None:
    release, shapes, manifest = open_release(corpus_store), load_shapes(), read_manifest(data_path("corpus"))
    sources = [read_source(path) for path in sorted(data_path("corpus").glob("*.txt"))]

    def mapped() -> list[list[Quad]]:
        minter = Minter(Settings().base_iri)
        return [map_text(source, manifest[source.doc_id], authority(), minter)[1] for source in sources]

    graphs = mapped()

    def checked() -> None:
        assert check_release(release.dump, release.database, shapes).conforms
        assert all(check_quotes(quads, source).conforms for quads, source in zip(graphs, sources, strict=True))

    # Taking turns, so that other work on the machine slows both; the best of each are what they take.
    mapping = checking = inf
    for _ in range(TURNS):
        mapping, checking = min(mapping, seconds(mapped)), min(checking, seconds(checked))
        if checking < MAX_CHECKING * mapping:
            break
    assert checking < MAX_CHECKING * mapping, f"mapping {mapping:.3f} s, checking {checking:.3f} s"


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def peak_megabytes() -> float:
    """Return the most memory that this process has held.

    Where the system tells, by its own record: the other figure is inherited from the process that started this one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s*(\d+) kB", status.read_text())[0]) / 1024
    import resource

    # Bytes on macOS, the only other system that is meant here.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024


@pytest.mark.slow
def test_a_document_of_five_million_characters_takes_bounded_memory() -> None:
    result = subprocess.run([sys.executable, __file__], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    characters, findings, megabytes = map(float, result.stdout.split())
    assert (characters, findings > 10_000) == (LONGEST, True)
    assert megabytes < MAX_MEGABYTES, f"{megabytes:.0f} MB"


if __name__ == "__main__":
    text = long_text(LONGEST // len(long_text(1)) + 1)[:LONGEST]
    extraction = extract(SourceText("long", text, "0" * 64, "utf-8"), DocumentMeta("long"), authority())
    print(len(text), len(extraction.findings), peak_megabytes())  # noqa: T201
