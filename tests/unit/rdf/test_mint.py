"""IRIs depend on what they name and on nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipgraph.model.acts import Entity, EntityKind
from ipgraph.model.span import RawSpan
from ipgraph.rdf.mint import Minter, concept

BASE = "https://example.org/id/"


@pytest.fixture
def minter() -> Minter:
    return Minter(BASE)


def mechanism(name: str) -> Entity:
    return Entity(EntityKind.MECHANISM, name)


def test_an_authority_entity_goes_by_its_id(minter: Minter) -> None:
    entity = Entity(EntityKind.AGENCY, "国家知识产权局", slug="cnipa")

    assert minter.entity(entity) == f"<{BASE}agency/cnipa>"


def test_a_name_from_a_text_is_spelt_in_pinyin_with_a_digest(minter: Minter) -> None:
    assert (
        minter.entity(mechanism("中美知识产权工作组"))
        == f"<{BASE}mechanism/zhong-mei-zhi-shi-chan-quan-gong-zuo-zu-e03e672f>"
    )


@pytest.mark.parametrize(
    ("name", "readable"),
    [
        ("APEC知识产权专家组", "apec-zhi-shi-chan-quan-zhuan-jia-zu"),
        ("“绿色技术”2.0 会议", "lv-se-ji-shu-2-0-hui-yi"),
        ("Ähnlich（中欧）", "hnlich-zhong-ou"),
    ],
)
def test_only_chinese_characters_are_spelt_one_by_one(minter: Minter, name: str, readable: str) -> None:
    assert minter.slug("event", name).rpartition("-")[0] == readable


def test_kinds_keep_equal_names_apart(minter: Minter) -> None:
    assert minter.slug("event", "知识产权论坛") != minter.slug("mechanism", "知识产权论坛")


def test_long_names_with_one_beginning_are_told_apart(minter: Minter) -> None:
    names = [f"关于进一步加强海外知识产权纠纷应对机制建设的指导意见及其配套实施办法{end}" for end in ("甲", "乙")]

    slugs = [minter.slug("instrument", name) for name in names]

    assert slugs[0] != slugs[1]
    assert slugs[0].rpartition("-")[0] == slugs[1].rpartition("-")[0]
    assert max(map(len, slugs)) <= 69


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=5))
def test_order_does_not_matter_and_slugs_are_plain(names: list[str]) -> None:
    forwards, backwards = Minter(BASE), Minter(BASE)

    first = [forwards.slug("event", name) for name in names]
    second = [backwards.slug("event", name) for name in reversed(names)]

    assert first == second[::-1]
    assert all(re.fullmatch(r"[a-z0-9-]+", slug) for slug in first)


def test_a_plain_document_id_is_kept(minter: Minter) -> None:
    assert minter.document("001_60a2") == f"<{BASE}document/001_60a2>"
    assert minter.document_graph("001_60a2") == f"<{BASE}graph/document/001_60a2>"
    assert minter.task("001_60a2", "3.2b") == f"<{BASE}task/001_60a2-3.2b>"
    assert minter.evidence("001_60a2", RawSpan(3, 9)) == f"<{BASE}evidence/001_60a2-3-9>"


def test_a_chinese_document_id_is_spelt_alike_everywhere(minter: Minter) -> None:
    slug = minter.slug("document", "2024年 白皮书")

    assert slug.startswith("2024-nian-bai-pi-shu-")
    assert minter.document("2024年 白皮书") == f"<{BASE}document/{slug}>"
    assert minter.document_graph("2024年 白皮书") == f"<{BASE}graph/document/{slug}>"


def test_statements_differ_by_content(minter: Minter) -> None:
    one = minter.statement("doc", ("ab", "c"))

    assert re.fullmatch(rf"<{BASE}act/doc-[0-9a-f]{{12}}>", one)
    assert one == minter.statement("doc", ("ab", "c"))
    assert one != minter.statement("doc", ("a", "bc"))


def test_graphs_and_concepts_have_fixed_names(minter: Minter) -> None:
    assert minter.authority_graph() == f"<{BASE}graph/authority>"
    assert minter.things_graph() == f"<{BASE}graph/things>"
    assert minter.ontology_graph() == f"<{BASE}graph/ontology>"
    assert minter.derived_graph() == f"<{BASE}graph/derived>"
    assert concept("role", "lead") == "<https://w3id.org/ipgraph/ontology#role-lead>"


@pytest.mark.parametrize("base", ["https://example.org/id", "id/"])
def test_a_base_that_is_no_start_of_iris_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="must"):
        Minter(base)
