"""The account of edits: both directions, composition, and what an edit may not be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipgraph.model.document import Edit
from ipgraph.model.span import CleanSpan, RawSpan
from ipgraph.text.align import Alignment, apply_edits


def align(text: str, *steps: list[Edit]) -> tuple[str, Alignment]:
    """Return the text after the steps, and the alignment with the first text."""
    alignment = Alignment()
    for edits in steps:
        text, layer = apply_edits(text, edits)
        alignment = alignment.then(layer)
    return text, alignment


def test_text_around_a_deletion_keeps_its_characters() -> None:
    clean, alignment = align("和(hé)制", [Edit(1, 5, "")])

    assert clean == "和制"
    assert alignment.to_raw(CleanSpan(1, 2)) == RawSpan(5, 6)


def test_deleted_text_inside_a_span_belongs_to_its_raw_span() -> None:
    _, alignment = align("和(hé)制", [Edit(1, 5, "")])

    assert alignment.to_raw(CleanSpan(0, 2)) == RawSpan(0, 6)


def test_deleted_text_at_the_edges_of_a_span_does_not() -> None:
    _, alignment = align("(x)和(hé)制(y)", [Edit(0, 3, ""), Edit(4, 8, ""), Edit(9, 12, "")])

    assert alignment.to_raw(CleanSpan(0, 1)) == RawSpan(3, 4)
    assert alignment.to_raw(CleanSpan(0, 2)) == RawSpan(3, 9)


def test_every_character_of_a_replacement_comes_from_all_that_was_replaced() -> None:
    clean, alignment = align("甲乙丙丁", [Edit(1, 3, "ABC")])

    assert clean == "甲ABC丁"
    assert {alignment.to_raw(CleanSpan(place, place + 1)) for place in (1, 2, 3)} == {RawSpan(1, 3)}


def test_raw_text_that_was_deleted_maps_to_an_empty_clean_span() -> None:
    _, alignment = align("和(hé)制", [Edit(1, 5, "")])

    assert alignment.to_clean(RawSpan(2, 4)) == CleanSpan(1, 1)


@pytest.mark.parametrize("place", range(3))
def test_empty_span_maps_to_an_empty_one(place: int) -> None:
    _, alignment = align("和(hé)制", [Edit(1, 5, "")])

    raw = alignment.to_raw(CleanSpan(place, place))

    assert raw.start == raw.end
    assert alignment.to_clean(raw) == CleanSpan(place, place)


BAD_EDITS = {
    "insertion without an origin": [Edit(1, 1, "x")],
    "overlap": [Edit(0, 2, ""), Edit(1, 3, "")],
    "wrong order": [Edit(2, 3, ""), Edit(0, 1, "")],
    "backwards": [Edit(2, 1, "")],
    "after the end": [Edit(3, 9, "")],
}


@pytest.mark.parametrize("edits", BAD_EDITS.values(), ids=BAD_EDITS.keys())
def test_bad_edit_is_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match=r"edit"):
        apply_edits("甲乙丙丁", edits)


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, list[list[Edit]]]:
    """Return a text and up to four steps of edits, each for the text that the one before leaves."""
    first = text = draw(st.text("甲乙丙丁", min_size=1, max_size=30))
    steps: list[list[Edit]] = []
    for _ in range(draw(st.integers(0, 4))):
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
        ranges = zip(cuts[::2], cuts[1::2], strict=False)
        edits = [Edit(start, end, draw(st.text("ABC", max_size=3))) for start, end in ranges]
        steps.append(edits)
        text, _ = apply_edits(text, edits)
    return first, steps


def origins(text: str, steps: list[list[Edit]]) -> list[tuple[int, int]]:
    """Return the raw range of each character after the steps, worked out one character at a time."""
    result = [(place, place + 1) for place in range(len(text))]
    for edits in steps:
        after: list[tuple[int, int]] = []
        done = 0
        for edit in edits:
            after += result[done : edit.start]
            after += [(result[edit.start][0], result[edit.end - 1][1])] * len(edit.replacement)
            done = edit.end
        result = after + result[done:]
    return result


@given(edited_texts())
def test_composed_alignment_equals_mapping_step_by_step(case: tuple[str, list[list[Edit]]]) -> None:
    text, steps = case
    clean, alignment = align(text, *steps)
    expected = origins(text, steps)

    assert len(expected) == len(clean)
    for start in range(len(clean)):
        for end in range(start + 1, len(clean) + 1):
            assert alignment.to_raw(CleanSpan(start, end)) == RawSpan(expected[start][0], expected[end - 1][1])


@given(edited_texts())
def test_clean_span_maps_to_raw_and_back_covering_itself(case: tuple[str, list[list[Edit]]]) -> None:
    text, steps = case
    clean, alignment = align(text, *steps)

    for start in range(len(clean)):
        for end in range(start + 1, len(clean) + 1):
            span = CleanSpan(start, end)
            raw = alignment.to_raw(span)
            assert 0 <= raw.start < raw.end <= len(text)
            back = alignment.to_clean(raw)
            assert back.start <= span.start
            assert span.end <= back.end


@given(edited_texts())
def test_offsets_are_monotone(case: tuple[str, list[list[Edit]]]) -> None:
    text, steps = case
    clean, alignment = align(text, *steps)

    raw = [alignment.to_raw(CleanSpan(place, place + 1)) for place in range(len(clean))]
    back = [alignment.to_clean(RawSpan(place, place + 1)) for place in range(len(text))]

    assert [span.start for span in raw] == sorted(span.start for span in raw)
    assert [span.end for span in raw] == sorted(span.end for span in raw)
    assert [span.start for span in back] == sorted(span.start for span in back)
    assert [span.end for span in back] == sorted(span.end for span in back)
