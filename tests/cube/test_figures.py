"""From texts to the cube: measures, breakdowns, units and periods are derived, and what disagrees is found."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from ipgraph.pipeline import build
from ipgraph.settings import Settings
from ipgraph.store.blocking import BlockingEndpoint
from ipgraph.store.embedded import Release, open_release
from ipgraph.store.queries import load_query
from ipgraph.store.rows import Cell
from ipgraph.store.sparql import QueryPool
from ipgraph.validate import ShapeContext, check

HERE = Path(__file__).parent
PREFIXES = """
PREFIX ipg: <https://w3id.org/ipgraph/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
ID, TERM = "https://w3id.org/ipgraph/id/", "https://w3id.org/ipgraph/ontology#"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Return a release of three texts: a report, a briefing that contradicts it here and there, one without a year."""
    store = tmp_path_factory.mktemp("figures")
    report = build([HERE / "texts"], store, Settings())
    assert report.complete
    return open_release(store)


@pytest.fixture(scope="module")
def corpus(corpus_store: Path) -> Release:
    return open_release(corpus_store)


def select(release: Release, pattern: str, *variables: str) -> Iterator[tuple[Cell | None, ...]]:
    for row in release.select(f"{PREFIXES} SELECT DISTINCT * WHERE {{ {pattern} }}"):
        yield tuple(row.get(name) for name in variables)


def dimension(release: Release, property_name: str, measure_name: str) -> set[str]:
    pattern = f'?figure ipg:measureName "{measure_name}" ; a ipg:Observation ; ipg:{property_name} ?value .'
    values = (str(value) for (value,) in select(release, pattern, "value"))
    return {value.removeprefix(ID).removeprefix(TERM) for value in values}


@pytest.mark.parametrize("name", ["授权发明专利", "发明专利授权"])
def test_two_wordings_of_one_measure_are_one_measure(name: str, release: Release) -> None:
    assert dimension(release, "measure", name) == {"measure/invention-patent-grants"}


def test_a_name_without_an_entry_is_a_measure_of_its_own(corpus: Release) -> None:
    (measure,) = dimension(corpus, "measure", "提出抗诉和再审检察建议")
    pattern = f"<{ID}{measure}> a skos:Concept ; skos:inScheme ipg:scheme-measure ; skos:prefLabel ?label ."

    assert list(select(corpus, pattern, "label")) == [("提出抗诉和再审检察建议",)]


def test_every_figure_has_exactly_one_value_of_each_derived_dimension(corpus: Release) -> None:
    for name in ("measure", "breakdown", "unitConcept", "refPeriod"):
        pattern = f"?figure a ipg:Observation . OPTIONAL {{ ?figure ipg:{name} ?value }}"
        rows = list(select(corpus, pattern, "figure", "value"))
        assert len({figure for figure, _ in rows}) == len(rows) > 300, name
        assert all(value is not None for _, value in rows), name


def test_a_group_that_the_wording_names_is_the_breakdown(corpus: Release) -> None:
    assert dimension(corpus, "measure", "国内发明专利有效量") == {"measure/invention-patents-in-force"}
    assert dimension(corpus, "breakdown", "国内发明专利有效量") == {"breakdown-domestic"}
    assert dimension(corpus, "breakdown", "受理实用新型专利权无效宣告请求") == {"breakdown-utility-model"}
    assert dimension(corpus, "breakdown", "发明专利有效量") == {"breakdown-total"}


def test_parts_of_two_totals_are_told_apart_by_the_measure_of_the_total(corpus: Release) -> None:
    totals = {"measure/civil-first-instance-filed", "measure/administrative-first-instance-filed"}

    assert dimension(corpus, "breakdown", "新收专利案件") == totals
    pattern = "?whole skos:inScheme ipg:scheme-measure , ipg:scheme-breakdown ."
    assert {f"{ID}{total}" for total in totals} <= {whole for (whole,) in select(corpus, pattern, "whole")}


def test_a_measure_that_stands_on_its_own_is_a_total_even_where_it_is_a_part(release: Release) -> None:
    assert dimension(release, "breakdown", "作品著作权登记量") == {"breakdown-total"}
    pattern = '?part ipg:partOf ?total ; ipg:measureName "作品著作权登记量" . ?total ipg:measureName ?name'
    assert list(select(release, pattern, "name")) == [("著作权登记量",)]


def test_a_year_that_is_not_stated_is_no_year(release: Release) -> None:
    pattern = '?figure ipg:refPeriod ipg:period-unknown ; ipg:statedIn/ipg:docId "undated" .'

    assert len(list(select(release, pattern, "figure"))) == 1
    assert not list(select(release, f"{pattern} ?figure ipg:inYear ?year .", "figure"))
    assert not list(select(release, "ipg:period-unknown a ipg:Year .", "figure"))


def test_what_is_counted_up_to_the_year_is_marked(corpus: Release) -> None:
    pattern = '?figure ipg:measureName "认定地理标志产品" ; ipg:value ?value OPTIONAL { ?figure ipg:cumulative ?mark }'

    assert {(str(value), mark) for value, mark in select(corpus, pattern, "value", "mark")} == {
        ("36", None),
        ("2544", "true"),
    }


def conflicts(release: Release) -> set[tuple[str, frozenset[int]]]:
    pattern = """?conflict a ipg:ValueConflict ; ipg:disagreeing ?one , ?other .
        ?one ipg:measure/skos:prefLabel ?measure ; ipg:value ?value . ?other ipg:value ?otherValue .
        FILTER(STR(?one) < STR(?other) && LANG(?measure) = "en")"""
    rows = select(release, pattern, "measure", "value", "otherValue")
    return {(str(measure), frozenset({int(str(one)), int(str(other))})) for measure, one, other in rows}


def test_values_that_documents_state_differently_are_conflicts(release: Release) -> None:
    assert conflicts(release) == {
        ("arrests approved in intellectual property crime", frozenset({4272, 4280})),
        ("civil first-instance intellectual property cases concluded", frozenset({460306, 461306})),
        ("trade mark registrations", frozenset({4383000, 4412000})),
    }


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("新收知识产权民事一审案件", "46.2万 is 462,176 rounded; the third figure has no year"),
        ("授权发明专利", "92.1万 is 920,797 rounded"),
        ("商标异议申请量", "近11万 stands for 105,000, too"),
        ("认定地理标志产品", "13 in the year, 2,508 up to it"),
        ("著作权登记量", "half a year"),
    ],
)
def test_other_differences_are_none(name: str, reason: str, release: Release) -> None:
    pattern = f'?figure ipg:measureName "{name}" . ?conflict ipg:disagreeing ?figure .'

    assert not list(select(release, pattern, "conflict")), reason


def test_both_sentences_of_a_conflict_can_be_read(release: Release) -> None:
    pattern = """?conflict a ipg:Discrepancy , ipg:ValueConflict ; ipg:difference ?by FILTER(?by = 29000)
        ?conflict ipg:disagreeing ?figure .
        ?figure ipg:statedIn/ipg:docId ?doc ; ipg:evidence/oa:hasSelector/oa:exact ?quote ."""

    assert set(select(release, pattern, "doc", "quote")) == {
        ("briefing", "商标注册量441.2万件"),
        ("report", "商标注册量438.3万件"),
    }


def test_the_question_of_disagreements_gives_conflicts_with_both_sentences(release: Release) -> None:
    rows = [row for row in release.select(load_query("disagreements").bind()) if row["kind"] == "value"]

    assert {(str(row["quote"]), str(row["otherQuote"])) for row in rows if row["difference"] == 29000} <= {
        ("商标注册量441.2万件", "商标注册量438.3万件"),
        ("商标注册量438.3万件", "商标注册量441.2万件"),
    }
    assert len([row for row in rows if row["difference"] == 29000]) == 1


def test_the_corpus_has_one_sum_that_disagrees_and_no_conflict(corpus: Release) -> None:
    pattern = "?discrepancy a ipg:Discrepancy ; ipg:disagreeing ?figure . ?figure ipg:value ?value ; ipg:unit ?unit"

    assert {str(value) for (value,) in select(corpus, pattern, "value")} == {"2643", "1289", "1357"}
    assert conflicts(corpus) == set()


def test_the_release_keeps_the_shapes_with_all_that_is_derived(release: Release) -> None:
    dump = pyoxigraph.parse(release.dump.read_bytes(), format=pyoxigraph.RdfFormat.N_QUADS)
    quads = {(str(quad.subject), str(quad.predicate), str(quad.object), "<urn:all>") for quad in dump}

    assert check(sorted(quads), ShapeContext.load([])).results == ()


def series(release: Release, **given: str) -> list[tuple[Cell | None, ...]]:
    settings = Settings(workers=1)
    with BlockingEndpoint(QueryPool(release.database, settings)) as pool:
        query = pool.bind(load_query("figure_series"), given, settings.base_iri)
    return [(row.get("year"), row["document"], str(row["value"]), row["quote"]) for row in release.select(query)]


@pytest.mark.parametrize("measure", ["invention patent grants", "发明专利授权量", "授权发明专利", "发明专利授权"])
def test_the_series_of_a_measure_is_found_by_any_of_its_names(measure: str, release: Release) -> None:
    assert series(release, measure=measure) == [
        (2023, "briefing", "920797", "我国发明专利授权920797件"),
        (2023, "report", "921000", "我国授权发明专利92.1万件"),
    ]


@pytest.mark.parametrize("subject", ["全国检察机关", "Procuratorial organs nationwide"])
def test_the_series_of_a_subject_has_each_of_its_figures(subject: str, release: Release) -> None:
    rows = series(release, subject=subject)

    assert [value for _, _, value, _ in rows] == ["4280", "4272", "2510", "2510"]


def test_the_series_without_a_parameter_has_all_figures_of_the_corpus(corpus: Release) -> None:
    rows = series(corpus)

    assert len(rows) > 300
    assert (2024, "003_e50c2ae63e0a0b2d", "69300", "国内申请人提交 6.93 万件") in rows
