"""Puts one document into a revision of a store: its graph, what it shares with others, its files."""

import shutil
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from ipgraph.errors import SourceError
from ipgraph.model.document import DocumentMeta
from ipgraph.pipeline.mapping import Mapper
from ipgraph.pipeline.report import Status
from ipgraph.store.revision import Revision

_MAX_ID_BYTES = 200


def put_document(revision: Revision, file: Path, meta: DocumentMeta, mapper: Mapper) -> bool:
    """Put a document in the place of the one under its id; returns whether there was none.

    Its quotes are checked with the graphs that changed.

    Raises:
        SourceError: the id cannot be the name of a file, or the document cannot be read.

    """
    _require_id(meta.doc_id)
    created = meta.doc_id not in revision.documents
    part = revision.part_path(meta.doc_id)
    with TemporaryDirectory(prefix="ipgraph-") as folder:
        # The name of a document's file is its id, here as in a build.
        named = Path(folder, f"{meta.doc_id}{file.suffix}")
        shutil.copyfile(file, named)
        outcome = mapper.map(named, meta, part)
        if outcome.status is not Status.PUBLISHED:
            raise SourceError(outcome.message.replace(f"{folder}/", ""))
        things = mapper.minter.things_graph()[1:-1]
        graph = mapper.minter.document_graph(meta.doc_id)[1:-1]
        revision.replace_document(graph, part, things, mapper.minter.generated_graphs())
        manifest = {name: value for name, value in asdict(meta).items() if value is not None}
        revision.add_source(meta.doc_id, named, {**outcome.details, "manifest": manifest})
    return created


def _require_id(doc_id: str) -> None:
    """Require that an id can be the stem of a file's name.

    Raises:
        SourceError: it cannot.

    """
    if (
        not doc_id
        or not doc_id.isprintable()
        or doc_id.startswith(".")
        or "/" in doc_id
        or len(doc_id.encode()) > _MAX_ID_BYTES
    ):
        raise SourceError(
            f"'{doc_id}' cannot be the id of a document; allowed are up to {_MAX_ID_BYTES} bytes of printable "
            "characters without '/' that do not begin with a full stop"
        )
