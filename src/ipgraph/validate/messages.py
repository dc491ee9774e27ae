"""The messages of shapes as templates, and what is made of them."""

import re
from collections.abc import Mapping

from rdflib import SH, Graph, Literal
from rdflib.term import Node

# Matches the placeholder of a variable, `{?name}` or `{$this}`; not `{name}`.
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")


def read_templates(shapes: Graph, shape: Node | None) -> dict[str, str]:
    """Return a shape's messages by language; those of its SPARQL constraint, where it has one, come first."""
    holders = [shape, *shapes.objects(shape, SH.sparql)]
    messages = (text for holder in holders for text in shapes.objects(holder, SH.message))
    return {text.language: str(text) for text in messages if isinstance(text, Literal) and text.language is not None}


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return a message with the values of its variables; a variable without one stays as it is written.

    >>> fill("At {?place}: “{?quote}”.", {"place": "4:10", "quote": "海关总署牵头"})
    'At 4:10: “海关总署牵头”.'
    """
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), template)
