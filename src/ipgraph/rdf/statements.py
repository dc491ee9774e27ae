"""Acts, property statements and observations as nodes of their document's graph."""

from datetime import date

from ipgraph.model.acts import (
    Act,
    ActKind,
    Entity,
    EntityKind,
    Evidence,
    Finding,
    Observation,
    PropertyStatement,
    Statement,
)
from ipgraph.rdf import terms
from ipgraph.rdf.evidence import add_evidence
from ipgraph.rdf.graph import TYPE, GraphBuilder
from ipgraph.rdf.mint import Minter, concept
from ipgraph.rdf.terms import RDF, SKOS, ipg

Properties = list[tuple[str, str]]

DEFAULT_CLASS = {
    EntityKind.AGENCY: "Agency",
    EntityKind.JURISDICTION: "Jurisdiction",
    EntityKind.MECHANISM: "Mechanism",
    EntityKind.EVENT: "Event",
    EntityKind.AGREEMENT: "Agreement",
    EntityKind.CAMPAIGN: "CampaignSeries",
    EntityKind.INSTRUMENT: "LegalInstrument",
}
_KINDS_WITH_KIND = frozenset({ActKind.AGREEMENT_ACT, ActKind.INSTRUMENT_ACT})


class StatementWriter:
    """Writes the statements of one document, with their evidence and the things that only the text knows."""

    def __init__(self, graph: GraphBuilder, doc_id: str, minter: Minter) -> None:
        """Write into `graph` what the document `doc_id` states."""
        self._graph = graph
        self._doc_id = doc_id
        self._minter = minter
        self._document = minter.document(doc_id)
        self._done: set[str] = set()

    def add_findings(self, findings: tuple[Finding, ...]) -> None:
        """Add a node for each statement; of two rules that read the same at one place, the first by name is kept."""
        for finding in sorted(findings, key=lambda each: (each.evidence, each.rule)):
            self._add_finding(finding)

    def evidence(self, evidence: Evidence) -> str:
        """Return the term of a range of the document's text, described in the graph by position and by quote."""
        node = self._minter.evidence(self._doc_id, evidence.span)
        if node in self._done:
            return node
        self._done.add(node)
        add_evidence(self._graph, node, self._document, evidence)
        return node

    def year(self, year: int) -> str:
        """Return the term of a year, declared in the graph."""
        node = self._minter.year(year)
        if node not in self._done:
            self._done.add(node)
            self._graph.add_all(node, [(TYPE, ipg("Year")), (ipg("yearValue"), terms.integer(year))])
        return node

    def _add_finding(self, finding: Finding) -> None:
        identity = self._identity(finding.statement)
        identity.append((ipg("evidence"), self.evidence(finding.evidence)))
        node = self._minter.statement(self._doc_id, tuple(part for pair in identity for part in pair))
        if node in self._done:
            return
        self._done.add(node)
        self._graph.add_all(node, identity)
        self._graph.add_all(node, _names(finding.statement))
        self._graph.add_all(node, [(ipg("statedIn"), self._document), (ipg("rule"), terms.literal(finding.rule))])

    def _identity(self, statement: Statement) -> Properties:
        """Return what tells a statement from others; names are left out, since they follow from the things."""
        if isinstance(statement, Act):
            return self._act(statement)
        if isinstance(statement, Observation):
            return self._observation(statement)
        return self._property_statement(statement)

    def _act(self, act: Act) -> Properties:
        properties = [
            (TYPE, ipg(act.kind.value)),
            (ipg("agent"), self._entity(act.agent)),
            (ipg("object"), self._entity(act.object)),
            (ipg("modality"), concept("modality", act.modality.value)),
        ]
        if act.role is not None:
            scheme = "kind" if act.kind in _KINDS_WITH_KIND else "role"
            properties.append((ipg(scheme), concept(scheme, act.role)))
        if act.year is not None:
            properties.append((ipg("inYear"), self.year(act.year)))
        if act.ordinal is not None:
            properties.append((ipg("ordinal"), terms.integer(act.ordinal)))
        if act.under_task is not None:
            properties.append((ipg("underTask"), self._minter.task(self._doc_id, act.under_task)))
        return properties

    def _observation(self, observation: Observation) -> Properties:
        properties = [
            (TYPE, ipg("Observation")),
            (ipg("subject"), self._entity(observation.subject)),
            (ipg("measureName"), terms.literal(observation.measure)),
            (ipg("value"), terms.decimal(observation.value)),
            (ipg("unit"), terms.literal(observation.unit)),
        ]
        if observation.year is not None:
            properties.append((ipg("inYear"), self.year(observation.year)))
        return properties

    def _property_statement(self, statement: PropertyStatement) -> Properties:
        value = statement.value
        if isinstance(value, Entity):
            stated = self._entity(value)
        elif isinstance(value, date):
            stated = terms.date(value)
        else:
            stated = terms.literal(value)
        return [
            (TYPE, ipg("PropertyStatement")),
            (f"<{RDF}subject>", self._entity(statement.subject)),
            (f"<{RDF}predicate>", ipg(statement.property.value)),
            (f"<{RDF}object>", stated),
        ]

    def _entity(self, entity: Entity) -> str:
        """Return the term of a thing, declared in the graph if no authority file knows it."""
        if entity.kind is EntityKind.TASK:
            return self._minter.task(self._doc_id, entity.name)
        if entity.kind is EntityKind.DOCUMENT:
            return self._minter.document(entity.slug or self._doc_id)
        node = self._minter.entity(entity)
        if entity.slug is None:
            self._graph.add(node, TYPE, ipg(entity.cls or DEFAULT_CLASS[entity.kind]))
            self._graph.add(node, f"<{SKOS}prefLabel>", terms.literal(entity.name, lang="zh"))
        return node


def _names(statement: Statement) -> Properties:
    """Return the canonical names of a statement's things as of the document's date."""
    if isinstance(statement, Act):
        return [
            (ipg("agentName"), terms.literal(statement.agent.name)),
            (ipg("objectName"), terms.literal(statement.object.name)),
        ]
    subject = (ipg("subjectName"), terms.literal(statement.subject.name))
    if isinstance(statement, Observation):
        return [subject]
    value = statement.value
    if isinstance(value, Entity):
        return [subject, (ipg("objectName"), terms.literal(value.name))]
    return [subject, (ipg("objectName"), terms.literal(value if isinstance(value, str) else value.isoformat()))]
