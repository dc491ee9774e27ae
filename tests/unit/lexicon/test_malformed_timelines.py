"""Timelines that contradict themselves are refused with file, line, what is wrong and what is allowed."""

from collections.abc import Callable

import pytest

Refusal = Callable[..., str]
ABOVE = "- {id: council, class: Court, label: {zh: 国务院, en: C}, names: [{text: 国院, kind: short}], source: test}\n"


def body(entry_id: str, name: str, *more: str) -> str:
    lines = [f"- id: {entry_id}", "  class: NationalAgency", f"  label: {{zh: {name}, en: {entry_id}}}"]
    lines += ["  names:", f"    - {{text: {name}, kind: official}}", *(f"  {line}" for line in more), "  source: test"]
    return "\n".join(lines) + "\n"


def test_bodies_with_three_timelines_are_accepted(institutions_refusal: Refusal) -> None:
    market = body("samr", "市场局", "valid: {from: '2018-03-17'}")
    office = body(
        "cnipa",
        "知识产权局",
        "superiors:",
        "  - {id: council, to: '2018-03-16'}",
        "  - {id: samr, from: '2018-03-17', source: plan}",
        "functions:",
        "  - {function: patents, source: statute}",
        "  - {function: trademarks, from: '2018-03-17', source: plan}",
    )
    assert institutions_refusal(ABOVE + market + office) == "accepted"


def test_two_official_names_at_once(institutions_refusal: Refusal) -> None:
    more = "    - {text: 老局, kind: former, from: 1998, to: '2018-03'}"
    entry = body("a", "新局", "valid: {from: 1998}").replace("  valid:", f"{more}\n  valid:")
    assert institutions_refusal(entry) == (
        "agencies.yaml:6: 'a': bears the official name '老局' at the same time as '新局' "
        "(line 5, 1998-01-01 to an open end); allowed: one official name at a time"
    )


@pytest.mark.parametrize("name", ["{text: 老局, kind: former}", "{text: 国家新局, kind: full}"])
def test_names_that_may_stand_beside_the_official_one(institutions_refusal: Refusal, name: str) -> None:
    entry = body("a", "新局").replace("  source:", f"    - {name}\n  source:")
    assert institutions_refusal(entry) == "accepted"


def test_two_superiors_at_once(institutions_refusal: Refusal) -> None:
    entry = body("a", "甲局", "superiors:", "  - {id: council, to: '2018-03'}", "  - {id: b, from: '2018-03-17'}")
    assert institutions_refusal(ABOVE + entry + body("b", "乙局")) == (
        "agencies.yaml:9: 'a': has 'b' at the same time as 'council' (line 8, an open start to 2018-03-31); "
        "allowed: one at a time"
    )


def test_a_function_that_is_held_twice_at_once(institutions_refusal: Refusal) -> None:
    holdings = ["  - {function: patents, source: test}", "  - {function: patents, from: 2018, source: test}"]
    assert institutions_refusal(body("a", "甲局", "functions:", *holdings)) == (
        "agencies.yaml:8: 'a': has 'patents' at the same time as 'patents' (line 7, an open start to an open end); "
        "allowed: one at a time"
    )


def test_a_function_that_outlives_its_body(institutions_refusal: Refusal) -> None:
    entry = body(
        "a", "甲局", "valid: {to: '2018-03-16'}", "functions:", "  - {function: patents, to: 2019, source: test}"
    )
    assert institutions_refusal(entry) == (
        "agencies.yaml:8: 'a': has 'patents' from an open start to 2019-12-31, "
        "but 'a' exists from an open start to 2018-03-16; allowed: a time within it"
    )


def test_a_superior_that_did_not_exist_yet(institutions_refusal: Refusal) -> None:
    above = body("samr", "市场局", "valid: {from: '2018-03-17'}")
    below = body("a", "甲局", "superiors:", "  - {id: samr, from: 2014}")
    assert institutions_refusal(above + below) == (
        "agencies.yaml:14: 'a': has 'samr' from 2014-01-01 to an open end, "
        "but 'samr' exists from 2018-03-17 to an open end; allowed: a time within it"
    )


def test_an_unknown_function(institutions_refusal: Refusal) -> None:
    message = institutions_refusal(body("a", "甲局", "functions:", "  - {function: patent, source: test}"))
    assert message.startswith(
        "agencies.yaml:7: 'a': unknown function 'patent'; did you mean 'patents'?; allowed: patents, trademarks, "
    )


def test_a_body_above_itself(institutions_refusal: Refusal) -> None:
    assert institutions_refusal(body("a", "甲局", "superiors: [{id: a}]")) == (
        "agencies.yaml:6: 'a': is above itself from an open start to an open end: "
        "its chain of superiors leads back to it; allowed: a chain that ends"
    )


def test_two_bodies_above_each_other_at_one_time(institutions_refusal: Refusal) -> None:
    first = body("a", "甲局", "superiors: [{id: b, from: 2010, to: 2014}]")
    second = body("b", "乙局", "superiors: [{id: a, from: 2013}]")
    assert institutions_refusal(first + second) == (
        "agencies.yaml:6: 'a': is above itself from 2013-01-01 to 2014-12-31: "
        "its chain of superiors leads back to it; allowed: a chain that ends"
    )


def test_two_bodies_above_each_other_at_different_times_are_accepted(institutions_refusal: Refusal) -> None:
    first = body("a", "甲局", "superiors: [{id: b, from: 2010, to: 2012}]")
    second = body("b", "乙局", "superiors: [{id: a, from: 2013}]")
    assert institutions_refusal(first + second) == "accepted"


def test_a_successor_that_begins_long_before_the_end(institutions_refusal: Refusal) -> None:
    old = body("a", "甲局", "valid: {to: '2018-06-30'}", "successors: [b]")
    assert institutions_refusal(old + body("b", "乙局", "valid: {from: '2018-03-17'}")) == (
        "agencies.yaml:1: 'a': ends on 2018-06-30, long after its successor 'b' began (2018-03-17); "
        "allowed: a successor that begins at most 92 days before the end, or a transfer of functions in changes.yaml"
    )


def test_a_successor_that_begins_while_the_reform_goes_on_is_accepted(institutions_refusal: Refusal) -> None:
    old = body("a", "甲局", "valid: {to: '2018-06-17'}", "successors: [b]")
    assert institutions_refusal(old + body("b", "乙局", "valid: {from: '2018-03-17'}")) == "accepted"
