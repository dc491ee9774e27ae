"""What was checked: a document or a whole release, its report, and the texts that its sentences stand in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ipgraph.validate.report import Severity, ShapeReport

# From bad to harmless.
SEVERITIES = (Severity.VIOLATION, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A source text as a file: `uri` is relative; `text` is `None` where the text was extracted from the file."""

    uri: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A document or a release that was checked; `failure` says why it could not be, and then the report is empty.

    `texts` holds, by document id, the source texts in which the report's sentences stand, where they are known.
    """

    name: str
    report: ShapeReport
    failure: str | None = None
    texts: Mapping[str, CheckedText] = field(default_factory=dict)

    @property
    def passes(self) -> bool:
        """Whether it could be checked, and conforms."""
        return self.failure is None and self.report.conforms


def keep(checked: Iterable[Checked], least: Severity) -> list[Checked]:
    """Return what was checked with only those results that are as bad as `least` or worse."""
    wanted = SEVERITIES[: SEVERITIES.index(least) + 1]

    def reduced(report: ShapeReport) -> ShapeReport:
        return replace(report, results=tuple(result for result in report.results if result.severity in wanted))

    return [replace(each, report=reduced(each.report)) for each in checked]


def count(checked: Sequence[Checked]) -> dict[Severity, int]:
    """Return how many results there are of each severity."""
    results = [result for each in checked for result in each.report.results]
    return {severity: sum(result.severity is severity for result in results) for severity in SEVERITIES}
