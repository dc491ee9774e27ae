"""The forms of a report: each holds label, sentence, rule, message and advice, in the language that was asked for."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from rdflib import RDF, SH, Graph, URIRef

from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import shapes_path
from ipgraph.validate import (
    LANGUAGES,
    Checked,
    CheckedText,
    Rules,
    Sentence,
    Severity,
    ShapeReport,
    ShapeResult,
    keep,
    read_rules,
)
from ipgraph.validate.formats import WRITERS, to_json, to_junit, to_sarif, to_table, to_turtle, write

SHAPES = "https://w3id.org/ipgraph/shapes#"
TEXT = "年度报告\n𠮷由海关总署牵头。\n"
FIRST = Sentence("doc", 7, 13, "海关总署牵头")
SECOND = Sentence("other", 0, 4, "年度\n报告")
BAD = ShapeResult(
    focus="<https://example.org/act>",
    path="<https://w3id.org/ipgraph/ontology#agent>",
    value=None,
    severity=Severity.VIOLATION,
    shape=f"{SHAPES}Act-agent",
    messages={"en": "An act must have an agent.", "zh": "行为必须有主体。"},
    source_quote=FIRST.quote,
    component=str(SH.MinCountConstraintComponent),
    label={"en": "Customs – Longteng", "zh": "海关总署 – 龙腾行动"},
    sentences=(FIRST,),
)
ODD = ShapeResult(
    focus="<https://example.org/session>",
    path=None,
    value="<https://example.org/other>",
    severity=Severity.WARNING,
    shape=f"{SHAPES}Ordinal-year",
    messages={"en": "Two years & one number.", "zh": "同一届次，不同年份。"},
    component=str(SH.SPARQLConstraintComponent),
    label={"zh": "工作组"},
    sentences=(FIRST, SECOND),
)
# Nothing leads from it to a sentence, and its shape has no name; the message has what neither XML nor a terminal likes.
BARE = ShapeResult(
    "_:b0", None, '"a\\u0001"', Severity.INFO, "https://example.org/shape", {"en": "Odd \x01 [bold]sign[/bold]."}
)
CHECKED = [
    Checked(
        "doc",
        ShapeReport.of([BAD, ODD, BARE]),
        texts={"doc": CheckedText("texts/年 报.txt", TEXT), "other": CheckedText("other.pdf")},
    ),
    Checked("lost", ShapeReport(conforms=True), failure="lost.txt: no such file or folder"),
    Checked("fine", ShapeReport(conforms=True)),
]


@pytest.fixture(scope="module")
def rules() -> Rules:
    return read_rules(read_turtle(sorted(shapes_path().glob("*.ttl"))))


def sarif(rules: Rules, lang: str = "en") -> dict[str, Any]:
    content: dict[str, Any] = json.loads(to_sarif(CHECKED, rules, lang))
    return content


def test_every_named_shape_has_a_rule_with_name_and_advice(rules: Rules) -> None:
    assert len(rules.by_iri) >= 140
    for rule in rules.by_iri.values():
        assert all(rule.name_in(lang) and rule.advice_in(lang) and rule.message[lang] for lang in LANGUAGES), rule.id


@pytest.mark.parametrize("form", sorted(WRITERS))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_form_says_all_of_a_result(form: str, lang: str, rules: Rules) -> None:
    text = write(form, CHECKED, rules, lang)

    joined = "".join(line.strip() for line in text.splitlines()) if form == "table" else text
    assert "https://example.org/act" in joined.replace(" ", "")
    assert BAD.message(lang) in text
    if form != "turtle":
        rule = rules.get(BAD.shape)
        assert "海关总署牵头" in text
        assert rule.name_in(lang) in text
        assert rule.advice_in(lang).split("：")[0].split(":")[0] in text
        assert ("Customs" in text) == (lang == "en")


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_the_same_outcome_gives_the_same_text(form: str, rules: Rules) -> None:
    assert write(form, CHECKED, rules, "en") == write(form, CHECKED, rules, "en")


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_nothing_checked_is_written_as_well(form: str, rules: Rules) -> None:
    assert write(form, [], rules, "zh")


def test_only_what_is_bad_enough_is_kept() -> None:
    warnings = keep(CHECKED, Severity.WARNING)[0]
    violations = keep(CHECKED, Severity.VIOLATION)[0]

    assert [result.severity for result in warnings.report.results] == [Severity.VIOLATION, Severity.WARNING]
    assert violations.report.results == (BAD,)
    assert keep([Checked("odd", ShapeReport.of([ODD]))], Severity.VIOLATION)[0].passes


# ---- Table


def test_the_table_has_a_row_a_result_and_totals(rules: Rules) -> None:
    lines = to_table(CHECKED, rules, "en", width=200).splitlines()

    assert "doc: Does not conform to the shapes." in lines
    assert "Could not be checked: lost.txt: no such file or folder" in lines
    assert "fine: Conforms to the shapes." in lines
    assert lines[-1] == "Checked: 2; could not be checked: 1. Violations: 1; warnings: 1; infos: 1."
    assert any("Source: “海关总署牵头” (doc 7:13)" in line for line in lines)
    assert any("Source: “年度 报告” (other 0:4)" in line for line in lines)
    assert any("[bold]sign[/bold]" in line for line in lines)


def test_the_table_keeps_to_its_width_and_has_colours_only_when_asked(rules: Rules) -> None:
    plain = to_table(CHECKED, rules, "zh", width=100)

    assert all(len(line) <= 100 for line in plain.splitlines())
    assert "\x1b" not in plain
    assert "\x1b[" in to_table(CHECKED, rules, "zh", width=100, colour=True)


# ---- JSON


def test_the_json_has_the_documented_structure(rules: Rules) -> None:
    content = json.loads(to_json(CHECKED, rules, "zh"))

    assert (content["conforms"], content["language"]) == (False, "zh")
    assert content["counts"] == {"violation": 1, "warning": 1, "info": 1}
    assert [each["name"] for each in content["checked"]] == ["doc", "lost", "fine"]
    assert content["checked"][1]["failure"] == "lost.txt: no such file or folder"
    result = content["checked"][0]["results"][0]
    assert result["severity"] == "violation"
    assert result["rule"]["id"] == "Act-agent"
    assert result["rule"]["iri"] == BAD.shape
    assert result["focus"] == {"term": BAD.focus, "label": "海关总署 – 龙腾行动"}
    assert result["sentences"] == [{"document": "doc", "start": 7, "end": 13, "quote": "海关总署牵头"}]
    assert set(result) == {
        *("severity", "rule", "message", "advice", "focus", "path", "value", "sentences"),
    }


# ---- Turtle


def test_the_turtle_is_a_shacl_report(rules: Rules) -> None:
    text = to_turtle(CHECKED, rules, "en")

    graph = Graph().parse(data=text, format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    results = set(graph.objects(report, SH.result))
    assert str(graph.value(report, SH.conforms)) == "false"
    assert len(results) == 3
    for required in (SH.focusNode, SH.resultSeverity, SH.sourceShape):
        assert all(graph.value(result, required) is not None for result in results)
    assert (None, SH.sourceConstraintComponent, URIRef(BAD.component)) in graph
    assert text.startswith("# lost.txt: no such file or folder\n")


def test_a_warning_alone_does_not_conform_in_the_sense_of_the_standard(rules: Rules) -> None:
    graph = Graph().parse(data=to_turtle([Checked("odd", ShapeReport.of([ODD]))], rules, "en"), format="turtle")

    assert [str(value) for value in graph.objects(None, SH.conforms)] == ["false"]


# ---- JUnit


def test_the_junit_has_a_suite_a_document_and_a_case_a_shape(rules: Rules) -> None:
    root = ElementTree.fromstring(to_junit(CHECKED, rules, "en"))

    suites = {suite.get("name"): suite for suite in root}
    assert set(suites) == {"doc", "lost", "fine"}
    assert len(suites["fine"]) == len(rules.by_iri)
    assert len(suites["doc"]) == len(rules.by_iri) + 1
    for suite in (root, *root):
        for count, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
            assert suite.get(count) == str(sum(1 for _ in suite.iter(tag)))
    assert (root.get("failures"), root.get("errors")) == ("1", "1")


def test_only_violations_fail_a_case_of_the_junit(rules: Rules) -> None:
    root = ElementTree.fromstring(to_junit(CHECKED, rules, "en"))

    (failure,) = root.iter("failure")
    assert failure.get("message") == "An act must have an agent."
    assert "“海关总署牵头” (doc 7:13)" in (failure.text or "")
    outputs = [output.text or "" for output in root.iter("system-out")]
    assert len(outputs) == 2
    assert any("Two years & one number." in output for output in outputs)
    assert any("Odd \ufffd" in output for output in outputs)


# ---- SARIF


def test_the_sarif_log_has_what_the_standard_requires(rules: Rules) -> None:
    log = sarif(rules)

    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "ipgraph"
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"]) == len(rules.by_iri) + 1
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [each["message"]["text"] for each in invocation["toolExecutionNotifications"]] == [CHECKED[1].failure]


def test_a_sarif_result_points_at_the_sentence(rules: Rules) -> None:
    odd, bad = (
        next(each for each in sarif(rules)["runs"][0]["results"] if each["ruleId"] == rule)
        for rule in ("Ordinal-year", "Act-agent")
    )

    place = bad["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "texts/%E5%B9%B4%20%E6%8A%A5.txt"
    region = place["region"]
    assert (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) == (2, 3, 2, 9)
    assert TEXT[region["charOffset"] :][: region["charLength"]] == region["snippet"]["text"]
    (other,) = odd["relatedLocations"]
    assert other["physicalLocation"] == {"artifactLocation": {"uri": "other.pdf"}}


def test_a_sarif_result_without_a_sentence_names_the_thing(rules: Rules) -> None:
    (bare,) = [each for each in sarif(rules)["runs"][0]["results"] if each["level"] == "note"]

    assert "physicalLocation" not in bare["locations"][0]
    assert bare["locations"][0]["logicalLocations"] == [{"name": "_:b0", "fullyQualifiedName": "_:b0"}]
