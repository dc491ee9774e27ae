"""What is read of a Word document, and what is refused."""

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ipgraph.errors import SourceError
from ipgraph.text.formats import extract_text
from ipgraph.text.load import read_source

Writer = Callable[[list[str], Path], None]
FILE = Path("file.docx")
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def saved(document: Document) -> bytes:
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def text(document: Document) -> str:
    return extract_text(FILE, saved(document))


def from_xml(*blocks: str) -> Document:
    """Return a document with paragraphs and tables as they stand in its XML."""
    document = docx.Document()
    for block in parse_xml(f"<w:body {nsdecls('w')}>{''.join(blocks)}</w:body>"):
        document.element.body.insert_element_before(block, "w:sectPr")
    return document


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*parts: str) -> str:
    return f"<w:p>{''.join(parts)}</w:p>"


def numbered(words: str, level: int = 0, list_id: int = 91) -> str:
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>'
    return paragraph(properties, run(words))


def add_list(document: Document, *levels: tuple[str, str], list_id: int = 91, start: int | None = None) -> None:
    """Add a number list: the style and the label of each of its levels."""
    root = document.part.numbering_part.element
    shown = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{label}"/></w:lvl>'
        for place, (style, label) in enumerate(levels)
    )
    if levels:
        root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="91">{shown}</w:abstractNum>'))
    override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if start else ""
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{list_id}"><w:abstractNumId w:val="91"/>{override}</w:num>'))


def test_headings_have_marks_by_their_level_and_the_title_the_highest() -> None:
    document = docx.Document()
    document.add_heading("工作要点", level=0)
    document.add_heading("一、总体要求", level=1)
    document.add_heading("（一）加强保护", level=2)
    document.add_paragraph("正文。")
    assert text(document) == "# 工作要点\n# 一、总体要求\n## （一）加强保护\n正文。\n"


def test_a_whole_paragraph_in_a_headings_style_is_a_paragraph() -> None:
    document = docx.Document()
    document.add_heading("（一）加强保护。推动修订条例。", level=2)
    assert text(document) == "（一）加强保护。推动修订条例。\n"


