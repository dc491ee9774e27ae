"""Cleaning as a whole: the steps in their order, the way back, and behaviour on any text at all."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from ipgraph.model.document import CleanText, Edit, SourceText
from ipgraph.model.span import CleanSpan, RawSpan
from ipgraph.resources import data_path
from ipgraph.text.align import Translation
from ipgraph.text.clean import DEFAULT_STEPS, Step, clean
from ipgraph.text.load import read_source


def clean_text(text: str, steps: tuple[Step, ...] = DEFAULT_STEPS) -> CleanText:
    """Return the cleaned text of a document that was never on disk."""
    return clean(SourceText(doc_id="test", text=text, sha256="", encoding="utf-8"), steps)


def raw_of(cleaned: CleanText, part: str) -> str:
    """Return the source's characters for the only place of `part` in the clean text."""
    assert cleaned.text.count(part) == 1
    start = cleaned.text.index(part)
    return cleaned.quote(CleanSpan(start, start + len(part)))


HEAD = (
    "國務院辦公廳關于印發\n2017年全國打擊侵犯知識産權和(hé)\n制(zhì)售假冒僞劣商品工作(zuò)要點的通(tōng)知\n國辦發〔2017〕46號\n"
    "各省、自治區(qū)、直轄市人(rén)民政府,國務院各部委、各直屬機構:\n"
    "《工作要點》已經國務院同意,請(qǐng)認真貫徹執行(xíng)。\n國務院辦公廳\n2017年5月16日\n(此件公開(kāi)發布)\n"
)


def test_head_of_a_notice_becomes_its_logical_lines() -> None:
    assert clean_text(HEAD).text.splitlines() == [
        "国务院办公厅关于印发2017年全国打击侵犯知识产权和制售假冒伪劣商品工作要点的通知",
        "国办发〔2017〕46号",
        "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：",
        "《工作要点》已经国务院同意，请认真贯彻执行。",
        "国务院办公厅",
        "2017年5月16日",
        "（此件公开发布）",
    ]


def test_quote_is_the_source_with_its_glosses_and_line_ends() -> None:
    assert raw_of(clean_text(HEAD), "侵犯知识产权和制售假冒") == "侵犯知識産權和(hé)\n制(zhì)售假冒"


REPORT = (
    "\n\n# 二〇二四年中国知识产权保护状况\n\n国家知识产权局\n\n"
    "# 目 录\n\n一、保护成效 .....\t2\n二、制度建设 .....\t18\n\n"
    "## 一、保护成效\n\n2024 年，最高人民法院新收案件 2 643 件，由国家知识\n\n产权局于 2024 年 7 月发布《知识\n\n"
    "产权数据》。\n\n表1 2024年成果\n\n序号\t名称\n1\t“剑网 2024”行动\n\t《商标法》\n\n加强“IP Key”项目（WIPO Lex）。"
)


def test_report_keeps_its_headings_and_table_and_loses_its_contents_page() -> None:
    assert clean_text(REPORT).text.splitlines() == [
        "# 二〇二四年中国知识产权保护状况",
        "国家知识产权局",
        "## 一、保护成效",
        "2024年，最高人民法院新收案件2643件，由国家知识产权局于2024年7月发布《知识产权数据》。",
        "表1 2024年成果",
        "序号\t名称",
        "1\t“剑网2024”行动",
        "\t《商标法》",
        "加强“IP Key”项目（WIPO Lex）。",
    ]


def test_number_maps_back_to_its_digits_with_the_space() -> None:
    assert raw_of(clean_text(REPORT), "2643") == "2 643"


PLAN = (
    "2023年推進計劃 為貫徹落實《綱要》(《以下簡稱《綱要》),制定本計劃。 一 完善知識產權制度 (一)完善法律法規規章 "
    "1.推動完成《細則》修改。(國家知識產權局負責) 2.推進修改《條例》,增長1.5萬件。(中央宣傳部負責) (二)改革重大政策 "
    "3.開展《綱要》(一)所列“2.1版”工作。(財政部負責) 二 加強組織保障 4.編制年度報告。(聯席會議辦公室負責) "
    "上述各項任務分工中,列第一位的部門為牽頭部門。"
)
PLAN_LINES = [
    "2023年推进计划",
    "为贯彻落实《纲要》（《以下简称《纲要》），制定本计划。",
    "一 完善知识产权制度",
    "（一）完善法律法规规章",
    "1.推动完成《细则》修改。（国家知识产权局负责）",
    "2.推进修改《条例》，增长1.5万件。（中央宣传部负责）",
    "（二）改革重大政策",
    "3.开展《纲要》（一）所列“2.1版”工作。（财政部负责）",
    "二 加强组织保障",
    "4.编制年度报告。（联席会议办公室负责）",
    "上述各项任务分工中，列第一位的部门为牵头部门。",
]


def test_plan_in_one_line_falls_into_its_headings_and_tasks() -> None:
    assert clean_text(PLAN).text.splitlines() == PLAN_LINES


def test_plan_that_was_joined_without_spaces_does_too() -> None:
    assert clean_text(PLAN.replace(" ", "")).text.splitlines() == PLAN_LINES


def test_task_maps_back_to_its_place_in_the_line() -> None:
    assert raw_of(clean_text(PLAN), "2.推进修改《条例》") == "2.推進修改《條例》"


def test_step_that_changes_the_length_in_a_translation_is_refused() -> None:
    with pytest.raises(ValueError, match="'shorten' changed the length of the text from 2 to 1"):
        clean_text("甲乙", (Step("shorten", Translation(lambda text: text[:-1])),))


