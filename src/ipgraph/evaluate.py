"""Scores of fact rows against rows that were annotated by hand, per predicate and document.

Source: the scoring rules of the fact-row format. A row matches a gold row when predicate, subject and object agree and,
depending on the predicate, qualifier, value, unit and year; `strict` also asks for ordinal and qualifier. Only rows
whose evidence begins in an annotated region count against precision.
"""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipgraph.errors import SourceError

Row = Mapping[str, Any]
_QUALIFIED = frozenset({"assigned_to", "agreement_action", "instrument_action"})
_IGNORED = re.compile(r"[\s《》〈〉“”\"'‘’「」『』【】\-—–·•]")
_EDGES = "。,;:、"
_STATE = "中华人民共和国"
_IDENTITY = ("doc", "predicate", "subject", "object", "qualifier", "year", "ordinal", "value", "unit")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of gold rows, system rows, matches and strict matches, with the ratios that follow from them."""

    gold: int = 0
    system: int = 0
    matched: int = 0
    strict: int = 0

    @property
    def precision(self) -> float:
        """Return the share of the system's rows that match; 0 where it gave none."""
        return self.matched / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        """Return the share of the gold rows that are matched; 0 where there are none."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.matched / (self.gold + self.system) if self.gold + self.system else 0.0

    @property
    def strict_f1(self) -> float:
        """Return the same over strict matches."""
        return 2 * self.strict / (self.gold + self.system) if self.gold + self.system else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores by predicate, by document (`[DOC]`) and over all (`micro`), and the rows that do not match."""

    scores: Mapping[str, Score]
    missed: tuple[Row, ...]
    wrong: tuple[Row, ...]

    def as_text(self, errors: int = 0) -> str:
        """Return a table of the scores, and up to `errors` missed and wrong rows of each predicate."""
        lines = [f"{'':34}{'gold':>6}{'system':>8}{'P':>8}{'R':>8}{'F1':>8}{'strict F1':>11}"]
        for key in sorted(self.scores, key=lambda name: (name == "micro", name)):
            score = self.scores[key]
            lines.append(
                f"{key:34}{score.gold:>6}{score.system:>8}{score.precision:>8.3f}{score.recall:>8.3f}"
                f"{score.f1:>8.3f}{score.strict_f1:>11.3f}"
            )
        for title, rows in (("missed", self.missed), ("wrong", self.wrong)):
            shown: Counter[str] = Counter()
            for row in rows:
                shown[row["predicate"]] += 1
                if shown[row["predicate"]] <= errors:
                    lines.append(f"{title} {json.dumps(row, ensure_ascii=False)}")
        return "\n".join(lines)


def evaluate(rows: Iterable[Row], gold_dir: Path) -> Evaluation:
    """Return the scores of `rows` against the gold files of a directory.

    Args:
        rows: fact rows of any documents; those of documents without a gold file are not counted.
        gold_dir: holds DOC.jsonl and, for documents annotated in part, DOC.regions.json; `aliases.tsv` beside or in it
            names agencies' other names.

    Raises:
        SourceError: the directory holds no gold file, or a file is malformed.

    """
    paths = sorted(gold_dir.glob("*.jsonl"))
    if not paths:
        raise SourceError(f"{gold_dir}: holds no gold file; allowed: a folder with DOC.jsonl files")
    fold = _Folder(_read_aliases(gold_dir))
    by_document: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _unique(rows, fold):
        by_document[row["doc"]].append(row)
    tally: defaultdict[str, Counter[str]] = defaultdict(Counter)
    missed: list[Row] = []
    wrong: list[Row] = []
    for path in paths:
        gold = list(_unique(_read_rows(path), fold))
        _score_document(gold, by_document[path.stem], path, (fold, tally, missed, wrong))
    scores = {
        key: Score(**{name: counts[name] for name in ("gold", "system", "matched", "strict")})
        for key, counts in tally.items()
    }
    return Evaluation(scores, tuple(missed), tuple(wrong))


class _Folder:
    """Folds names for comparison: NFKC, without white space, quotation and title marks, known aliases made one."""

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self._aliases = {self.plain(alias): self.plain(name) for alias, name in aliases.items()}

    @staticmethod
    def plain(name: object) -> str:
        text = _IGNORED.sub("", unicodedata.normalize("NFKC", str(name))).strip(_EDGES)
        return text[len(_STATE) :] if text.startswith(_STATE) and len(text) > len(_STATE) + 2 else text

    def __call__(self, name: object) -> str:
        plain = self.plain(name)
        return self._aliases.get(plain, plain)


