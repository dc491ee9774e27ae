"""Reports name the node, the shape and the sentence, in both languages and as a SHACL report."""

import pickle
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from ipgraph.errors import ShapeError
from ipgraph.model.document import SourceText
from ipgraph.rdf.terms import DCTERMS, IPG, OA, SKOS, Quad, literal, non_negative_integer
from ipgraph.rdf.terms import RDF as RDF_NS
from ipgraph.validate import Severity, ShapeContext, ShapeReport, ShapeResult, check, check_quotes

THING = "https://example.org/"
GRAPH = f"<{THING}graph>"
SHAPES = "https://w3id.org/ipgraph/shapes#"
SOURCE = SourceText("doc", "海关总署牵头。", "0" * 64, "utf-8")


def quad(subject: str, predicate: str, value: str) -> Quad:
    return (f"<{THING}{subject}>", f"<{predicate}>", value, GRAPH)


def evidence(start: int, end: int, quote: str) -> list[Quad]:
    return [
        quad("evidence", f"{RDF_NS}type", f"<{OA}SpecificResource>"),
        quad("evidence", f"{OA}hasSource", f"<{THING}document>"),
        quad("evidence", f"{OA}hasSelector", f"<{THING}position>"),
        quad("evidence", f"{OA}hasSelector", f"<{THING}quote>"),
        quad("position", f"{RDF_NS}type", f"<{OA}TextPositionSelector>"),
        quad("position", f"{OA}start", non_negative_integer(start)),
        quad("position", f"{OA}end", non_negative_integer(end)),
        quad("quote", f"{RDF_NS}type", f"<{OA}TextQuoteSelector>"),
        quad("quote", f"{OA}exact", literal(quote)),
    ]


def cooperation(partner: str) -> list[Quad]:
    return [
        quad("act", f"{RDF_NS}type", f"<{IPG}Cooperation>"),
        quad("act", f"{IPG}object", f"<{THING}{partner}>"),
        quad("act", f"{IPG}evidence", f"<{THING}evidence>"),
        *evidence(0, 6, "海关总署牵头"),
    ]


@pytest.fixture(scope="module")
def context() -> ShapeContext:
    authority = [
        quad("wipo", f"{RDF_NS}type", f"<{IPG}InternationalOrganization>"),
        quad("wipo", f"{SKOS}prefLabel", '"世界知识产权组织"@zh'),
        quad("wipo", f"{DCTERMS}source", '"its web site"'),
        quad("group", f"{RDF_NS}type", f"<{IPG}Mechanism>"),
    ]
    return ShapeContext.load(authority)


def shapes_of(report: ShapeReport) -> set[str]:
    return {result.shape.removeprefix(SHAPES) for result in report.results}


def test_a_thing_of_the_authority_has_its_class_there(context: ShapeContext) -> None:
    assert "Cooperation-object" not in shapes_of(check(cooperation("wipo"), context))
    assert "Cooperation-object" in shapes_of(check(cooperation("group"), context))


def test_the_class_of_an_unknown_thing_is_missed(context: ShapeContext) -> None:
    assert "Cooperation-object" in shapes_of(check(cooperation("nobody"), context))


def test_things_of_the_authority_that_a_graph_does_not_mention_are_not_checked(context: ShapeContext) -> None:
    # The authority's mechanism has no label, which its own check would report.
    assert "Entity-label" not in shapes_of(check(cooperation("wipo"), context))
    assert "Entity-label" in shapes_of(check(cooperation("group"), context))


def test_a_result_names_focus_path_value_and_sentence(context: ShapeContext) -> None:
    report = check(cooperation("group"), context)

    (result,) = [each for each in report.results if each.shape == f"{SHAPES}Cooperation-object"]
    assert result.focus == f"<{THING}act>"
    assert result.path == f"<{IPG}object>"
    assert result.value == f"<{THING}group>"
    assert result.severity is Severity.VIOLATION
    assert result.source_quote == "海关总署牵头"
    assert result.message("zh") == "合作的对象必须是机构或者国家和地区。"


def test_a_result_on_a_selector_names_the_sentence_of_its_evidence(context: ShapeContext) -> None:
    report = check(evidence(6, 6, "海关总署牵头"), context)

    (result,) = [each for each in report.results if each.shape == f"{SHAPES}Position-order"]
    assert result.source_quote == "海关总署牵头"


def test_the_same_graph_gives_the_same_report(context: ShapeContext) -> None:
    quads = cooperation("group")

    assert check(quads, context) == check(reversed(quads), context)


def test_an_empty_graph_conforms(context: ShapeContext) -> None:
    assert check([], context) == ShapeReport(conforms=True)


def test_a_report_survives_the_way_between_processes(context: ShapeContext) -> None:
    report = check(cooperation("group"), context)

    assert pickle.loads(pickle.dumps(report)) == report


