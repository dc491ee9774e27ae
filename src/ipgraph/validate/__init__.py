"""Checks graphs before they are published: against the SHACL shapes, and against the source text that they quote."""

from ipgraph.validate.context import ShapeContext, load_shapes
from ipgraph.validate.quotes import check_quotes
from ipgraph.validate.report import Severity, ShapeReport, ShapeResult
from ipgraph.validate.shacl import check, check_release
from ipgraph.validate.shapes import Shapes

__all__ = [
    "Severity",
    "ShapeContext",
    "ShapeReport",
    "ShapeResult",
    "Shapes",
    "check",
    "check_quotes",
    "check_release",
    "load_shapes",
]
