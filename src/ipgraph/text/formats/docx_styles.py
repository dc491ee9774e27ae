"""What the styles of a Word document say of its paragraphs: headings, numbers, hidden text."""

import re
from collections.abc import Iterator

from lxml import etree

from ipgraph.text.formats.docx_names import get_number, get_value, is_on, w

# Matches `heading 1`, `Heading 2`, `标题 1`; not `标题`, the title's style, nor `TOC Heading`.
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_TITLES = frozenset(["title", "标题"])
_BODY_LEVEL = 9


class Styles:
    """The styles of a document by id, each with those that it is based on."""

    def __init__(self, part: etree._Element) -> None:
        styles = {style.get(w("styleId")): style for style in part.iter(w("style"))}
        self._styles = {name: style for name, style in styles.items() if name is not None}
        defaults = (style for style in part.iter(w("style")) if style.get(w("default")) in {"1", "true"})
        self._default = next((s.get(w("styleId")) for s in defaults if s.get(w("type")) == "paragraph"), None)

    def heading_level(self, properties: etree._Element | None) -> int:
        """Return a paragraph's level as a heading, from 1; 0 if it is none."""
        own = get_number(properties, "outlineLvl")
        if own is not None:
            return own + 1 if own < _BODY_LEVEL else 0
        for style in self._chain(properties):
            level = get_number(style, "pPr", "outlineLvl")
            if level is not None:
                return level + 1 if level < _BODY_LEVEL else 0
            name = (get_value(style, "name") or "").lower()
            if name in _TITLES:
                return 1
            if found := _HEADING.fullmatch(name):
                return int(found[1])
        return 0

    def numbering(self, properties: etree._Element | None) -> tuple[int, int] | None:
        """Return the number list of a paragraph and its level in it, if it is numbered."""
        chain = (style.find(w("pPr")) for style in self._chain(properties))
        level = None
        for source in (properties, *chain):
            level = get_number(source, "numPr", "ilvl") if level is None else level
            list_id = get_number(source, "numPr", "numId")
            if list_id is not None:
                return (list_id, level or 0) if list_id else None
        return None

    def is_hidden(self, run: etree._Element) -> bool:
        """Tell whether a run is hidden text."""
        return is_on(run.find(w("rPr")), "vanish")

    def _chain(self, properties: etree._Element | None) -> Iterator[etree._Element]:
        """Yield a paragraph's style and those that it is based on, the nearest first."""
        name = get_value(properties, "pStyle") or self._default
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = get_value(self._styles[name], "basedOn")
