"""Tells what changed from one release to another: statement by statement, each with its cause."""

from ipgraph.diff.changes import Change, Comparison, Sign, compare

__all__ = ["Change", "Comparison", "Sign", "compare"]
