"""What changed between two builds, row by row: matches won and lost, errors made and mended, and the rest."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ipgraph.evaluate.matching import number_of
from ipgraph.evaluate.rows import Folder, Row
from ipgraph.evaluate.score import Evaluation, row_line

_fold = Folder({})


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows that differ between an earlier build and a later one, and the scores before and after.

    `gained` are gold rows that only the later build finds, `lost` those that only the earlier one found. `broken` are
    rows of the later build that are wrong and were not there, `mended` wrong rows that are gone. `added` and `removed`
    stand where no gold row can tell whether they are right.
    """

    before: Mapping[str, float]
    after: Mapping[str, float]
    gained: tuple[Row, ...]
    lost: tuple[Row, ...]
    broken: tuple[Row, ...]
    mended: tuple[Row, ...]
    added: tuple[Row, ...]
    removed: tuple[Row, ...]

    def as_text(self) -> str:
        """Return a table of how F1 and the counts of rows changed, and below it each row that differs."""
        kinds = {name: getattr(self, name) for name in ("gained", "lost", "broken", "mended", "added", "removed")}
        counts = {name: Counter(row["predicate"] for row in rows) for name, rows in kinds.items()}
        lines = [f"{'':34}{'F1 then':>9}{'F1 now':>9}" + "".join(f"{name:>9}" for name in kinds)]
        predicates = set().union(*counts.values(), (key for key in self.after if key != "micro" and key[0] != "["))
        for key in sorted(predicates):
            cells = "".join(f"{count[key]:>9}" for count in counts.values())
            lines.append(f"{key:34}{self._cell(self.before, key)}{self._cell(self.after, key)}{cells}")
        totals = "".join(f"{len(rows):>9}" for rows in kinds.values())
        lines.append(f"{'micro':34}{self._cell(self.before, 'micro')}{self._cell(self.after, 'micro')}{totals}")
        lines += (row_line(name, row) for name, rows in kinds.items() for row in rows)
        return "\n".join(lines)

    @staticmethod
    def _cell(scores: Mapping[str, float], key: str) -> str:
        return f"{scores[key]:>9.3f}" if key in scores else f"{'':>9}"


def compare(now: Evaluation, then: Evaluation) -> Comparison:
    """Return what changed from one evaluation to another, both against the same gold rows."""
    found_now, found_then = ([gold for gold, _ in one.matched] for one in (now, then))
    # A row that is there in both is no change, even if it answered a gold row in one of them only.
    all_now, all_then = ({_key(row) for row in _rows_of(one)} for one in (now, then))
    return Comparison(
        before={key: score.f1 for key, score in then.scores.items()},
        after={key: score.f1 for key, score in now.scores.items()},
        gained=_without(found_now, {_key(row) for row in found_then}),
        lost=_without(found_then, {_key(row) for row in found_now}),
        broken=_without(now.wrong, all_then),
        mended=_without(then.wrong, all_now),
        added=_without(now.uncovered, all_then),
        removed=_without(then.uncovered, all_now),
    )


def _rows_of(evaluation: Evaluation) -> list[Row]:
    """Return every row that was evaluated, right or wrong or neither."""
    return [*(answer for _, answer in evaluation.matched), *evaluation.wrong, *evaluation.uncovered]


def _without(rows: Iterable[Row], keys: set[tuple[object, ...]]) -> tuple[Row, ...]:
    """Return the rows whose key is not among `keys`, by document and place."""
    left = [row for row in rows if _key(row) not in keys]
    return tuple(sorted(left, key=lambda row: (row["doc"], row.get("start", 0), row["predicate"])))


def _key(row: Row) -> tuple[object, ...]:
    """Return what a row is known by in both builds; a number counts by its value, however it is written."""
    return (*_fold.identity({**row, "value": ""}), number_of(row))
