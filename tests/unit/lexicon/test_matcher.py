from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipgraph.lexicon.matcher import Match, Matcher


def test_the_longest_form_wins_at_a_place() -> None:
    matcher = Matcher([("商务部", 1), ("海关", 2), ("海关总署", 3)])
    assert matcher.find("商务部、海关总署") == [Match(0, 3, 1), Match(4, 8, 3)]


def test_the_leftmost_form_wins_over_a_longer_one_that_begins_inside_it() -> None:
    assert Matcher([("知识产权局", "a"), ("局长会议纪要", "b")]).find("知识产权局长会议纪要") == [Match(0, 5, "a")]


def test_offsets_count_code_points_beyond_the_basic_plane() -> None:
    text = "𠮷𠮷公安部"
    (match,) = Matcher([("公安部", None)]).find(text)
    assert text[match.start : match.end] == "公安部"


@pytest.mark.parametrize("text", ["EUIPO", "WEU", "EU27"])
def test_a_latin_form_does_not_stand_inside_a_longer_latin_word(text: str) -> None:
    assert Matcher([("EU", 0)]).find(text) == []


def test_a_latin_form_stands_between_chinese_characters() -> None:
    assert Matcher([("EU", 0)]).find("与EU签署") == [Match(1, 3, 0)]


def test_the_first_value_of_a_repeated_form_counts() -> None:
    assert Matcher([("公安部", 1), ("公安部", 2)]).find("公安部") == [Match(0, 3, 1)]


def test_no_forms_find_nothing() -> None:
    assert Matcher[int]([]).find("公安部") == []


def test_an_empty_form_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        Matcher([("", 1)])


@given(st.lists(st.text("商务部海关总署", min_size=1, max_size=4), max_size=6), st.text("商务部海关总署", max_size=40))
def test_every_match_is_its_form_and_matches_do_not_overlap(forms: list[str], text: str) -> None:
    matches = Matcher((form, form) for form in forms).find(text)
    assert all(text[match.start : match.end] == match.value for match in matches)
    assert all(first.end <= second.start for first, second in pairwise(matches))
