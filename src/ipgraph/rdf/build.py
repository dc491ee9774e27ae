"""The public door from what was read to quads: a graph a document, and one each of things, authority data and terms."""

from datetime import date

from ipgraph.model.acts import Extraction
from ipgraph.model.document import DocumentMeta, SourceText
from ipgraph.rdf import terms
from ipgraph.rdf.authority import authority_quads
from ipgraph.rdf.graph import TYPE, GraphBuilder
from ipgraph.rdf.mint import Minter, concept
from ipgraph.rdf.ontology import ontology_quads
from ipgraph.rdf.statements import StatementWriter
from ipgraph.rdf.terms import DCTERMS, RDFS, Quad, ipg
from ipgraph.rdf.things import ThingWriter

__all__ = ["authority_quads", "document_quads", "ontology_quads"]

# `dcterms:format` is about things, not strings: the registry of media types has a page for each.
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def document_quads(extraction: Extraction, source: SourceText, meta: DocumentMeta, minter: Minter) -> list[Quad]:
    """Return a document's quads, each once: its named graph, then what it adds to the graph of shared things.

    Either part is sorted. The document, its tasks and its statements are its own; declarations of years and of things
    that no authority file knows are the same quads in every document that names them.
    """
    graph = GraphBuilder(minter.document_graph(extraction.doc_id))
    things = ThingWriter(minter)
    writer = StatementWriter(graph, things, extraction.doc_id, minter)
    document = minter.document(extraction.doc_id)
    _add_document(graph, document, extraction, source)
    _add_manifest(graph, document, meta)
    year = extraction.year if extraction.year is not None else meta.year
    if year is not None:
        graph.add(document, ipg("inYear"), things.year(year))
    for task in extraction.tasks:
        node = minter.task(extraction.doc_id, task.task_id)
        graph.add(node, TYPE, ipg("Task"))
        graph.add(node, ipg("taskId"), terms.literal(task.task_id))
        graph.add(node, f"<{RDFS}label>", terms.literal(task.heading, lang="zh"))
        graph.add(node, ipg("inDocument"), document)
        graph.add(node, ipg("evidence"), writer.evidence(task.evidence))
    writer.add_findings(extraction.findings)
    writer.add_discrepancies(extraction.discrepancies)
    return graph.quads() + things.quads()


def _add_document(graph: GraphBuilder, document: str, extraction: Extraction, source: SourceText) -> None:
    """Add what the file itself shows; a text in which no title was found goes by its id, in no language."""
    title = terms.literal(extraction.title, lang="zh") if extraction.title else terms.literal(extraction.doc_id)
    graph.add(document, TYPE, ipg("PolicyDocument"))
    graph.add(document, ipg("docId"), terms.literal(extraction.doc_id))
    graph.add(document, f"<{DCTERMS}title>", title)
    graph.add(document, ipg("sha256"), terms.literal(source.sha256))
    graph.add(document, ipg("encoding"), terms.literal(source.encoding))
    graph.add(document, f"<{DCTERMS}format>", terms.iri(f"{_MEDIA_TYPES}{source.media_type}"))
    if source.original_sha256 is not None:
        graph.add(document, ipg("originalSha256"), terms.literal(source.original_sha256))
    graph.add(document, ipg("characterCount"), terms.non_negative_integer(len(source.text)))


def _add_manifest(graph: GraphBuilder, document: str, meta: DocumentMeta) -> None:
    """Add what the corpus manifest knows beyond the text."""
    if meta.title_en is not None:
        graph.add(document, f"<{DCTERMS}title>", terms.literal(meta.title_en, lang="en"))
    if meta.genre is not None:
        graph.add(document, ipg("genre"), concept("genre", meta.genre))
    if meta.date is not None:
        graph.add(document, f"<{DCTERMS}date>", _date_or_text(meta.date))
    if meta.origin is not None:
        graph.add(document, f"<{DCTERMS}source>", terms.iri_or_literal(meta.origin))
    if meta.licence is not None:
        graph.add(document, f"<{DCTERMS}rights>", terms.iri_or_literal(meta.licence))


def _date_or_text(value: str) -> str:
    """Return the term of an ISO date as such, of anything else ("2014") as a plain string."""
    try:
        return terms.date(date.fromisoformat(value))
    except ValueError:
        return terms.literal(value)
