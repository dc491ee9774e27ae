"""Puts the statements of all documents together aside, and judges each document by how the whole fares."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ipgraph.errors import ShapeError
from ipgraph.pipeline.attribution import attribute
from ipgraph.pipeline.description import describer
from ipgraph.pipeline.mapping import Mapper
from ipgraph.pipeline.report import Outcome, Status
from ipgraph.rdf.authority import authority_quads
from ipgraph.rdf.measures import measure_quads
from ipgraph.rdf.ontology import ontology_quads
from ipgraph.resources import ontology_path
from ipgraph.store.publish import ReleaseBuilder
from ipgraph.validate import Severity, ShapeReport, ShapeResult, check_release


@dataclass(frozen=True)
class Judgement:
    """What became of each document, and what the shapes find on no document's account."""

    outcomes: tuple[Outcome, ...]
    rest: ShapeReport

    @property
    def publishable(self) -> tuple[str, ...]:
        """The ids of the documents that nothing speaks against."""
        return tuple(outcome.doc_id for outcome in self.outcomes if outcome.status is Status.PUBLISHED)

    def require_explained(self) -> None:
        """Require that no violation is left on no document's account.

        Raises:
            ShapeError: there is one: in the authority, the ontology, or what is derived from several documents.

        """
        left = [result for result in self.rest.results if result.severity is Severity.VIOLATION]
        if left:
            more = f" (and {len(left) - 1} more)" if len(left) > 1 else ""
            raise ShapeError(
                f"{left[0].focus}: does not conform to <{left[0].shape}>, and no document accounts for it: "
                f"{left[0].message('en')}{more}; mend the authority, the ontology, what derives it, or the shape"
            )


def assemble(mapper: Mapper, outcomes: Sequence[Outcome], builder: ReleaseBuilder) -> Judgement:
    """Return what becomes of mapped documents; the builder holds the graph of those that conform with one another.

    Where some do not conform, the graph is made again without them, until all that is left does.

    Raises:
        ShapeError: the whole does not conform, and no document accounts for it.

    """
    left = Judgement(tuple(outcomes), ShapeReport(conforms=True))
    while left.publishable:
        judged = judge(mapper, left.outcomes, builder)
        if judged.publishable == left.publishable:
            judged.require_explained()
            return judged
        # Those that go on are judged anew: what was wrong with one may have come from another.
        pairs = zip(left.outcomes, judged.outcomes, strict=True)
        left = replace(left, outcomes=tuple(old if new.status is Status.PUBLISHED else new for old, new in pairs))
        builder.restart()
    return left


def judge(mapper: Mapper, outcomes: Sequence[Outcome], builder: ReleaseBuilder) -> Judgement:
    """Return what becomes of mapped documents when those that can be published are put together."""
    doc_ids = [outcome.doc_id for outcome in outcomes if outcome.status is Status.PUBLISHED]
    for doc_id in doc_ids:
        builder.add_part(doc_id)
    builder.add_quads(authority_quads(mapper.authority, mapper.minter))
    builder.add_quads(measure_quads(mapper.measures, mapper.minter))
    builder.add_quads(ontology_quads(mapper.minter))
    builder.load(ontology_path("derive"), mapper.minter.derived_graph()[1:-1])
    dump, database = builder.finish(describer(doc_ids, mapper.minter))
    found = attribute(check_release(dump, database, mapper.shapes), dump, doc_ids, mapper.minter)
    return Judgement(tuple(_judged(outcome, found.by_document.get(outcome.doc_id)) for outcome in outcomes), found.rest)


def _judged(outcome: Outcome, found: ShapeReport | None) -> Outcome:
    """Return a document's outcome with what the shapes found besides its quotes."""
    if outcome.status is not Status.PUBLISHED:
        return outcome
    report = (outcome.shapes or ShapeReport(conforms=True)).merged(found or ShapeReport(conforms=True))
    if not report.results:
        return outcome
    if report.conforms:
        warnings = (*outcome.warnings, *map(warning_line, report.results))
        return replace(outcome, shapes=report, warnings=warnings)
    message = f"does not conform: {len(report.results)} results of the shapes"
    return replace(outcome, shapes=report, status=Status.QUARANTINED, message=message)


def warning_line(result: ShapeResult) -> str:
    """Return a result that forbids nothing, as a line of the build's report."""
    quote = f": {result.source_quote}" if result.source_quote else ""
    return f"{result.message('en')} {result.focus}{quote}"
