"""Acts, property statements and observations as nodes of their document's graph."""

from datetime import date
from decimal import Decimal
from operator import attrgetter

from ipgraph.model.acts import (
    Act,
    ActKind,
    Concept,
    Discrepancy,
    Entity,
    EntityKind,
    Evidence,
    Finding,
    Observation,
    PropertyStatement,
)
from ipgraph.rdf import terms
from ipgraph.rdf.evidence import add_evidence
from ipgraph.rdf.graph import TYPE, GraphBuilder, Properties
from ipgraph.rdf.mint import Minter, concept
from ipgraph.rdf.terms import IPG, RDF, ipg
from ipgraph.rdf.things import ThingWriter

_KINDS_WITH_KIND = frozenset({ActKind.AGREEMENT_ACT, ActKind.INSTRUMENT_ACT, ActKind.OPERATION, ActKind.CASE_HANDLING})

# Spelt once: a document makes each of these terms some thousand times.
_AGENT, _OBJECT, _SUBJECT = ipg("agent"), ipg("object"), ipg("subject")
_AGENT_NAME, _OBJECT_NAME, _SUBJECT_NAME = ipg("agentName"), ipg("objectName"), ipg("subjectName")
_MODALITY, _IN_YEAR, _ORDINAL, _UNDER_TASK = ipg("modality"), ipg("inYear"), ipg("ordinal"), ipg("underTask")
_ROLE, _KIND = ipg("role"), ipg("kind")
_MEASURE_NAME, _VALUE, _UNIT = ipg("measureName"), ipg("value"), ipg("unit")
_EVIDENCE, _STATED_IN, _RULE = ipg("evidence"), ipg("statedIn"), ipg("rule")
_ACT_PREDICATES = (
    *(TYPE, _AGENT, _AGENT_NAME, _EVIDENCE, _IN_YEAR, _KIND, _MODALITY, _OBJECT, _OBJECT_NAME, _ORDINAL, _ROLE),
    *(_RULE, _STATED_IN, _UNDER_TASK),
)
_IS_OBSERVATION = (TYPE, ipg("Observation"))
_IS_PROPERTY_STATEMENT = (TYPE, ipg("PropertyStatement"))


