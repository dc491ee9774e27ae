"""The same question for several years gives the bodies, names, superiors and functions of then.

The expected values are written by hand from the notices:
《国务院机构改革和职能转变方案》（2013年3月14日）, 《国务院机构改革方案》（2018年3月17日）,
《深化党和国家机构改革方案》（2018年3月）, 《党和国家机构改革方案》（2023年3月）, and for the courts
the decisions of the NPC Standing Committee of 31 August 2014, 26 October 2018 and 26 December 2020.
"""

from collections.abc import Callable
from datetime import date

import pytest

Row = dict[str, str]
Ask = Callable[..., list[Row]]

DAYS = [date(2014, 7, 1), date(2017, 7, 1), date(2018, 7, 1), date(2023, 7, 1), date(2024, 7, 1)]
FUNCTION = "https://w3id.org/ipgraph/ontology#function-"

# Bodies that a notice between 2014 and 2024 ended or set up, and the days of DAYS on which they existed.
EXISTED = {
    # 2018: 不再保留……
    "aqsiq": "2014 2017",
    "cfda": "2014 2017",
    "saic": "2014 2017",
    "sapprft": "2014 2017",
    "moa": "2014 2017",
    "forestry-sfa": "2014 2017",
    "moculture": "2014 2017",
    "cnta": "2014 2017",
    "mlr": "2014 2017",
    "mep": "2014 2017",
    "nhfpc": "2014 2017",
    "slao": "2014 2017",
    "cbrc": "2014 2017",
    "circ": "2014 2017",
    # 2018: 组建……
    "samr": "2018 2023 2024",
    "nmpa": "2018 2023 2024",
    "nrta": "2018 2023 2024",
    "nppa": "2018 2023 2024",
    "mara": "2018 2023 2024",
    "nfga": "2018 2023 2024",
    "mct": "2018 2023 2024",
    "mnr": "2018 2023 2024",
    "mee": "2018 2023 2024",
    "nhc": "2018 2023 2024",
    # 2018 组建, 2023 不再保留
    "cbirc": "2018",
    # 2023: 组建……
    "nfra": "2023 2024",
    "nda": "2024",
    # The courts.
    "beijing-ip-court": "2017 2018 2023 2024",
    "spc-ip-court": "2023 2024",
    "hainan-ip-court": "2023 2024",
    # Throughout.
    "cnipa": "2014 2017 2018 2023 2024",
    "ncac": "2014 2017 2018 2023 2024",
    "customs": "2014 2017 2018 2023 2024",
    # Ended before: 2008, 2013.
    "mii": "",
    "gapp": "",
    "sfda": "",
    "moh": "",
}


def of_body(rows: list[Row], body: str) -> list[Row]:
    return [row for row in rows if row["body"] == body]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_bodies_that_existed_on_a_day(ask: Ask, day: date) -> None:
    found = {row["body"] for row in ask("bodies_as_of", day=day)}

    assert found & EXISTED.keys() == {body for body, years in EXISTED.items() if str(day.year) in years.split()}


@pytest.mark.parametrize(
    ("day", "name_en", "superior", "functions"),
    [
        # 国办发〔1998〕61号; the layout-designs by 国务院令第300号 from 1 October 2001.
        ("1999-07-01", "State Intellectual Property Office", "state-council", "foreign-ip-affairs patents"),
        (
            "2014-07-01",
            "State Intellectual Property Office",
            "state-council",
            "foreign-ip-affairs layout-designs patents",
        ),
        # 2018: 商标、原产地地理标志管理职责整合，由国家市场监督管理总局管理; the English name changed on 28 August.
        (
            "2018-07-01",
            "State Intellectual Property Office",
            "samr",
            "foreign-ip-affairs geographical-indications layout-designs patents trademarks",
        ),
        (
            "2018-09-01",
            "China National Intellectual Property Administration",
            "samr",
            "foreign-ip-affairs geographical-indications layout-designs patents trademarks",
        ),
        # 2023: 调整为国务院直属机构.
        (
            "2024-07-01",
            "China National Intellectual Property Administration",
            "state-council",
            "foreign-ip-affairs geographical-indications layout-designs patents trademarks",
        ),
    ],
)
def test_the_ip_office_kept_its_chinese_name_and_nothing_else(
    ask: Ask, day: str, name_en: str, superior: str, functions: str
) -> None:
    rows = of_body(ask("bodies_as_of", day=date.fromisoformat(day)), "cnipa")

    assert {row["name"] for row in rows} == {"国家知识产权局"}
    assert {row["nameEn"] for row in rows} == {name_en}
    assert {row["superior"] for row in rows} == {superior}
    assert " ".join(row["function"] for row in rows) == functions


@pytest.mark.parametrize(
    ("body", "day", "name"),
    [
        ("ccac-office", "2017-07-01", "中央网络安全和信息化领导小组办公室"),
        ("ccac-office", "2018-07-01", "中央网络安全和信息化委员会办公室"),
        ("gapp", "1999-07-01", "新闻出版署"),
        ("gapp", "2010-07-01", "新闻出版总署"),
        ("saic", "1999-07-01", "国家工商行政管理局"),
        ("saic", "2017-07-01", "国家工商行政管理总局"),
        ("ip-joint-conference", "2014-07-01", "国家知识产权战略实施工作部际联席会议"),
        ("ip-joint-conference", "2018-07-01", "国务院知识产权战略实施工作部际联席会议"),
        ("ip-joint-conference", "2024-07-01", "国家知识产权强国建设工作部际联席会议"),
    ],
)
def test_the_official_name_of_the_day(ask: Ask, body: str, day: str, name: str) -> None:
    assert {row["name"] for row in of_body(ask("bodies_as_of", day=date.fromisoformat(day)), body)} == {name}


