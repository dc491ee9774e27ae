"""The refusal of a write whose outcome does not conform."""

from ipgraph.errors import IpgraphError
from ipgraph.validate import Severity, ShapeReport


class WriteRejected(IpgraphError):
    """The outcome of a write does not conform, and was not published: mend what `report` names and write again."""

    def __init__(self, message: str, report: ShapeReport) -> None:
        super().__init__(message)
        self.report = report

    @classmethod
    def unless_conforms(cls, report: ShapeReport) -> None:
        """Raise this error if a report holds a violation."""
        if not report.conforms:
            violations = [result for result in report.results if result.severity is Severity.VIOLATION]
            first = violations[0]
            raise cls(
                f"nothing was written: the outcome would not conform to the shapes ({len(violations)} violations); "
                f"the first: {first.message('en')} {first.focus}",
                report,
            )
