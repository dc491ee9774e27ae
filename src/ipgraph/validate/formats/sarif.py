"""Reports as SARIF 2.1.0, which CI services show beside the text.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, sections 3.13 to 3.30.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from ipgraph import __version__
from ipgraph.validate.checked import Checked, CheckedText
from ipgraph.validate.formats.words import WORDS, quoted
from ipgraph.validate.report import Sentence, Severity, ShapeResult
from ipgraph.validate.rules import Rule, Rules

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def to_sarif(checked: Sequence[Checked], rules: Rules, lang: str) -> str:
    """Return one SARIF log of one run: a rule for each shape, a result for each finding, at the sentence behind it."""
    found = {result.shape: rules.get(result.shape) for each in checked for result in each.report.results}
    ordered = sorted({**rules.by_iri, **found}.items())
    index = {iri: place for place, (iri, _) in enumerate(ordered)}
    failures = [each for each in checked if each.failure is not None]
    run = {
        "tool": {
            "driver": {
                "name": "ipgraph",
                "version": __version__,
                "language": lang,
                "rules": [_rule(rule, lang) for _, rule in ordered],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not failures,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": each.failure}} for each in failures
                ],
            }
        ],
        "results": [
            _result(result, rules.get(result.shape), index[result.shape], each.texts, lang)
            for each in checked
            for result in each.report.results
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule, lang: str) -> dict[str, Any]:
    descriptor: dict[str, Any] = {
        "id": rule.id,
        "name": rule.id.replace("-", ""),
        "shortDescription": {"text": rule.name_in(lang)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"shape": rule.iri},
    }
    if rule.message.get(lang):
        descriptor["fullDescription"] = {"text": rule.message[lang]}
    if rule.advice_in(lang):
        descriptor["help"] = {"text": rule.advice_in(lang)}
    return descriptor


def _result(result: ShapeResult, rule: Rule, index: int, texts: Mapping[str, CheckedText], lang: str) -> dict[str, Any]:
    places = [_location(sentence, texts) for sentence in result.sentences]
    thing = {"name": result.label_in(lang), "fullyQualifiedName": result.focus}
    first = places[0] if places else {}
    content: dict[str, Any] = {
        "ruleId": rule.id,
        "ruleIndex": index,
        "level": _LEVELS[result.severity],
        "message": {"text": f"{result.label_in(lang)}{WORDS[lang]['colon']}{result.message(lang)}"},
        "locations": [{**first, "logicalLocations": [thing]}],
        "partialFingerprints": {"ipgraph/v1": " ".join(filter(None, result.sort_key()))},
    }
    if places[1:]:
        content["relatedLocations"] = places[1:]
    return content


def _location(sentence: Sentence, texts: Mapping[str, CheckedText]) -> dict[str, Any]:
    """Return where a sentence stands; lines and columns only where the file itself is the text."""
    known = texts.get(sentence.doc_id, CheckedText(f"{sentence.doc_id}.txt"))
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(known.uri)}}
    if known.text is not None and sentence.start is not None and sentence.end is not None:
        physical["region"] = _region(known.text, sentence.start, sentence.end, sentence.quote)
    return {
        "physicalLocation": physical,
        "message": {"text": quoted(sentence)},
    }


def _region(text: str, start: int, end: int, snippet: str) -> dict[str, Any]:
    """Return a range of a text in lines and columns, which count from 1, and in characters, which count from 0."""
    start_line, start_column = _position(text, start)
    end_line, end_column = _position(text, end)
    return {
        "startLine": start_line,
        "startColumn": start_column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": start,
        "charLength": end - start,
        "snippet": {"text": snippet},
    }


def _position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset; a line ends with a line feed, as editors and CI services count."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
