"""Checks graphs before they are published: against the SHACL shapes, and against the source text that they quote."""

from ipgraph.validate.checked import Checked, CheckedText, keep
from ipgraph.validate.context import ShapeContext
from ipgraph.validate.places import locate
from ipgraph.validate.quotes import check_quotes
from ipgraph.validate.report import LANGUAGES, Sentence, Severity, ShapeReport, ShapeResult
from ipgraph.validate.rules import Rule, Rules, read_rules
from ipgraph.validate.shacl import check

__all__ = [
    "LANGUAGES",
    "Checked",
    "CheckedText",
    "Rule",
    "Rules",
    "Sentence",
    "Severity",
    "ShapeContext",
    "ShapeReport",
    "ShapeResult",
    "check",
    "check_quotes",
    "keep",
    "locate",
    "read_rules",
]
