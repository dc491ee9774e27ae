"""Where what a check found stands: the label of the thing, and the sentences behind it."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from ipgraph.rdf.parts import is_iri, text_of
from ipgraph.rdf.terms import OA, PROV, RDF, SKOSXL, ipg
from ipgraph.validate.labels import label_of
from ipgraph.validate.lookup import Lookup
from ipgraph.validate.report import LANGUAGES, Sentence, ShapeResult

_EVIDENCE, _DOC_ID = ipg("evidence"), ipg("docId")
_SELECTOR, _SOURCE, _START, _END, _EXACT = (
    f"<{OA}{name}>" for name in ("hasSelector", "hasSource", "start", "end", "exact")
)
_NAMING = (f"<{SKOSXL}prefLabel>", f"<{SKOSXL}altLabel>")
# What statements name things by, and what is derived points to its statements by; gaps point to what lies beside them.
_REFERRING = (
    *(f"<{RDF}subject>", ipg("subject"), ipg("object"), ipg("agent"), f"<{RDF}object>"),
    *(ipg("measure"), ipg("unitConcept"), ipg("inYear")),
)
_FIGURES = (ipg("total"), ipg("part"), ipg("disagreeing"))
_SERIES = (ipg("sessionOf"), ipg("gapIn"), ipg("editionOf"))
_BESIDE = (ipg("sessionBefore"), ipg("sessionAfter"))
_ORIGINS = (f"<{PROV}wasDerivedFrom>", f"<{PROV}wasInfluencedBy>", ipg("announcedBy"), ipg("latestAct"))


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
        """Return what a thing is called, by language; what else rests on a sentence is called by its place."""
        places = [f"{sentence.doc_id} {sentence.place}" for sentence in self._own(node)]
        return label_of(self._graph, node) or {lang: place for place in places[:1] for lang in LANGUAGES}

    def sentences(self, focus: str, value: str | None) -> tuple[Sentence, ...]:
        """Return the sentences of a focus node and of the value that it does not go with; else one that names it.

        Best is one that names both; and what no sentence names, its bearer's or that of its series says most of.
        """
        stated = [*self._own(focus), *(self._own(value) if value is not None and is_iri(value) else ())]
        if stated:
            return tuple(dict.fromkeys(stated))
        if value is not None and value != focus:
            both = {each for names in self._naming(focus) for each in names}
            both &= {each for names in self._naming(value) for each in names}
            if found := [sentence for each in both for sentence in self._stated(each)]:
                return (min(found, key=_place),)
        bearers = (node for name in _NAMING for node in self._graph.subjects(name, focus))
        series = (node for name in _SERIES for node in self._values(focus, name))
        for node in (focus, *sorted(bearers), *sorted(series)):
            for names in self._naming(node):
                if found := [sentence for each in names for sentence in self._stated(each)]:
                    return (min(found, key=_place),)
        return ()

    def _naming(self, node: str) -> list[Collection[str]]:
        """Return the statements that name a thing, by what they say of it, the most telling first."""
        return [self._graph.subjects(name, node) for name in _REFERRING]

    def _own(self, node: str) -> list[Sentence]:
        """Return the sentences of a statement, a task, evidence, a selector, or of what is derived from statements."""
        if self._values(node, _SELECTOR):
            return self._of_evidence(node)
        evidence = self._graph.subjects(_SELECTOR, node)
        if evidence:
            return [sentence for each in sorted(evidence) for sentence in self._of_evidence(each)]
        figures = [each for name in _FIGURES for each in sorted(self._values(node, name))]
        derived = [node, *(each for name in _BESIDE for each in sorted(self._values(node, name)))]
        origins = [] if figures else [origin for each in derived for origin in self._origins(each)[:1]]
        return [sentence for each in (node, *figures, *origins) for sentence in self._stated(each)]

    def _origins(self, node: str) -> list[str]:
        return sorted(each for name in _ORIGINS for each in self._values(node, name))

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


def _place(sentence: Sentence) -> tuple[str, int, int]:
    """Return where a sentence stands; one without offsets is first."""
    return sentence.doc_id, sentence.start or 0, sentence.end or 0


def _offset(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
