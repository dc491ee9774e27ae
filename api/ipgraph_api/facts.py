"""Rows of the stored queries as the facts of the API."""

from collections.abc import Iterable

from ipgraph_api.graph import Row
from ipgraph_api.models import Evidence, Fact


def to_fact(row: Row) -> Fact:
    """Return the fact that a row of `document_statements` or `entity_acts` holds."""
    return Fact(
        iri=row["statement"],
        doc=row["doc"],
        predicate=row["predicate"],
        subject=row["subjectName"],
        subject_iri=row.get("subject"),
        object=row["objectName"],
        object_iri=row.get("objectIri"),
        qualifier=row.get("qualifier"),
        year=to_int(row.get("year")),
        ordinal=to_int(row.get("ordinal")),
        value=float(row["value"]) if "value" in row else None,
        unit=row.get("unit"),
        modality=row.get("modality"),
        task=row.get("task"),
        rule=row.get("rule"),
        evidence=Evidence(start=int(row["start"]), end=int(row["end"]), quote=row["quote"]),
    )


def to_facts(rows: Iterable[Row]) -> list[Fact]:
    """Return the facts that rows hold, in their order."""
    return [to_fact(row) for row in rows]


def to_int(value: str | None) -> int | None:
    """Return the number that a term's text stands for, or `None` for none."""
    return int(value) if value is not None else None
