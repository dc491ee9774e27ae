"""Builds and publishes a release from source files."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from ipgraph import __version__
from ipgraph.pipeline.fingerprints import fingerprints
from ipgraph.pipeline.inputs import Document, find_documents
from ipgraph.pipeline.mapping import Mapper
from ipgraph.pipeline.report import BuildReport, Outcome, Status, sort_outcomes, write_reports
from ipgraph.pipeline.workers import map_documents
from ipgraph.rdf.authority import authority_quads
from ipgraph.rdf.dataset import DatasetNumbers, QuestionText, dataset_quads
from ipgraph.rdf.measures import measure_quads
from ipgraph.rdf.ontology import ontology_quads
from ipgraph.rdf.terms import Quad
from ipgraph.resources import data_path, ontology_path
from ipgraph.settings import Settings
from ipgraph.store.embedded import Release
from ipgraph.store.lock import hold
from ipgraph.store.publish import ReleaseBuilder
from ipgraph.store.queries import StoredQuery, load_questions

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
        VocabularyError, ShapeError: the authority, the ontology or the shapes are wrong.
        StoreError: another build holds the store, or it cannot be written.

    """
    documents, failures = find_documents(paths or [data_path("corpus")])
    report = on_progress or _ignore
    with hold(store_dir):
        mapper = Mapper.load(settings.base_iri)
        builder = ReleaseBuilder(store_dir)
        published = False
        try:
            outcomes = _map_all(mapper, documents, builder, report)
            release = _publish(mapper, documents, outcomes, builder) if _any_published(outcomes) else None
            published = release is not None
        finally:
            if not published:
                builder.abandon()
        result = _result(release, [*outcomes, *failures])
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


def _publish(
    mapper: Mapper, documents: Sequence[Document], outcomes: Sequence[Outcome], builder: ReleaseBuilder
) -> Release:
    """Return the release of the documents that conform, with authority, ontology and shortcuts."""
    by_id = {document.meta.doc_id: document for document in documents}
    for outcome in outcomes:
        if outcome.status is Status.PUBLISHED:
            document = by_id[outcome.doc_id]
            manifest = {name: value for name, value in asdict(document.meta).items() if value is not None}
            builder.add_part(outcome.doc_id)
            builder.add_source(outcome.doc_id, document.path, {**outcome.details, "manifest": manifest})
    builder.add_quads(authority_quads(mapper.authority, mapper.minter))
    builder.add_quads(measure_quads(mapper.measures, mapper.minter))
    builder.add_quads(ontology_quads(mapper.minter))
    builder.load(ontology_path("derive"), mapper.minter.derived_graph()[1:-1])
    doc_ids = [outcome.doc_id for outcome in outcomes if outcome.status is Status.PUBLISHED]

    def describe(numbers: DatasetNumbers) -> list[Quad]:
        return dataset_quads(numbers, __version__, doc_ids, map(_to_text, load_questions().values()), mapper.minter)

    return builder.publish({"ipgraph": __version__, "made_by": fingerprints()}, describe)


def _to_text(question: StoredQuery) -> QuestionText:
    """Return what is published of a stored question."""
    parameters = tuple((each.name, each.type, each.description) for each in question.parameters.values())
    return QuestionText(question.name, question.text, question.title, question.description, parameters)


def _any_published(outcomes: Sequence[Outcome]) -> bool:
    return any(outcome.status is Status.PUBLISHED for outcome in outcomes)


def _result(release: Release | None, outcomes: Sequence[Outcome]) -> BuildReport:
    """Return the build's report."""
    if release is None:
        return BuildReport(None, None, sort_outcomes(outcomes))
    return BuildReport(release.id, int(release.info["quads"]), sort_outcomes(outcomes))


def _ignore(_done: int, _total: int, _what: str) -> None:
    """Tell nobody."""
