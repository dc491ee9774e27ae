"""The constraint that a value has a datatype, and the spelling that this datatype wants."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ipgraph.rdf.parts import datatype_of, is_literal, text_of
from ipgraph.rdf.terms import XSD
from ipgraph.validate.constraints.base import Run, ValueConstraint, component_iri

# The bounds of the whole numbers that XML Schema derives from integers; `None` where there is none.
_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "unsignedByte": (0, 2**8 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "short": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
}
# The datatypes that the engine can cast a text to: it fails where the spelling is wrong.
_CASTS = (
    *("boolean", "integer", "decimal", "float", "double", "date", "dateTime", "time", "duration", "dayTimeDuration"),
    *("yearMonthDuration", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"),
)
# "-12" and "+3" are whole numbers; "1.0" and "１２" are not.
_INTEGER = re.compile(r"[+-]?[0-9]+")


@dataclass(frozen=True)
class OfDatatype(ValueConstraint):
    """A value is a literal of a datatype, and spelled as the datatype wants it."""

    datatype: str
    component: str = component_iri("Datatype")

    def wrong(self, values: AbstractSet[str], run: Run) -> AbstractSet[str]:
        """Return those values that fail."""
        typed = [value for value in values if is_literal(value) and datatype_of(value) == self.datatype]
        return (values - set(typed)) | self._misspelled(typed, run)

    def _misspelled(self, values: list[str], run: Run) -> AbstractSet[str]:
        """Return the misspelled ones among values of the datatype; of an unknown datatype none is."""
        name = text_of(self.datatype).removeprefix(XSD)
        if name in _BOUNDS:
            return {value for value in values if not _is_between(text_of(value), *_BOUNDS[name])}
        if name not in _CASTS:
            return frozenset()
        failing = run.failing(f"DATATYPE({self.datatype}(STR(?a))) = {self.datatype}", [(value,) for value in values])
        return {values[number] for number in failing}


def _is_between(text: str, least: int | None, most: int | None) -> bool:
    if not _INTEGER.fullmatch(text):
        return False
    return (least is None or least <= int(text)) and (most is None or int(text) <= most)
