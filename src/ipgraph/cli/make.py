"""`ipgraph build`: from files to a release.

What takes long to import is imported by the command that needs it, here and in the other modules of commands.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ipgraph.address import StoreUrl
from ipgraph.cli.options import Paths, StoreOption, read_settings

if TYPE_CHECKING:
    from ipgraph.pipeline import BuildReport
    from ipgraph.settings import Settings


def build(paths: Paths = None, store: StoreOption = None) -> None:
    r"""Build the graph of some documents and publish it as a new release.

    Without PATH the corpus that ships with ipgraph is built. Each document is read, mapped, and checked against the
    shapes. Those that conform are published together, in one step: until then, whoever reads the store sees the release
    before. A document that does not conform is left out; its report lies under STORE/reports/quarantine.

    Where the store is the address of a SPARQL service, the release is built and checked on this machine and then
    uploaded graph by graph, its description last: a store without one is not whole.

    \b
    Examples:
      ipgraph build
      ipgraph build reports/ notice.docx --store /tmp/store
      ipgraph build --store http://127.0.0.1:7878/query
    """
    from ipgraph.cli.build_lines import print_build
    from ipgraph.pipeline import build as run

    settings = read_settings(store)
    if isinstance(settings.store, StoreUrl):
        report = _build_and_upload(paths or [], settings)
    else:
        with _progress("Building") as progress:
            report = run(paths or [], settings.store, settings, progress)
        print_build(report, settings.store)
    if not report.complete:
        raise typer.Exit(1)


def _build_and_upload(paths: list[Path], settings: "Settings") -> "BuildReport":
    """Return the report of a build in a temporary folder, whose release was uploaded."""
    from ipgraph.cli.build_lines import print_build
    from ipgraph.pipeline import build as run
    from ipgraph.store.embedded import open_release
    from ipgraph.store.uploading import upload

    with TemporaryDirectory(prefix="ipgraph-") as name:
        folder = Path(name)
        with _progress("Building") as progress:
            report = run(paths, folder, settings, progress)
        if report.release_id is not None:
            with _progress("Uploading") as progress:
                asyncio.run(upload(open_release(folder), settings, progress))
        print_build(report, settings.store)
    return report


@contextmanager
def _progress(title: str) -> Iterator["_Steps"]:
    """Show a bar on standard error while the block runs, if a person is looking."""
    columns = (
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[what]}"),
    )
    # Drawn at each step and not by a thread: the build forks worker processes.
    console = Console(stderr=True)
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, auto_refresh=False, disable=hidden) as progress:
        yield _Steps(progress)


class _Steps:
    """Draws each step of a build."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None, what="")

    def __call__(self, done: int, total: int, what: str) -> None:
        """Show that `done` of `total` steps are done, the last of them `what`."""
        self._progress.update(self._task, completed=done, total=total, what=what, refresh=True)