def _score_document(
    gold: list[Row],
    system: list[Row],
    path: Path,
    results: tuple[_Folder, defaultdict[str, Counter[str]], list[Row], list[Row]],
) -> None:
    fold, tally, missed, wrong = results
    annotated = {row["predicate"] for row in gold}
    system = [row for row in system if row["predicate"] in annotated]
    pairs = _pair(gold, system, fold)
    matched = {index for _, index in pairs}
    regions = _read_regions(path)
    counted = [index for index, row in enumerate(system) if index in matched or _in_regions(row, regions)]
    found = {index for index, _ in pairs}
    for index, row in enumerate(gold):
        _count(tally, row, path.stem, "gold")
        if index not in found:
            missed.append(row)
    for index in counted:
        _count(tally, system[index], path.stem, "system")
        if index not in matched:
            wrong.append(system[index])
    for gold_index, system_index in pairs:
        _count(tally, gold[gold_index], path.stem, "matched")
        if _is_strict(gold[gold_index], system[system_index], fold):
            _count(tally, gold[gold_index], path.stem, "strict")


def _count(tally: defaultdict[str, Counter[str]], row: Row, document: str, what: str) -> None:
    for key in (row["predicate"], f"[{document}]", "micro"):
        tally[key][what] += 1


def _pair(gold: list[Row], system: list[Row], fold: _Folder) -> list[tuple[int, int]]:
    """Return one-to-one pairs of matching rows, the closest first: same names, then all attributes, then nearness."""
    candidates = [
        (_distance(gold_row, system_row, fold), g, s)
        for g, gold_row in enumerate(gold)
        for s, system_row in enumerate(system)
        if _is_match(gold_row, system_row, fold)
    ]
    pairs, used_gold, used_system = [], set(), set()
    for _, g, s in sorted(candidates):
        if g not in used_gold and s not in used_system:
            used_gold.add(g)
            used_system.add(s)
            pairs.append((g, s))
    return pairs


def _distance(gold: Row, system: Row, fold: _Folder) -> tuple[int, bool, int]:
    names = sum(fold(gold.get(key, "")) != fold(system.get(key, "")) for key in ("subject", "object"))
    return names, not _is_strict(gold, system, fold), abs(gold.get("start", 0) - system.get("start", 0))


def _names(row: Row, key: str) -> list[str]:
    others = row.get("alt" if key == "object" else "alt_subject") or []
    return [row.get(key, ""), *([others] if isinstance(others, str) else others)]


def _same(gold: Row, system: Row, key: str, fold: _Folder) -> bool:
    return fold(system.get(key, "")) in {fold(name) for name in _names(gold, key)}


def _is_match(gold: Row, system: Row, fold: _Folder) -> bool:
    if gold["predicate"] != system["predicate"]:
        return False
    if gold.get("year") and system.get("year") != gold["year"]:
        return False
    if gold["predicate"] == "reports":
        measures = any(_shares_half(name, system.get("object", ""), fold) for name in _names(gold, "object"))
        return (
            measures and _number(gold) == _number(system) and fold(gold.get("unit", "")) == fold(system.get("unit", ""))
        )
    if gold["predicate"] in _QUALIFIED and gold.get("qualifier") != system.get("qualifier"):
        return False
    return _same(gold, system, "subject", fold) and _same(gold, system, "object", fold)


def _is_strict(gold: Row, system: Row, fold: _Folder) -> bool:
    attributes = all(not gold.get(key) or gold[key] == system.get(key) for key in ("ordinal", "qualifier"))
    return attributes and (gold["predicate"] != "reports" or _same(gold, system, "subject", fold))


def _number(row: Row) -> float | None:
    try:
        return round(float(str(row.get("value")).replace(",", "").replace(" ", "")), 6)
    except ValueError:
        return None


def _shares_half(gold: str, system: str, fold: _Folder) -> bool:
    """Tell whether half of the shorter name's pairs of characters stand in the other."""
    one, other = _bigrams(fold(gold)), _bigrams(fold(system))
    return 2 * (one & other).total() >= min(one.total(), other.total())


def _bigrams(text: str) -> Counter[str]:
    return Counter(text[index : index + 2] for index in range(len(text) - 1)) or Counter([text])


def _in_regions(row: Row, regions: list[tuple[int, int]] | None) -> bool:
    return regions is None or any(start <= row.get("start", -1) < end for start, end in regions)


def _unique(rows: Iterable[Row], fold: _Folder) -> Iterable[Row]:
    seen = set()
    for row in rows:
        identity = tuple(fold.plain(row.get(key, "")) for key in _IDENTITY)
        if identity not in seen:
            seen.add(identity)
            yield row


def _read_rows(path: Path) -> list[Row]:
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except json.JSONDecodeError as error:
                raise SourceError(f"{path}:{number}: not JSON: {error}; allowed: one object a line") from error
    return rows


def _read_regions(path: Path) -> list[tuple[int, int]] | None:
    regions = path.with_suffix(".regions.json")
    if not regions.exists():
        return None
    return [(region["start"], region["end"]) for region in json.loads(regions.read_text(encoding="utf-8"))]


def _read_aliases(gold_dir: Path) -> dict[str, str]:
    for path in (gold_dir / "aliases.tsv", gold_dir.parent / "aliases.tsv"):
        if path.exists():
            lines = path.read_text(encoding="utf-8").splitlines()
            pairs = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
            return {pair[0]: pair[1] for pair in pairs}
    return {}
