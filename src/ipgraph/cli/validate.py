"""`ipgraph validate`: whether documents, or what is published, are as they should be."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ipgraph.cli.options import Paths, StoreOption, read_settings
from ipgraph.cli.output import text_output
from ipgraph.errors import SourceError

if TYPE_CHECKING:
    from ipgraph.settings import Settings
    from ipgraph.validate import Checked, CheckedText


class ReportForm(StrEnum):
    """How the outcome is printed."""

    TABLE = "table"
    JSON = "json"
    TURTLE = "turtle"
    JUNIT = "junit"
    SARIF = "sarif"


class Language(StrEnum):
    """The language of messages."""

    ZH = "zh"
    EN = "en"


class Least(StrEnum):
    """The mildest severity that is printed."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


def validate(
    paths: Paths = None,
    form: Annotated[
        ReportForm, typer.Option("--format", help="For people, for programs, as a SHACL report, or for CI.")
    ] = ReportForm.TABLE,
    lang: Annotated[Language, typer.Option("--lang", help="Language of names, messages and advice.")] = Language.EN,
    severity: Annotated[Least, typer.Option("--severity", help="Print what is as bad as this, or worse.")] = Least.INFO,
    store: StoreOption = None,
) -> None:
    r"""Check documents against the shapes and their quotes against the texts; publish nothing.

    Without PATH the published release is checked once more. Exit code 1 says that there is a violation, or a file that
    could not be checked; warnings alone do not count.

    \b
    Examples:
      ipgraph validate
      ipgraph validate reports/2025.txt --lang zh
      ipgraph validate reports/ --format sarif > ipgraph.sarif
    """
    from ipgraph.rdf.turtle import read_turtle
    from ipgraph.resources import shapes_path
    from ipgraph.validate import Severity, keep, read_rules
    from ipgraph.validate.formats import write
    from ipgraph.validate.formats.table import terminal_width, to_table

    settings = read_settings(store)
    checked = list(_check_files(paths, settings) if paths else _check_release(settings))
    kept = keep(checked, Severity(severity.capitalize()))
    rules = read_rules(read_turtle(sorted(shapes_path().glob("*.ttl"))))
    with text_output() as output:
        if form is ReportForm.TABLE:
            # Into a pipe there is no width to keep to, but a table without any is no table.
            output.write(to_table(kept, rules, lang, terminal_width(), colour=sys.stdout.isatty()))
        else:
            output.write(write(form.value, kept, rules, lang))
    if not all(each.passes for each in checked):
        raise typer.Exit(1)


def _check_release(settings: "Settings") -> Iterator["Checked"]:
    """Yield how each document of the current release fares, and last what no document accounts for."""
    from ipgraph.pipeline.recheck import recheck_release
    from ipgraph.store.opening import open_store
    from ipgraph.validate import Checked

    with open_store(settings).local() as release:
        if not release.has_texts:
            typer.echo("ipgraph: quotes are not checked: a remote store holds the graph, and no source texts", err=True)
        for name, report in recheck_release(release, settings):
            named = {sentence.doc_id for result in report.results for sentence in result.sentences}
            known = sorted(named.intersection(release.documents)) if release.has_texts else []
            yield Checked(name, report, texts={doc_id: _text(release.source_path(doc_id)) for doc_id in known})


def _check_files(paths: list[Path], settings: "Settings") -> Iterator["Checked"]:
    """Yield how each document at `paths` fares."""
    from ipgraph.pipeline import Status
    from ipgraph.pipeline.inputs import find_documents
    from ipgraph.pipeline.recheck import check_files
    from ipgraph.validate import Checked, ShapeReport

    found = {document.meta.doc_id: document.path for document in find_documents(paths)[0]}
    for outcome in check_files(paths, settings):
        failure = outcome.message if outcome.status is Status.FAILED else None
        report = outcome.shapes or ShapeReport(conforms=True)
        path = found.get(outcome.doc_id)
        texts = {outcome.doc_id: _text(path)} if path is not None and report.results else {}
        yield Checked(outcome.doc_id, report, failure, texts)


def _text(path: Path) -> "CheckedText":
    """Return a source file by its path from here, with its text where the file holds just that."""
    from ipgraph.text.load import read_source
    from ipgraph.validate import CheckedText

    here = Path.cwd()
    uri = path.resolve().relative_to(here).as_posix() if path.resolve().is_relative_to(here) else path.name
    try:
        source = read_source(path)
    except SourceError:
        return CheckedText(uri)
    return CheckedText(uri, source.text if source.original_sha256 is None else None)
