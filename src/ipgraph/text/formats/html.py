"""Reads the text of an HTML page, without what surrounds the document and what no reader sees."""

import re
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from ipgraph.errors import SourceError
from ipgraph.text.encodings import decode
from ipgraph.text.formats.html_lines import LineCollector

# Larger pages hold data, and their elements take many times the memory of their text.
_MAX_BYTES = 16 * 1024 * 1024
_PIECE = 64 * 1024
# Elements that are no text of the document: what programs read, ways through the site, fields of forms, other media,
# readings above characters, what an author struck out.
_DROPPED = (
    frozenset(["head", "noscript", "script", "style", "template", "title"])
    | frozenset(["dialog", "map", "menu", "nav"])
    | frozenset(["button", "datalist", "input", "select", "textarea"])
    | frozenset(["audio", "canvas", "embed", "iframe", "math", "object", "svg", "video"])
    | frozenset(["rp", "rt", "del", "s", "strike"])
)
_DROPPED_ROLES = frozenset(["banner", "complementary", "contentinfo", "navigation", "search"])
# Matches `display:none`, `display : none;`; not `display:none-such`.
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)(?![-\w])", re.IGNORECASE)
# Outside a section these belong to the site; the document's title may stand there all the same.
_SURROUNDING = frozenset(["footer", "header"])
_SECTIONS = frozenset(["article", "main", "section"])
_MAIN = re.compile(r"<main[\s>]", re.IGNORECASE)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARED_WITHIN = 4096
# Names under which pages declare an encoding, with the codec that holds it.
_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}


def read_lines(path: Path, data: bytes) -> list[str]:
    """Return the lines of a page's text: of its one `main` part if there is text in it, else of its body.

    Raises:
        SourceError: the page is too large, in no known encoding, or binary.

    """
    if len(data) > _MAX_BYTES:
        raise SourceError(f"{path}: the HTML page has {len(data):,} bytes; allowed are up to {_MAX_BYTES:,}")
    page, _ = decode(path, data, _declared(data))
    lines = _parse(page, only_main=True) if len(_MAIN.findall(page)) == 1 else []
    return lines or _parse(page, only_main=False)


def _declared(data: bytes) -> list[str]:
    """Return the codec for the encoding that the page names, if it is one of those that are read."""
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    codec = _CODECS.get(found[1].decode("ascii", "replace").lower()) if found else None
    return [codec] if codec else []


def _parse(page: str, only_main: bool) -> list[str]:
    """Return the lines of a page, or of its main part.

    The parser tells of each element as it comes and builds no tree: its cost stays linear, however deep the nesting.
    """
    target = _Target(only_main)
    # The stubs ask for a method for each event; the parser is content with those that there are.
    parser = etree.HTMLParser(target=target, encoding="utf-8")  # type: ignore[call-overload]
    data = page.encode("utf-8")
    for start in range(0, len(data), _PIECE):
        parser.feed(data[start : start + _PIECE])
    parser.close()
    return target.lines()


class _Target:
    """Takes what the parser tells, and passes on what belongs to the document. Begins and ends come in pairs."""

    def __init__(self, only_main: bool) -> None:
        self._collector = LineCollector()
        self._only_main = only_main
        self._in_main = 0
        self._sections = 0
        # How many elements are open inside a dropped one, and inside what surrounds the document, themselves included.
        self._dropped = 0
        self._surrounding = 0
        self._titles = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take up the begin of an element."""
        if self._dropped or _is_dropped(tag, attributes):
            self._dropped += 1
            return
        if self._surrounding or (tag in _SURROUNDING and not self._sections):
            self._surrounding += 1
        self._sections += tag in _SECTIONS
        self._in_main += tag == "main"
        self._titles += tag == "h1"
        self._collector.start(tag, attributes)

    def end(self, tag: str) -> None:
        """Take up the end of an element."""
        if self._dropped:
            self._dropped -= 1
            return
        self._collector.end(tag)
        self._surrounding -= self._surrounding > 0
        self._sections -= tag in _SECTIONS
        self._in_main -= tag == "main"
        self._titles -= tag == "h1"

    def data(self, text: str) -> None:
        """Take up a text."""
        beside = (self._surrounding and not self._titles) or (self._only_main and not self._in_main)
        if not self._dropped and not beside:
            self._collector.data(text)

    def close(self) -> None:
        """Take up the end of the page."""

    def lines(self) -> list[str]:
        """Return the lines of the page."""
        return self._collector.lines()


def _is_dropped(tag: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether an element and all in it is no text of the document."""
    if tag in _DROPPED or "hidden" in attributes or attributes.get("role") in _DROPPED_ROLES:
        return True
    return _HIDDEN.search(attributes.get("style", "")) is not None
