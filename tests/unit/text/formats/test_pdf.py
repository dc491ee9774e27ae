"""What is read of a PDF file, and what is refused."""

import logging
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, EncodedStreamObject, NameObject, NumberObject
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from ipgraph.errors import SourceError
from ipgraph.text.formats import extract_text
from ipgraph.text.load import read_source

Writer = Callable[[list[str], Path], None]
Piece = tuple[float, float, str] | tuple[float, float, str, int]
FILE = Path("file.pdf")
FONT = "STSong-Light"
# 30 characters: a full line of the pages below.
FULL = "国家知识产权局会同有关部门加强保护，推动修订条例，开展专项行动"[:30]


def pdf(*pages: list[Piece]) -> bytes:
    """Return a PDF file whose pages have texts at places, in 12 points unless a piece says otherwise."""
    registerFont(UnicodeCIDFont(FONT))
    data = BytesIO()
    canvas = Canvas(data, invariant=1)
    for page in pages:
        for piece in page:
            canvas.setFont(FONT, piece[3] if len(piece) > 3 else 12)
            canvas.drawString(piece[0], piece[1], piece[2])
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def lines(*pages: list[Piece]) -> list[str]:
    return extract_text(FILE, pdf(*pages)).splitlines()


def test_a_wrapped_paragraph_is_one_line_and_an_indent_begins_the_next() -> None:
    page: list[Piece] = [
        (96, 700, FULL[:28]),
        (72, 680, FULL),
        (72, 660, "有关工作。"),
        (96, 640, FULL[:28]),
        (72, 620, "尾"),
    ]
    assert lines(page) == [f"\u3000\u3000{FULL[:28]}{FULL}有关工作。", f"\u3000\u3000{FULL[:28]}尾"]


def test_a_full_line_at_a_paragraphs_end_does_not_swallow_the_next_paragraph() -> None:
    page: list[Piece] = [
        (72, 720, "各省："),
        (96, 700, FULL[:28]),
        (96, 680, FULL[:28]),
        (72, 660, "工作。"),
        (96, 640, "尾"),
    ]
    assert lines(page)[1:] == [f"\u3000\u3000{FULL[:28]}", f"\u3000\u3000{FULL[:28]}工作。", "\u3000\u3000尾"]


def test_a_paragraph_goes_on_over_a_page_break_past_number_and_running_title() -> None:
    pages: list[list[Piece]] = [
        [(250, 800, "中国知识产权年报"), (96, 700, FULL[:28]), (72, 680, FULL), (300, 40, f"- {number} -")]
        for number in range(1, 4)
    ]
    assert lines(*pages, [(72, 700, "尾")]) == [f"\u3000\u3000{FULL[:28]}{FULL}"] * 2 + [
        f"\u3000\u3000{FULL[:28]}{FULL}尾"
    ]


def test_the_number_of_a_single_page_stays_for_the_cleaning() -> None:
    assert lines([(72, 700, "正文。"), (72, 680, "第二行。"), (300, 40, "1")])[-1].strip() == "1"


def test_a_title_over_two_lines_is_one() -> None:
    page: list[Piece] = [
        (120, 740, "国务院办公厅", 20),
        (90, 712, "关于印发要点的通知", 20),
        (72, 670, "各省："),
        (72, 650, FULL),
    ]
    assert lines(page)[0].strip() == "国务院办公厅关于印发要点的通知"


def test_cells_beside_one_another_are_parted_by_tabs_wrapped_ones_included() -> None:
    page: list[Piece] = [(72, 700, "序号"), (120, 700, "任务"), (300, 700, "单位")]
    page += [
        (72, 680, "1"),
        (120, 680, "修订条例，"),
        (120, 665, "开展行动"),
        (300, 680, "司法部、"),
        (300, 665, "公安部"),
    ]
    page += [(72, 640, "后文")]
    assert lines(page) == ["序号\t任务\t单位", "1\t修订条例，开展行动\t司法部、公安部", "后文"]