def test_steps_can_be_chosen() -> None:
    step = Step("first", lambda text: [Edit(0, 1, "")] if text else [])

    assert clean_text("甲乙 丙", (step,)).text == "乙 丙"


def test_names_of_the_steps_are_unique() -> None:
    assert len({step.name for step in DEFAULT_STEPS}) == len(DEFAULT_STEPS)


ODD = st.text(
    st.one_of(
        st.sampled_from(
            "中国知识产权2 14.、，。；：（）()《》“”#\t\n\r\u3000\xa0\ufeff\u200b一二十第年月日号—…·|[]乾著國産"
        ),
        st.characters(codec="utf-8"),
    ),
    max_size=120,
)
PIECES = (
    "（一）|一、|1.| 2. |和(hé)|目录\n|……3\n|## |\n\n| |。|（公安部负责）|2 643|國務院|[bookmark: _Toc1]|第 3 页\n"
    "|\t|WIPO|2024年5月1日|要点|〔2017〕46号|各省：|加强知识产权保护"
)
FRAGMENTS = st.lists(st.sampled_from(PIECES.split("|")), max_size=60).map("".join)


@given(st.one_of(ODD, FRAGMENTS))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_cleaned_and_every_clean_character_has_a_raw_origin(text: str) -> None:
    cleaned = clean_text(text)

    places = range(len(cleaned.text))
    raw = [cleaned.raw_span(CleanSpan(place, place + 1)) for place in places]
    back = [cleaned.alignment.to_clean(span) for span in raw]
    assert all(0 <= span.start < span.end <= len(text) for span in raw)
    assert all(span.start <= place < span.end for place, span in zip(places, back, strict=True))
    assert [span.start for span in raw] == sorted(span.start for span in raw)


@given(st.one_of(ODD, FRAGMENTS))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_clean_text_has_no_blank_lines_and_no_stray_blanks(text: str) -> None:
    cleaned = clean_text(text).text

    assert "\n\n" not in cleaned
    assert "  " not in cleaned
    assert not cleaned.startswith("\n")
    assert " \n" not in cleaned


CORPUS = sorted(data_path("corpus").glob("*.txt"))


def test_corpus_is_there() -> None:
    assert len(CORPUS) >= 5


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_line_of_the_corpus_maps_to_raw_text_and_back(path: Path) -> None:
    cleaned = clean(read_source(path))

    start = end_before = 0
    for line in cleaned.text.splitlines(keepends=True):
        span = CleanSpan(start, start + len(line.rstrip("\n")))
        raw = cleaned.raw_span(span)
        assert end_before <= raw.start < raw.end <= len(cleaned.source.text)
        assert cleaned.alignment.to_clean(raw) == span
        start, end_before = start + len(line), raw.end


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_cleaning_the_clean_text_of_the_corpus_again_changes_next_to_nothing(path: Path) -> None:
    once = clean(read_source(path)).text

    again = clean_text(once).text

    assert again == once


def wrap(text: str, width: int) -> str:
    """Return the text with its lines cut at `width` characters, but not its tables."""
    lines = text.split("\n")
    cut = ("\n".join(line[at : at + width] for at in range(0, len(line), width)) for line in lines)
    return "\n".join(line if "\t" in line else wrapped for line, wrapped in zip(lines, cut, strict=True))


def number_pages(text: str) -> str:
    """Return the text with a page number after each fifth line."""
    lines = text.split("\n")
    return "\n".join(f"{line}\n— {place} —" if place % 5 == 4 else line for place, line in enumerate(lines))


def widen_digits(text: str) -> str:
    """Return the text with full-width digits, brackets and commas."""
    return text.translate(str.maketrans("0123456789(),", "０１２３４５６７８９（），"))


MUTATIONS: dict[str, Callable[[str], str]] = {
    "Traditional": lambda text: str(OpenCC("s2t").convert(text)),
    "Taiwan": lambda text: str(OpenCC("s2tw").convert(text)),
    "wrapped at 30": lambda text: wrap(text, 30),
    "wrapped at 40": lambda text: wrap(text, 40),
    "page numbers": number_pages,
    "full width": widen_digits,
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS.keys())
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_noise_changes_hardly_a_line(path: Path, mutation: Callable[[str], str]) -> None:
    source = read_source(path)
    lines = clean(source).text.split("\n")

    noisy = set(clean_text(mutation(source.text)).text.split("\n"))

    assert sum(line in noisy for line in lines) >= 0.9 * len(lines)


def seconds_to_clean(text: str) -> float:
    """Return the least of three times that cleaning the text takes."""
    times: list[float] = []
    for _ in range(3):
        start = time.perf_counter()
        clean_text(text)
        times.append(time.perf_counter() - start)
    return min(times)


HOSTILE = {
    "plan": PLAN + "\n",
    "glosses": HEAD,
    "blanks": " ",
    "newlines": " \n",
    "tabs": "\t",
    "brackets": "（(中",
    "full stops": "。（中",
    "hashes": "## 中 ",
    "numbers": "1.中。",
    "digits": "1 000",
    "contents": "目录\n中...1\n",
    "titles": "中计划 ",
}


@pytest.mark.timing
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_with_the_length_of_the_text(unit: str) -> None:
    text = unit * (4_000 // len(unit) + 1)
    clean_text(text)

    assert seconds_to_clean(text * 20) < 20 * 5 * max(seconds_to_clean(text), 0.001)


def test_raw_span_of_deleted_text_is_empty_in_the_clean_text() -> None:
    cleaned = clean_text("和(hé)制售")

    back = cleaned.alignment.to_clean(RawSpan(2, 4))

    assert back.start == back.end
