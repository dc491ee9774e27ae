"""Reads the text of an HTML page: its blocks as lines, its tables as rows, without what surrounds the document."""

import re
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ipgraph.errors import SourceError
from ipgraph.text.encodings import decode
from ipgraph.text.formats.html_lines import LineCollector

_ALLOWED = "allowed are HTML pages with text in their body, in UTF-8, UTF-16, GB18030 or Big5"
# Elements that are no text of the document: navigation, scripts, forms' fields, what an author struck out.
_DROPPED = frozenset(
    ["audio", "button", "canvas", "datalist", "del", "dialog", "embed", "head", "iframe", "input", "link", "map"]
    + ["math", "menu", "meta", "nav", "noscript", "object", "rp", "rt", "s", "script", "select", "strike", "style"]
    + ["svg", "template", "textarea", "video"]
)
_DROPPED_ROLES = frozenset(["banner", "complementary", "contentinfo", "navigation", "search"])
# `display:none`, `display : none`; not `display:none-such`.
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)(?![-\w])", re.IGNORECASE)
# Page-wide in a page's own header and footer, part of the text in an article's.
_SURROUNDING = frozenset(["footer", "header"])
_SECTIONS = frozenset(["article", "main", "section"])
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARED_WITHIN = 4096
# Names under which pages declare what is decoded with a superset.
_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_MAX_BYTES = 16 * 1024 * 1024


def read_lines(path: Path, data: bytes) -> list[str]:
    """Return the lines of a page's text: of its one `main` part where it has one, else of its body.

    Raises:
        SourceError: the page is too large, in no known encoding, or binary.

    """
    if len(data) > _MAX_BYTES:
        raise SourceError(f"{path}: the HTML page has {len(data):,} bytes; allowed are up to {_MAX_BYTES:,}")
    text, _ = decode(path, data, _declared(data))
    root = _find_root(LexborHTMLParser(text))
    if root is None:
        raise SourceError(f"{path}: the HTML page has no body; {_ALLOWED}")
    collector = LineCollector()
    for node, entering in _walk(root):
        if entering:
            collector.enter(node)
        else:
            collector.leave(node)
    return collector.lines()


def _declared(data: bytes) -> list[str]:
    """Return the codec for the encoding that the page names, if it is one of those that are read."""
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    codec = _CODECS.get(found[1].decode("ascii", "replace").lower()) if found else None
    return [codec] if codec else []


def _find_root(page: LexborHTMLParser) -> LexborNode | None:
    """Return the element that holds the document: the page's one main part if it says something, else its body."""
    main = page.css("main, [role=main]")
    if len(main) == 1 and main[0].text().strip():
        return main[0]
    return page.body


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Yield each node that counts when it is entered and, if it is an element, when it is left.

    Pages may be nested deeper than calls can be, so the way down is kept in a list: each element on it, its child to
    be looked at next, and whether it belongs to a section of its own.
    """
    way: list[tuple[LexborNode, LexborNode | None, bool]] = [(root, root.child, root.tag in _SECTIONS)]
    yield root, True
    while way:
        parent, node, in_section = way.pop()
        if node is None:
            yield parent, False
            continue
        way.append((parent, node.next, in_section))
        if node.is_text_node:
            yield node, True
        elif node.is_element_node and not _is_dropped(node, in_section):
            yield node, True
            way.append((node, node.child, in_section or node.tag in _SECTIONS or node.tag in _SURROUNDING))


def _is_dropped(node: LexborNode, in_section: bool) -> bool:
    """Tell whether an element and all in it is no text of the document."""
    attributes = node.attributes
    if node.tag in _DROPPED or "hidden" in attributes or attributes.get("role") in _DROPPED_ROLES:
        return True
    if _HIDDEN.search(attributes.get("style") or ""):
        return True
    # What surrounds the page is dropped, unless the document's title stands there.
    return node.tag in _SURROUNDING and not in_section and node.css_first("h1") is None
