"""Where what a check found stands: the label of the thing, and the sentences behind it."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Protocol

from ipgraph.rdf.parts import is_iri, language_of, text_of
from ipgraph.rdf.terms import DCTERMS, OA, PROV, RDF, RDFS, SKOS, SKOSXL, ipg
from ipgraph.validate.report import LANGUAGES, Sentence, ShapeResult

_EVIDENCE, _DOC_ID = ipg("evidence"), ipg("docId")
_SELECTOR, _SOURCE, _START, _END, _EXACT = (
    f"<{OA}{name}>" for name in ("hasSelector", "hasSource", "start", "end", "exact")
)
_NAMING = (f"<{SKOSXL}prefLabel>", f"<{SKOSXL}altLabel>")
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
_ABOUT = f"<{RDF}subject>"
_PAIRS = (
    ((ipg("agentName"), ipg("agent")), (ipg("objectName"), ipg("object"))),
    ((ipg("subjectName"), ipg("subject")), (ipg("measureName"), "")),
    ((ipg("subjectName"), _ABOUT), (ipg("objectName"), f"<{RDF}object>")),
)
# What statements name things by, and what is derived points to its statements by.
_REFERRING = (_ABOUT, ipg("subject"), ipg("object"), ipg("agent"), f"<{RDF}object>")
_FIGURES = (ipg("total"), ipg("part"), ipg("disagreeing"))
_ORIGINS = (f"<{PROV}wasDerivedFrom>", f"<{PROV}wasInfluencedBy>", ipg("announcedBy"), ipg("latestAct"))


class Lookup(Protocol):
    """The graph that was checked, as far as a few things in it are looked up."""

    def values(self, subject: str, predicate: str) -> Collection[str]:
        """Return the values of one subject."""
        ...

    def subjects(self, predicate: str, value: str) -> Collection[str]:
        """Return the subjects that have one value."""
        ...


def locate(results: Iterable[ShapeResult], graph: Lookup) -> list[ShapeResult]:
    """Return results that know the label of their focus node and the sentences behind it.

    Args:
        results: of a check of this graph.
        graph: the checked graph with what describes the things that it refers to.

    """
    places = _Places(graph)
    located = []
    for result in results:
        sentences = places.sentences(result.focus, result.value)
        quote = sentences[0].quote if sentences else None
        label = places.label(result.focus)
        located.append(replace(result, label=label, sentences=sentences, source_quote=quote))
    return located


class _Places:
    """Looks up labels and sentences in a graph."""

    def __init__(self, graph: Lookup) -> None:
        self._graph = graph

    def label(self, node: str) -> dict[str, str]:
        """Return what a thing is called, by language; a text without one is the same in both."""
        for properties in _LABELS:
            if all(self._values(node, name) for name in properties):
                before = [text_of(min(self._values(node, name))) for name in properties[:-1]]
                return _joined(before, self._values(node, properties[-1]))
        for pair in _PAIRS:
            if all(self._values(node, name) for name, _ in pair):
                return {
                    lang: " – ".join(self._name(node, name, link, lang) for name, link in pair) for lang in LANGUAGES
                }
        return {lang: f"{sentence.doc_id} {sentence.place}" for sentence in self._own(node)[:1] for lang in LANGUAGES}

    def _name(self, node: str, name: str, link: str, lang: str) -> str:
        """Return the name that a statement gives something, or in English the label of the thing, where it has one."""
        stated = text_of(min(self._values(node, name)))
        known = self._values(node, link) if link and lang == "en" else ()
        things = [thing for thing in sorted(known) if is_iri(thing)]
        return next((label for thing in things if (label := self.label(thing).get(lang))), stated)

    def sentences(self, focus: str, value: str | None) -> tuple[Sentence, ...]:
        """Return the sentences of a focus node and of the value that it does not go with; else one that names it."""
        stated = [*self._own(focus), *(self._own(value) if value is not None and is_iri(value) else ())]
        if stated:
            return tuple(dict.fromkeys(stated))
        bearers = (node for name in _NAMING for node in self._graph.subjects(name, focus))
        for node in (focus, *sorted(bearers)):
            for name in _REFERRING:
                named = [each for node_ in self._graph.subjects(name, node) for each in self._stated(node_)]
                if named:
                    return (min(named),)
        return ()

    def _own(self, node: str) -> list[Sentence]:
        """Return the sentences of a statement, a task, evidence, a selector, or of what is derived from statements."""
        if self._values(node, _SELECTOR):
            return self._of_evidence(node)
        evidence = self._graph.subjects(_SELECTOR, node)
        if evidence:
            return [sentence for each in sorted(evidence) for sentence in self._of_evidence(each)]
        figures = [each for name in _FIGURES for each in sorted(self._values(node, name))]
        origins = [] if figures else sorted(each for name in _ORIGINS for each in self._values(node, name))
        return [sentence for each in (node, *figures, *origins[:1]) for sentence in self._stated(each)]

    def _stated(self, node: str) -> list[Sentence]:
        """Return the sentences that a statement or a task rests on."""
        return [each for evidence in sorted(self._values(node, _EVIDENCE)) for each in self._of_evidence(evidence)]

    def _of_evidence(self, node: str) -> list[Sentence]:
        """Return the sentence of evidence that has a quote, with as much of its place as is there."""
        selectors = self._values(node, _SELECTOR)
        start, end, quote = (
            next((text_of(value) for each in selectors for value in sorted(self._values(each, name))), "")
            for name in (_START, _END, _EXACT)
        )
        documents = sorted(self._values(node, _SOURCE))
        doc_id = next((text_of(value) for each in documents for value in self._values(each, _DOC_ID)), "")
        return [Sentence(doc_id, _offset(start), _offset(end), quote)] if quote else []

    def _values(self, node: str, predicate: str) -> Collection[str]:
        return self._graph.values(node, predicate)


def _joined(before: list[str], last: Iterable[str]) -> dict[str, str]:
    """Return the parts of a label joined, once a language of the last part."""
    texts = {language_of(text): " – ".join([*before, text_of(text)]) for text in sorted(last, reverse=True)}
    return dict.fromkeys(LANGUAGES, texts[""]) if "" in texts else dict(sorted(texts.items()))


def _offset(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
