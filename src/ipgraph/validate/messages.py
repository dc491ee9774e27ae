"""The messages of shapes: their templates, and the languages of what an engine makes of them."""

import re
from collections.abc import Iterable, Mapping

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


def to_languages(messages: Iterable[Literal], templates: Mapping[str, str]) -> dict[str, str]:
    """Return messages by language.

    pySHACL drops the language of a message that it has filled with values: such a message has that of the template
    that it comes from. One without placeholders is as good as its template.

    >>> to_languages([Literal("1883 is too early.")], {"en": "{?year} is too early.", "zh": "{?year} 年太早。"})
    {'en': '1883 is too early.'}
    """
    found: dict[str, str] = {}
    for message in sorted(messages):
        if message.language is not None:
            found[message.language] = str(message)
        else:
            fitting = (lang for lang, template in templates.items() if _pattern(template).fullmatch(str(message)))
            found.update((lang, str(message)) for lang in fitting)
    return found


def _pattern(template: str) -> re.Pattern[str]:
    """Return what the filled forms of a template look like."""
    literal_parts = _PLACEHOLDER.split(template)[::2]
    return re.compile(".*".join(re.escape(part) for part in literal_parts), re.DOTALL)
