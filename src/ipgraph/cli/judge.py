"""`ipgraph explain` and `ipgraph evaluate`: why a fact was read, and how good the facts are."""

from pathlib import Path
from typing import Annotated

import typer

from ipgraph.cli.options import StoreOption, read_settings
from ipgraph.model.document import DocumentMeta


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
        release = open_release(read_settings(store).store)
        path, meta = release.source_path(doc), release.manifest(doc)
    typer.echo(explain_place(read_source(path), meta, Authority.load(), offset).as_text())


def evaluate(
    gold: Annotated[Path, typer.Option(help="Folder with gold facts, DOC.jsonl.", exists=True, file_okay=False)],
    store: StoreOption = None,
) -> None:
    r"""Score the published facts against facts that people noted down: precision, recall and F1 a predicate.

    \b
    Example:
      ipgraph evaluate --gold gold/
    """
    from ipgraph.evaluate import evaluate as score
    from ipgraph.facts import read_facts
    from ipgraph.store.embedded import open_release

    rows = list(read_facts(open_release(read_settings(store).store)))
    typer.echo(score(rows, gold).as_text())
