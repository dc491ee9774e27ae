"""What became of each document of a build, and the files that say so."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from ipgraph.validate import ShapeReport


class Status(StrEnum):
    """What became of a document."""

    PUBLISHED = "published"
    QUARANTINED = "quarantined"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document; `message` says why it was not published.

    `details` describes the source (sha256, encoding, characters, media_type; original_sha256 where the text was
    extracted). `shapes` is there where shapes found something.
    """

    doc_id: str
    name: str
    status: Status
    message: str = ""
    statements: int = 0
    rejected: int = 0
    warnings: tuple[str, ...] = ()
    details: dict[str, str | int] = field(default_factory=dict)
    shapes: ShapeReport | None = None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: `release_id` and the number of `quads` are `None` where nothing was published.

    `warnings` are what the shapes find doubtful in no document, but in the authority, the ontology or what is derived.
    """

    release_id: str | None
    quads: int | None
    outcomes: tuple[Outcome, ...]
    warnings: tuple[str, ...] = ()

    def of_status(self, status: Status) -> tuple[Outcome, ...]:
        """Return the documents that ended so, by id."""
        return tuple(outcome for outcome in self.outcomes if outcome.status is status)

    @property
    def complete(self) -> bool:
        """Whether every document that was asked for was published."""
        return all(outcome.status is Status.PUBLISHED for outcome in self.outcomes)


def write_reports(report: BuildReport, directory: Path) -> None:
    """Write `build.json`, and for each quarantined document its shape report as text and as Turtle.

    What an earlier build wrote there is removed.
    """
    quarantine = directory / "quarantine"
    shutil.rmtree(quarantine, ignore_errors=True)
    quarantine.mkdir(parents=True)
    for outcome in report.of_status(Status.QUARANTINED):
        if outcome.shapes is not None:
            (quarantine / f"{outcome.doc_id}.txt").write_text(outcome.shapes.as_text(), encoding="utf-8")
            (quarantine / f"{outcome.doc_id}.ttl").write_text(outcome.shapes.as_turtle(), encoding="utf-8")
    content = {
        "release": report.release_id,
        "quads": report.quads,
        "warnings": report.warnings,
        "documents": [_summary(outcome) for outcome in report.outcomes],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    (directory / "build.json").write_text(text + "\n", encoding="utf-8")


def _summary(outcome: Outcome) -> dict[str, object]:
    """Return an outcome without what stands in files of its own."""
    values = asdict(outcome)
    del values["shapes"]
    return values


def sort_outcomes(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Return the outcomes by document id, then by name."""
    return tuple(sorted(outcomes, key=lambda outcome: (outcome.doc_id, outcome.name)))
