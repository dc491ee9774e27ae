"""What a check found leads to the sentences behind it, and to a name that a reader knows."""

import pytest
from rdflib import Graph

from ipgraph.validate.graph import TermGraph, Triple, rdflib_triples
from ipgraph.validate.places import locate
from ipgraph.validate.report import Severity, ShapeResult

TURTLE = """
@prefix ipg: <https://w3id.org/ipgraph/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://example.org/> .

:doc ipg:docId "doc" .
:meeting ipg:agent :customs ; ipg:object :group ;
    ipg:evidence [ oa:hasSource :doc ; oa:hasSelector [ oa:exact "第三次会议" ] ] .
:next ipg:agent :customs ; ipg:object :group ;
    ipg:evidence [ oa:hasSource :doc ; oa:hasSelector [ oa:start 20 ; oa:exact "第五次会议" ] ] .
:case ipg:agent :customs ; ipg:object :other ;
    ipg:evidence [ oa:hasSource :doc ; oa:hasSelector [ oa:start 5 ; oa:exact "办理案件" ] ] .
:third prov:wasInfluencedBy :meeting .
:fifth prov:wasInfluencedBy :next .
:lost ipg:sessionOf :group .
:gap ipg:sessionBefore :third ; ipg:sessionAfter :fifth .
:damaged ipg:sessionBefore :damaged ; ipg:subordinate :damaged .
:holding ipg:holder :customs ; ipg:function :protection .
:customs skos:prefLabel "海关总署"@zh , "Customs"@en .
:protection skos:prefLabel "海关保护"@zh , "protection"@en .
:figure ipg:subject :customs ; ipg:subjectName "海关总署" ; ipg:measureName "批次" .
:conflict ipg:disagreeing :figure .
:wording ipg:measureName "查扣批次" .
"""


@pytest.fixture(scope="module")
def graph() -> TermGraph:
    triples: list[Triple] = list(rdflib_triples(Graph().parse(data=TURTLE, format="turtle")))
    return TermGraph(triples)


def located(graph: TermGraph, focus: str, value: str | None = None) -> ShapeResult:
    term = None if value is None else f"<https://example.org/{value}>"
    result = ShapeResult(f"<https://example.org/{focus}>", None, term, Severity.VIOLATION, "shape", {}, "component")
    return locate([result], graph)[0]


@pytest.mark.parametrize(
    ("focus", "value", "quotes"),
    [
        ("third", None, ["第三次会议"]),
        ("gap", None, ["第三次会议", "第五次会议"]),
        ("lost", None, ["第三次会议"]),
        ("customs", None, ["第三次会议"]),
        ("customs", "other", ["办理案件"]),
        ("customs", "customs", ["第三次会议"]),
        ("holding", None, []),
        ("damaged", None, []),
    ],
)
def test_a_thing_leads_to_its_sentences(graph: TermGraph, focus: str, value: str | None, quotes: list[str]) -> None:
    result = located(graph, focus, value)

    assert [sentence.quote for sentence in result.sentences] == quotes
    assert result.source_quote == (quotes[0] if quotes else None)


@pytest.mark.parametrize(
    ("focus", "label"),
    [
        ("customs", {"zh": "海关总署", "en": "Customs"}),
        ("holding", {"zh": "海关总署 – 海关保护", "en": "Customs – protection"}),
        ("wording", {"zh": "查扣批次", "en": "查扣批次"}),
        ("conflict", {"zh": "海关总署 – 批次", "en": "Customs – 批次"}),
        ("third", {"zh": "doc :", "en": "doc :"}),
        ("damaged", {}),
    ],
)
def test_a_thing_is_called_something(graph: TermGraph, focus: str, label: dict[str, str]) -> None:
    assert located(graph, focus).label == label
