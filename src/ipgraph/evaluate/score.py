"""Scores of fact rows against gold rows, which people noted down, per predicate and document.

Only rows whose evidence begins in an annotated region count against precision, and only documents with a gold file.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ipgraph.errors import SourceError
from ipgraph.evaluate.matching import is_strict, pair_rows
from ipgraph.evaluate.rows import Folder, Row, read_aliases, read_regions, read_rows


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
    """The scores by predicate, by document (`[DOC]`) and over all (`micro`), and what became of each row.

    `matched` holds pairs of a gold row and its answer. `wrong` rows answer nothing where people looked; `uncovered`
    ones stand where nobody did: another document, another predicate, outside the annotated regions.
    """

    scores: Mapping[str, Score]
    matched: tuple[tuple[Row, Row], ...]
    missed: tuple[Row, ...]
    wrong: tuple[Row, ...]
    uncovered: tuple[Row, ...]

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
            by_predicate: defaultdict[str, list[Row]] = defaultdict(list)
            for row in rows:
                by_predicate[row["predicate"]].append(row)
            for predicate in sorted(by_predicate):
                lines += (row_line(title, row) for row in islice(by_predicate[predicate], errors))
        return "\n".join(lines)


def row_line(title: str, row: Row) -> str:
    """Return a row as one line under a title."""
    return f"{title} {json.dumps(row, ensure_ascii=False, default=float)}"


def evaluate(rows: Iterable[Row], gold_dir: Path) -> Evaluation:
    """Return the scores of `rows` against the gold files of a directory.

    Args:
        rows: fact rows of any documents.
        gold_dir: holds DOC.jsonl and, for documents annotated in part, DOC.regions.json; `aliases.tsv` beside or in it
            names agencies' other names.

    Raises:
        SourceError: the directory holds no gold file, or a file is malformed.

    """
    paths = sorted(gold_dir.glob("*.jsonl"))
    if not paths:
        raise SourceError(f"{gold_dir}: holds no gold file; allowed: a folder with DOC.jsonl files")
    fold = Folder(read_aliases(gold_dir))
    by_document: defaultdict[str, list[Row]] = defaultdict(list)
    for row in fold.unique(rows):
        by_document[row["doc"]].append(row)
    tally = _Tally()
    for path in paths:
        tally.add(path, by_document.pop(path.stem, []), fold)
    for document in sorted(by_document):
        tally.uncovered += by_document[document]
    return tally.evaluation()


class _Tally:
    """Counts document by document, and keeps what became of each row."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._matched: list[tuple[Row, Row]] = []
        self._missed: list[Row] = []
        self._wrong: list[Row] = []
        self.uncovered: list[Row] = []

    def add(self, gold_path: Path, system: list[Row], fold: Folder) -> None:
        """Count the rows of the document that a gold file is about."""
        gold = list(fold.unique(read_rows(gold_path)))
        annotated = {row["predicate"] for row in gold}
        self.uncovered += (row for row in system if row["predicate"] not in annotated)
        system = [row for row in system if row["predicate"] in annotated]
        answers = dict(pair_rows(gold, system, fold))
        matched, regions = set(answers.values()), read_regions(gold_path)
        for index, row in enumerate(gold):
            self._count(row, gold_path.stem, "gold")
            if index in answers:
                answer = system[answers[index]]
                self._matched.append((row, answer))
                self._count(row, gold_path.stem, "matched", "strict" if is_strict(row, answer, fold) else "loose")
            else:
                self._missed.append(row)
        for index, row in enumerate(system):
            if index in matched or _in_regions(row, regions):
                self._count(row, gold_path.stem, "system")
                self._wrong += [] if index in matched else [row]
            else:
                self.uncovered.append(row)

    def evaluation(self) -> Evaluation:
        """Return the scores of what was counted."""
        names = ("gold", "system", "matched", "strict")
        scores = {key: Score(**{name: counts[name] for name in names}) for key, counts in self._counts.items()}
        return Evaluation(scores, tuple(self._matched), tuple(self._missed), tuple(self._wrong), tuple(self.uncovered))

    def _count(self, row: Row, document: str, *what: str) -> None:
        for key in (row["predicate"], f"[{document}]", "micro"):
            self._counts[key].update(what)


def _in_regions(row: Row, regions: list[tuple[int, int]] | None) -> bool:
    return regions is None or any(start <= row.get("start", -1) < end for start, end in regions)
