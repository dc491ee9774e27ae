"""Finds headings and numbered tasks that run on inside a line, and gives each a line of its own.

A number is taken for a mark only at a place where a paragraph can begin, and only if it goes on from the marks
before it: `1.`, `2.`, `3.`; `（一）`, `（二）`. So `1.5万`, `图1.` or `《纲要》（一）` cut nothing.
"""

import re

from ipgraph.model.document import Edit
from ipgraph.text.steps.charsets import HAN, HAN_NUMERALS
from ipgraph.text.steps.joined import find_joined_paragraphs, find_title_end
from ipgraph.text.steps.series import Series, han_number

# A line shorter than this is a paragraph, whatever it looks like inside.
_MIN_RUN_ON = 40
# Longer than most paragraphs: it is worth a look for signs that lines were joined.
_LONG_LINE = 600
# A heading that runs into the next mark is no longer than this.
_MAX_HEADING = 48

_LINE = re.compile(rf"[^\n]{{{_MIN_RUN_ON},}}")

# One alternative a level. `1.推动`, `3、加强`, not `1.5万`, `2.1版`, `10.`; `（一）完善`, not `第（一）（二）项`;
# `一、完善`, `一 完善`, and `一完善` if the next mark follows within a heading's length. What follows `# ` is no mark:
# its heading began before. The mark's first character is taken before it is judged by looking back, so that all other
# characters are skipped quickly.
_MARK = re.compile(
    rf"[\d（{HAN_NUMERALS}](?<![\d.A-Za-z#].)(?<!# .)(?:(?<=\d)\d{{0,2}}(?P<task>[.、])(?=[ ]?[^\d\s.])"
    rf"|(?<=（)(?P<item>[{HAN_NUMERALS}]{{1,4}})）(?![项款条至到和及或、，。（）])"
    rf"|(?<=[。！？）)”』」 ][{HAN_NUMERALS}])[{HAN_NUMERALS}]{{0,2}}(?P<sign>[、 ]?)(?=[{HAN}]))"
)
# A section's number that nothing parts from its heading; it gets a blank, so that it can be told from the text.
_BARE_SECTION = re.compile(rf"[{HAN_NUMERALS}]{{1,3}}(?=[{HAN}])(?![{HAN_NUMERALS}])")
# What shows that the text after a section's number is a heading: the next mark follows, or the line ends.
_NEXT_MARK = re.compile(rf"[^。；！？\n]{{2,{_MAX_HEADING}}}?(?:（一）|(?<![\d.])\d{{1,3}}[.、](?!\d))")
_LINE_END = re.compile(rf"[^。；！？，：\n]{{2,{_MAX_HEADING}}}$")
# A paragraph can begin after the end of a sentence or of a bracket, and after a space.
_BOUNDARY = frozenset("。！？）)”』」 ")
_SENTENCE_END = re.compile("[。；！？]")


def find_inline_structure(text: str) -> list[Edit]:
    """Return the edits that put a newline before each heading and numbered task inside a line."""
    edits: list[Edit] = []
    for line in _LINE.finditer(text):
        for place in sorted(_find_places(text, line.start(), line.end())):
            edits.append(_line_break(text, line.start(), place))
            bare = _BARE_SECTION.match(text, place)
            if bare is not None and _NEXT_MARK.match(text, bare.end(), line.end()):
                edits.append(Edit(place, bare.end(), f"{bare[0]} "))
    return edits


def _line_break(text: str, line_start: int, place: int) -> Edit:
    """Return the edit that begins a new line at `place`: instead of the spaces before it, or after what is there."""
    start = place
    while start > line_start and text[start - 1] == " ":
        start -= 1
    return Edit(start, place, "\n") if start < place else Edit(place - 1, place, text[place - 1] + "\n")


def _find_places(text: str, start: int, end: int) -> set[int]:
    """Return the places inside the line `start:end` at which a new line begins."""
    places = _numbered_places(text, start, end)
    if len(places) > 1 or end - start >= _LONG_LINE:
        places |= find_joined_paragraphs(text, start, end)
    if (title := find_title_end(text, start, end)) is not None:
        places.add(title)
    return {place for place in places if start < place < end}


def _numbered_places(text: str, start: int, end: int) -> set[int]:
    """Return the places of the marks in the line that make series."""
    tasks, items, sections = Series(), Series(lone=True), Series()
    heading: int | None = None
    for mark in _MARK.finditer(text, start, end):
        place = mark.start()
        at_boundary = place == start or text[place - 1] in _BOUNDARY
        if not at_boundary and (heading is None or not _is_heading(text, heading, place)):
            continue
        if mark["task"] is not None:
            if tasks.offer(
                int(text[place : mark.start("task")]), place, leads=place == start or text[start:place].isspace()
            ):
                heading = None
            continue
        if mark["item"] is not None:
            taken = items.offer(han_number(mark["item"]), place)
        else:
            taken = _offer_section(sections, mark, end)
        if taken:
            heading = place
    return tasks.places() | items.places() | sections.places()


def _offer_section(sections: Series, mark: re.Match[str], end: int) -> bool:
    """Take the mark as a section's if a heading follows it; `、` alone makes it likely. Tell whether it was taken."""
    heads = _NEXT_MARK.match(mark.string, mark.end(), end) is not None
    if not heads and mark["sign"]:
        heads = _LINE_END.match(mark.string, mark.end(), end) is not None
    if not heads and mark["sign"] != "、":
        return False
    numerals = mark.string[mark.start() : mark.start("sign")]
    return sections.offer(han_number(numerals), mark.start(), sure=heads)


def _is_heading(text: str, start: int, end: int) -> bool:
    """Tell whether the text from the mark at `start` to the next one is short and no sentence."""
    return end - start <= _MAX_HEADING + 6 and not _SENTENCE_END.search(text, start, end)
