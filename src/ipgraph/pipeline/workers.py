"""Maps documents side by side in worker processes, and loses none when a worker dies."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from pathlib import Path

from ipgraph.pipeline.inputs import Document
from ipgraph.pipeline.mapping import Mapper
from ipgraph.pipeline.report import Outcome, Status

_MAX_WORKERS = 2

PartPath = Callable[[str], Path]

# The mapper of this process, set before the workers are forked, so that all of them share its memory.
_shared: list[Mapper] = []


def map_documents(mapper: Mapper, documents: Sequence[Document], part_path: PartPath) -> Iterator[Outcome]:
    """Yield what became of each document, in the order in which they are done.

    Args:
        mapper: what they share.
        documents: the files.
        part_path: gives the file for the statements of a document, by its id.

    """
    if len(documents) < 2:
        for document in documents:
            yield _map(mapper, document, part_path(document.meta.doc_id))
        return
    left = {document.meta.doc_id: document for document in documents}
    for outcome in _run(mapper, documents, part_path, min(_MAX_WORKERS, os.cpu_count() or 1)):
        del left[outcome.doc_id]
        yield outcome
    # A worker died and took its neighbours' work with it: whatever is left is tried once more, each on its own.
    for document in left.values():
        died = f"{document.path}: its process was ended, perhaps for want of memory"
        yield next(
            _run(mapper, [document], part_path, 1),
            Outcome(document.meta.doc_id, document.path.name, Status.FAILED, died),
        )


def _run(mapper: Mapper, documents: Sequence[Document], part_path: PartPath, workers: int) -> Iterator[Outcome]:
    """Yield the outcomes of as many documents as were mapped before a worker died, if one does."""
    _shared[:] = [mapper]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent) as pool:
        # The longest first, so that no worker is left alone with it at the end.
        by_size = sorted(documents, key=lambda document: -document.path.stat().st_size)
        futures = [pool.submit(_map_shared, document, part_path(document.meta.doc_id)) for document in by_size]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BrokenProcessPool:
            return


def _map_shared(document: Document, target: Path) -> Outcome:
    """Return what became of a document, in a worker."""
    return _map(_shared[0], document, target)


def _map(mapper: Mapper, document: Document, target: Path) -> Outcome:
    """Return what became of a document; a fault in the program costs this document and no other."""
    try:
        return mapper.map(document.path, document.meta, target)
    except Exception as error:  # noqa: BLE001 - the worker's loop: the other documents are to be published
        message = f"{document.path}: cannot be mapped: {type(error).__name__}: {error}"
        return Outcome(document.meta.doc_id, document.path.name, Status.FAILED, message)


def _end_with_parent() -> None:
    """End this worker as soon as its parent is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_and_exit, args=(parent.sentinel,), daemon=True).start()


def _wait_and_exit(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
