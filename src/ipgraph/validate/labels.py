"""What things are called: by their labels, by what they state, or by the things that they join."""

from collections.abc import Collection, Iterable

from ipgraph.rdf.parts import is_iri, language_of, text_of
from ipgraph.rdf.terms import DCTERMS, RDF, RDFS, SKOS, SKOSXL, ipg
from ipgraph.validate.lookup import Lookup
from ipgraph.validate.report import LANGUAGES

# What a thing is called: the properties of the first line that it has, joined.
_LABELS = (
    (f"<{SKOS}prefLabel>",),
    (f"<{DCTERMS}title>",),
    (ipg("taskId"), f"<{RDFS}label>"),
    (f"<{SKOSXL}literalForm>",),
    (ipg("yearValue"),),
    (f"<{RDFS}label>",),
)
# What a statement is called: two names, each with what it is the name of. In English the thing's own label is better.
_PAIRS = (
    ((ipg("agentName"), ipg("agent")), (ipg("objectName"), ipg("object"))),
    ((ipg("subjectName"), ipg("subject")), (ipg("measureName"), "")),
    ((ipg("subjectName"), f"<{RDF}subject>"), (ipg("objectName"), f"<{RDF}object>")),
)
# What has no name is called after the things or the figure that it is about; a wording is its words.
_JOINED = (
    *((ipg("subordinate"), ipg("superior")), (ipg("holder"), ipg("function"))),
    *((ipg("total"),), (ipg("disagreeing"),)),
)
_WORDS = (ipg("measureName"),)


def label_of(graph: Lookup, node: str) -> dict[str, str]:
    """Return what a thing is called, by language; a text without one is the same in both. Empty if nothing says it."""
    own = _own_label(graph, node, _LABELS) or _stated_label(graph, node)
    if own:
        return own
    for links in _JOINED:
        things = [min(graph.values(node, link)) for link in links if graph.values(node, link)]
        labels = [
            label for thing in things if (label := _own_label(graph, thing, _LABELS) or _stated_label(graph, thing))
        ]
        if labels:
            return {lang: " – ".join(label[lang] for label in labels if lang in label) for lang in LANGUAGES}
    return _own_label(graph, node, [_WORDS])


def _own_label(graph: Lookup, node: str, labels: Iterable[Collection[str]]) -> dict[str, str]:
    """Return the first of these labels that a thing has itself."""
    for properties in labels:
        *before, last = (sorted(graph.values(node, name), reverse=True) for name in properties)
        if last and all(before):
            return _joined([text_of(values[-1]) for values in before], last)
    return {}


def _stated_label(graph: Lookup, node: str) -> dict[str, str]:
    """Return what a statement is called by the names that it gives."""
    for pair in _PAIRS:
        if all(graph.values(node, name) for name, _ in pair):
            return {lang: " – ".join(_name(graph, node, name, link, lang) for name, link in pair) for lang in LANGUAGES}
    return {}


def _name(graph: Lookup, node: str, name: str, link: str, lang: str) -> str:
    """Return the name that a statement gives something, or in English the label of the thing, where it has one."""
    stated = text_of(min(graph.values(node, name)))
    known = graph.values(node, link) if link and lang == "en" else ()
    things = [thing for thing in sorted(known) if is_iri(thing)]
    return next((label for thing in things if (label := _own_label(graph, thing, _LABELS).get(lang))), stated)


def _joined(before: list[str], last: Iterable[str]) -> dict[str, str]:
    """Return the parts of a label joined, once a language of the last part."""
    texts = {language_of(text): " – ".join([*before, text_of(text)]) for text in last}
    return dict.fromkeys(LANGUAGES, texts[""]) if "" in texts else dict(sorted(texts.items()))