def test_the_text_of_a_report_has_message_shape_and_source(context: ShapeContext) -> None:
    text = check(cooperation("group"), context).as_text("en")

    assert text.startswith("Does not conform to the shapes:\n")
    assert "[violation] The object of a cooperation must be an agency or a jurisdiction.\n" in text
    assert f"    shape: <{SHAPES}Cooperation-object>\n" in text
    assert "    source: 海关总署牵头\n" in text


def test_the_text_of_a_report_is_also_chinese(context: ShapeContext) -> None:
    text = check(cooperation("group"), context).as_text("zh")

    assert text.startswith("不符合形状：\n")
    assert "[违例] 合作的对象必须是机构或者国家和地区。\n" in text


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="allowed are en, zh"):
        ShapeReport(conforms=True).as_text("fr")


def test_the_turtle_of_a_report_is_a_shacl_report(context: ShapeContext) -> None:
    report = check(evidence(6, 6, '引文"\n'), context)

    graph = Graph().parse(data=report.as_turtle(), format="turtle")

    assert (None, SH.conforms, Literal(False)) in graph
    assert len(set(graph.subjects(RDF.type, SH.ValidationResult))) == len(report.results) > 0
    assert (None, SH.sourceShape, URIRef(f"{SHAPES}Position-order")) in graph
    assert isomorphic(graph, Graph().parse(data=report.as_turtle(), format="turtle"))


def test_paths_of_every_form_are_written(context: ShapeContext) -> None:
    orphan = [quad("position", f"{RDF_NS}type", f"<{OA}TextPositionSelector>")]
    name = [quad("name", f"{RDF_NS}type", "<http://www.w3.org/2008/05/skos-xl#Label>")]
    alone = [quad("evidence", f"{RDF_NS}type", f"<{OA}SpecificResource>")]

    report = check([*orphan, *name, *alone], context)

    paths = {result.path for result in report.results}
    assert f"[ sh:inversePath <{OA}hasSelector> ]" in paths
    assert f"( <{OA}hasSelector> <{OA}start> )" in paths
    assert any(path and path.startswith("[ sh:alternativePath ( [ sh:inversePath <") for path in paths)
    assert Graph().parse(data=report.as_turtle(), format="turtle")


def test_a_warning_alone_conforms() -> None:
    result = ShapeResult("<a:n>", None, None, Severity.WARNING, "a:shape", {"en": "Doubtful."})

    report = ShapeReport.of([result])

    assert report.conforms
    assert report.as_text() == "Conforms to all shapes.\n[warning] Doubtful.\n    focus: <a:n>\n    shape: <a:shape>\n"


def test_merged_reports_conform_if_both_do() -> None:
    fine = ShapeReport(conforms=True)
    bad = ShapeReport.of([ShapeResult("<a:n>", None, None, Severity.VIOLATION, "a:shape", {})])

    assert fine.merged(fine).conforms
    assert fine.merged(bad) == bad.merged(fine) == bad


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [(0, 6, "海关总署主办"), (1, 7, "海关总署牵头"), (0, 99, "海关总署牵头。"), (0, 5, "海关总署牵头")],
)
def test_a_quote_that_does_not_stand_at_its_place_is_reported(start: int, end: int, quote: str) -> None:
    report = check_quotes(evidence(start, end, quote), SOURCE)

    (result,) = report.results
    assert not report.conforms
    assert result.shape == f"{SHAPES}Evidence-text"
    assert result.focus == f"<{THING}evidence>"
    assert f"{start}:{end}" in result.message("zh")
    assert f"{start}:{end}" in result.message("en")


def test_a_quote_that_stands_at_its_place_conforms() -> None:
    assert check_quotes(evidence(0, 6, "海关总署牵头"), SOURCE).conforms


def test_evidence_without_position_is_left_to_the_shapes() -> None:
    incomplete = [each for each in evidence(0, 6, "别的") if each[1] != f"<{OA}start>"]

    assert check_quotes(incomplete, SOURCE).conforms


def test_a_folder_without_shapes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShapeError, match="holds no node shape"):
        ShapeContext.load([], shapes_directory=tmp_path)


def test_a_shapes_file_that_is_no_turtle_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "acts.ttl").write_text("@prefix a: <a:> .\na:A a:p .\n", encoding="utf-8")

    with pytest.raises(ShapeError, match=r"acts\.ttl:2: not Turtle"):
        ShapeContext.load([], shapes_directory=tmp_path)


def test_shapes_that_cannot_be_run_are_refused(tmp_path: Path) -> None:
    prefix = "@prefix sh: <http://www.w3.org/ns/shacl#> ."
    shape = f"{prefix} <a:S> a sh:NodeShape ; sh:targetClass <a:C> ; sh:property [ sh:minCount 1 ] ."
    (tmp_path / "acts.ttl").write_text(shape, encoding="utf-8")

    with pytest.raises(ShapeError, match="cannot be run"):
        ShapeContext.load([], shapes_directory=tmp_path)