@pytest.mark.parametrize(
    ("body", "superiors"),
    [
        # 2013: 国家版权局 with 新闻出版广电总局; 2018: 中央宣传部对外加挂国家版权局牌子.
        ("ncac", ["sapprft", "sapprft", "publicity", "publicity", "publicity"]),
        # 国家中医药管理局由国家卫生和计划生育委员会管理 (2013), 由国家卫生健康委员会管理 (2018).
        ("natcm", ["nhfpc", "nhfpc", "nhc", "nhc", "nhc"]),
        ("sac", ["aqsiq", "aqsiq", "samr", "samr", "samr"]),
        ("cnipa", ["state-council", "state-council", "samr", "state-council", "state-council"]),
    ],
)
def test_the_superior_of_the_day(ask: Ask, body: str, superiors: list[str]) -> None:
    found = [{row["superior"] for row in of_body(ask("bodies_as_of", day=day), body)} for day in DAYS]

    assert found == [{superior} for superior in superiors]


@pytest.mark.parametrize(
    ("function", "holders"),
    [
        (
            "trademarks",
            [
                {"saic", "trademark-office-saic"},
                {"saic", "trademark-office-saic"},
                {"cnipa", "trademark-office-saic"},
                {"cnipa", "trademark-office"},
                {"cnipa", "trademark-office"},
            ],
        ),
        ("geographical-indications", [{"aqsiq"}, {"aqsiq"}, {"cnipa"}, {"cnipa"}, {"cnipa"}]),
        ("copyright", [{"ncac", "sapprft"}, {"ncac", "sapprft"}, *[{"ncac", "publicity"}] * 3]),
        ("plant-varieties-agriculture", [{"moa"}, {"moa"}, {"mara"}, {"mara"}, {"mara"}]),
        ("plant-varieties-forestry", [{"forestry-sfa"}, {"forestry-sfa"}, {"nfga"}, {"nfga"}, {"nfga"}]),
        ("antimonopoly", [*[{"mofcom", "ndrc", "saic"}] * 2, *[{"samr"}] * 3]),
        ("entry-exit-inspection", [{"aqsiq"}, {"aqsiq"}, {"customs"}, {"customs"}, {"customs"}]),
        ("customs-protection", [{"customs"}] * 5),
        ("banking-and-insurance-supervision", [*[{"cbrc", "circ"}] * 2, {"cbirc"}, {"nfra"}, {"nfra"}]),
        ("technical-ip-appeals", [set(), set(), set(), *[{"spc", "spc-ip-court"}] * 2]),
    ],
)
def test_who_holds_a_function_on_a_day(ask: Ask, function: str, holders: list[set[str]]) -> None:
    found = [{row["holder"] for row in ask("function_holders", function=FUNCTION + function, day=day)} for day in DAYS]

    assert found == holders


def test_who_held_a_function_through_time(ask: Ask) -> None:
    rows = ask("function_holders", function=f"{FUNCTION}geographical-indications")

    assert [(row["holder"], row["from"], row.get("to", "")) for row in rows] == [
        ("aqsiq", "2005-07-15", "2018-03-16"),
        ("cnipa", "2018-03-17", ""),
    ]
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize(
    ("body", "successors"),
    [
        ("saic", {"cnipa", "samr"}),
        ("aqsiq", {"cnipa", "customs", "samr"}),
        ("cfda", {"nmpa", "samr"}),
        ("sapprft", {"cfa", "nppa", "nrta", "publicity"}),
        ("slao", {"moj"}),
        ("cbirc", {"nfra"}),
        ("costind", {"miit", "sastind"}),
    ],
)
def test_to_whom_a_body_passed_its_functions(ask: Ask, body: str, successors: set[str]) -> None:
    rows = ask("body_changes", body=f"https://example.org/id/agency/{body}")

    assert {row["after"] for row in rows if row.get("before") == body != row["after"]} == successors


def test_the_changes_of_the_ip_office_in_order(ask: Ask) -> None:
    rows = ask("body_changes", body="https://example.org/id/agency/cnipa")

    assert list(dict.fromkeys((row["date"], row["kind"]) for row in rows)) == [
        ("1998-03-29", "renaming"),
        ("1998-03-29", "transfer"),
        ("2018-03-17", "transfer"),
        ("2018-03-17", "superior"),
        ("2018-08-28", "renaming"),
        ("2023-03-10", "superior"),
    ]
    assert all(row["source"] and row["eventZh"] and row["eventEn"] for row in rows)


def test_all_days_together_give_every_body(ask: Ask) -> None:
    assert {row["body"] for row in ask("bodies_as_of")} >= EXISTED.keys()


def test_no_body_has_two_names_or_superiors_on_one_day(ask: Ask) -> None:
    rows = ask("bodies_as_of", day=date(2018, 7, 1))
    described = {(row["body"], row["name"], row["nameEn"], row.get("superior", "")) for row in rows}

    assert len(described) == len({row["body"] for row in rows}) > 250
