"""What the shapes say of themselves for people: name, message and what to do, by language."""

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from ipgraph.validate.messages import read_templates
from ipgraph.validate.report import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape as people read it: `name`, `message` (with placeholders) and `advice`, each by language."""

    iri: str
    severity: Severity
    name: Mapping[str, str]
    message: Mapping[str, str]
    advice: Mapping[str, str]

    @property
    def id(self) -> str:
        """The last part of the shape's IRI, such as `Act-agent`."""
        return self.iri.rpartition("#")[2]

    def name_in(self, lang: str) -> str:
        """Return the shape's name in a language, or its id where it has none."""
        return self.name.get(lang) or self.id

    def advice_in(self, lang: str) -> str:
        """Return what to do in a language, or nothing where the shape does not say it."""
        return self.advice.get(lang, "")


@dataclass(frozen=True, slots=True)
class Rules:
    """The named shapes by IRI, in the order of their IRIs."""

    by_iri: Mapping[str, Rule]

    def get(self, iri: str) -> Rule:
        """Return a shape's rule; of a shape without a name one that only has its IRI."""
        return self.by_iri.get(iri) or Rule(iri, Severity.VIOLATION, {}, {}, {})


def read_rules(shapes: Graph) -> Rules:
    """Return what the named shapes of a graph say of themselves."""
    subjects = (shape for kind in (SH.NodeShape, SH.PropertyShape) for shape in shapes.subjects(RDF.type, kind))
    named = sorted({str(shape) for shape in subjects if isinstance(shape, URIRef)})
    return Rules({shape: _rule(shapes, URIRef(shape)) for shape in named})


def _rule(shapes: Graph, shape: URIRef) -> Rule:
    severity = str(shapes.value(shape, SH.severity) or SH.Violation).rpartition("#")[2]
    return Rule(
        iri=str(shape),
        severity=Severity(severity),
        name=_texts(shapes, shape, SH.name),
        message=read_templates(shapes, shape),
        advice=_texts(shapes, shape, SH.description),
    )


def _texts(shapes: Graph, shape: Node, predicate: URIRef) -> dict[str, str]:
    texts = (text for text in shapes.objects(shape, predicate) if isinstance(text, Literal))
    return {text.language: str(text) for text in texts if text.language is not None}
