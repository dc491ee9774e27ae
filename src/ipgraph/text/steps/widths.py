"""Widens ASCII punctuation that stands in Chinese text."""

import re

from ipgraph.text.steps.charsets import CJK, HAN

# A bracket pair without brackets inside, which a line end may cut; nested ones are reached by repeating, from the
# inside out. It stands after Chinese text, holds some, or stands before it.
_AFTER = f"[ \n]?[{CJK}“‘]"
_PAIR = re.compile(
    rf"\((?:(?<=[{CJK}”’]\()|(?<=[{CJK}”’][ \n]\()|(?=[^()]{{0,600}}(?:[{HAN}]|\){_AFTER})))([^()]{{0,600}})\)"
)
_NESTING = 3

# Matches the comma of `2017年,全国`, `商标(TM5),发布`; not of `1,289`, `12:30`, `Geneva, 2014`. A bracket stands alone,
# of other marks up to four may stand together. What stands before the first is looked at after it, so that all other
# characters are skipped quickly.
_FIRST = "[,;:?!()]"
_MORE = "(?:(?<![()])[,;:?!]{1,3})?"
_PUNCTUATION = re.compile(
    f"{_FIRST}(?:{_MORE}(?={_AFTER})|(?:(?<=[{CJK}”’]{_FIRST})|(?<=[{CJK}”’][ \n]{_FIRST})){_MORE})"
)
_WIDE = {ord(narrow): wide for narrow, wide in zip(",;:?!()", "，；：？！（）", strict=True)}


def widen_punctuation(text: str) -> str:
    """Return the text with commas, colons, brackets … next to Chinese characters in full width, of the same length."""
    for _ in range(_NESTING):
        text, count = _PAIR.subn(_widen_pair, text)
        if not count:
            break
    return _PUNCTUATION.sub(lambda match: match[0].translate(_WIDE), text)


def _widen_pair(match: re.Match[str]) -> str:
    """Return the bracket pair in full width."""
    return f"（{match[1]}）"
