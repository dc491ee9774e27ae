"""Prints how fast each hop reads the corpus, how mapping compares with word segmentation, and checking with mapping.

Mapping is everything from a text to its quads, on one core. It is measured beside jieba's default segmentation in the
same run, so the ratio means the same on any machine. Checking is the shapes over the whole release and the quotes of
all documents, measured beside mapping. The exit code is 1 where one of them takes longer than it may.
"""

import gc
import logging
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

import jieba

from ipgraph.corpus import read_manifest
from ipgraph.extract.engine import extract
from ipgraph.lexicon.authority import Authority
from ipgraph.model.acts import Extraction
from ipgraph.model.document import DocumentMeta, SourceText
from ipgraph.pipeline.mapping import map_text
from ipgraph.rdf.authority import authority_quads
from ipgraph.rdf.build import document_quads
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.ontology import ontology_quads
from ipgraph.rdf.terms import Quad
from ipgraph.resources import data_path, ontology_path
from ipgraph.settings import Settings
from ipgraph.store.embedded import Release
from ipgraph.store.publish import ReleaseBuilder
from ipgraph.text.clean import clean
from ipgraph.text.load import read_source
from ipgraph.text.outline import parse_outline
from ipgraph.validate import Shapes, check_quotes, check_release, load_shapes

RATIO_LIMIT = 1.0
CHECK_LIMIT = 2.0
# The best of several runs is the one that other work on the machine disturbed least.
RUNS = 9
SLOW_RUNS = 2


@dataclass(frozen=True)
class Corpus:
    """The documents as each hop needs them, made once by the hops before it."""

    paths: tuple[Path, ...]
    sources: tuple[SourceText, ...]
    metas: tuple[DocumentMeta, ...]
    authority: Authority
    base_iri: str

    @property
    def characters(self) -> int:
        """The length of all source texts in code points."""
        return sum(len(source.text) for source in self.sources)

    def extract(self) -> list[Extraction]:
        """Return what is read from each document."""
        return [extract(source, meta, self.authority) for source, meta in zip(self.sources, self.metas, strict=True)]

    def map(self) -> list[list[Quad]]:
        """Return the quads of each document, from its text; a new minter, as for `build`."""
        minter = Minter(self.base_iri)
        parts = zip(self.sources, self.metas, strict=True)
        return [map_text(source, meta, self.authority, minter)[1] for source, meta in parts]

    def build(self, extractions: list[Extraction]) -> list[list[Quad]]:
        """Return the quads of each document; a new minter, so that no slug is remembered from an earlier run."""
        minter = Minter(self.base_iri)
        parts = zip(extractions, self.sources, self.metas, strict=True)
        return [document_quads(extraction, source, meta, minter) for extraction, source, meta in parts]


def read_corpus() -> Corpus:
    """Return the shipped corpus with what the manifest says of it."""
    paths = tuple(sorted(data_path("corpus").glob("*.txt")))
    manifest = read_manifest(data_path("corpus"))
    sources = tuple(read_source(path) for path in paths)
    metas = tuple(manifest[source.doc_id] for source in sources)
    return Corpus(paths, sources, metas, Authority.load(), Settings().base_iri)


def best_of(runs: int, work: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    """Return the seconds that the quickest of several runs takes; what earlier ones left is collected before each."""
    times = []
    for _ in range(runs):
        gc.collect()
        start = clock()
        work()
        times.append(clock() - start)
    return min(times)


def publish(corpus: Corpus, graphs: list[list[Quad]], folder: Path) -> Release:
    """Return a release of the graphs, with authority and ontology."""
    builder, minter = ReleaseBuilder(folder), Minter(corpus.base_iri)
    for quads in (*graphs, authority_quads(corpus.authority, minter), ontology_quads(minter)):
        builder.add_quads(quads)
    builder.load(ontology_path("derive"), minter.derived_graph()[1:-1])
    return builder.publish({})


@dataclass(frozen=True)
class Checks:
    """What is checked before publication: the whole graph, and the quotes of each document."""

    corpus: Corpus
    graphs: list[list[Quad]]
    release: Release
    shapes: Shapes

    def run(self) -> None:
        """Check all, and fail where something does not conform."""
        reports = [check_quotes(quads, source) for quads, source in zip(self.graphs, self.corpus.sources, strict=True)]
        reports.append(check_release(self.release.dump, self.release.database, self.shapes))
        assert all(report.conforms for report in reports), reports


def time_hops(corpus: Corpus, folder: Path) -> dict[str, float]:
    """Return the seconds of each hop over the whole corpus."""
    cleaned = [clean(source) for source in corpus.sources]
    extractions = corpus.extract()
    graphs = corpus.build(extractions)
    checks = Checks(corpus, graphs, publish(corpus, graphs, folder), load_shapes())
    seconds = {
        "load": best_of(RUNS, lambda: [read_source(path) for path in corpus.paths]),
        "clean": best_of(RUNS, lambda: [clean(source) for source in corpus.sources]),
        "outline": best_of(RUNS, lambda: [parse_outline(text.text) for text in cleaned]),
    }
    reading = best_of(RUNS, corpus.extract)
    # Extraction cleans and outlines by itself; what is left is the finding, proposing and reconciling.
    seconds["extract"] = reading - seconds["clean"] - seconds["outline"]
    seconds["rdf build"] = best_of(RUNS, lambda: corpus.build(extractions))
    seconds["validate"] = best_of(RUNS, checks.run)
    seconds["store"] = best_of(SLOW_RUNS, lambda: publish(corpus, graphs, folder))
    return seconds


def time_mapping(corpus: Corpus, folder: Path) -> dict[str, float]:
    """Return the processor seconds of mapping the corpus, segmenting it and checking it, their runs taking turns.

    None uses threads. Time on the processor does not count the waiting for one that other programs hold.
    """
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    graphs = corpus.map()
    checks = Checks(corpus, graphs, publish(corpus, graphs, folder), load_shapes())
    works: dict[str, Callable[[], object]] = {
        "mapping": corpus.map,
        "jieba": lambda: [list(jieba.cut(source.text)) for source in corpus.sources],
        "checking": checks.run,
    }
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(RUNS):
        for name, work in works.items():
            times[name].append(best_of(1, work, process_time))
    return {name: min(seconds) for name, seconds in times.items()}


def main() -> int:
    """Print the table and the ratios; return the exit code."""
    corpus = read_corpus()
    print(f"{len(corpus.sources)} documents, {corpus.characters} characters; best of {RUNS} runs, one core")
    with tempfile.TemporaryDirectory() as folder:
        hops, compared = time_hops(corpus, Path(folder)), time_mapping(corpus, Path(folder))
    for name, seconds in (*hops.items(), *compared.items()):
        print(f"  {name:<10} {seconds:8.4f} s  {corpus.characters / seconds:12,.0f} characters/s")
    ratio = compared["mapping"] / compared["jieba"]
    check_ratio = compared["checking"] / compared["mapping"]
    print(f"mapping / jieba = {ratio:.2f} (at most {RATIO_LIMIT})")
    print(f"checking / mapping = {check_ratio:.2f} (at most {CHECK_LIMIT})")
    return 0 if ratio <= RATIO_LIMIT and check_ratio <= CHECK_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