def test_automatic_numbers_are_written_out() -> None:
    document = from_xml(
        numbered("总体要求"),
        numbered("指导思想", 1),
        numbered("推动修订", 2),
        numbered("5万件", 2),
        numbered("基本原则", 1),
        numbered("开展", 2),
        numbered("主要任务"),
        numbered("目标", 1),
    )
    add_list(document, ("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
    assert text(document).splitlines() == [
        "一、总体要求",
        "（一）指导思想",
        "1.推动修订",
        "2. 5万件",
        "（二）基本原则",
        "1.开展",
        "二、主要任务",
        "（一）目标",
    ]


@pytest.mark.parametrize(
    ("style", "label", "shown"),
    [
        ("decimal", "第%1条", ["第1条 甲", "第2条 甲"]),
        ("japaneseCounting", "第%1章", ["第一章 甲", "第二章 甲"]),
        ("decimalEnclosedCircleChinese", "%1", ["① 甲", "② 甲"]),
        ("upperRoman", "%1.", ["I.甲", "II.甲"]),
        ("lowerLetter", "%1)", ["a)甲", "b)甲"]),
        ("bullet", "•", ["甲", "甲"]),
    ],
)
def test_numbers_have_their_lists_style(style: str, label: str, shown: list[str]) -> None:
    document = from_xml(numbered("甲"), numbered("甲"))
    add_list(document, (style, label))
    assert text(document).splitlines() == shown


def test_the_eleventh_to_the_hundredth_number_are_written_as_one_says_them() -> None:
    document = from_xml(*(numbered("甲") for _ in range(101)))
    add_list(document, ("chineseCounting", "%1、"))
    lines = text(document).splitlines()
    assert [lines[place] for place in (9, 10, 19, 20, 100)] == [
        "十、甲",
        "十一、甲",
        "二十、甲",
        "二十一、甲",
        "一百零一、甲",
    ]


def test_a_list_of_the_same_kind_goes_on_unless_it_starts_anew() -> None:
    document = from_xml(numbered("甲"), numbered("乙", 0, 92), numbered("丙", 0, 93), numbered("丁", 0, 93))
    add_list(document, ("decimal", "%1."))
    add_list(document, list_id=92)
    add_list(document, list_id=93, start=7)
    assert text(document).splitlines() == ["1.甲", "2.乙", "7.丙", "8.丁"]


def test_a_footnote_follows_the_paragraph_that_cites_it() -> None:
    document = from_xml(
        paragraph(run("授权专利"), '<w:r><w:footnoteReference w:id="2"/></w:r>', run("5件。")), paragraph(run("后文。"))
    )
    notes = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    notes += f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>", run(" 数据截至年底。"))}</w:footnote>'
    blob = f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert text(document) == "授权专利[1]5件。\n[1] 数据截至年底。\n后文。\n"


def test_tracked_changes_are_read_as_accepted_and_hidden_text_not_at_all() -> None:
    document = from_xml(
        paragraph(
            run("一"),
            f'<w:ins w:id="1" w:author="a">{run("二")}</w:ins>',
            '<w:del w:id="2" w:author="a"><w:r><w:delText>三</w:delText></w:r></w:del>',
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>四</w:t></w:r>",
            f'<w:hyperlink w:anchor="x">{run("五")}</w:hyperlink>',
            f"<w:sdt><w:sdtContent>{run('六')}</w:sdtContent></w:sdt>",
            "<w:r><w:instrText>PAGE</w:instrText></w:r>",
            "<w:r><w:tab/><w:t>七</w:t><w:br/><w:t>八</w:t></w:r>",
        ),
        f"<w:sdt><w:sdtContent>{paragraph(run('目录'))}</w:sdtContent></w:sdt>",
    )
    assert text(document) == "一二五六 七\n八\n目录\n"


def test_a_text_box_follows_the_paragraph_that_it_hangs_on() -> None:
    box = f"<w:pict><w:txbxContent>{paragraph(run('专栏1 行动'))}</w:txbxContent></w:pict>"
    assert (
        text(from_xml(paragraph(run("前"), f"<w:r>{box}</w:r>", run("文")), paragraph(run("后"))))
        == "前文\n专栏1 行动\n后\n"
    )


def test_table_rows_are_lines_with_tabs_and_merged_cells_stand_in_each_row() -> None:
    document = docx.Document()
    table = document.add_table(4, 3)
    for row, cells in zip(
        table.rows, [["重点任务"], ["序号", "任务", "单位"], ["1", "修订"], ["2", "开展"]], strict=True
    ):
        for cell, words in zip(row.cells, cells, strict=False):
            cell.text = words
    table.cell(0, 0).merge(table.cell(0, 2))
    merged = table.cell(2, 2).merge(table.cell(3, 2))
    merged.text = "司法部"
    merged.add_paragraph("公安部")
    assert text(document) == "重点任务\n序号\t任务\t单位\n1\t修订\t司法部 公安部\n2\t开展\t司法部 公安部\n"


def test_a_frame_of_one_cell_gives_its_paragraphs_and_inner_table() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "专栏1"
    inner = cell.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "甲", "乙"
    assert text(document) == "专栏1\n甲\t乙\n"


def archive(members: Mapping[str, bytes]) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return data.getvalue()


def one_paragraph() -> bytes:
    document = docx.Document()
    document.add_paragraph("正文")
    return saved(document)


def with_entities() -> bytes:
    """Return a document whose XML grows a thousand million times when its entities are resolved."""
    growth = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    with zipfile.ZipFile(BytesIO(one_paragraph())) as source:
        members = {name: source.read(name) for name in source.namelist()}
    xml = members["word/document.xml"].decode()
    head, _, body = xml.partition("?>")
    xml = f'{head}?><!DOCTYPE x [<!ENTITY a0 "正文">{growth}]>{body}'.replace("<w:t>正文", "<w:t>&a9;")
    return archive({**members, "word/document.xml": xml.encode()})


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "text": (lambda: "正文".encode(), "is no Word document (.docx): it is no ZIP archive"),
    "older Word": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "is an older Word document (.doc) or has a password",
    ),
    "truncated": (lambda: one_paragraph()[:5000], "is broken, cut short, or none"),
    "another archive": (lambda: archive({"a.txt": b"x"}), "is broken, cut short, or none"),
    "bomb": (
        lambda: archive({"word/document.xml": bytes(60 * 1024 * 1024)}),
        "unpacks to 1 parts with 62,914,560 bytes",
    ),
    "bomb of pictures": (
        lambda: archive({f"{n}.png": bytes(2**25) for n in range(9)}),
        "allowed are up to 10,000 parts",
    ),
    "bomb of parts": (lambda: archive({f"{n}.xml": b"" for n in range(10_001)}), "unpacks to 10,001 parts"),
    "no text": (lambda: saved(docx.Document()), "the Word document has no text"),
    "empty": (lambda: b"", "the file is empty"),
}


@pytest.mark.parametrize(("make", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_refusal_says_where_why_and_what_is_allowed(tmp_path: Path, make: Callable[[], bytes], reason: str) -> None:
    path = tmp_path / "bad.docx"
    path.write_bytes(make())
    with pytest.raises(SourceError) as refusal:
        read_source(path)
    message = str(refusal.value)
    assert message.startswith(f"{path}: ")
    assert reason in message
    assert "allowed are" in message
    assert "\n" not in message


def test_entities_are_not_resolved() -> None:
    with pytest.raises(SourceError):
        extract_text(FILE, with_entities())


def test_a_damaged_file_gives_its_text_or_a_refusal() -> None:
    whole = one_paragraph()
    outcomes = {"read": 0, "refused": 0}
    for place in range(0, len(whole), 331):
        for damaged in (whole[:place], whole[:place] + b"\x55" + whole[place + 1 :]):
            try:
                extract_text(FILE, damaged)
                outcomes["read"] += 1
            except SourceError:
                outcomes["refused"] += 1
    # The archive has a digest of each of its parts: hardly any damage goes unseen.
    assert outcomes["refused"] > 200
