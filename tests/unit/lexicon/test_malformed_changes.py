"""A malformed change event is refused with file, line, what is wrong and what is allowed."""

from collections.abc import Callable

import pytest

Refusal = Callable[..., str]
BODIES = """\
- {id: a, class: Court, label: {zh: 甲, en: A}, names: [{text: 甲, kind: short}], valid: {to: 2018-03-16}, source: t}
- {id: b, class: Court, label: {zh: 乙, en: B}, names: [{text: 乙, kind: short}], valid: {from: 2018-03-17}, source: t}
- {id: c, class: Court, label: {zh: 丙, en: C}, names: [{text: 丙, kind: short}], source: t}
"""


def event(**changed: str) -> str:
    """Return a sound event with some of its values changed, or left out where the change is empty."""
    values = {
        "id": "b-2018",
        "kind": "renaming",
        "date": '"2018-03-17"',
        "label": "{zh: 组建乙院, en: B is formed}",
        "from": "[a]",
        "to": "[b]",
        "source": "test",
    }
    values.update({key.rstrip("_"): value for key, value in changed.items()})
    lines = [f"{key}: {value}" for key, value in values.items() if value]
    return "- " + "\n  ".join(lines) + "\n"


def test_a_sound_event_is_accepted(institutions_refusal: Refusal) -> None:
    assert institutions_refusal(BODIES, event()) == "accepted"


def test_an_unknown_kind(institutions_refusal: Refusal) -> None:
    assert institutions_refusal(BODIES, event(kind="merge")) == (
        "changes.yaml:2: 'b-2018': unknown kind 'merge'; did you mean 'merger'?; "
        "allowed: renaming, merger, split, transfer, superior, establishment, abolition"
    )


def test_an_unknown_function(institutions_refusal: Refusal) -> None:
    message = institutions_refusal(BODIES, event(functions="[trademark]"))
    assert message.startswith("changes.yaml:8: 'b-2018': unknown functions 'trademark'; did you mean 'trademarks'?; ")


def test_a_label_that_lacks_a_language(institutions_refusal: Refusal) -> None:
    assert institutions_refusal(BODIES, event(label="{zh: 组建乙院}")) == (
        "changes.yaml:4: 'b-2018': 'en' is missing in the label; required: zh, en"
    )


def test_a_missing_source(institutions_refusal: Refusal) -> None:
    assert institutions_refusal(BODIES, event(source="")) == (
        "changes.yaml:1: 'b-2018': 'source' is missing in the entry; required: id, kind, date, label, source"
    )


def test_an_unknown_body(institutions_refusal: Refusal) -> None:
    assert institutions_refusal(BODIES, event(to="[bb]")) == (
        "changes.yaml:1: 'b-2018': unknown body 'bb' under 'to'; did you mean 'b'?; allowed: the id of a listed agency"
    )


def test_an_id_that_is_given_twice(institutions_refusal: Refusal) -> None:
    assert institutions_refusal(BODIES, event() + event()) == (
        "changes.yaml:8: 'b-2018': the id is taken by the event of line 1; ids must be unique"
    )


@pytest.mark.parametrize("day", ["2018", '"2018-03"', "March"])
def test_a_date_that_is_no_day(institutions_refusal: Refusal, day: str) -> None:
    message = institutions_refusal(BODIES, event(date=day))
    assert message.startswith("changes.yaml:3: 'b-2018': date is ")
    assert message.endswith("; allowed: the day of the decision, such as '2018-03-17'")


def test_a_day_that_the_calendar_does_not_have(institutions_refusal: Refusal) -> None:
    assert institutions_refusal(BODIES, event(date='"2018-02-30"')) == (
        "changes.yaml:3: 'date' is 2018-02-30: day is out of range for month; allowed: a day of the calendar"
    )


@pytest.mark.parametrize(
    ("day", "body", "life"),
    [("2019-03-17", "a", "an open start to 2018-03-16"), ("2017-03-17", "b", "2018-03-17 to an open end")],
)
def test_a_day_on_which_a_body_did_not_exist(institutions_refusal: Refusal, day: str, body: str, life: str) -> None:
    line = {"a": 1, "b": 2}[body]
    assert institutions_refusal(BODIES, event(date=f'"{day}"')) == (
        f"changes.yaml:1: 'b-2018': takes place on {day}, but '{body}' exists from {life} (agencies.yaml:{line}); "
        "allowed: a day on which the body exists, or at most 92 days before or after"
    )


@pytest.mark.parametrize(
    ("changed", "allowed"),
    [
        ({"from_": "[a, c]"}, "one body under 'from' and one under 'to'"),
        ({"kind": "merger", "to": "[b, c]"}, "bodies under 'from' and one under 'to'"),
        ({"kind": "split"}, "one body under 'from' and two or more under 'to'"),
        ({"kind": "transfer"}, "bodies under 'from' and under 'to', and 'functions'"),
        ({"kind": "superior"}, "the same body under 'from' and under 'to'"),
        ({"kind": "establishment"}, "bodies under 'to' only"),
        ({"kind": "abolition"}, "bodies under 'from' only"),
    ],
)
def test_bodies_that_do_not_fit_the_kind(institutions_refusal: Refusal, changed: dict[str, str], allowed: str) -> None:
    assert institutions_refusal(BODIES, event(**changed)).endswith(f"; allowed: {allowed}")
