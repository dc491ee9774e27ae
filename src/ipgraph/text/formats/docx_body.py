"""Walks the body of a Word document and collects its lines."""

from collections.abc import Iterator

from lxml import etree

from ipgraph.text.formats.docx_names import FALLBACK, get_number, get_value, w
from ipgraph.text.formats.docx_numbering import Numbering
from ipgraph.text.formats.docx_styles import Styles
from ipgraph.text.formats.lines import heading
from ipgraph.text.formats.tables import Cell, table_lines

_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN = w("p"), w("tbl"), w("tr"), w("tc"), w("r")
_TEXT, _BOX, _NOTE = w("t"), w("txbxContent"), w("footnoteReference")
# What stands beside the text: properties, what was deleted or moved away, readings, a newer content's older form.
_PASSED = frozenset(
    [w("pPr"), w("rPr"), w("tblPr"), w("tcPr"), w("trPr"), w("sectPr"), w("del"), w("moveFrom"), w("rt"), FALLBACK]
)
_SIGNS = {
    w("tab"): " ",
    w("ptab"): " ",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
    w("softHyphen"): "",
}
# Notes that Word itself makes: the line above the notes, and its continuation.
_OWN_NOTES = frozenset(["separator", "continuationSeparator", "continuationNotice"])


class BodyReader:
    """Reads a document's paragraphs and tables in order, counting its numbered paragraphs and its notes."""

    def __init__(self, styles: Styles, numbering: Numbering, footnotes: etree._Element | None) -> None:
        self._styles = styles
        self._numbering = numbering
        notes = list(footnotes) if footnotes is not None else []
        self._notes = {note.get(w("id")): note for note in notes if note.get(w("type")) not in _OWN_NOTES}
        # Text boxes and notes that the block at hand refers to; they follow it.
        self._boxes: list[etree._Element] = []
        self._cited: list[tuple[int, etree._Element]] = []
        self._count = 0

    def lines(self, body: etree._Element) -> list[str]:
        """Return the lines of a body: after each block its text boxes, then its footnotes."""
        lines: list[str] = []
        for block in _blocks(body):
            lines.extend(self._table(block) if block.tag == _TABLE else self._paragraph(block))
            lines.extend(self._pending())
        return lines

    def _pending(self) -> list[str]:
        """Return the lines of the text boxes and notes that wait, and of those inside them."""
        lines: list[str] = []
        while self._boxes:
            box = self._boxes.pop(0)
            for block in _blocks(box):
                lines.extend(self._table(block) if block.tag == _TABLE else self._paragraph(block))
        cited, self._cited = self._cited, []
        for number, note in cited:
            text = " ".join("".join(self._texts(block)).strip() for block in note.iter(_PARAGRAPH))
            lines.append(f"[{number}] {text.strip()}")
        return lines

    def _paragraph(self, paragraph: etree._Element) -> list[str]:
        """Return the lines of a paragraph, the first with its number and with its marks if it is a heading."""
        text = "".join(self._texts(paragraph))
        if not text.strip():
            return []
        properties = paragraph.find(w("pPr"))
        numbered = self._styles.numbering(properties)
        if numbered is not None:
            text = _labelled(self._numbering.next_label(*numbered), text)
        level = self._styles.heading_level(properties)
        return (heading(text.replace("\n", " "), level) if level else text).split("\n")

    def _texts(self, element: etree._Element) -> Iterator[str]:
        """Yield the pieces of text inside an element; boxes and notes are put aside."""
        for child in element:
            if child.tag == _TEXT:
                yield child.text or ""
            elif child.tag in _SIGNS:
                yield "" if child.get(w("type")) in {"page", "column"} else _SIGNS[child.tag]
            elif child.tag == _BOX:
                self._boxes.append(child)
            elif child.tag == _NOTE:
                yield self._cite(child.get(w("id")))
            elif child.tag not in _PASSED and not (child.tag == _RUN and self._styles.is_hidden(child)):
                yield from self._texts(child)

    def _cite(self, note_id: str | None) -> str:
        """Return the mark of a footnote, which is numbered from the beginning of the document."""
        note = self._notes.get(note_id)
        if note is None:
            return ""
        self._count += 1
        self._cited.append((self._count, note))
        return f"[{self._count}]"

    def _table(self, table: etree._Element) -> list[str]:
        """Return the lines of a table; a cell that goes on from the row above has that one's text again."""
        rows: list[list[Cell]] = []
        above: dict[int, Cell] = {}
        framing = False
        for row in _inside(table, _ROW):
            cells: list[Cell] = []
            columns: dict[int, Cell] = {}
            place = get_number(row.find(w("trPr")), "gridBefore") or 0
            if place:
                cells.append(Cell(columns=place))
            for element in _inside(row, _CELL):
                framing = framing or any(block.tag == _TABLE for block in _blocks(element))
                properties = element.find(w("tcPr"))
                cell = self._cell(element, properties)
                if _goes_on(properties) and place in above:
                    above[place].rows += 1
                    columns[place] = above[place]
                else:
                    columns[place] = cell
                    cells.append(cell)
                place += cell.columns
            rows.append(cells)
            above = columns
        return table_lines(rows, framing)

    def _cell(self, element: etree._Element, properties: etree._Element | None) -> Cell:
        lines: list[str] = []
        for block in _blocks(element):
            lines.extend(self._table(block) if block.tag == _TABLE else self._paragraph(block))
        return Cell(lines, get_number(properties, "gridSpan") or 1)


def _goes_on(properties: etree._Element | None) -> bool:
    """Tell whether a cell only continues the one above it."""
    merge = properties.find(w("vMerge")) if properties is not None else None
    return merge is not None and get_value(properties, "vMerge") != "restart"


def _labelled(label: str, text: str) -> str:
    """Return a paragraph behind its number, with a blank where the number would run into a figure or a word."""
    between = " " if label[-1:].isalnum() or (label and text[:1].isdecimal()) else ""
    return f"{label}{between}{text}"


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of a container, also those inside content controls and tracked insertions."""
    for child in parent:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag not in _PASSED:
            yield from _blocks(child)


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, also those inside content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in _PASSED:
            yield from _inside(child, tag)
