"""What `ipgraph explain` says of a place in a document."""

from functools import cache

import pytest

from ipgraph.errors import SourceError
from ipgraph.extract.explain import Explanation, explain
from ipgraph.lexicon.authority import Authority
from ipgraph.model.document import DocumentMeta, SourceText

TEXT = "2016年知识产权保护状况\n公安部参加中美知识产权工作组会议，公安部参加中美知识产权工作组会议。\n"


@cache
def authority() -> Authority:
    return Authority.load()


def explain_at(offset: int) -> Explanation:
    source = SourceText("case", TEXT, "0" * 64, "utf-8")
    return explain(source, DocumentMeta("case"), authority(), offset)


def test_a_fact_is_shown_with_its_rule_and_its_place() -> None:
    text = explain_at(TEXT.index("参加")).as_text()
    assert "公安部 Participation 中美知识产权工作组" in text
    assert "participation.meeting" in text


def test_a_candidate_that_was_not_kept_is_shown_with_the_reason() -> None:
    text = explain_at(TEXT.index("参加")).as_text()
    assert "the same statement stands earlier in the document" in text


def test_every_sentence_rule_is_listed() -> None:
    tried = {rule for rule, _ in explain_at(TEXT.index("参加")).tried}
    assert {"tasks.bracket", "campaigns.conducted", "cooperation.joint"} <= tried


def test_the_front_matter_is_no_sentence() -> None:
    assert explain_at(0).block == "front"


def test_a_place_outside_the_text_is_refused() -> None:
    with pytest.raises(SourceError, match="offset 999 lies outside the text; allowed: 0 to"):
        explain_at(999)


def test_the_sentence_that_holds_the_place_is_shown_not_the_first_of_its_paragraph() -> None:
    text = "2016年知识产权保护状况\n公安部参加会议。商务部举办口岸保护研讨会。\n"
    source = SourceText("case", text, "0" * 64, "utf-8")
    explanation = explain(source, DocumentMeta("case"), authority(), text.index("口岸"))
    assert explanation.sentence == "商务部举办口岸保护研讨会。"
    assert "商务部 Participation 口岸保护研讨会" in explanation.as_text()


def test_a_row_of_a_table_is_shown_with_what_the_rule_for_tables_reads() -> None:
    text = "2016年工作要点\n序号\t任务\t牵头单位\n1\t推动修法\t司法部\n"
    source = SourceText("case", text, "0" * 64, "utf-8")
    explanation = explain(source, DocumentMeta("case"), authority(), text.index("司法部"))
    assert "司法部 TaskAssignment 1 (lead) [tasks.row" in explanation.as_text()
