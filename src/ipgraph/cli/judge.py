"""`ipgraph explain` and `ipgraph evaluate`: why a fact was read, and how good the facts are."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ipgraph.cli.options import StoreOption, read_settings
from ipgraph.errors import StoreError
from ipgraph.model.document import DocumentMeta

if TYPE_CHECKING:
    from ipgraph.evaluate import Row
    from ipgraph.settings import Settings


def explain(
    doc: Annotated[str, typer.Argument(help="Id of a published document, or a file.")],
    offset: Annotated[int, typer.Argument(min=0, help="Place in the source text, in code points from 0.")],
    store: StoreOption = None,
) -> None:
    r"""Show how a place of a document is read: names, context, every rule, and why each candidate was kept or not.

    \b
    Examples:
      ipgraph explain 000_d39837627b821630 1172
      ipgraph explain notice.txt 40
    """
    from ipgraph.extract.explain import explain as explain_place
    from ipgraph.lexicon.authority import Authority
    from ipgraph.store.embedded import open_release
    from ipgraph.text.load import read_source

    path, meta = Path(doc), DocumentMeta(doc_id=Path(doc).stem)
    if not path.is_file():
        release = open_release(read_settings(store).store_dir)
        path, meta = release.source_path(doc), release.manifest(doc)
    typer.echo(explain_place(read_source(path), meta, Authority.load(), offset).as_text())


def evaluate(
    gold: Annotated[Path, typer.Option(help="Folder with gold facts, DOC.jsonl.", exists=True, file_okay=False)],
    against: Annotated[
        str | None,
        typer.Option(
            metavar="RELEASE", help="Show what changed since another build: a release's id, a store, a facts file."
        ),
    ] = None,
    errors: Annotated[int, typer.Option(min=0, help="How many missed and wrong rows to print a predicate.")] = 0,
    store: StoreOption = None,
) -> None:
    r"""Score the published facts against facts that people noted down: precision, recall and F1 a predicate.

    With --against, the gains and losses since another build follow, row by row: gold rows found now and not then
    (gained) and the reverse (lost), wrong rows that came (broken) and went (mended), and rows that came (added) and
    went (removed) where no gold row can judge them.

    \b
    Examples:
      ipgraph evaluate --gold gold/ --errors 5
      ipgraph facts > before.jsonl && ipgraph build && ipgraph evaluate --gold gold/ --against before.jsonl
    """
    from ipgraph.evaluate import compare
    from ipgraph.evaluate import evaluate as score
    from ipgraph.facts import read_facts
    from ipgraph.store.opening import open_store

    settings = read_settings(store)
    with open_store(settings).rows() as source:
        now = score(read_facts(source), gold)
    typer.echo(now.as_text(errors))
    if against is not None:
        with _other_facts(against, settings) as rows:
            then = score(rows, gold)
        typer.echo(f"\nsince {against}:\n{compare(now, then).as_text()}")


@contextmanager
def _other_facts(against: str, settings: "Settings") -> "Iterator[Iterable[Row]]":
    """Give the facts of a facts file, a store's current release, or the release of this store with an id.

    Raises:
        SourceError: the file is not one of fact rows.
        StoreError: there is no such release.

    """
    from ipgraph.evaluate import read_rows
    from ipgraph.facts import read_facts
    from ipgraph.store.opening import open_named

    path = Path(against)
    if path.is_file():
        yield read_rows(path)
        return
    try:
        with open_named(against, settings) as release:
            yield read_facts(release)
    except StoreError as error:
        raise StoreError(f"{error}; allowed is a facts file, too") from error
