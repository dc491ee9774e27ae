"""Fact rows as they are judged: read from files, with their names folded for comparison."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ipgraph.errors import SourceError

Row = Mapping[str, Any]
_IGNORED = re.compile(r"[\s《》〈〉“”\"'‘’「」『』【】\-—–·•]")
_EDGES = "。,;:、"
_STATE = "中华人民共和国"
_IDENTITY = ("doc", "predicate", "subject", "object", "qualifier", "year", "ordinal", "value", "unit")


class Folder:
    """Folds names for comparison: NFKC, without white space, quotation and title marks, known aliases made one."""

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self._aliases: dict[str, str] = {}
        for alias, name in aliases.items():
            self._aliases[self(alias)] = self(name)

    def __call__(self, name: object) -> str:
        """Return the folded name."""
        text = _IGNORED.sub("", unicodedata.normalize("NFKC", str(name))).strip(_EDGES)
        if text.startswith(_STATE) and len(text) > len(_STATE) + 2:
            text = text[len(_STATE) :]
        return self._aliases.get(text, text)

    def identity(self, row: Row) -> tuple[str, ...]:
        """Return what makes two rows the same fact, wherever each has its evidence."""
        return tuple(self(row.get(key, "")) for key in _IDENTITY)

    def unique(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows without those that state the same fact as an earlier one."""
        seen = set()
        for row in rows:
            identity = self.identity(row)
            if identity not in seen:
                seen.add(identity)
                yield row


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a JSON Lines file.

    Raises:
        SourceError: the file cannot be read, or a line is not a JSON object with a document and a predicate.

    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: the rows cannot be read ({error})") from error
    return [_parse_row(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()]


def _parse_row(line: str, place: str) -> Row:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise SourceError(f"{place}: not JSON: {error}; allowed: one object a line") from error
    if not isinstance(row, dict) or not all(isinstance(row.get(key), str) for key in ("doc", "predicate")):
        raise SourceError(f"{place}: not a fact row; allowed: one object a line, with 'doc' and 'predicate'")
    return row


def read_regions(gold_path: Path) -> list[tuple[int, int]] | None:
    """Return the ranges in which a document was annotated, in code points; `None` where all of it was.

    Raises:
        SourceError: the file is no list of objects with `start` and `end`.

    """
    path = gold_path.with_suffix(".regions.json")
    if not path.exists():
        return None
    try:
        return [(int(region["start"]), int(region["end"])) for region in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, TypeError, KeyError) as error:
        raise SourceError(f'{path}: allowed is a list of {{"start": N, "end": N}} ({error!r})') from error


def read_aliases(gold_dir: Path) -> dict[str, str]:
    """Return agencies' other names by `aliases.tsv` in the folder of the gold rows or above it; empty without one."""
    for path in (gold_dir / "aliases.tsv", gold_dir.parent / "aliases.tsv"):
        if path.exists():
            lines = path.read_text(encoding="utf-8").splitlines()
            pairs = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
            if any(len(pair) < 2 for pair in pairs):
                raise SourceError(f"{path}: allowed are lines of an alias, a tab and a name")
            return {pair[0]: pair[1] for pair in pairs}
    return {}
