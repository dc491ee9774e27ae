"""The IRIs of things, made from what they are: the same input gives the same IRI in any order, on any machine."""

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from ipgraph.model.acts import Entity
from ipgraph.model.span import RawSpan
from ipgraph.rdf import terms
from ipgraph.rdf.readings import readings

# A readable slug stops at the last whole syllable before this; the digest behind it keeps longer names apart.
_MAX_READABLE = 60
# "001_60a2" and "3.2" stand in an IRI as they are; "2024年 报告" does not and is spelt in pinyin.
_PLAIN_SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._~-]*[A-Za-z0-9_~-])?")
# What separates the parts of a slug: "rcep (2020)" becomes "rcep-2020"; a letter or digit separates nothing.
_SEPARATORS = re.compile(r"[^a-z0-9]+")


class Minter:
    """Makes the terms (`<iri>`) of things, documents, statements and graphs under one base.

    Slugs and the readings of characters are kept for the lifetime of the minter: a corpus repeats its names.
    """

    def __init__(self, base_iri: str) -> None:
        """Prepare a minter whose IRIs begin with `base_iri`, which ends with '/'.

        Raises:
            ValueError: `base_iri` does not end with '/' or is not absolute.

        """
        if not base_iri.endswith("/"):
            raise ValueError(f"base IRI {base_iri!r} must end with '/'")
        self._base = terms.iri(base_iri)[1:-1]
        self._slugs: dict[tuple[str, str], str] = {}
        self._document_slugs: dict[str, str] = {}
        self._readings = readings()

    def thing(self, kind: str, slug: str) -> str:
        """Return the term of the thing of this kind under this slug, which is used as it is."""
        return terms.iri(f"{self._base}{kind}/{slug}")

    def entity(self, entity: Entity) -> str:
        """Return the term of an entity: under its authority slug, else under one made from its name."""
        kind = entity.kind.value
        slug = entity.slug if entity.slug is not None else self.slug(kind, entity.name)
        return f"<{self._base}{kind}/{slug}>"

    def document(self, doc_id: str) -> str:
        """Return the term of a source document."""
        return f"<{self._base}document/{self._document_slug(doc_id)}>"

    def task(self, doc_id: str, task_id: str) -> str:
        """Return the term of a document's numbered task."""
        return self.thing("task", f"{self._document_slug(doc_id)}-{task_id}")

    def evidence(self, doc_id: str, span: RawSpan) -> str:
        """Return the term of a range of a document's text."""
        return f"<{self._base}evidence/{self._document_slug(doc_id)}-{span.start}-{span.end}>"

    def statement(self, doc_id: str, content: Iterable[str]) -> str:
        """Return the term of a statement of a document, told apart by everything in `content`."""
        return f"<{self._base}act/{self._document_slug(doc_id)}-{_digest(content, 6)}>"

    def year(self, year: int) -> str:
        """Return the term of a calendar year."""
        return f"<{self._base}year/{year:04d}>"

    def name(self, entity: str, content: tuple[str, ...]) -> str:
        """Return the term of a name that the entity (a term) bears, told apart by everything in `content`."""
        return self.part(entity, "name", content)

    def part(self, entity: str, part: str, content: tuple[str, ...]) -> str:
        """Return the term of what belongs to one entity (a term) only, such as a name; `content` tells it apart."""
        return f"{entity[:-1]}#{part}-{_digest(content, 4)}>"

    def document_graph(self, doc_id: str) -> str:
        """Return the term of the named graph that holds a document's statements."""
        return f"<{self._base}graph/document/{self._document_slug(doc_id)}>"

    def authority_graph(self) -> str:
        """Return the term of the named graph of the authority data."""
        return f"<{self._base}graph/authority>"

    def things_graph(self) -> str:
        """Return the term of the named graph of the years and of the things that no authority file knows."""
        return f"<{self._base}graph/things>"

    def ontology_graph(self) -> str:
        """Return the term of the named graph of the ontology and the vocabularies."""
        return f"<{self._base}graph/ontology>"

    def derived_graph(self) -> str:
        """Return the term of the named graph of the derived shortcuts."""
        return f"<{self._base}graph/derived>"

    def dataset_graph(self) -> str:
        """Return the term of the named graph that describes the release."""
        return f"<{self._base}graph/dataset>"

    def generated_graphs(self) -> tuple[str, str]:
        """Return the IRIs (not terms) of the graphs that are made from all others: derived, and describing."""
        return self.derived_graph()[1:-1], self.dataset_graph()[1:-1]

    def slug(self, kind: str, name: str) -> str:
        """Return the slug of a thing that is known by name only: pinyin, then a short digest of kind and name."""
        key = (kind, name)
        found = self._slugs.get(key)
        if found is None:
            readable = self._readable(name)
            digest = _digest(key, 4)
            found = self._slugs[key] = f"{readable}-{digest}" if readable else digest
        return found

    def _readable(self, name: str) -> str:
        """Return the name in lower-case pinyin without tones, its syllables joined by hyphens."""
        spelt = _SEPARATORS.sub("-", name.translate(self._readings).lower()).strip("-")
        if len(spelt) <= _MAX_READABLE:
            return spelt
        cut = spelt.rfind("-", 0, _MAX_READABLE + 1)
        return spelt[: cut if cut > 0 else _MAX_READABLE]

    def _document_slug(self, doc_id: str) -> str:
        found = self._document_slugs.get(doc_id)
        if found is None:
            found = doc_id if _PLAIN_SLUG.fullmatch(doc_id) else self.slug("document", doc_id)
            self._document_slugs[doc_id] = found
        return found


@lru_cache(maxsize=1024)
def concept(scheme: str, notation: str) -> str:
    """Return the term of a concept of ipgraph's own vocabularies, for example `ipg:role-lead`."""
    return terms.iri(f"{terms.IPG}{scheme}-{notation}")


def _digest(parts: Iterable[str], size: int) -> str:
    """Return `size` bytes of a digest in hexadecimal; a unit separator keeps ("ab", "c") from ("a", "bc")."""
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
