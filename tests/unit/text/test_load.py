"""Reading source files: what is decoded how, and what is refused with which words."""

import hashlib
from pathlib import Path

import pytest

from ipgraph.errors import SourceError
from ipgraph.text.load import read_source

SENTENCE = "国家知识产权局关于印发通知的意见。\r\n各省、自治区：\n"
ENCODINGS = ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_is_the_decoded_file_with_its_newlines(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "notice.txt"
    path.write_bytes(SENTENCE.encode(encoding))

    source = read_source(path)

    assert (source.text, source.encoding) == (SENTENCE, encoding)


def test_byte_order_mark_of_utf8_stays_as_first_code_point(tmp_path: Path) -> None:
    path = tmp_path / "marked.txt"
    path.write_bytes(SENTENCE.encode("utf-8-sig"))

    source = read_source(path)

    assert source.text == "\ufeff" + SENTENCE
    assert source.text == path.read_bytes().decode(source.encoding)


def test_document_id_is_the_stem_and_digest_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "2017.plan.txt"
    path.write_bytes(SENTENCE.encode())

    source = read_source(path)

    assert source.doc_id == "2017.plan"
    assert source.sha256 == hashlib.sha256(SENTENCE.encode()).hexdigest()


@pytest.mark.parametrize("offset", range(4))
def test_gb18030_is_found_wherever_the_detectors_sample_ends(tmp_path: Path, offset: int) -> None:
    path = tmp_path / "long.txt"
    text = "x" * offset + "知识产权保护𠮷" * 20_000
    path.write_bytes(text.encode("gb18030"))

    assert read_source(path).text == text


REFUSED = {
    "empty": (b"", "is empty"),
    "white space": (b" \n\t\n", "is empty"),
    "mark only": (b"\xef\xbb\xbf\n", "only white space"),
    "blank in wide characters": ("\u3000\u3000\n".encode(), "only white space"),
    "zero bytes": (b"abc\0def" * 10, "is binary"),
    "control characters": (b"\x01\x02\x03abc" * 50, "is binary"),
    "image": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(200, 256)) * 50, "is binary"),
    "Latin-1": ("Le règlement a été adopté à Genève. ".encode("latin-1") * 20, "no UTF-8 from byte 4 on"),
    "two encodings in one file": ("中国".encode() * 20 + "保护".encode("gb18030") * 9, "no UTF-8 from byte 120 on"),
    "truncated UTF-8": ("中国".encode()[:-1], "no known encoding"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_refusal_says_where_why_and_what_is_allowed(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)

    with pytest.raises(SourceError) as refusal:
        read_source(path)

    message = str(refusal.value)
    assert message.startswith(f"{path}: ")
    assert reason in message
    assert "allowed are plain-text files in UTF-8 (with or without BOM), UTF-16 or GB18030" in message


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read_source(tmp_path / "nowhere.txt")


def test_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a directory"):
        read_source(tmp_path)
