"""Prints how fast each hop reads the corpus, and how mapping compares with word segmentation of the same text.

Mapping is everything from a text to its quads, on one core. It is measured beside jieba's default segmentation in the
same run, so the ratio means the same on any machine. The exit code is 1 where mapping takes longer.
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
from ipgraph.rdf.terms import Quad
from ipgraph.resources import data_path, ontology_path
from ipgraph.settings import Settings
from ipgraph.store.publish import ReleaseBuilder
from ipgraph.text.clean import clean
from ipgraph.text.load import read_source
from ipgraph.text.outline import parse_outline
from ipgraph.validate import ShapeContext, check

RATIO_LIMIT = 1.0
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


def publish(corpus: Corpus, graphs: list[list[Quad]]) -> None:
    """Publish a release of the graphs in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        builder = ReleaseBuilder(Path(folder))
        for quads in graphs:
            builder.add_quads(quads)
        builder.load(ontology_path("derive"), Minter(corpus.base_iri).derived_graph()[1:-1])
        builder.publish({})


def time_hops(corpus: Corpus) -> dict[str, float]:
    """Return the seconds of each hop over the whole corpus."""
    cleaned = [clean(source) for source in corpus.sources]
    extractions = corpus.extract()
    graphs = corpus.build(extractions)
    context = ShapeContext.load(authority_quads(corpus.authority, Minter(corpus.base_iri)))
    seconds = {
        "load": best_of(RUNS, lambda: [read_source(path) for path in corpus.paths]),
        "clean": best_of(RUNS, lambda: [clean(source) for source in corpus.sources]),
        "outline": best_of(RUNS, lambda: [parse_outline(text.text) for text in cleaned]),
    }
    reading = best_of(RUNS, corpus.extract)
    # Extraction cleans and outlines by itself; what is left is the finding, proposing and reconciling.
    seconds["extract"] = reading - seconds["clean"] - seconds["outline"]
    seconds["rdf build"] = best_of(RUNS, lambda: corpus.build(extractions))
    seconds["validate"] = best_of(SLOW_RUNS, lambda: [check(quads, context) for quads in graphs])
    seconds["store"] = best_of(SLOW_RUNS, lambda: publish(corpus, graphs))
    return seconds


def time_mapping(corpus: Corpus) -> tuple[float, float]:
    """Return the processor seconds of mapping the corpus and of segmenting it, the runs of both taking turns.

    Neither uses threads. Time on the processor does not count the waiting for one that other programs hold.
    """
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    mapping, segmenting = [], []
    for _ in range(RUNS):
        mapping.append(best_of(1, corpus.map, process_time))
        segmenting.append(best_of(1, lambda: [list(jieba.cut(source.text)) for source in corpus.sources], process_time))
    return min(mapping), min(segmenting)


def main() -> int:
    """Print the table and the ratio; return the exit code."""
    corpus = read_corpus()
    print(f"{len(corpus.sources)} documents, {corpus.characters} characters; best of {RUNS} runs, one core")
    for hop, seconds in time_hops(corpus).items():
        print(f"  {hop:<10} {seconds:8.4f} s  {corpus.characters / seconds:12,.0f} characters/s")
    mapping, segmenting = time_mapping(corpus)
    ratio = mapping / segmenting
    for name, seconds in (("mapping", mapping), ("jieba", segmenting)):
        print(f"  {name:<10} {seconds:8.4f} s  {corpus.characters / seconds:12,.0f} characters/s")
    print(f"mapping / jieba = {ratio:.2f} (at most {RATIO_LIMIT})")
    return 0 if ratio <= RATIO_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
