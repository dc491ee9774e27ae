"""Terms are spelt in one canonical way, and every spelling is read back as the same value."""

import datetime
import doctest
from decimal import Decimal

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipgraph.rdf import terms
from ipgraph.rdf.terms import XSD

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def parse(line: str) -> pyoxigraph.Quad:
    (quad,) = pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_QUADS)
    assert isinstance(quad, pyoxigraph.Quad)
    return quad


def test_examples_in_docstrings_hold() -> None:
    outcome = doctest.testmod(terms)

    assert outcome.attempted >= 3
    assert outcome.failed == 0


@given(TEXT)
def test_a_literal_is_read_back_as_its_text(text: str) -> None:
    line = terms.nquads_line(("<a:s>", "<a:p>", terms.literal(text, lang="zh"), "<a:g>"))

    assert line.count("\n") == 1
    assert parse(line).object == pyoxigraph.Literal(text, language="zh")


@given(TEXT)
def test_an_iri_of_any_text_is_read(text: str) -> None:
    line = terms.nquads_line((terms.iri(f"https://example.org/{text}"), "<a:p>", "<a:o>", "<a:g>"))

    assert str(parse(line).subject).startswith("<https://example.org/")


def test_an_iri_has_one_fragment_and_whole_escapes() -> None:
    assert terms.iri("https://example.org/100%#a%20#b") == "<https://example.org/100%25#a%20%23b>"


def test_an_iri_keeps_chinese_and_encodes_what_is_forbidden() -> None:
    assert terms.iri("https://example.org/知识 <1>") == "<https://example.org/知识%20%3C1%3E>"


@pytest.mark.parametrize("value", ["agency/cnipa", "", "知识产权:1"])
def test_a_relative_iri_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="scheme"):
        terms.iri(value)


def test_a_string_datatype_is_left_out() -> None:
    assert terms.literal("件", datatype=f"{XSD}string") == '"件"'


def test_quotes_breaks_and_controls_are_escaped() -> None:
    assert terms.literal('"a\\b"\n\r\t\x00\x7f') == '"\\"a\\\\b\\"\\n\\r\\t\\u0000\\u007F"'


def test_a_language_is_spelt_in_lower_case() -> None:
    assert terms.literal("專利", lang="zh-Hant") == '"專利"@zh-hant'


@pytest.mark.parametrize(("lang", "datatype"), [("zh_CN", None), ("", None), ("zh", f"{XSD}string")])
def test_a_wrong_language_is_refused(lang: str, datatype: str | None) -> None:
    with pytest.raises(ValueError, match="allowed"):
        terms.literal("专利", lang=lang, datatype=datatype)


@pytest.mark.parametrize(
    ("value", "digits"),
    [("45.2E4", "452000"), ("-3.50", "-3.5"), ("0.0", "0"), ("-0", "0"), ("100", "100"), ("1E-3", "0.001")],
)
def test_a_decimal_is_spelt_without_exponent_or_needless_zeros(value: str, digits: str) -> None:
    assert terms.decimal(Decimal(value)) == f'"{digits}"^^<{XSD}decimal>'


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_a_decimal_is_what_the_store_would_write(value: Decimal) -> None:
    store = pyoxigraph.Store()
    store.add(parse(terms.nquads_line(("<a:s>", "<a:p>", terms.decimal(value), "<a:g>"))))

    assert str(next(iter(store)).object) == terms.decimal(value)


def test_a_decimal_must_be_finite() -> None:
    with pytest.raises(ValueError, match="finite"):
        terms.decimal(Decimal("NaN"))


def test_numbers_and_dates_carry_their_types() -> None:
    assert terms.integer(-3) == f'"-3"^^<{XSD}integer>'
    assert terms.non_negative_integer(0) == f'"0"^^<{XSD}nonNegativeInteger>'
    assert terms.date(datetime.date(2017, 5, 16)) == f'"2017-05-16"^^<{XSD}date>'


def test_a_text_position_is_not_negative() -> None:
    with pytest.raises(ValueError, match="-1"):
        terms.non_negative_integer(-1)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("https://www.gov.cn/a", "<https://www.gov.cn/a>"),
        ("https://www.gov.cn/a and b", '"https://www.gov.cn/a and b"'),
        ("http://:x", '"http://:x"'),
        ("国办发〔2017〕46号", '"国办发〔2017〕46号"'),
    ],
)
def test_one_web_address_is_an_iri_and_anything_else_a_string(text: str, term: str) -> None:
    assert terms.iri_or_literal(text) == term
