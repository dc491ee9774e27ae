"""Figures know their total, their year and their owner, and contradicting totals are reported."""

from decimal import Decimal
from functools import cache

import pytest

from ipgraph.extract.engine import extract
from ipgraph.lexicon.authority import Authority
from ipgraph.model.acts import Extraction, Observation
from ipgraph.model.document import DocumentMeta, SourceText


@cache
def authority() -> Authority:
    return Authority.load()


def read(text: str, title: str = "2024年中国知识产权保护状况") -> Extraction:
    source = SourceText("case", f"{title}\n{text}\n", "0" * 64, "utf-8")
    extraction = extract(source, DocumentMeta("case"), authority())
    for finding in extraction.findings:
        assert source.text[finding.evidence.span.start : finding.evidence.span.end] == finding.evidence.quote
    return extraction


def observe(text: str, title: str = "2024年中国知识产权保护状况") -> list[Observation]:
    return [one.statement for one in read(text, title).findings if isinstance(one.statement, Observation)]


def test_a_part_is_linked_to_its_total() -> None:
    total, part = observe("全国法院新收专利案件900件，其中二审案件100件。")
    assert part.part_of == total


def test_a_part_is_linked_to_a_total_of_the_sentence_before() -> None:
    total, part = observe("全国法院新收知识产权案件900件。其中，商标案件100件。")
    assert part.part_of == total


def test_what_follows_a_part_after_a_semicolon_is_none() -> None:
    *_, last = observe("全国法院新收专利案件900件，其中二审案件100件；审结880件。")
    assert last.measure == "审结专利案件"
    assert last.part_of is None


@pytest.mark.parametrize("period", ["上半年", "一季度", "1-6月", "1月至11月", "前三个月", "6月份"])
def test_a_figure_of_a_part_of_the_year_is_marked(period: str) -> None:
    [figure] = observe(f"2024年{period}，全国法院新收专利案件900件。")
    assert figure.partial


@pytest.mark.parametrize("period", ["", "1-12月", "截至12月底"])
def test_a_figure_of_the_whole_year_is_not_marked(period: str) -> None:
    [figure] = observe(f"2024年{period}，全国法院新收专利案件900件。")
    assert not figure.partial


def test_parts_that_exceed_their_total_are_reported() -> None:
    extraction = read("最高人民法院新收专利案件2643件，其中二审案件1289件、审判监督案件1357件。")
    [discrepancy] = extraction.discrepancies
    assert discrepancy.total.value == 2643
    assert discrepancy.excess == 3
    assert "2646" in extraction.warnings[0]


def test_parts_that_fit_are_not_reported() -> None:
    extraction = read("最高人民法院新收专利案件2646件，其中二审案件1289件、审判监督案件1357件。")
    assert extraction.discrepancies == ()


def test_two_ways_of_dividing_a_total_are_not_added_up() -> None:
    extraction = read(
        "全国法院新收知识产权案件900件（包括新收涉外知识产权案件300件，审结200件）。其中，新收专利案件400件，商标案件450件。"
    )
    assert extraction.discrepancies == ()


def test_rounded_parts_may_exceed_their_total_by_the_rounding() -> None:
    extraction = read("受理专利申请9.70万件，其中国内专利申请9.00万件、国外专利申请0.71万件。")
    assert extraction.discrepancies == ()


def test_the_year_of_the_sentence_before_holds_on() -> None:
    first, second = observe("2022年，全国公安机关破获假冒商标案件27起。公安部挂牌督办侵权案件156起。")
    assert (first.year, second.year) == (2022, 2022)


def test_a_year_within_a_name_is_not_the_figures_year() -> None:
    [one] = observe("对第十四届全国冬季运动会、2025年第九届亚洲冬季运动会等的44件特殊标志核准登记。")
    assert one.year == 2024


def test_a_plan_plans_its_figures() -> None:
    [one] = observe("到2025年，每万人口高价值发明专利拥有量达到12件。", "知识产权强国建设推进计划")
    assert (one.modality.value, one.year, one.value) == ("planned", 2025, Decimal(12))


def test_listed_measures_share_their_values_in_order() -> None:
    found = observe("专利、商标质押融资金额分别为810亿元和216亿元。")
    assert [(one.measure, one.value) for one in found] == [
        ("专利质押融资金额", Decimal(81_000_000_000)),
        ("商标质押融资金额", Decimal(21_600_000_000)),
    ]
