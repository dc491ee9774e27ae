"""What an authority file says of one thing: its names with their validity, its class, and its place among others."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ipgraph.lexicon.enactment import Enactment
from ipgraph.lexicon.period import Period, Tenure
from ipgraph.model.acts import Entity, EntityKind

__all__ = ["Entry", "Name", "NameKind", "Period", "Tenure"]


class NameKind(StrEnum):
    """What sort of name a name is; the order is the order of preference where a name is borne by several things."""

    OFFICIAL = "official"
    FULL = "full"
    FORMER = "former"
    SHORT = "short"
    ABBREVIATION = "abbreviation"
    JOINT = "joint"
    ENGLISH = "english"


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a thing bears, and from when to when; `line` is where the authority file gives it."""

    text: str
    kind: NameKind
    valid_from: date | None = None
    valid_to: date | None = None
    line: int = 0

    @property
    def is_undated_former(self) -> bool:
        """Tell whether this is a former name of which it is not known when it was borne."""
        return self.kind is NameKind.FORMER and self.valid_from is None and self.valid_to is None


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing of an authority file.

    `cls` is the local name of its ontology class. `code` is a jurisdiction's ISO 3166 code, `abbr` its one-character
    forms, `abbr_default` whether an ambiguous form means this one unless the text says otherwise. `level` is what sort
    of jurisdiction it is. `superiors` and `functions` are what a body has for a time, each in the order of the file.
    `parties` are the jurisdictions by which a mechanism is defined. `fields` are concepts: the IP right or the channel
    of a campaign. `enactment` says how an instrument was made and changed; its validity begins and ends with that.
    `file` and `line` say where the entry stands; `entities` remembers what `entity` gave for each day.
    """

    id: str
    kind: EntityKind
    cls: str
    label_zh: str
    label_en: str
    names: tuple[Name, ...]
    source: str
    valid_from: date | None = None
    valid_to: date | None = None
    jurisdiction: str | None = None
    superiors: tuple[Tenure, ...] = ()
    functions: tuple[Tenure, ...] = ()
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    code: str | None = None
    level: str | None = None
    abbr: tuple[str, ...] = ()
    abbr_default: bool = False
    fields: tuple[str, ...] = ()
    enactment: Enactment | None = None
    file: str = ""
    line: int = 0
    entities: dict[date | None, Entity] = field(default_factory=dict, compare=False, repr=False)

    @property
    def period(self) -> Period:
        """Return from when to when the thing exists."""
        return Period(self.valid_from, self.valid_to)

    def period_of(self, name: Name) -> Period:
        """Return when the thing bore `name`: the name's own dates, else those of the thing itself."""
        return Period(name.valid_from or self.valid_from, name.valid_to or self.valid_to)

    def name_as_of(self, as_of: date | None) -> str:
        """Return the canonical Chinese name on a day; without a day, the label.

        The label is canonical unless its name is dated and that day lies outside; then the official name of the day is.
        A day before or after all names gives the label.
        """
        label = next((name for name in self.names if name.text == self.label_zh), None)
        if as_of is None or label is None or Period(label.valid_from, label.valid_to).contains(as_of):
            return self.label_zh
        return next(
            (name.text for name in self._official_names() if self.period_of(name).contains(as_of)), self.label_zh
        )

    @property
    def superior(self) -> str | None:
        """Return the id of the superior body that it has, or had last; `None` if it has none."""
        return next((tenure.value for tenure in self.superiors if tenure.period.end == self.valid_to), None)

    def entity(self, as_of: date | None = None) -> Entity:
        """Return the thing as statements name it, under its canonical name as of `as_of`."""
        if as_of not in self.entities:
            self.entities[as_of] = Entity(self.kind, self.name_as_of(as_of), self.id, self.cls)
        return self.entities[as_of]

    def _official_names(self) -> Iterator[Name]:
        return (name for name in self.names if name.kind in (NameKind.OFFICIAL, NameKind.FORMER))
