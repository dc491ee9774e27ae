"""Widens ASCII punctuation that stands in Chinese text."""

import re

from ipgraph.text.steps.charsets import CJK, HAN

# A bracket pair without brackets inside, which a line end may cut; nested ones are reached by repeating, from the
# inside out.
_PAIR = re.compile(r"\(([^()]{0,600})\)")
_HAN_INSIDE = re.compile(f"[{HAN}]")
_CJK_BEFORE = re.compile(f"[{CJK}”’][ \n]?$")
_CJK_AFTER = re.compile(f"[ \n]?[{CJK}“‘]")
_NESTING = 3

# Matches the comma of `2017年,全国`, `商标(TM5),发布`; not of `1,289`, `12:30`, `Geneva, 2014`.
_MARK = "(?:[,;:?!]{1,4}|[()])"
_PUNCTUATION = re.compile(f"{_MARK}(?=[ \n]?[{CJK}“‘])|(?<=[{CJK}”’]){_MARK}|(?<=[{CJK}”’][ \n]){_MARK}")
_WIDE = {ord(narrow): wide for narrow, wide in zip(",;:?!()", "，；：？！（）", strict=True)}


def widen_punctuation(text: str) -> str:
    """Return the text with commas, colons, brackets … next to Chinese characters in full width, of the same length."""
    for _ in range(_NESTING):
        widened = _PAIR.sub(_widen_pair, text)
        if widened == text:
            break
        text = widened
    return _PUNCTUATION.sub(lambda match: match[0].translate(_WIDE), text)


def _widen_pair(match: re.Match[str]) -> str:
    """Return the bracket pair in full width if it stands in Chinese text or holds some."""
    text, start, end = match.string, match.start(), match.end()
    stands_in_chinese = _CJK_BEFORE.search(text[max(0, start - 2) : start]) or _CJK_AFTER.match(text, end)
    return f"（{match[1]}）" if stands_in_chinese or _HAN_INSIDE.search(match[1]) else match[0]
