"""`ipgraph build`: from files to a release.

What takes long to import is imported by the command that needs it, here and in the other modules of commands.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ipgraph.cli.options import Paths, StoreOption, read_settings


def build(paths: Paths = None, store: StoreOption = None) -> None:
    r"""Build the graph of some documents and publish it as a new release.

    Without PATH the corpus that ships with ipgraph is built. Each document is read, mapped, and checked against the
    shapes. Those that conform are published together, in one step: until then, whoever reads the store sees the release
    before. A document that does not conform is left out; its report lies under STORE/reports/quarantine.

    \b
    Examples:
      ipgraph build
      ipgraph build reports/ notice.docx --store /tmp/store
    """
    from ipgraph.cli.build_lines import print_build
    from ipgraph.pipeline import build as run

    settings = read_settings(store)
    with _progress("Building") as progress:
        report = run(paths or [], settings.store, settings, progress)
    print_build(report, settings.store)
    if not report.complete:
        raise typer.Exit(1)


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
