"""Finds numbers whose thousands are set apart: 2 643, 4 050亿, 1,289."""

import re

from ipgraph.model.document import Edit

# Matches `2 643`, `1,289`, `12 345 678`; not `2024 123` (no group of three in front), `1,28`, `IP5 300`, `3.141 592`.
# Looking back comes after the first digit, so that whatever is no digit is skipped quickly.
_GROUPED = re.compile(r"\d(?<![\d.A-Za-z,，]\d)\d{0,2}(?:( )\d{3}(?: \d{3})*|([,，])\d{3}(?:\2\d{3})*)(?![\d])(?!\2\d)")
_SEPARATOR = re.compile("[ ,，]")


def find_thousands(text: str) -> list[Edit]:
    """Return the deletions of the separators inside numbers."""
    return [
        Edit(separator.start(), separator.end(), "")
        for match in _GROUPED.finditer(text)
        for separator in _SEPARATOR.finditer(text, match.start(), match.end())
    ]