def test_pieces_of_one_line_are_joined_and_latin_words_keep_their_blank() -> None:
    page: list[Piece] = [(72, 700, "查获"), (96, 700, "12.3"), (122, 700, "万件"), (150, 700, "IP"), (166, 700, "Key")]
    assert lines(page) == ["查获12.3万件IP Key"]


def test_a_raised_mark_stays_in_its_line() -> None:
    assert lines([(72, 700, "专利"), (96, 704, "1", 7), (101, 700, "授权")]) == ["专利1授权"]


def test_a_file_that_anybody_may_open_is_read_though_it_is_encrypted() -> None:
    assert extract_text(FILE, encrypted("", "RC4-128")) == "正文\n"
    assert extract_text(FILE, encrypted("", "AES-256")) == "正文\n"


def encrypted(password: str, algorithm: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([(72, 700, "正文")]))))
    writer.encrypt(password, "owner", algorithm=algorithm)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    data = BytesIO()
    writer.write(data)
    return data.getvalue()


def scan() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    return written(writer)


def bomb() -> bytes:
    """Return a file of some kilobytes whose one page unpacks to 400 MB."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    stream = EncodedStreamObject()
    packer = zlib.compressobj(9)
    stream._data = b"".join([*(packer.compress(b" " * 4_000_000) for _ in range(100)), packer.flush()])
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    page[NameObject("/Contents")] = writer._add_object(stream)
    return written(writer)


def nameless() -> bytes:
    """Return a file whose font has shapes but no characters: its codes lead to private ones."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    to_unicode = DecodedStreamObject()
    to_unicode.set_data(
        b"begincmap 1 begincodespacerange <41> <5A> endcodespacerange\n"
        b"1 beginbfrange <41> <5A> <E041> endbfrange endcmap"
    )
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")})
    font[NameObject("/BaseFont")] = NameObject("/Shapes")
    font[NameObject("/FirstChar")] = NumberObject(65)
    font[NameObject("/ToUnicode")] = writer._add_object(to_unicode)
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = DecodedStreamObject()
    content.set_data(b"BT /F1 12 Tf 20 100 Td (ABCDEFGH) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(content)
    return written(writer)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "scan": (scan, "has 1 pages and no text, so it is a scan"),
    "password": (lambda: encrypted("secret", "RC4-128"), "is encrypted and needs a password"),
    "password, AES": (lambda: encrypted("secret", "AES-256"), "is encrypted and needs a password"),
    "truncated": (lambda: pdf([(72, 700, "正文")])[:400], "is broken or cut short"),
    "head alone": (lambda: b"%PDF-1.7\n", "is broken or cut short"),
    "none": (lambda: b"PK\x03\x04" * 100, "is no PDF file: its mark '%PDF-' is missing"),
    "bomb": (bomb, "unpacks to more than is read"),
    "codes without names": (nameless, "do not tell which characters they show"),
}


@pytest.mark.parametrize(("make", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_refusal_says_where_why_and_what_is_allowed(
    tmp_path: Path, make: Callable[[], bytes], reason: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(make())
    with pytest.raises(SourceError) as refusal:
        read_source(path)
    message = str(refusal.value)
    assert message.startswith(f"{path}: ")
    assert reason in message
    assert "allowed are PDF files with text (no scans), without a password" in message
    assert "\n" not in message
    assert capfd.readouterr().err == ""
    assert logging.getLogger("pypdf").level == logging.NOTSET


def test_a_damaged_file_gives_its_text_or_a_refusal(writers: Mapping[str, Writer], tmp_path: Path) -> None:
    writers[".pdf"](["关于加强保护的通知", "国家知识产权局负责。"], tmp_path / "whole.pdf")
    whole = (tmp_path / "whole.pdf").read_bytes()
    outcomes = {"read": 0, "refused": 0}
    for place in range(0, len(whole), 23):
        for damaged in (whole[:place], whole[:place] + b"9" + whole[place + 1 :]):
            try:
                extract_text(FILE, damaged)
                outcomes["read"] += 1
            except SourceError:
                outcomes["refused"] += 1
    assert min(outcomes.values()) > 10
