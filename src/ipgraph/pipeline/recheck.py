"""Checks graphs without publishing anything: a release, or what would become of source files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ipgraph.pipeline.assembly import judge
from ipgraph.pipeline.attribution import attribute
from ipgraph.pipeline.inputs import find_documents
from ipgraph.pipeline.mapping import Mapper
from ipgraph.pipeline.report import Outcome
from ipgraph.pipeline.workers import map_documents
from ipgraph.rdf.mint import Minter
from ipgraph.settings import Settings
from ipgraph.store.embedded import Release
from ipgraph.store.publish import ReleaseBuilder
from ipgraph.text.load import read_source
from ipgraph.validate import ShapeReport, check_quotes, check_release, load_shapes

# What stands in the place of a document's id for what no document accounts for.
WHOLE = "release"


def recheck_release(release: Release, settings: Settings) -> Iterator[tuple[str, ShapeReport]]:
    """Yield each document's id and how it fares against the shapes and its own source text.

    What no document accounts for comes last, under the name `release`, if there is any. Where the release has no texts,
    quotes are not checked.
    """
    with release.with_dump() as dump:
        report = check_release(dump, release.database, load_shapes())
        found = attribute(report, dump, release.documents, Minter(settings.base_iri))
    for doc_id in release.documents:
        quotes = ShapeReport(conforms=True)
        if release.has_texts:
            quotes = check_quotes(release.document_quads(doc_id), read_source(release.source_path(doc_id)))
        yield doc_id, quotes.merged(found.by_document.get(doc_id, ShapeReport(conforms=True)))
    if found.rest.results:
        yield WHOLE, found.rest


def check_files(paths: Sequence[Path], settings: Settings) -> Iterator[Outcome]:
    """Yield what would become of each document at `paths` in a build of these documents.

    Raises:
        SourceError: two documents share an id, or a manifest is wrong.
        ShapeError: the whole does not conform, and no document accounts for it.

    """
    documents, failures = find_documents(paths)
    yield from failures
    if not documents:
        return
    mapper = Mapper.load(settings.base_iri)
    with TemporaryDirectory(prefix="ipgraph-") as folder:
        builder = ReleaseBuilder(Path(folder))
        judgement = judge(mapper, list(map_documents(mapper, documents, builder.part_path)), builder)
    yield from judgement.outcomes
    judgement.require_explained()
