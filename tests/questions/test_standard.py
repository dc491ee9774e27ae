"""Every question keeps one standard: texts in both languages, types, declared columns, an order, plain SPARQL."""

import re

import pyoxigraph
import pytest
from rdflib.plugins.sparql import prepareQuery

from ipgraph.resources import data_path
from ipgraph.store.declarations import TOPICS
from ipgraph.store.queries import StoredQuery, load_questions

QUESTIONS = load_questions()
every_question = pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
# What a row's passages rest on: where a quote comes from, and its place there.
DOCUMENTS = {"quote": {"document", "plan", "source"}, "reportQuote": {"report"}}


def selected(question: StoredQuery) -> list[str]:
    """Return the variables of the answer, in their order."""
    result = pyoxigraph.Store().query(question.text)
    assert isinstance(result, pyoxigraph.QuerySolutions)
    return [variable.value for variable in result.variables]


def test_there_are_at_least_twenty_questions_beside_the_ten() -> None:
    assert len(QUESTIONS) == len(list(data_path("queries").glob("*.rq"))) >= 30


@every_question
def test_it_says_in_both_languages_what_it_asks_takes_and_returns(question: StoredQuery) -> None:
    texts = [question.title, question.description]
    texts += [parameter.description for parameter in question.parameters.values()]
    texts += [column.description for column in question.columns]

    for text in texts:
        assert text.keys() == {"zh", "en"}
        assert re.search(r"[\u4e00-\u9fff]", text["zh"])
        assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"\(.*?\)", "", text["en"]))
    assert question.title["en"][0].isupper()
    assert question.topic in TOPICS


@every_question
def test_its_columns_are_its_variables_in_order(question: StoredQuery) -> None:
    assert [column.name for column in question.columns] == selected(question)


@every_question
def test_it_is_plain_sparql_for_another_engine(question: StoredQuery) -> None:
    prepared = prepareQuery(question.text)

    assert [str(variable) for variable in prepared.algebra["PV"]] == selected(question)


@every_question
def test_its_parameters_are_typed_and_each_place_is_a_parameter(question: StoredQuery) -> None:
    places = set(re.findall(r"VALUES \?(\w+) \{ UNDEF \}", question.text))
    places |= {name.lower() for name in re.findall(r"^(LIMIT|OFFSET) \d+$", question.text, re.MULTILINE)}

    assert places <= question.parameters.keys()
    assert all(parameter.type not in {"string", "iri"} for parameter in question.parameters.values())


@every_question
def test_its_order_is_whole(question: StoredQuery) -> None:
    order = re.findall(r"^ORDER BY (.+)$", question.text, re.MULTILINE)

    assert len(order) == 1
    assert set(re.findall(r"\?(\w+)", order[0])) <= set(selected(question))


@every_question
def test_every_quote_comes_with_its_document_and_place(question: StoredQuery) -> None:
    columns = set(selected(question))
    for quote in (name for name in columns if name.lower().endswith("quote")):
        stem = quote.removesuffix("quote").removesuffix("Quote")
        assert columns >= ({f"{stem}Start", f"{stem}End"} if stem else {"start", "end"})
        assert columns & DOCUMENTS.get(quote, {f"{stem}Document"})


@every_question
def test_deeds_are_told_from_plans(question: StoredQuery) -> None:
    """Whoever reads acts says which: it shows the modality, or keeps to one side."""
    text = re.sub(r"^#.*$", "", question.text, flags=re.MULTILINE)
    classes = r"ipg:(Participation|CampaignConduct|AgreementAct|InstrumentAct|Cooperation)\b"
    shows = {"modality", "manner"} & set(selected(question))

    # Those that name no class look at duties, or at how bodies are called; who led is said with the duty's role.
    if re.search(classes, text) and question.name != "lead_changes":
        assert shows or "ipg:modality-" in text
