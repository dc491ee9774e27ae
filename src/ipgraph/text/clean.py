"""Frees a source text from noise by a fixed sequence of steps, keeping the way back to every raw character."""

from typing import NamedTuple

from ipgraph.model.document import CleanText, SourceText
from ipgraph.text.align import Alignment, EditStep, Translation, apply_edits
from ipgraph.text.steps.cells import find_cells
from ipgraph.text.steps.contents import find_contents
from ipgraph.text.steps.glosses import find_glosses
from ipgraph.text.steps.inline import find_inline_structure
from ipgraph.text.steps.marks import find_bookmarks, find_invisible, find_line_ends, unify_characters
from ipgraph.text.steps.pages import find_page_numbers
from ipgraph.text.steps.rejoin import find_cut_sentences
from ipgraph.text.steps.script import to_simplified
from ipgraph.text.steps.spaces import find_spaces
from ipgraph.text.steps.thousands import find_thousands
from ipgraph.text.steps.widths import widen_punctuation
from ipgraph.text.steps.wrapping import find_hard_wrapping


class Step(NamedTuple):
    """One kind of noise: `name` is what `explain` shows, `function` finds what to replace or translates the text."""

    name: str
    function: EditStep | Translation


# The order matters: later steps rely on what earlier ones have unified. What keeps the length comes first, so that
# hard-wrapped lines still have the width at which they were cut; a table's row numbers must not be taken for pages'
# numbers; glosses go before words are looked at; cut lines are joined before headings are looked for inside lines;
# spaces show where paragraphs run together and go last.
DEFAULT_STEPS: tuple[Step, ...] = (
    Step("line-ends", find_line_ends),
    Step("invisible-characters", find_invisible),
    Step("unify-characters", Translation(unify_characters)),
    Step("simplified-script", Translation(to_simplified)),
    Step("punctuation-widths", Translation(widen_punctuation)),
    Step("table-cells", find_cells),
    Step("page-numbers", find_page_numbers),
    Step("contents-pages", find_contents),
    Step("hard-wrapping", find_hard_wrapping),
    Step("bookmarks", find_bookmarks),
    Step("pinyin-glosses", find_glosses),
    Step("cut-sentences", find_cut_sentences),
    Step("inline-structure", find_inline_structure),
    Step("thousands", find_thousands),
    Step("white-space", find_spaces),
)


def clean(source: SourceText, steps: tuple[Step, ...] = DEFAULT_STEPS) -> CleanText:
    """Return the source's text after all steps, with the map between the two."""
    text, alignment = source.text, Alignment()
    for step in steps:
        if isinstance(step.function, Translation):
            text = _translate(step.name, step.function, text)
            continue
        edits = step.function(text)
        if edits:
            text, layer = apply_edits(text, edits)
            alignment = alignment.then(layer)
    return CleanText(source=source, text=text, alignment=alignment)


def _translate(name: str, translation: Translation, text: str) -> str:
    """Return the translated text, having made sure that every character kept its place."""
    translated = translation.function(text)
    if len(translated) != len(text):
        raise ValueError(f"step {name!r} changed the length of the text from {len(text)} to {len(translated)}")
    return translated
