"""Where what a check found stands: the label of the thing, and the sentences behind it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from rdflib import Literal
from rdflib.term import Node

from ipgraph.rdf.interchange import to_rdflib
from ipgraph.rdf.terms import DCTERMS, OA, RDF, RDFS, SKOS, SKOSXL, Quad, ipg
from ipgraph.validate.context import ShapeContext, Triple
from ipgraph.validate.report import LANGUAGES, Sentence, ShapeReport, ShapeResult

_EVIDENCE = ipg("evidence")
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


def locate(report: ShapeReport, quads: Iterable[Quad], context: ShapeContext) -> ShapeReport:
    """Return a report whose results know the label of their focus node and the sentences behind it.

    Args:
        report: of a check of these quads, by whatever engine.
        quads: the checked graph.
        context: what describes the things that the graph refers to.

    """
    if not report.results:
        return report
    places = _Places(quads, context.descriptions)
    return ShapeReport.of(_located(result, places) for result in report.results)


def _located(result: ShapeResult, places: "_Places") -> ShapeResult:
    sentences = places.sentences(result.focus, result.value)
    quote = sentences[0].quote if sentences else None
    return replace(result, label=places.label(result.focus), sentences=sentences, source_quote=quote)


class _Places:
    """The quads of a graph by subject, and what describes things that it only refers to."""

    def __init__(self, quads: Iterable[Quad], descriptions: Mapping[Node, tuple[Triple, ...]]) -> None:
        self._facts: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value, _ in quads:
            self._facts[subject][predicate].append(value)
        self._descriptions = descriptions

    def label(self, node: str) -> dict[str, str]:
        """Return what a thing is called, by language; a text without one is the same in both."""
        facts = self._facts.get(node) or self._described(node)
        for properties in _LABELS:
            if all(facts.get(name) for name in properties):
                texts = [to_rdflib(sorted(facts[name])[0]) for name in properties[:-1]]
                last = [text for text in map(to_rdflib, facts[properties[-1]]) if isinstance(text, Literal)]
                return _joined([str(text) for text in texts], last)
        for pair in _PAIRS:
            if all(facts.get(name) for name, _ in pair):
                return {
                    lang: " – ".join(self._name(facts, name, link, lang) for name, link in pair) for lang in LANGUAGES
                }
        for sentence in self._own(node):
            return dict.fromkeys(LANGUAGES, f"{sentence.doc_id} {sentence.place}")
        return {}

    def _name(self, facts: Mapping[str, list[str]], name: str, link: str, lang: str) -> str:
        """Return the name that a statement gives something, or in English the label of the thing, where it has one."""
        stated = str(to_rdflib(sorted(facts[name])[0]))
        things = [thing for thing in sorted(facts.get(link, ())) if thing.startswith("<")] if lang == "en" else []
        return next((label for thing in things if (label := self.label(thing).get(lang))), stated)

    def sentences(self, focus: str, value: str | None) -> tuple[Sentence, ...]:
        """Return the sentences of a focus node and of the value that it does not go with; else one that names it."""
        stated = [self._own(focus), self._own(value) if value is not None and value in self._facts else []]
        own = list(dict.fromkeys(sentence for found in stated for sentence in found))
        if own:
            return tuple(own)
        bearers = [node for name in _NAMING for node in self._referring.get(focus, {}).get(name, ())]
        for node in (focus, *sorted(bearers)):
            references = self._referring.get(node, {})
            about = references.get(_ABOUT) or [subject for found in references.values() for subject in found]
            named = sorted(sentence for subject in about for sentence in self._stated(subject))
            if named:
                return (named[0],)
        return ()

    def _own(self, node: str) -> list[Sentence]:
        """Return the sentences of a statement, a task, evidence, a selector, or a discrepancy of figures."""
        if node not in self._facts:
            return []
        if _SELECTOR in self._facts[node]:
            return self._of_evidence(node)
        evidence = self._referring.get(node, {}).get(_SELECTOR, ())
        if evidence:
            return [sentence for each in sorted(evidence) for sentence in self._of_evidence(each)]
        figures = [*self._facts[node].get(ipg("total"), ()), *sorted(self._facts[node].get(ipg("part"), ()))]
        return [sentence for each in (node, *figures) for sentence in self._stated(each)]

    def _stated(self, node: str) -> list[Sentence]:
        """Return the sentences that a statement or a task rests on."""
        evidence = self._facts[node].get(_EVIDENCE, ()) if node in self._facts else ()
        return [sentence for each in sorted(evidence) for sentence in self._of_evidence(each)]

    def _of_evidence(self, node: str) -> list[Sentence]:
        """Return the sentence of evidence that has a quote, with as much of its place as is there."""
        facts: Mapping[str, list[str]] = self._facts.get(node, {})
        selectors = [self._facts[each] for each in facts.get(_SELECTOR, ()) if each in self._facts]
        start, end, quote = (
            next((str(to_rdflib(value)) for each in selectors for value in sorted(each.get(name, ()))), "")
            for name in (_START, _END, _EXACT)
        )
        documents = [self._facts[each] for each in sorted(facts.get(_SOURCE, ())) if each in self._facts]
        doc_id = next((str(to_rdflib(value)) for each in documents for value in each.get(ipg("docId"), ())), "")
        return [Sentence(doc_id, _offset(start), _offset(end), quote)] if quote else []

    def _described(self, node: str) -> Mapping[str, list[str]]:
        """Return what is known of a thing from outside the graph."""
        facts: defaultdict[str, list[str]] = defaultdict(list)
        known = to_rdflib(node)
        for subject, predicate, value in self._descriptions.get(known, ()):
            if subject == known:
                facts[f"<{predicate}>"].append(value.n3())
        return facts

    @cached_property
    def _referring(self) -> dict[str, dict[str, list[str]]]:
        """What refers to each node, by the property."""
        found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, facts in self._facts.items():
            for predicate, values in facts.items():
                for value in values:
                    if not value.startswith('"'):
                        found[value][predicate].append(subject)
        return {node: dict(references) for node, references in found.items()}


def _joined(before: list[str], last: list[Literal]) -> dict[str, str]:
    """Return the parts of a label joined, once a language of the last part."""
    texts = {text.language or "": " – ".join([*before, str(text)]) for text in sorted(last, reverse=True)}
    return dict.fromkeys(LANGUAGES, texts[""]) if "" in texts else dict(sorted(texts.items()))


def _offset(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
