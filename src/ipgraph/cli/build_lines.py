"""What a build did, as lines for people."""

from pathlib import Path

import typer

from ipgraph.address import StoreUrl
from ipgraph.pipeline import BuildReport, Outcome, Status


def print_build(report: BuildReport, store: Path | StoreUrl) -> None:
    """Print what became of each document, and of the whole."""
    for outcome in report.outcomes:
        typer.echo(outcome_line(outcome), err=outcome.status is not Status.PUBLISHED)
        for warning in outcome.warnings:
            typer.echo(f"{outcome.doc_id}: warning: {warning}", err=True)
    for warning in report.warnings:
        typer.echo(f"release: warning: {warning}", err=True)
    published = len(report.of_status(Status.PUBLISHED))
    lost = len(report.outcomes) - published
    if report.release_id is None:
        typer.echo("nothing was published; the release that was served before, if any, is still served", err=True)
        return
    typer.echo(f"release {report.release_id} in {store}: {published} documents, {report.quads} statements of RDF")
    if lost:
        see = f"; see {store / 'reports'}" if isinstance(store, Path) else ""
        typer.echo(f"{lost} of {len(report.outcomes)} documents were not published{see}", err=True)


def outcome_line(outcome: Outcome) -> str:
    """Return one line about a document."""
    if outcome.status is not Status.PUBLISHED:
        return f"{outcome.name}: {outcome.status}: {outcome.message}"
    return f"{outcome.doc_id}: {outcome.statements} facts, {outcome.rejected} candidates rejected"
