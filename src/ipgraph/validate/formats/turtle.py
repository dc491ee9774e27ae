"""Reports in SHACL's own vocabulary."""

from collections.abc import Sequence

from ipgraph.validate.checked import Checked
from ipgraph.validate.report import ShapeReport
from ipgraph.validate.rules import Rules


def to_turtle(checked: Sequence[Checked], rules: Rules, lang: str) -> str:  # noqa: ARG001 - as the other writers
    """Return one SHACL report of all results, with the messages in both languages.

    What could not be checked is a comment: SHACL has no word for it.
    """
    results = tuple(result for each in checked for result in each.report.results)
    report = ShapeReport(all(each.report.conforms for each in checked), results)
    failures = "".join(f"# {' '.join(each.failure.split())}\n" for each in checked if each.failure is not None)
    return failures + report.as_turtle()
