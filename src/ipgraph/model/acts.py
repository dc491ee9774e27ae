"""What a document states: acts, property statements and observations, with their evidence.

Everything that is known about a statement stands here; `extract` fills it, `rdf` reads it, and neither knows the other.
What a document has thousands of is a named tuple: these are made and compared in a third of a dataclass's time.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from ipgraph.model.span import CleanSpan, RawSpan


class EntityKind(StrEnum):
    """The kinds of thing that statements are about; the value is the KIND of the thing's IRI."""

    __hash__ = str.__hash__  # the enumeration's own is slower, and entities are looked up very often

    AGENCY = "agency"
    JURISDICTION = "jurisdiction"
    MECHANISM = "mechanism"
    EVENT = "event"
    AGREEMENT = "agreement"
    CAMPAIGN = "campaign"
    INSTRUMENT = "instrument"
    DOCUMENT = "document"
    TASK = "task"
    PLATFORM = "platform"
    CASE = "case"


class Entity(NamedTuple):
    """A thing that a statement names.

    `name` is its canonical Simplified Chinese name as of the document's date. `slug` is the authority entry's id, or
    `None` for a thing known from the text alone. `cls` is the local name of its ontology class (`NationalAgency`).
    """

    kind: EntityKind
    name: str
    slug: str | None = None
    cls: str | None = None


class ActKind(StrEnum):
    """The classes of act; the value is the local name of the ontology class."""

    __hash__ = str.__hash__  # the enumeration's own is slower, and entities are looked up very often

    PARTICIPATION = "Participation"
    TASK_ASSIGNMENT = "TaskAssignment"
    CAMPAIGN_CONDUCT = "CampaignConduct"
    AGREEMENT_ACT = "AgreementAct"
    INSTRUMENT_ACT = "InstrumentAct"
    COOPERATION = "Cooperation"
    OPERATION = "Operation"
    CASE_HANDLING = "CaseHandling"


class Modality(StrEnum):
    """How the text speaks of an act: as done, as under way, or as planned."""

    __hash__ = str.__hash__  # the enumeration's own is slower, and entities are looked up very often

    REPORTED = "reported"
    IN_PROGRESS = "inProgress"
    PLANNED = "planned"


class Act(NamedTuple):
    """An agent does something with an object: `agent` takes part in, is responsible for, conducts, signs … `object`.

    `role` is the concept that FACTS calls the qualifier (`lead`, `host`, `participant`, `responsible`, `signs`,
    `amends` …; `builds` of a platform, `tries` of a case). `under_task` is the task id of the plan's task that
    announces the act.
    """

    kind: ActKind
    agent: Entity
    object: Entity
    role: str | None = None
    year: int | None = None
    ordinal: int | None = None
    modality: Modality = Modality.REPORTED
    under_task: str | None = None


class Property(StrEnum):
    """The properties that a text states of a thing; the value is the local name of the ontology property."""

    __hash__ = str.__hash__  # the enumeration's own is slower, and entities are looked up very often

    HAS_PARTY = "hasParty"
    ISSUED_BY = "issuedBy"
    DOCUMENT_NUMBER = "documentNumber"
    ISSUED_ON = "issuedOn"
    EFFECTIVE_ON = "effectiveOn"
    MENTIONS = "mentions"
    RIGHT_CONCERNED = "rightConcerned"
    OUTCOME = "outcome"
    DECIDED_ON = "decidedOn"
    TOOK_PLACE_IN = "tookPlaceIn"


class Concept(NamedTuple):
    """A concept of the vocabularies as what a text states, with the text's own word for it.

    `notation` is the concept's in the scheme `scheme` (`field`, `trademark`).
    """

    scheme: str
    notation: str
    name: str


class PropertyStatement(NamedTuple):
    """The text states that `subject` has `value` for `property`: a thing, a concept, a date or a literal."""

    subject: Entity
    property: Property
    value: Entity | Concept | date | str


class Observation(NamedTuple):
    """A figure: `measure` of `subject` is `value` `unit` in `year`; `measure` is in the text's own words.

    `part_of` is the total that the text calls it a part of (其中). `approximate` tells that the text gives a round
    number (1300余, 近30), `upper` is the other end of a range, `partial` that it counts a part of the year (上半年).
    """

    subject: Entity
    measure: str
    value: Decimal
    unit: str
    year: int | None = None
    part_of: "Observation | None" = None
    approximate: bool = False
    upper: Decimal | None = None
    modality: Modality = Modality.REPORTED
    partial: bool = False


Statement = Act | PropertyStatement | Observation


class Candidate(NamedTuple):
    """A statement that a rule proposes, with the clean range that is said to support it."""

    statement: Statement
    span: CleanSpan
    rule: str


class Evidence(NamedTuple):
    """Where a statement stands in the source: the source text at `span` is `quote`."""

    span: RawSpan
    quote: str


class Finding(NamedTuple):
    """A statement that was kept, with its evidence and the id of the rule that read it."""

    statement: Statement
    evidence: Evidence
    rule: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A candidate that was not kept, and why."""

    candidate: Candidate
    reason: str


@dataclass(frozen=True, slots=True)
class TaskPart:
    """A numbered task of a plan, or the part of it that one bracket closes."""

    task_id: str
    heading: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A total and its stated parts, whose sum exceeds the total by more than rounding explains; nothing is repaired."""

    total: Observation
    parts: tuple[Observation, ...]

    @property
    def excess(self) -> Decimal:
        """Return by how much the parts exceed the total, in the total's unit."""
        return sum((part.value for part in self.parts), Decimal(0)) - self.total.value


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one document; `title` is the document's canonical title."""

    doc_id: str
    title: str
    year: int | None
    findings: tuple[Finding, ...]
    tasks: tuple[TaskPart, ...]
    rejected: tuple[Rejection, ...]
    warnings: tuple[str, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
