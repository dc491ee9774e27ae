"""The ontology's page and the pages of single terms, as HTML that needs no script and no other server."""

from html import escape
from pathlib import Path
from string import Template

from rdflib import DCTERMS, Graph, URIRef

from ipgraph.rdf.terms import IPG
from ipgraph_api.reference.diagram import draw_diagram
from ipgraph_api.reference.vocabulary import Reference, Relation, Term, Text, Vocabulary, text_of

_TEMPLATE = Path(__file__).parents[1] / "templates" / "ontology.html"
_SECTIONS = {
    "class": Text("类", "Classes"),
    "property": Text("属性", "Properties"),
    "scheme": Text("概念表", "Concept schemes"),
    "concept": Text("概念", "Concepts"),
}
_KIND = {
    "class": Text("类", "class"),
    "property": Text("属性", "property"),
    "scheme": Text("概念表", "concept scheme"),
    "concept": Text("概念", "concept"),
}


def whole_page(vocabulary: Vocabulary, shapes: Graph) -> str:
    """Return the page of all terms, each with its anchor, and the diagram."""
    graph, node = vocabulary.graph, URIRef(IPG.rstrip("#"))
    title = text_of(graph, node, DCTERMS.title)
    head = (
        f"<h1>{_both(title)}</h1>\n{_paragraphs(text_of(graph, node, DCTERMS.description))}\n"
        f"<p>{escape(vocabulary.version)} · <code>{escape(IPG)}</code> · "
        '<a href="ontology?format=ttl">Turtle</a> · <a href="ontology?format=jsonld">JSON-LD</a> · '
        '<a href="ontology?format=nt">N-Triples</a> · <a href="ontology?format=rdf">RDF/XML</a> · '
        '<a href="shapes">SHACL</a></p>'
    )
    sections = [_section(kind, vocabulary.of_kind(kind)) for kind in _SECTIONS]
    figure = f'<figure id="diagram">\n{draw_diagram(graph, shapes)}\n</figure>'
    return _fill(title.en, "\n".join((head, figure, _contents(vocabulary), *sections)))


def term_page(term: Term) -> str:
    """Return the page of one term."""
    name = escape(term.name)
    back = f'<p><a href="../ontology#{name}">{_both(Text("全部术语", "all terms"))}</a></p>'
    formats = f'<p><a href="{name}?format=ttl">Turtle</a> · <a href="{name}?format=jsonld">JSON-LD</a></p>'
    return _fill(f"{term.name}: {term.label.en}", f"{back}\n{_article(term, alone=True)}\n{formats}")


def _fill(title: str, main: str) -> str:
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(title=escape(title), main=main)


def _contents(vocabulary: Vocabulary) -> str:
    """Return the lists of all names, by kind."""
    lists = []
    for kind, caption in _SECTIONS.items():
        links = " ".join(f'<a href="#{escape(term.name)}">{escape(term.name)}</a>' for term in vocabulary.of_kind(kind))
        lists.append(f"<dt>{_both(caption)}</dt><dd>{links}</dd>")
    return f"<nav><dl>{''.join(lists)}</dl></nav>"


def _section(kind: str, terms: list[Term]) -> str:
    articles = "\n".join(_article(term, alone=False) for term in terms)
    return f'<section id="-{kind}">\n<h2>{_both(_SECTIONS[kind])}</h2>\n{articles}\n</section>'


def _article(term: Term, alone: bool) -> str:
    """Return a term's description; alone on its page, the others are pages beside it, else anchors around it."""
    name = escape(term.name)
    address = name if alone else f"ontology/{name}"
    traits = "".join(f" · {_both(trait)}" for trait in term.traits)
    rows = "".join(_row(relation, alone) for relation in term.relations)
    return (
        f'<article id="{name}">\n<h3><a href="{address}">{name}</a> {_both(term.label)}</h3>\n'
        f'<p class="kind">{_both(_KIND[term.kind])}{traits} · <code>{escape(IPG)}{name}</code></p>\n'
        f"{_paragraphs(term.comment)}\n" + (f"<dl>{rows}</dl>\n" if rows else "") + "</article>"
    )


def _row(relation: Relation, alone: bool) -> str:
    links = ", ".join(_link(target, alone) for target in relation.targets)
    return f"<dt>{_both(relation.caption)}</dt><dd>{links}</dd>"


def _link(target: Reference, alone: bool) -> str:
    address = target.iri if target.name is None else target.name if alone else f"#{target.name}"
    return f'<a href="{escape(address)}">{escape(target.label)}</a>'


def _both(text: Text) -> str:
    return f'<span lang="zh">{escape(text.zh)}</span> <span lang="en">{escape(text.en)}</span>'


def _paragraphs(text: Text) -> str:
    return f'<p lang="zh">{escape(text.zh)}</p>\n<p lang="en">{escape(text.en)}</p>'
