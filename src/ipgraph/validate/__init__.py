"""Checks graphs before they are published: against the SHACL shapes, and against the source text that they quote."""

from ipgraph.validate.checked import Checked, CheckedText, keep
from ipgraph.validate.context import ShapeContext, load_shapes
from ipgraph.validate.quotes import check_quotes
from ipgraph.validate.report import LANGUAGES, Sentence, Severity, ShapeReport, ShapeResult
from ipgraph.validate.rules import Rule, Rules, read_rules
from ipgraph.validate.shacl import check, check_release
from ipgraph.validate.shapes import Shapes

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
    "Shapes",
    "check",
    "check_quotes",
    "check_release",
    "keep",
    "load_shapes",
    "read_rules",
]
