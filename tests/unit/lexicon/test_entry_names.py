from datetime import date

import pytest

from ipgraph.lexicon.entry import Entry, Name, NameKind, Period
from ipgraph.model.acts import Entity, EntityKind

OFFICE = Entry(
    id="office",
    kind=EntityKind.AGENCY,
    cls="PartyOrgan",
    label_zh="中央委员会办公室",
    label_en="Office of the Commission",
    names=(
        Name("中央委员会办公室", NameKind.OFFICIAL, valid_from=date(2018, 3, 1)),
        Name("中央领导小组办公室", NameKind.FORMER, valid_from=date(2014, 2, 1), valid_to=date(2018, 2, 28)),
        Name("中央办", NameKind.SHORT),
    ),
    source="test",
)


@pytest.mark.parametrize(
    ("as_of", "name"),
    [
        (None, "中央委员会办公室"),
        (date(2018, 2, 28), "中央领导小组办公室"),
        (date(2018, 3, 1), "中央委员会办公室"),
        (date(2000, 1, 1), "中央委员会办公室"),
    ],
)
def test_the_canonical_name_is_the_official_one_of_the_day(as_of: date | None, name: str) -> None:
    assert OFFICE.name_as_of(as_of) == name


def test_an_undated_label_is_canonical_beside_an_official_name() -> None:
    names = (Name("科学技术部", NameKind.OFFICIAL), Name("科技部", NameKind.SHORT))
    entry = Entry("most", EntityKind.AGENCY, "NationalAgency", "科技部", "Ministry", names, "test", date(1998, 3, 1))
    assert entry.name_as_of(date(2014, 1, 1)) == "科技部"


def test_an_entity_carries_the_id_the_class_and_the_name_of_the_day() -> None:
    assert OFFICE.entity(date(2016, 1, 1)) == Entity(EntityKind.AGENCY, "中央领导小组办公室", "office", "PartyOrgan")


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        (Period(None, date(2018, 3, 31)), Period(date(2018, 3, 1), None), True),
        (Period(None, date(2018, 2, 28)), Period(date(2018, 3, 1), None), False),
        (Period(), Period(date(2018, 3, 1), date(2018, 3, 1)), True),
    ],
)
def test_periods_overlap_when_they_share_a_day(first: Period, second: Period, overlap: bool) -> None:
    assert first.overlaps(second) is overlap
    assert second.overlaps(first) is overlap


@pytest.mark.parametrize(("day", "days"), [(date(2018, 3, 3), 2), (date(2018, 3, 10), 0), (date(2018, 3, 22), 2)])
def test_the_gap_to_a_period_counts_the_days_outside_it(day: date, days: int) -> None:
    assert Period(date(2018, 3, 5), date(2018, 3, 20)).gap(day).days == days