class StatementWriter:
    """Writes the statements of one document, with their evidence."""

    def __init__(self, graph: GraphBuilder, things: ThingWriter, doc_id: str, minter: Minter) -> None:
        """Write into `graph` what the document `doc_id` states; `things` declares what only texts know."""
        self._graph = graph
        self._things = things
        self._doc_id = doc_id
        self._minter = minter
        self._document = minter.document(doc_id)
        self._stated_in = (_STATED_IN, self._document)
        self._entities: dict[Entity, str] = {}
        self._literals: dict[str, str] = {}
        self._tasks: dict[str, str] = {}
        self._observations: dict[tuple[Entity, str, Decimal, str, int | None], str] = {}

    def add_findings(self, findings: tuple[Finding, ...]) -> None:
        """Add a node for each statement; of two rules that read the same at one place, the first by name is kept."""
        for finding in sorted(findings, key=attrgetter("evidence.span", "rule")):
            self._add_finding(finding)
        for finding in findings:
            if isinstance(finding.statement, Observation) and finding.statement.part_of is not None:
                self._add_part(finding.statement, finding.statement.part_of)

    def add_discrepancies(self, discrepancies: tuple[Discrepancy, ...]) -> None:
        """Add a node for each total that its stated parts exceed, with the observations that disagree."""
        for discrepancy in discrepancies:
            total = self._observations.get(_key(discrepancy.total))
            parts = [self._observations.get(_key(part)) for part in discrepancy.parts]
            stated = [part for part in parts if part is not None]
            if total is not None and len(stated) > 1:
                node = self._minter.statement(self._doc_id, [ipg("Discrepancy"), total, *stated])
                properties = [(TYPE, ipg("SumDiscrepancy")), (ipg("total"), total), self._stated_in]
                properties += [(ipg("part"), part) for part in stated]
                self._graph.describe(node, [*properties, (ipg("excess"), terms.decimal(discrepancy.excess))])

    def _add_part(self, part: Observation, total: Observation) -> None:
        """Link a part to the total that the text calls it a part of, if that was kept."""
        node, whole = self._observations.get(_key(part)), self._observations.get(_key(total))
        if node is not None and whole is not None and node != whole:
            self._graph.add(node, ipg("partOf"), whole)

    def evidence(self, evidence: Evidence) -> str:
        """Return the term of a range of the document's text, described in the graph by position and by quote."""
        node = self._minter.evidence(self._doc_id, evidence.span)
        if node not in self._graph:
            add_evidence(self._graph, node, self._document, evidence)
        return node

    def _add_finding(self, finding: Finding) -> None:
        statement, evidence = finding.statement, self.evidence(finding.evidence)
        if isinstance(statement, Act):
            self._add_act(statement, evidence, finding.rule)
            return
        if isinstance(statement, Observation):
            identity = self._observation(statement)
        else:
            identity = self._property_statement(statement)
        # The values are enough: they stand in one order, and those that may be missing differ in form.
        node = self._minter.statement(self._doc_id, [*[value for _, value in identity], evidence])
        if isinstance(statement, Observation):
            self._observations.setdefault(_key(statement), node)
        if node not in self._graph:
            rule = (_RULE, self._literal(finding.rule))
            self._graph.describe(
                node, [*identity, *self._names(statement), (_EVIDENCE, evidence), self._stated_in, rule]
            )

    def _add_act(self, act: Act, evidence: str, rule: str) -> None:
        """Add an act; it is told from others by all that is said of it but the names, which follow from the things."""
        kind = f"<{IPG}{act.kind}>"
        agent, thing = self._entity(act.agent), self._entity(act.object)
        modality = f"<{IPG}modality-{act.modality}>"
        by_kind = act.kind in _KINDS_WITH_KIND
        what = concept("kind", act.role) if by_kind and act.role is not None else None
        role = concept("role", act.role) if not by_kind and act.role is not None else None
        year = self._things.year(act.year) if act.year is not None else None
        ordinal = terms.integer(act.ordinal) if act.ordinal is not None else None
        task = self._task(act.under_task) if act.under_task is not None else None
        told = (kind, agent, thing, modality, what, role, year, ordinal, task, evidence)
        node = self._minter.statement(self._doc_id, [value for value in told if value is not None])
        if node in self._graph:
            return
        # In the order of `_ACT_PREDICATES`, which is the graph's own: sorting finds nothing to do.
        agent_name, object_name = self._literal(act.agent.name), self._literal(act.object.name)
        values = [kind, agent, agent_name, evidence, year, what, modality, thing, object_name, ordinal, role]
        values += [self._literal(rule), self._document, task]
        said = [(name, value) for name, value in zip(_ACT_PREDICATES, values, strict=True) if value is not None]
        self._graph.describe(node, said, ordered=True)

    def _observation(self, observation: Observation) -> Properties:
        properties = [
            _IS_OBSERVATION,
            (_SUBJECT, self._entity(observation.subject)),
            (_MEASURE_NAME, self._literal(observation.measure)),
            (_VALUE, terms.decimal(observation.value)),
            (_UNIT, self._literal(observation.unit)),
            (_MODALITY, f"<{IPG}modality-{observation.modality}>"),
        ]
        if observation.approximate:
            properties.append((ipg("approximate"), terms.boolean(True)))
        if observation.upper is not None:
            properties.append((ipg("upperValue"), terms.decimal(observation.upper)))
        if observation.partial:
            properties.append((ipg("partOfYear"), terms.boolean(True)))
        if observation.year is not None:
            properties.append((_IN_YEAR, self._things.year(observation.year)))
        return properties

    def _property_statement(self, statement: PropertyStatement) -> Properties:
        value = statement.value
        if isinstance(value, Entity):
            stated = self._entity(value)
        elif isinstance(value, Concept):
            stated = concept(value.scheme, value.notation)
        elif isinstance(value, date):
            stated = terms.date(value)
        else:
            stated = terms.literal(value)
        return [
            _IS_PROPERTY_STATEMENT,
            (f"<{RDF}subject>", self._entity(statement.subject)),
            (f"<{RDF}predicate>", ipg(statement.property.value)),
            (f"<{RDF}object>", stated),
        ]

    def _names(self, statement: Observation | PropertyStatement) -> Properties:
        """Return the canonical names of a statement's things as of the document's date."""
        subject = (_SUBJECT_NAME, self._literal(statement.subject.name))
        if isinstance(statement, Observation):
            return [subject]
        value = statement.value
        if isinstance(value, Entity | Concept):
            return [subject, (_OBJECT_NAME, self._literal(value.name))]
        return [subject, (_OBJECT_NAME, terms.literal(value if isinstance(value, str) else value.isoformat()))]

    def _entity(self, entity: Entity) -> str:
        """Return the term of a thing, declared if no authority file knows it."""
        node = self._entities.get(entity)
        if node is None:
            node = self._entities[entity] = self._new_entity(entity)
        return node

    def _new_entity(self, entity: Entity) -> str:
        if entity.kind is EntityKind.TASK:
            return self._task(entity.name)
        if entity.kind is EntityKind.DOCUMENT:
            return self._minter.document(entity.slug or self._doc_id)
        return self._things.entity(entity)

    def _task(self, task_id: str) -> str:
        """Return the term of a task of the document."""
        term = self._tasks.get(task_id)
        if term is None:
            term = self._tasks[task_id] = self._minter.task(self._doc_id, task_id)
        return term

    def _literal(self, text: str) -> str:
        """Return the term of a text that comes again and again: a name, a unit, the id of a rule."""
        term = self._literals.get(text)
        if term is None:
            term = self._literals[text] = terms.literal(text)
        return term


def _key(observation: Observation) -> tuple[Entity, str, Decimal, str, int | None]:
    """Return what tells one figure from another wherever it stands."""
    return observation.subject, observation.measure, observation.value, observation.unit, observation.year
