"""Reports as JSON; the structure is told in docs/reference/cli.md."""

import json
from collections.abc import Sequence

from ipgraph.validate.checked import Checked, count
from ipgraph.validate.report import ShapeResult
from ipgraph.validate.rules import Rules


def to_json(checked: Sequence[Checked], rules: Rules, lang: str) -> str:
    """Return whether everything conforms, how many results there are, and each of them."""
    content = {
        "conforms": all(each.passes for each in checked),
        "language": lang,
        "counts": {severity.lower(): number for severity, number in count(checked).items()},
        "checked": [
            {
                "name": each.name,
                "conforms": each.passes,
                "failure": each.failure,
                "results": [_result(result, rules, lang) for result in each.report.results],
            }
            for each in checked
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _result(result: ShapeResult, rules: Rules, lang: str) -> dict[str, object]:
    rule = rules.get(result.shape)
    return {
        "severity": result.severity.lower(),
        "rule": {"id": rule.id, "iri": result.shape, "name": rule.name_in(lang), "component": result.component},
        "message": result.message(lang),
        "advice": rule.advice_in(lang),
        "focus": {"term": result.focus, "label": result.label_in(lang)},
        "path": result.path,
        "value": result.value,
        "sentences": [
            {"document": each.doc_id, "start": each.start, "end": each.end, "quote": each.quote}
            for each in result.sentences
        ],
    }
