"""No text breaks the extractor, and noise that a reader would not notice changes no fact but its offsets."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from pypinyin import Style, pinyin

from ipgraph.corpus import read_manifest
from ipgraph.extract.engine import extract
from ipgraph.lexicon.authority import Authority
from ipgraph.model.acts import Act, Entity, Extraction, Observation, Statement
from ipgraph.model.document import DocumentMeta, SourceText
from ipgraph.text.load import read_source

ROOT = Path(__file__).parents[1]
MIN_UNCHANGED = 0.97
SEEDS = (0, 1, 2, 3)

Facts = Counter[tuple[object, ...]]
Mutation = Callable[[str, random.Random], str]


@dataclass(frozen=True)
class Document:
    source: SourceText
    meta: DocumentMeta


@cache
def authority() -> Authority:
    return Authority.load()


@cache
def documents() -> tuple[Document, ...]:
    corpus, texts = ROOT / "data" / "corpus", ROOT / "tests" / "golden" / "texts"
    manifest = read_manifest(corpus)
    sources = [read_source(path) for path in (*sorted(corpus.glob("*.txt")), *sorted(texts.glob("*.txt")))]
    return tuple(Document(source, manifest.get(source.doc_id, DocumentMeta(source.doc_id))) for source in sources)


def read(text: str, meta: DocumentMeta) -> Extraction:
    """Return what is read in a text, having made sure that every quote stands at its place."""
    extraction = extract(SourceText(meta.doc_id, text, "0" * 64, "utf-8"), meta, authority())
    for finding in extraction.findings:
        span = finding.evidence.span
        assert text[span.start : span.end] == finding.evidence.quote
    return extraction


def content(statement: Statement) -> tuple[object, ...]:
    """Return a statement without its place: predicate, subject, object, qualifier, year, ordinal, value, unit."""
    if isinstance(statement, Act):
        names = (statement.agent.name, statement.object.name)
        return (statement.kind, *names, statement.role, statement.year, statement.ordinal)
    if isinstance(statement, Observation):
        return (statement.subject.name, statement.measure, statement.value, statement.unit, statement.year)
    value = statement.value.name if isinstance(statement.value, Entity) else str(statement.value)
    return (statement.property, statement.subject.name, value)


def facts_of(extraction: Extraction) -> Facts:
    return Counter(content(finding.statement) for finding in extraction.findings)


@cache
def original_facts(document: Document) -> Facts:
    return facts_of(read(document.source.text, document.meta))


@cache
def reading(character: str) -> str:
    return str(pinyin(character, style=Style.TONE)[0][0])


@cache
def converter(name: str) -> OpenCC:
    return OpenCC(name)


def add_glosses(text: str, choose: random.Random) -> str:
    """Put its reading behind some of the characters: 和(hé)."""
    share, (left, right) = choose.choice([0.03, 0.1, 0.3]), choose.choice([("(", ")"), ("（", "）")])
    gloss = lambda han: f"{han[0]}{left}{reading(han[0])}{right}" if choose.random() < share else han[0]  # noqa: E731
    return re.sub("[\u4e00-\u9fff]", gloss, text)


def to_traditional(text: str, choose: random.Random) -> str:
    """Write it as in Taiwan or Hong Kong, half the time with their quotation marks."""
    traditional = str(converter(choose.choice(["s2t", "s2tw", "s2hk"])).convert(text))
    return traditional.translate(str.maketrans("“”‘’", "「」『』")) if choose.random() < 0.5 else traditional


def columns(character: str) -> int:
    return 1 if character < "\u0300" else 2


def wrap(text: str, choose: random.Random, widths: tuple[int, int], measure: Callable[[str], int]) -> str:
    """Cut each paragraph into lines of one width; tables and headings in Markdown stay."""
    limit, (indent, between) = choose.randint(*widths), choose.choice([("\u3000\u3000", 1), ("", 1), ("", 2)])
    paragraphs = []
    for line in filter(str.strip, text.split("\n")):
        if "\t" in line or line.startswith("#"):
            paragraphs.append(line)
            continue
        lines, width = [""], 0
        for character in indent + line.strip():
            if width + measure(character) > limit:
                lines, width = [*lines, ""], 0
            lines[-1] += character
            width += measure(character)
        paragraphs.append("\n".join(lines))
    return ("\n" * between).join(paragraphs)


def join_all(text: str, _: random.Random) -> str:
    """Put everything into one line."""
    return " ".join(filter(str.strip, text.split("\n")))


def join_paragraphs(text: str, _: random.Random) -> str:
    """Join the lines that no blank line parts; tables and headings in Markdown stay."""
    return re.sub(r"^((?!#)[^\n\t]*\S)\n(?=[^\s#][^\n\t]*$)", r"\1 ", text, flags=re.MULTILINE)


def add_page_numbers(text: str, choose: random.Random) -> str:
    """Put a line with a page number between two lines now and then."""
    form, size = choose.choice(["- {} -", "— {} —", "{}", "第 {} 页", "\u3000{}\u3000"]), choose.randint(400, 700)
    lines, page, filled = [], 0, 0
    for line in text.split("\n"):
        lines.append(line)
        filled += len(line)
        if filled > size:
            page, filled = page + 1, 0
            lines.append(form.format(page))
    return "\n".join(lines)


def break_pages(text: str, choose: random.Random) -> str:
    """Cut the text into pages wherever one is full, with the page's number at its foot."""
    form = choose.choice(["\n- {} -\n", "\n\n— {} —\n\n", "\n{}\n", "\n第 {} 页\n"])
    size = choose.randint(400, 700)
    pages = [text[start : start + size] for start in range(0, len(text), size)]
    return "".join(page + form.format(number) for number, page in enumerate(pages[:-1], 1)) + pages[-1]


