"""Builds and publishes a release from source files."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from ipgraph import __version__
from ipgraph.pipeline.assembly import Judgement, assemble, warning_line
from ipgraph.pipeline.fingerprints import fingerprints
from ipgraph.pipeline.inputs import Document, find_documents
from ipgraph.pipeline.mapping import Mapper
from ipgraph.pipeline.report import BuildReport, Outcome, Status, sort_outcomes, write_reports
from ipgraph.pipeline.workers import map_documents
from ipgraph.resources import data_path
from ipgraph.settings import Settings
from ipgraph.store.embedded import Release
from ipgraph.store.lock import hold
from ipgraph.store.publish import ReleaseBuilder
from ipgraph.validate import ShapeReport

REPORTS = "reports"

# Called with what is done, how much there is, and what was done last.
Progress = Callable[[int, int, str], None]


def build(
    paths: Sequence[Path], store_dir: Path, settings: Settings, on_progress: Progress | None = None
) -> BuildReport:
    """Return what became of each document, after publishing a release of those that conform.

    Where not one conforms, nothing is published. The served release stays as it was until the new one is complete.

    Args:
        paths: files and folders; none for the corpus that ships with ipgraph.
        store_dir: the store, made where it is missing.
        settings: `base_iri` is what counts here.
        on_progress: is told of each step.

    Raises:
        SourceError: two documents share an id, or a manifest is wrong.
        VocabularyError, ShapeError: the authority, the ontology or the shapes are wrong, or do not go together.
        StoreError: another build or write holds the store, or it cannot be written.

    """
    documents, failures = find_documents(paths or [data_path("corpus")])
    report = on_progress or _ignore
    with hold(store_dir):
        mapper = Mapper.load(settings.base_iri)
        builder = ReleaseBuilder(store_dir)
        published = False
        try:
            judgement = assemble(mapper, _map_all(mapper, documents, builder, report), builder)
            release = _publish(documents, judgement, builder) if judgement.publishable else None
            published = release is not None
        finally:
            if not published:
                builder.abandon()
        result = _result(release, [*judgement.outcomes, *failures], judgement.rest)
        write_reports(result, store_dir / REPORTS)
        report(len(documents) + 1, len(documents) + 1, "release")
        return result


def _map_all(mapper: Mapper, documents: Sequence[Document], builder: ReleaseBuilder, report: Progress) -> list[Outcome]:
    """Return what became of each document."""
    total = len(documents) + 1
    outcomes = []
    for outcome in map_documents(mapper, documents, builder.part_path):
        outcomes.append(outcome)
        report(len(outcomes), total, outcome.doc_id)
    return outcomes


def _publish(documents: Sequence[Document], judgement: Judgement, builder: ReleaseBuilder) -> Release:
    """Return the release of the graph that was put together."""
    by_id = {document.meta.doc_id: document for document in documents}
    for outcome in judgement.outcomes:
        if outcome.status is Status.PUBLISHED:
            document = by_id[outcome.doc_id]
            manifest = {name: value for name, value in asdict(document.meta).items() if value is not None}
            builder.add_source(outcome.doc_id, document.path, {**outcome.details, "manifest": manifest})
    return builder.publish({"ipgraph": __version__, "made_by": fingerprints()})


def _result(release: Release | None, outcomes: Sequence[Outcome], rest: ShapeReport) -> BuildReport:
    """Return the build's report."""
    if release is None:
        return BuildReport(None, None, sort_outcomes(outcomes))
    warnings = tuple(map(warning_line, rest.results))
    return BuildReport(release.id, int(release.info["quads"]), sort_outcomes(outcomes), warnings)


def _ignore(_done: int, _total: int, _what: str) -> None:
    """Tell nobody."""
