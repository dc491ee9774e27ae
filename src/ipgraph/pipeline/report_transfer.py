"""Shape reports as plain values, for messages between processes, and back."""

from dataclasses import asdict
from typing import Any

from ipgraph.validate import Sentence, Severity, ShapeReport, ShapeResult


def to_plain(report: ShapeReport) -> dict[str, Any]:
    """Return a report as values that JSON has."""
    return asdict(report)


def from_plain(plain: dict[str, Any]) -> ShapeReport:
    """Return the report that `to_plain` was given, from its JSON."""
    return ShapeReport(plain["conforms"], tuple(map(_result, plain["results"])))


def _result(plain: dict[str, Any]) -> ShapeResult:
    sentences = tuple(Sentence(**sentence) for sentence in plain["sentences"])
    return ShapeResult(**{**plain, "severity": Severity(plain["severity"]), "sentences": sentences})
