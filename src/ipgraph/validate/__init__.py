"""Checks graphs before they are published: against the SHACL shapes, and against the source text that they quote."""

from ipgraph.validate.context import ShapeContext
from ipgraph.validate.quotes import check_quotes
from ipgraph.validate.report import Severity, ShapeReport, ShapeResult
from ipgraph.validate.shacl import check

__all__ = ["Severity", "ShapeContext", "ShapeReport", "ShapeResult", "check", "check_quotes"]
