"""Makes the same document as Word, PDF, HTML and Markdown files."""

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from xml.sax.saxutils import escape as escape_xml

import docx
import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

Writer = Callable[[list[str], Path], None]
FONT = "STSong-Light"


def blocks(lines: list[str]) -> list[list[str]]:
    """Return the lines in runs: each paragraph alone, the rows of a table together."""
    runs: list[list[str]] = []
    for line in lines:
        if runs and "\t" in line and "\t" in runs[-1][-1]:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def write_text(lines: list[str], path: Path) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_markdown(lines: list[str], path: Path) -> None:
    path.write_text(f"# {lines[0]}\n\n" + "\n\n".join("\n".join(run) for run in blocks(lines[1:])), encoding="utf-8")


def write_docx(lines: list[str], path: Path) -> None:
    document = docx.Document()
    document.add_heading(lines[0], level=1)
    for run in blocks(lines[1:]):
        if "\t" not in run[0]:
            document.add_paragraph(run[0])
            continue
        rows = [row.split("\t") for row in run]
        table = document.add_table(len(rows), max(map(len, rows)))
        for cells, row in zip(rows, table.rows, strict=True):
            for text, cell in zip(cells, row.cells, strict=False):
                cell.text = text
    document.save(str(path))


def write_html(lines: list[str], path: Path) -> None:
    body = [f"<h1>{escape(lines[0])}</h1>"]
    for run in blocks(lines[1:]):
        if "\t" in run[0]:
            rows = ("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row.split("\t")) + "</tr>" for row in run)
            body.append(f"<table>{''.join(rows)}</table>")
        else:
            body.append(f"<p>{escape(run[0])}</p>")
    page = f"<!DOCTYPE html><html><head><meta charset=gbk><title>网站</title></head><body>{''.join(body)}</body></html>"
    path.write_bytes(page.encode("gb18030"))


def write_pdf(lines: list[str], path: Path) -> None:
    registerFont(UnicodeCIDFont(FONT))
    title = ParagraphStyle("title", fontName=FONT, fontSize=16, leading=24, alignment=1, wordWrap="CJK")
    body = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    cell = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=14, wordWrap="CJK")
    flow: list[Flowable] = [Paragraph(escape_xml(lines[0]), title)]
    for run in blocks(lines[1:]):
        if "\t" in run[0]:
            rows = [[Paragraph(escape_xml(text), cell) for text in row.split("\t")] for row in run]
            width = 450 / max(map(len, rows))
            widths = [width] * max(map(len, rows))
            flow.append(Table(rows, widths, style=[("VALIGN", (0, 0), (-1, -1), "TOP")]))
        else:
            flow.append(Paragraph(escape_xml(run[0]), body))
    SimpleDocTemplate(str(path), invariant=1).build(flow)


@pytest.fixture(scope="session")
def writers() -> Mapping[str, Writer]:
    """Return what writes the lines of a document to a file, by the file's suffix."""
    return {".txt": write_text, ".md": write_markdown, ".docx": write_docx, ".html": write_html, ".pdf": write_pdf}
