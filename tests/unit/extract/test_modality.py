"""Whether a text reports an act, has it under way or plans it."""

from functools import cache

import pytest

from ipgraph.extract.engine import extract
from ipgraph.lexicon.authority import Authority
from ipgraph.model.acts import Act, Modality
from ipgraph.model.document import DocumentMeta, SourceText


@cache
def authority() -> Authority:
    return Authority.load()


def modalities(title: str, text: str) -> set[Modality]:
    source = SourceText("case", f"{title}\n{text}\n", "0" * 64, "utf-8")
    findings = extract(source, DocumentMeta("case"), authority()).findings
    return {one.statement.modality for one in findings if isinstance(one.statement, Act)}


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("国家知识产权局印发《专利导航工作指南》。", Modality.REPORTED),
        ("国家知识产权局推动出台《专利导航工作指南》。", Modality.IN_PROGRESS),
        ("国家知识产权局正在修订《专利导航工作指南》。", Modality.IN_PROGRESS),
        ("国家知识产权局将于年底发布《专利导航工作指南》。", Modality.PLANNED),
    ],
)
def test_a_report_tells_what_is_done_from_what_is_not(text: str, modality: Modality) -> None:
    assert modalities("2016年知识产权保护状况", text) == {modality}


def test_what_a_plan_announces_is_planned() -> None:
    text = "（一）完善制度。出台《专利导航工作指南》。（国家知识产权局负责）"
    assert modalities("2016年知识产权工作要点", text) == {Modality.PLANNED}


def test_what_a_plan_mentions_as_issued_is_reported() -> None:
    text = "为落实国务院印发的《知识产权保护规划》，制定本要点。"
    assert modalities("2016年知识产权工作要点", text) == {Modality.REPORTED}
