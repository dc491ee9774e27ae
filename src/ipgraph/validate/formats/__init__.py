"""The forms in which the outcome of a check is written: a table, JSON, Turtle, and JUnit or SARIF for CI.

Each writer takes what was checked and a language, and returns text: the same text for the same outcome.
"""

from collections.abc import Sequence

from ipgraph.validate.checked import Checked
from ipgraph.validate.formats.json import to_json
from ipgraph.validate.formats.junit import to_junit
from ipgraph.validate.formats.sarif import to_sarif
from ipgraph.validate.formats.table import to_table
from ipgraph.validate.formats.turtle import to_turtle
from ipgraph.validate.rules import Rules

__all__ = ["WRITERS", "to_json", "to_junit", "to_sarif", "to_table", "to_turtle", "write"]

WRITERS = {"table": to_table, "json": to_json, "turtle": to_turtle, "junit": to_junit, "sarif": to_sarif}


def write(form: str, checked: Sequence[Checked], rules: Rules, lang: str) -> str:
    """Return the outcome of a check in a form of `WRITERS` and a language (`zh` or `en`)."""
    return WRITERS[form](checked, rules, lang)
