"""Finds white space that carries no meaning."""

import re

from ipgraph.model.document import Edit
from ipgraph.text.steps.charsets import CJK, HAN_NUMERALS

# Runs of white space, but of lone blanks only those next to a Chinese character or an end of the line, of lone newlines
# only one at the head of the text; and Markdown's marks without their blank. What every match begins with stands first
# and is judged by looking back, so that all other characters are skipped quickly.
_RUN = re.compile(
    rf"[ \t\n#](?:(?<!#)[ \t\n]+|(?<= )(?:(?<=[{CJK}\n] )|(?=[{CJK}])|(?<=\A )|\Z)|(?<=\A\n)"
    r"|(?:(?<=\n#)|(?<=\A#))#{0,5}(?=[^# \t\n]))"
)
# A number at the head of a line that only the blank parts from its heading: `一 完善制度`, `第三条 为了…`.
_SECTION_NUMBER = re.compile(rf"[{HAN_NUMERALS}]{{1,3}}|第[{HAN_NUMERALS}\d]{{1,5}}[章节条编]")
_NUMBER_ENDS = frozenset(HAN_NUMERALS + "章节条编")
_LONGEST_NUMBER = 7
_CJK = re.compile(f"[{CJK}]")


def find_spaces(text: str) -> list[Edit]:
    """Return the edits after which a line ends with one newline and blanks stand between Latin words only.

    Tabs stay, for they part the cells of a table. So does the blank after `#` and after a section's number that
    has no other mark (`一 完善制度`, `第三条 为了…`).
    """
    edits: list[Edit] = []
    for match in _RUN.finditer(text):
        replacement = _replacement(text, match.start(), match.end(), match[0])
        if replacement != match[0]:
            edits.append(Edit(match.start(), match.end(), replacement))
    return edits


def _replacement(text: str, start: int, end: int, run: str) -> str:
    """Return what the run of white space at `start:end` is replaced by."""
    if run[0] == "#":
        return run + " "
    if "\n" in run:
        cells = run[run.rfind("\n") + 1 :].replace(" ", "") if end < len(text) else ""
        return ("\n" if start else "") + cells
    if "\t" in run:
        return run.replace(" ", "")
    if start == 0 or end == len(text) or text[start - 1] == "\n":
        return ""
    before, after = text[start - 1], text[end]
    if before == "#" or (before in _NUMBER_ENDS and _is_section_number(text, start)):
        return " "
    # A lone blank was found because it is next to a Chinese character.
    return "" if run == " " or _CJK.match(before) or _CJK.match(after) else " "


def _is_section_number(text: str, end: int) -> bool:
    """Tell whether the line up to `end` is a section's number and nothing else."""
    start = text.rfind("\n", max(0, end - _LONGEST_NUMBER - 1), end) + 1
    if start == 0 and end > _LONGEST_NUMBER:
        return False
    return _SECTION_NUMBER.fullmatch(text, start, end) is not None
