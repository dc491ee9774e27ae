"""Reports as JUnit XML: a suite for each thing that was checked, a case for each shape."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ipgraph.validate.checked import Checked
from ipgraph.validate.formats.words import WORDS, quoted
from ipgraph.validate.report import Severity, ShapeResult
from ipgraph.validate.rules import Rule, Rules

# Characters that XML cannot hold, in whatever form: a text may quote them.
_NO_XML = re.compile("[^\\t\\n\\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(checked: Sequence[Checked], rules: Rules, lang: str) -> str:
    """Return the outcome as JUnit XML.

    A shape with a violation is a failed case; warnings are the output of a case that passes. What could not be checked
    is a suite with one case in error.
    """
    root = Element("testsuites", name="ipgraph validate")
    for each in checked:
        _add_suite(root, each, rules, lang)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    indent(root)
    body = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _add_suite(root: Element, checked: Checked, rules: Rules, lang: str) -> None:
    suite = SubElement(root, "testsuite", name=_clean(checked.name))
    if checked.failure is not None:
        case = SubElement(suite, "testcase", classname=_clean(checked.name), name=WORDS[lang]["failed"])
        SubElement(case, "error", message=_clean(checked.failure))
    else:
        found = {result.shape: rules.get(result.shape) for result in checked.report.results}
        for iri, rule in sorted({**rules.by_iri, **found}.items()):
            results = [result for result in checked.report.results if result.shape == iri]
            _add_case(suite, checked.name, rule, results, lang)
    for name, tag in (("tests", "testcase"), ("failures", "testcase/failure"), ("errors", "testcase/error")):
        suite.set(name, str(len(suite.findall(tag))))


def _add_case(suite: Element, name: str, rule: Rule, results: Sequence[ShapeResult], lang: str) -> None:
    case = SubElement(suite, "testcase", classname=_clean(name), name=f"{rule.id}: {rule.name_in(lang)}")
    violations = [result for result in results if result.severity is Severity.VIOLATION]
    others = [result for result in results if result.severity is not Severity.VIOLATION]
    if violations:
        failure = SubElement(case, "failure", message=_clean(violations[0].message(lang)), type=rule.id)
        failure.text = _lines(violations, rule, lang)
    if others:
        SubElement(case, "system-out").text = _lines(others, rule, lang)


def _lines(results: Sequence[ShapeResult], rule: Rule, lang: str) -> str:
    words = WORDS[lang]
    lines: list[str] = []
    for result in results:
        lines.append(f"[{words[result.severity]}] {result.message(lang)}")
        lines.append(
            f"  {words['thing']}{words['colon']}{' '.join(dict.fromkeys([result.label_in(lang), result.focus]))}"
        )
        lines += [f"  {words['source']}{words['colon']}{quoted(each)}" for each in result.sentences]
    if rule.advice_in(lang):
        lines.append(f"{words['advice']}{words['colon']}{rule.advice_in(lang)}")
    return _clean("\n".join(lines))


def _clean(text: str) -> str:
    """Return a text with a replacement character for each character that XML cannot hold."""
    return _NO_XML.sub("\ufffd", text)
