"""Maps one document, from its file to statements that quote it; what it shares with the others is loaded once."""

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ipgraph.errors import SourceError
from ipgraph.extract.engine import extract
from ipgraph.lexicon.authority import Authority
from ipgraph.lexicon.measures import Measure, read_measures
from ipgraph.model.acts import Extraction
from ipgraph.model.document import DocumentMeta, SourceText
from ipgraph.pipeline.report import Outcome, Status
from ipgraph.rdf.build import document_quads
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import Quad, nquads_line
from ipgraph.store.publish import text_beside
from ipgraph.text.load import read_source
from ipgraph.validate import ShapeReport, Shapes, check_quotes, load_shapes


def map_text(
    source: SourceText, meta: DocumentMeta, authority: Authority, minter: Minter
) -> tuple[Extraction, list[Quad]]:
    """Return what is read from a document, and its quads: the way from text to quads.

    The collector of reference cycles rests meanwhile: nearly all that mapping makes stays until its end, and looking
    through it again and again takes a tenth of the time. What is no cycle is freed at once as ever.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        extraction = extract(source, meta, authority)
        return extraction, document_quads(extraction, source, meta, minter)
    finally:
        if collects:
            gc.enable()


@dataclass(frozen=True)
class Mapper:
    """What all documents of a build share: the authority, the named measures, the IRIs' base and the shapes."""

    authority: Authority
    measures: tuple[Measure, ...]
    minter: Minter
    shapes: Shapes

    @classmethod
    def load(cls, base_iri: str) -> Self:
        """Return a mapper with the authority and the shapes that ship with ipgraph.

        Raises:
            VocabularyError, ShapeError: a file of these is wrong.

        """
        return cls(Authority.load(), read_measures(), Minter(base_iri), load_shapes())

    def map(self, path: Path, meta: DocumentMeta, target: Path) -> Outcome:
        """Return what became of a document so far: whether it could be read, and whether its quotes stand in the text.

        Its statements lie in `target` as N-Quads lines; a text that was extracted lies beside it.
        """
        try:
            source = read_source(path)
        except SourceError as error:
            return Outcome(meta.doc_id, path.name, Status.FAILED, str(error))
        extraction, quads = map_text(source, meta, self.authority, self.minter)
        with target.open("w", encoding="utf-8") as lines:
            lines.writelines(map(nquads_line, quads))
        if source.original_sha256 is not None:
            text_beside(target).write_bytes(source.text.encode("utf-8"))
        return _outcome(path, source, extraction, check_quotes(quads, source))


def _outcome(path: Path, source: SourceText, extraction: Extraction, quotes: ShapeReport) -> Outcome:
    """Return what became of a document that was read; the shapes judge it when all documents are together."""
    return Outcome(
        doc_id=extraction.doc_id,
        name=path.name,
        status=Status.PUBLISHED,
        statements=len(extraction.findings),
        rejected=len(extraction.rejected),
        warnings=extraction.warnings,
        details=_details(source),
        shapes=quotes if quotes.results else None,
    )


def _details(source: SourceText) -> dict[str, str | int]:
    """Return what the build's report and the release say of a source."""
    details: dict[str, str | int] = {
        "sha256": source.sha256,
        "encoding": source.encoding,
        "characters": len(source.text),
        "media_type": source.media_type,
    }
    if source.original_sha256 is not None:
        details["original_sha256"] = source.original_sha256
    return details