WIDE = dict(zip(",;:?!()%", "，；：？！（）％", strict=True))
WIDE_ALPHANUMERICS = {chr(code): chr(code + 0xFEE0) for code in range(0x30, 0x7B) if chr(code).isalnum()}


def translate(text: str, _: random.Random, table: dict[str, str]) -> str:
    return text.translate({ord(old): new for old, new in table.items()})


MUTATIONS: dict[str, Mutation] = {
    "pinyin glosses": add_glosses,
    "Traditional characters": to_traditional,
    "lines of 30-40 characters": partial(wrap, widths=(30, 40), measure=len),
    "lines of 30-40 columns": partial(wrap, widths=(30, 40), measure=columns),
    "lines of 60-80 columns": partial(wrap, widths=(60, 80), measure=columns),
    "one line": join_all,
    "one line a paragraph": join_paragraphs,
    "page numbers": add_page_numbers,
    "page breaks": break_pages,
    "full-width punctuation": partial(translate, table=WIDE),
    "full-width letters and digits": partial(translate, table=WIDE_ALPHANUMERICS),
    "half-width punctuation": partial(translate, table={wide: narrow for narrow, wide in WIDE.items()}),
}


def mutated(text: str, name: str, seed: str) -> str:
    # A string seeds the generator by its own digest, the same on every run.
    return MUTATIONS[name](text, random.Random(f"{name} {seed}"))


def test_the_run_over_whole_documents_has_300_texts() -> None:
    assert len(documents()) * len(MUTATIONS) * len(SEEDS) >= 300


@pytest.mark.parametrize("name", MUTATIONS)
def test_noise_leaves_the_facts_of_documents_unchanged(name: str) -> None:
    before = after = kept = 0
    details = []
    for document in documents():
        for seed in SEEDS:
            facts = original_facts(document)
            found = facts_of(read(mutated(document.source.text, name, f"{document.meta.doc_id} {seed}"), document.meta))
            same = (facts & found).total()
            before, after, kept = before + facts.total(), after + found.total(), kept + same
            details.append(f"{document.meta.doc_id} {same} of {facts.total()}, {found.total() - same} new")
    unchanged = kept / max(before, after)
    assert before > 1000
    assert unchanged >= MIN_UNCHANGED, f"{name}: {unchanged:.4f} of the facts unchanged\n" + "\n".join(details)


def slices() -> Iterator[tuple[str, Document]]:
    """Yield pieces of the size of a paragraph, cut anywhere."""
    choose = random.Random("slices")
    for document in documents():
        text = document.source.text
        for _ in range(8):
            start = choose.randrange(len(text))
            yield text[start : start + choose.randint(20, 600)], document


def test_pieces_of_documents_raise_nothing_in_any_noise() -> None:
    count = 0
    for number, (piece, document) in enumerate(slices()):
        for name in MUTATIONS:
            read(mutated(piece, name, str(number)), document.meta)
            count += 1
    assert count >= 1000


WORDS = """
（ ） ( ) 《 》 “ ” 〔2017〕 、 ， 。 ； ： # | - — 、） （、 …… ..... - 3 - 第 次 届 年 月 日 万 亿 % 件 批
2 643 1,289 45.2万 三分之一 0 00 9999999999999999 第25届 2024年 2024年13月45日 自2024年1月20日起施行 其中 占比
一、 （一） 1. （1） ① 1.1 第三章 专栏1 表1 目录 负责 牵头 （公安部负责） （公安部、 按职责分工负责） 分别负责
公安部 海关总署 国家知识产权局 国务院办公厅 中美 中欧、 中国-美国、中国-瑞士 知识产权 工作组会议 合作备忘录 专项行动
“龙腾2024” 《专利法》 国办发〔2017〕46号 关于 的通知 签署 参加 举办 开展 修订 印发 查处 (hé) （zhi） [bookmark:_Toc1]
百 〇 著 乾 𠀀 同比增长
"""
BLANKS = ["\n", "\n\n", "\t", " ", "\u3000", "序号\t名称", "1\t", "\ufeff", "\u200b", "\x00", "\r", "\u2028"]
FRAGMENTS = st.sampled_from(WORDS.split() + BLANKS)
TEXTS = st.lists(st.one_of(FRAGMENTS, FRAGMENTS, st.text(max_size=6)), max_size=80).map("".join)


@settings(max_examples=1000)
@given(TEXTS)
@example("")
@example("\n" * 50)
@example("（" * 3000)
@example("知识产权《" * 500)
@example("知识产权" + "1" * 5000)
@example("知识产权 公安部、" * 400)
@example("公安部参加第0次中美知识产权工作组会议。")
@example("公安部参加第99999999999999999999次中美知识产权工作组会议。")
@example("公安部参加第十百次中美知识产权工作组会议。")
@example("十百、开展知识产权保护专项行动。（公安部负责）")
def test_no_text_raises(text: str) -> None:
    read(text, DocumentMeta("text"))
