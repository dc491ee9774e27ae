"""The page of a node: its description as HTML that needs no script and no other server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from ipgraph.rdf.terms import IPG
from ipgraph_api.linked.iris import Addresses
from ipgraph_api.linked.node import FROM, LABELS, MOST_PROPERTIES, TO, TYPE, Node, Quote, Reference, Resource, Value
from ipgraph_api.reference.vocabulary import Text, Vocabulary, load_vocabulary

_TEMPLATES = Path(__file__).parents[1] / "templates"
# Of a long list of values the rest is folded away.
_SHOWN = 12
# What is told of a statement beside its two sides.
_FIGURES = (f"{IPG}value", f"{IPG}unit", f"{IPG}yearValue")


@dataclass(frozen=True, slots=True)
class Link:
    """A text in one or both languages, with the address that it leads to, if there is one."""

    text: Text
    href: str | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A property and its values, of which those beyond the first dozen are folded away."""

    caption: Link
    shown: Sequence[Link]
    folded: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the node, with the anchor by which its IRI finds it."""

    anchor: str
    title: Link
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A quote, and where to read on: in the document's text, at the document, at the evidence itself."""

    quote: str
    place: str
    document: str | None
    document_href: str | None
    text_href: str | None
    href: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A node that leads here: what it is, by which properties, and the sentences that it rests on."""

    title: Link
    classes: Sequence[Link]
    by: Sequence[Link]
    sentences: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which part of a long list the page shows: `first` to `last` of `total`, and the pages before and after."""

    first: int
    last: int
    total: int
    previous: str | None
    following: str | None


@dataclass(frozen=True, slots=True)
class Form:
    """A format in which programs get the node's data."""

    name: str
    media_type: str
    href: str


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What else there is of the node: its data by format, the answers of the API, the stretches beside this one."""

    forms: Sequence[Form]
    related: Mapping[str, str]
    stretch: Stretch
    home: str


def to_html(node: Node, links: PageLinks, addresses: Addresses, release: str) -> str:
    """Return the page of a node."""
    writer = _Writer(addresses, load_vocabulary())
    return _template().render(
        iri=node.found.iri,
        title=writer.title(node.own, node.quotes),
        classes=writer.classes(node.own),
        rows=writer.rows(node.own),
        cut=MOST_PROPERTIES if node.found.counts.properties > MOST_PROPERTIES else None,
        counts=node.found.counts,
        sentences=[writer.sentence(quote) for quote in node.quotes],
        parts=[writer.section(part) for part in node.parts],
        references=[writer.entry(reference) for reference in node.references],
        members=[writer.term(value) for value in node.members],
        links=links,
        release=release,
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    # What is shown was written by others: everything is escaped, and a name that is missing is an error.
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("node.html")


class _Writer:
    """Turns what the graph says into what a page shows."""

    def __init__(self, addresses: Addresses, vocabulary: Vocabulary) -> None:
        self._addresses = addresses
        self._vocabulary = vocabulary
        self._prefixes = sorted(
            ((str(iri), prefix) for prefix, iri in vocabulary.graph.namespaces() if prefix),
            key=lambda pair: -len(pair[0]),
        )

    def title(self, resource: Resource, quotes: Sequence[Quote] = ()) -> Text:
        """Return what a node is called: by its label, by the two sides of a statement, by a quote, by its IRI."""
        labels = resource.texts(LABELS)
        if labels:
            return _to_text(labels)
        sides = [next(iter(resource.texts(names).values()), "") for names in (FROM, TO)]
        if any(sides):
            return Text(" → ".join(side for side in sides if side), "")
        return Text(quotes[0].quote, "") if quotes else Text("", self.short(resource.iri))

    def short(self, iri: str) -> str:
        """Return an IRI with a prefix, or what stands behind the base, or the IRI."""
        local = self._addresses.behind_base(iri)
        if local is not None:
            return local
        found = next(((base, prefix) for base, prefix in self._prefixes if iri.startswith(base)), None)
        return f"{found[1]}:{iri.removeprefix(found[0])}" if found is not None else iri

    def property(self, iri: str) -> Link:
        """Return the name of a property."""
        return Link(self._name(iri), self._addresses.page(iri), (iri,))

    def _name(self, iri: str) -> Text:
        """Return what the ontology calls a term, or its short IRI."""
        term = self._vocabulary.terms.get(iri.removeprefix(IPG)) if iri.startswith(IPG) else None
        return term.label if term is not None else Text("", self.short(iri))

    def classes(self, resource: Resource) -> list[Link]:
        """Return the classes of a node, those of ipgraph first."""
        values = sorted(resource.properties.get(TYPE, ()), key=lambda value: not value.term.text.startswith(IPG))
        return [self.term(value) for value in values]

    def term(self, value: Value) -> Link:
        """Return a value: a literal as it is written, a node by its label."""
        term = value.term
        if term.kind == "literal":
            notes = (term.lang,) if term.lang else (self.short(term.datatype),) if term.datatype else ()
            return Link(Text("", term.text), None, notes)
        text = _to_text(value.labels) if value.labels else self._name(term.text)
        return Link(text, self._addresses.page(term.text) if term.kind == "uri" else None)

    def rows(self, resource: Resource) -> list[Row]:
        """Return the properties of a node and their values; classes stand in the head of the page."""
        rows = []
        for name, values in resource.properties.items():
            if name != TYPE:
                links = [self.term(value) for value in values]
                rows.append(Row(self.property(name), links[:_SHOWN], links[_SHOWN:]))
        return rows

    def section(self, part: Resource) -> Section:
        """Return a part of the node."""
        anchor = part.iri.partition("#")[2]
        return Section(anchor, Link(self.title(part), self._addresses.page(part.iri)), self.rows(part))

    def sentence(self, said: Quote) -> Sentence:
        """Return a quote with its place in the text; a fragment as in RFC 5147 names its characters."""
        text_path = document_path = None
        if said.doc is not None:
            document_path = self._addresses.at(f"/api/v1/documents/{quote(said.doc, safe='')}")
            text_path = f"{document_path}/text#char={said.start},{said.end}"
        return Sentence(
            said.quote, f"{said.start}–{said.end}", said.doc, document_path, text_path, self._addresses.page(said.iri)
        )

    def entry(self, reference: Reference) -> Entry:
        """Return a node that leads here, with what it says in short."""
        resource = reference.resource
        title = self.title(resource, reference.quotes)
        figures = [text for name in _FIGURES for text in resource.texts((name,)).values()]
        return Entry(
            Link(title, self._addresses.page(resource.iri), (" ".join(figures),) if figures else ()),
            [self.term(value) for value in resource.properties.get(TYPE, ()) if value.term.text.startswith(IPG)],
            [self.property(name) for name in reference.by],
            [self.sentence(said) for said in reference.quotes],
        )


def _to_text(labels: Mapping[str, str]) -> Text:
    """Return a text in both languages as far as there are; what has another or none stands for itself."""
    zh, en = labels.get("zh", ""), labels.get("en", "")
    return Text(zh, en) if zh or en else Text("", next(iter(labels.values())))
