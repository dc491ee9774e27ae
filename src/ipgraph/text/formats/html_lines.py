"""Collects the lines of an HTML page while its elements begin and end."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ipgraph.text.formats.lines import heading
from ipgraph.text.formats.tables import Cell, table_lines

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Elements that lines do not go across.
_BREAKS = (
    frozenset(["address", "article", "aside", "blockquote", "body", "br", "center", "details", "div", "figcaption"])
    | frozenset(["figure", "footer", "form", "fieldset", "header", "hr", "legend", "main", "p", "pre", "section"])
    | frozenset(["caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"])
    | frozenset(["dd", "dl", "dt", "li", "ol", "summary", "ul", *_HEADINGS])
)
_WHITE_SPACE = re.compile("[ \t\n\r\f]+")
_NUMBER = re.compile(r"\d{1,4}")
# This many links with little between them are a menu or a trail (首页 > 政策 > 正文), in one line or one below another.
_MENU_LINKS = 3
_MENU_SHARE = 0.7


@dataclass(slots=True)
class _Line:
    """A line on its way: its text so far, how much of it is linked by how many links."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0

    def text(self) -> str:
        """Return the text with its white space as a browser shows it."""
        return "".join(self.parts).strip(" \t\r\f")

    def is_linked(self, text: str) -> bool:
        """Tell whether the line is links and little else."""
        return self.links > 0 and self.linked >= _MENU_SHARE * len(text.replace(" ", ""))


@dataclass(slots=True)
class _Table:
    """A table on its way, the lines that go on after it, and whether it frames tables or headings."""

    outer: list[str]
    rows: list[list[Cell]] = field(default_factory=list)
    framing: bool = False


class LineCollector:
    """Collects lines; what elements do to them stands in `start` and `end`."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = _Line()
        # Lines that are links and nothing else, until it shows whether they are a menu; and how many links they have.
        self._linked: list[str] = []
        self._menu_links = 0
        self._tables: list[_Table] = []
        self._counters: list[int | None] = []
        self._preformatted = 0
        self._links: list[bool] = []

    def lines(self) -> list[str]:
        """Return the lines so far, the one that was begun included."""
        self._end_part()
        return self._lines

    def data(self, text: str) -> None:
        """Take up a text."""
        if self._preformatted:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self._line.parts.append(first)
            for other in others:
                self._end_line()
                self._line.parts.append(other)
            return
        shown = _WHITE_SPACE.sub(" ", text)
        self._line.parts.append(shown)
        if any(self._links):
            self._line.linked += len(shown.replace(" ", ""))

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take up the begin of an element."""
        if tag in _BREAKS:
            self._end_line()
        match tag:
            case "a":
                # Without an address it is a mark, not a link.
                self._links.append("href" in attributes)
                self._line.links += "href" in attributes
            case "pre":
                self._preformatted += 1
            case "ol" | "ul":
                self._counters.append(_number(attributes, "start", 1) if tag == "ol" else None)
            case "li":
                self._number_item(attributes)
            case "table":
                self._end_part()
                self._tables.append(_Table(self._lines))
                self._lines = []
            case "tr" if self._tables:
                self._tables[-1].rows.append([])
            case "td" | "th" if self._tables:
                self._start_cell(attributes)

    def end(self, tag: str) -> None:
        """Take up the end of an element."""
        if tag in _HEADINGS:
            self._end_line(level=_HEADINGS[tag])
            if self._tables:
                self._tables[-1].framing = True
        elif tag in _BREAKS:
            self._end_line()
        match tag:
            case "a":
                self._links.pop()
            case "pre":
                self._preformatted -= 1
            case "ol" | "ul":
                self._counters.pop()
            case "caption" if self._tables:
                # Above the table, not in its first cell.
                self._end_part()
                self._tables[-1].outer.extend(self._lines)
                self._lines = []
            case "td" | "th" if self._tables:
                self._end_part()
                self._lines = []
            case "table":
                self._end_table()

    def _end_line(self, level: int = 0) -> None:
        """End the line that was begun."""
        line, self._line = self._line, _Line()
        text = line.text()
        if not text:
            return
        if line.is_linked(text):
            self._linked.append(text)
            self._menu_links += line.links
            return
        self._end_menu()
        self._lines.append(heading(text, level) if level else text)

    def _end_part(self) -> None:
        """End the line that was begun, and what may be a menu."""
        self._end_line()
        self._end_menu()

    def _end_menu(self) -> None:
        """Take the linked lines if they are too few for a menu; else they are dropped."""
        if self._menu_links < _MENU_LINKS:
            self._lines.extend(self._linked)
        self._linked, self._menu_links = [], 0

    def _number_item(self, attributes: Mapping[str, str]) -> None:
        """Put the number of an ordered list's item before it, as a browser shows it."""
        count = self._counters[-1] if self._counters else None
        if count is not None:
            count = _number(attributes, "value", count)
            self._line.parts.append(f"{count}. ")
            self._counters[-1] = count + 1

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._end_part()
        rows = self._tables[-1].rows
        if not rows:
            rows.append([])
        cell = Cell(columns=_number(attributes, "colspan", 1), rows=_number(attributes, "rowspan", 1))
        rows[-1].append(cell)
        self._lines = cell.lines

    def _end_table(self) -> None:
        self._end_part()
        table = self._tables.pop()
        self._lines = table.outer
        self._lines.extend(table_lines(table.rows, table.framing))
        if self._tables:
            self._tables[-1].framing = True


def _number(attributes: Mapping[str, str], name: str, default: int) -> int:
    """Return the number that an attribute gives, if it gives one."""
    value = attributes.get(name, "").strip()
    return int(value) if _NUMBER.fullmatch(value) else default
