"""Checks the quotes that a write may have changed: those of every graph that differs from the release before."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import OA, Quad, split_nquads
from ipgraph.store.revision import Revision
from ipgraph.text.load import read_source
from ipgraph.validate import ShapeReport, check_quotes

_SOURCE, _SELECTOR = f"<{OA}hasSource>", f"<{OA}hasSelector>"
_PLACES = frozenset(f"<{OA}{name}>" for name in ("start", "end", "exact"))


def check_changed_quotes(revision: Revision, dump: Path, minter: Minter) -> ShapeReport:
    """Return whether the quotes in the changed graphs of a finished revision stand in the documents' texts.

    Evidence without a source is that of the document in whose graph it stands.
    """
    old = revision.base.dump if revision.base is not None else None
    graphs = _changed_graphs(old if old is not None and old.is_file() else None, dump)
    documents = {minter.document(doc_id): doc_id for doc_id in revision.documents}
    owners = {minter.document_graph(doc_id): minter.document(doc_id) for doc_id in revision.documents}
    report = ShapeReport(conforms=True)
    for document, quads in _evidence(_quads(dump, graphs), owners).items():
        if document in documents:
            report = report.merged(check_quotes(quads, read_source(revision.source_path(documents[document]))))
    return report


def _changed_graphs(old: Path | None, new: Path) -> set[str]:
    """Return the terms of the graphs that differ between two canonical dumps; all, where there is no old one."""
    with new.open("rb") as lines:
        if old is None:
            return {split_nquads(line.decode())[3] for line in lines}
        with old.open("rb") as before:
            return {split_nquads(line.decode())[3] for line in _unpaired(before, lines)}


def _unpaired(old: Iterable[bytes], new: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines that only one of two sorted files has."""
    for line, copies in groupby(heapq.merge(old, new)):
        if len(list(copies)) == 1:
            yield line


def _quads(dump: Path, graphs: set[str]) -> Iterator[Quad]:
    """Yield the statements of some graphs."""
    with dump.open("rb") as lines:
        for line in lines:
            quad = split_nquads(line.decode())
            if quad[3] in graphs:
                yield quad


def _evidence(quads: Iterable[Quad], owners: dict[str, str]) -> dict[str, list[Quad]]:
    """Return the statements about evidence by the document that it is taken from."""
    sources: dict[str, str] = {}
    selected: list[Quad] = []
    places: list[Quad] = []
    for quad in quads:
        if quad[1] == _SOURCE:
            sources[quad[0]] = quad[2]
        elif quad[1] == _SELECTOR:
            selected.append(quad)
        elif quad[1] in _PLACES:
            places.append(quad)
    found: defaultdict[str, list[Quad]] = defaultdict(list)
    for quad in selected:
        found[sources.get(quad[0], owners.get(quad[3], ""))].append(quad)
    return {document: [*own, *places] for document, own in found.items()}
