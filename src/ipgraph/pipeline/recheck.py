"""Checks graphs without publishing anything: the documents of a release, or of source files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ipgraph.pipeline.inputs import find_documents
from ipgraph.pipeline.mapping import Mapper
from ipgraph.pipeline.report import Outcome
from ipgraph.pipeline.workers import map_documents
from ipgraph.settings import Settings
from ipgraph.store.embedded import Release
from ipgraph.text.load import read_source
from ipgraph.validate import ShapeReport, check, check_quotes


def recheck_release(release: Release, settings: Settings) -> Iterator[tuple[str, ShapeReport]]:
    """Yield each document's id and how its published graph fares against the shapes and its own source text."""
    mapper = Mapper.load(settings.base_iri)
    things = mapper.minter.things_graph()[1:-1]
    for doc_id in release.documents:
        source = read_source(release.source_path(doc_id))
        yield doc_id, mapper.check(release.document_quads(doc_id, things), source)


def check_release(release: Release, settings: Settings) -> ShapeReport:
    """Return how a published graph fares as a whole, and the quotes of its documents against their texts.

    Only the whole shows what documents say differently, and holds the authority's own data and what is derived.
    """
    mapper = Mapper.load(settings.base_iri)
    report = check(release.quads(), mapper.shapes)
    for doc_id in release.documents:
        source = read_source(release.source_path(doc_id))
        report = report.merged(check_quotes(release.document_quads(doc_id), source))
    return report


def check_files(paths: Sequence[Path], settings: Settings) -> Iterator[Outcome]:
    """Yield what would become of each document at `paths` in a build.

    Raises:
        SourceError: two documents share an id, or a manifest is wrong.

    """
    documents, failures = find_documents(paths)
    yield from failures
    with TemporaryDirectory(prefix="ipgraph-") as folder:
        yield from map_documents(Mapper.load(settings.base_iri), documents, lambda doc_id: Path(folder, doc_id))
