"""The series of the corpus are those that its texts tell of; each value here was read in the texts by hand."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from ipgraph.rdf.terms import IPG, PROV, SKOS
from ipgraph.resources import shapes_path
from ipgraph.settings import Settings
from ipgraph.store.embedded import Release, open_release
from ipgraph.validate import ShapeContext, check

PREFIXES = f"PREFIX ipg: <{IPG}> PREFIX prov: <{PROV}> PREFIX skos: <{SKOS}> PREFIX id: <{Settings().base_iri}> "


@pytest.fixture(scope="module")
def release(corpus_store: Path) -> Release:
    return open_release(corpus_store)


def values(release: Release, pattern: str) -> set[Any]:
    """Return the values of `?x` in a pattern."""
    return {row["x"] for row in release.select(f"{PREFIXES} SELECT DISTINCT ?x WHERE {{ {pattern} }}")}


def thing(path: str) -> str:
    return f"<{Settings().base_iri}{path}>"


def modality(release: Release, path: str) -> set[Any]:
    return values(release, f"{thing(path)} ipg:modality/skos:notation ?x")


def named(release: Release, path: str, prop: str) -> set[Any]:
    """Return the names, as of the document, of the agents of the acts behind a shortcut."""
    pattern = f"{thing(path)} ipg:{prop} ?agent ; prov:wasInfluencedBy ?act . ?act ipg:agent ?agent ; ipg:agentName ?x"
    return values(release, pattern)


@pytest.mark.parametrize(
    ("mechanism", "sessions"),
    [
        # 第24届中美商贸联委会后续工作, 第25届, and twice without number.
        ("cn-us-jcct", {24: [2014], 25: [2014], None: [2014]}),
        # 第六轮.
        ("cn-us-s-ed", {6: [2014]}),
        # 第38次和第39次会议 (2014), 第58次、第59次会议 (2024), and three times without number in 2014.
        ("apec-ipeg", {38: [2014], 39: [2014], 58: [2024], 59: [2024], None: [2014]}),
        # Meetings without number in 2014; 工作组 in the plan of 2023; 第二十七次会议.
        ("cn-eu-ip-working-group", {27: [2024], None: [2014, 2023]}),
        # The plan of 2023; 第十次会议.
        ("cn-jp-ip-working-group", {10: [2024], None: [2023]}),
        ("cn-us-ip-working-group", {None: [2014]}),
        ("cn-kr-copyright-working-group", {None: [2014]}),
        ("cross-strait-plant-variety-working-group", {3: [2014]}),
    ],
)
def test_the_sessions_of_a_mechanism(release: Release, mechanism: str, sessions: dict[int | None, list[int]]) -> None:
    query = f"""{PREFIXES} SELECT ?ordinal ?year WHERE {{
        ?session ipg:sessionOf {thing(f"mechanism/{mechanism}")} ; ipg:inYear/ipg:yearValue ?year .
        OPTIONAL {{ ?session ipg:ordinal ?ordinal }} }}"""
    found: dict[Any, list[Any]] = {}
    for row in release.select(query):
        found.setdefault(row.get("ordinal"), []).append(row["year"])

    assert {number: sorted(years) for number, years in found.items()} == sessions


def test_the_25th_joint_commission_was_attended_by_those_whose_chapters_name_it(release: Release) -> None:
    assert named(release, "mechanism/cn-us-jcct/session/25", "attendedBy") == {
        "商务部",
        "国家质量监督检验检疫总局",
        "国家版权局",
        "全国打击侵权假冒工作领导小组办公室",
    }


def test_the_ministry_of_commerce_led_the_working_groups_of_2014(release: Release) -> None:
    for group in ("cn-us", "cn-eu", "cn-ch", "cn-ru"):
        assert named(release, f"mechanism/{group}-ip-working-group/session/2014", "ledBy") == {"商务部"}


def test_what_the_plan_of_2023_announces_was_led_by_nobody(release: Release) -> None:
    path = "mechanism/cn-eu-ip-working-group/session/2023"

    assert modality(release, path) == {"planned"}
    assert values(release, f"{thing(path)} ipg:attendedBy|ipg:ledBy|ipg:hostedBy ?x") == set()
    assert values(release, f"{thing(path)} ipg:announcedBy/ipg:agentName ?x") == {"商务部"}


def test_the_only_gap_between_known_numbers_is_that_of_the_apec_group(release: Release) -> None:
    query = f"""{PREFIXES} SELECT ?first ?last ?before ?after WHERE {{
        ?gap a ipg:SeriesGap ; ipg:firstMissing ?first ; ipg:lastMissing ?last ;
             ipg:sessionBefore/ipg:ordinal ?before ; ipg:sessionAfter/ipg:ordinal ?after }}"""

    assert list(release.select(query)) == [{"first": 40, "last": 57, "before": 39, "after": 58}]


def test_a_series_can_be_walked_in_order(release: Release) -> None:
    start = thing("mechanism/cn-eu-ip-working-group/session/2014")

    assert values(release, f"{start} ipg:nextSession/ipg:nextSession/ipg:ordinal ?x") == {27}
    start = thing("mechanism/apec-ipeg/session/38")
    assert values(release, f"{start} ipg:nextSession+/ipg:ordinal ?x") == {39, 58, 59}


def test_the_editions_of_longteng(release: Release) -> None:
    planned, held = (thing(f"campaign/longteng/edition/{year}") for year in (2023, 2024))

    assert values(release, f"?edition ipg:editionOf {thing('campaign/longteng')} ; ipg:inYear/ipg:yearValue ?x") == {
        2023,
        2024,
    }
    assert modality(release, "campaign/longteng/edition/2023") == {"planned"}
    assert values(release, f"{planned} ipg:toBeConductedBy/skos:prefLabel ?x FILTER (LANG(?x) = 'zh')") == {"海关总署"}
    assert values(release, f"{planned} ipg:conductedBy ?x") == set()
    assert modality(release, "campaign/longteng/edition/2024") == {"reported"}
    assert named(release, "campaign/longteng/edition/2024", "conductedBy") == {"全国海关"}
    # 查扣进出口侵权嫌疑货物 4.04 万批、8112 万件.
    assert values(release, f"{held} ipg:hasResult/ipg:value ?x") == {40_400, 81_120_000}
    assert values(release, f"{planned} ipg:nextEdition/ipg:inYear/ipg:yearValue ?x") == {2024}


def test_the_editions_of_jianwang(release: Release) -> None:
    series = "campaign/jianwang/edition"

    assert [modality(release, f"{series}/{year}") for year in (2017, 2023, 2024)] == [
        {"planned"},
        {"planned"},
        {"reported"},
    ]
    # 按职责分工分别负责: seven bodies, none of which leads.
    assert len(values(release, f"{thing(f'{series}/2017')} ipg:toBeConductedBy ?x")) == 7
    assert values(release, f"{thing(f'{series}/2017')} ipg:toBeLedBy ?x") == set()
    # 中央宣传部、中央网信办、工业和信息化部、公安部; at its end the plan says: 列第一位的部门为牵头部门.
    assert len(values(release, f"{thing(f'{series}/2023')} ipg:toBeConductedBy ?x")) == 4
    assert values(release, f"{thing(f'{series}/2023')} ipg:toBeLedBy/skos:prefLabel ?x FILTER (LANG(?x) = 'zh')") == {
        "中央宣传部"
    }
    assert named(release, f"{series}/2024", "conductedBy") == {"中国"}
    # 关闭侵权盗版网站 705 个、删除侵权盗版链接 362.82 万条.
    assert values(release, f"{thing(f'{series}/2024')} ipg:hasResult/ipg:value ?x") == {705, 3_628_200}


@pytest.mark.parametrize(
    ("agreement", "status"),
    [
        ("中澳自贸协定", ("concludes", "reported", 2014)),  # 完成中国-澳大利亚知识产权章节文本谈判
        ("视听表演北京条约", ("ratifies", "reported", 2014)),  # the plan of 2023 only wants it carried out
        ("中欧地理标志保护与合作协定", ("implements", "inProgress", 2024)),  # 推进……落实
        ("中法农业和食品地理标志合作议定书", ("renews", "reported", 2024)),  # 续签
        ("中哈海关知识产权合作备忘录", ("negotiates", "inProgress", 2014)),  # 积极准备……签署
        ("区域全面经济伙伴关系协定", None),  # only in the plan of 2023
    ],
)
def test_the_latest_status_of_an_agreement(
    release: Release, agreement: str, status: tuple[str, str, int] | None
) -> None:
    query = f"""{PREFIXES} SELECT ?kind ?modality ?year WHERE {{
        ?agreement skos:prefLabel "{agreement}"@zh ; ipg:latestStatus/skos:notation ?kind ;
                   ipg:latestStatusModality/skos:notation ?modality ; ipg:latestStatusYear/ipg:yearValue ?year }}"""
    found = [(row["kind"], row["modality"], row["year"]) for row in release.select(query)]

    assert found == ([status] if status else [])


def test_negotiations_and_amendments_find_what_their_names_say(release: Release) -> None:
    assert values(release, "?n ipg:negotiationOf/skos:prefLabel ?x") == {
        "中澳自贸协定",
        "中韩自贸协定",
        "中秘自贸协定",
        "区域全面经济伙伴关系协定",
    }
    assert values(release, "?decision ipg:amends/skos:prefLabel ?x FILTER (LANG(?x) = 'zh')") == {
        "中华人民共和国专利法实施细则"
    }
    assert len(values(release, "?x ipg:proposesToAmend ?instrument")) == 5
    # Not the regulations of 1985 and 1991, which had the same names and were repealed.
    assert len(values(release, "?text ipg:amends ?x")) == 1
    assert len(values(release, "?text ipg:proposesToAmend ?x")) == 5


def test_the_queries_of_the_documentation_have_answers(release: Release, repository: Path) -> None:
    page = (repository / "docs" / "explanation" / "series.md").read_text(encoding="utf-8")
    queries = re.findall(r"```sparql\n(.*?)```", page, re.DOTALL)

    assert len(queries) == 5
    for query in queries:
        assert list(release.select(query)), query


def test_what_is_derived_conforms_to_the_shapes(release: Release, tmp_path: Path) -> None:
    shutil.copy(shapes_path("series.ttl"), tmp_path)
    context = ShapeContext.load([], tmp_path)
    lines = release.dump.read_text(encoding="utf-8").splitlines()
    quads = [
        (s, p, o, g) for s, p, rest in (line.split(" ", 2) for line in lines) for o, g in [rest[:-2].rsplit(" ", 1)]
    ]

    report = check(quads, context)

    assert report.results == ()
    assert len(values(release, "?x a ipg:Session")) > 90
