"""The stored questions over HTTP."""

import httpx
import pytest

US = "https://w3id.org/ipgraph/id/jurisdiction/US"


def test_the_questions_say_what_they_ask_take_and_return(client: httpx.Client) -> None:
    questions = client.get("/api/v1/questions").json()["questions"]
    (question,) = [each for each in questions if each["name"] == "participations"]

    assert question == client.get("/api/v1/questions/participations").json()
    assert question["title"]["en"] == "Who took part in the mechanisms with a country"
    assert [each["name"] for each in question["parameters"]] == ["country", "from", "to"]
    assert [each.get("default") for each in question["parameters"]] == [None, "1800", "2199"]
    assert "quote" in [each["name"] for each in question["columns"]]
    assert question["topic"] == "cooperation"
    assert question["examples"] == [{"country": "US", "from": "2012", "to": "2017"}]
    assert question["answer"] == "/api/v1/questions/participations/answer"


@pytest.mark.parametrize("country", ["US", "美国", US])
def test_a_thing_is_given_by_id_name_or_iri(client: httpx.Client, country: str) -> None:
    answer = client.get("/api/v1/questions/participations/answer", params={"country": country, "to": "2014"}).json()

    rows = answer["results"]["bindings"]
    assert [(row["agency"]["value"], row["ordinal"]["value"]) for row in rows] == [("商务部", "25")]


def test_an_answer_comes_in_the_formats_of_sparql_results(client: httpx.Client) -> None:
    address = "/api/v1/questions/participations/answer"
    named = client.get(address, params={"country": "US", "format": "csv"})
    accepted = client.get(address, params={"country": "US"}, headers={"Accept": "text/csv"})

    assert named.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert named.content == accepted.content
    assert named.text.startswith("agency,role,mechanism,year")
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ("country=XX", "the id, a name or the IRI of a jurisdiction"),
        ("from=20x4", "a whole number from 1800 to 2199"),
        ("land=US", "it takes: country, from, to"),
        ("from=2014&from=2015", "allowed is once"),
    ],
)
def test_a_wrong_argument_is_refused_with_what_is_allowed(client: httpx.Client, parameters: str, said: str) -> None:
    answer = client.get(f"/api/v1/questions/participations/answer?{parameters}")

    assert answer.status_code == 400
    assert said in answer.json()["detail"]


def test_an_unknown_question_is_not_found(client: httpx.Client) -> None:
    for path in ("/api/v1/questions/nothing", "/api/v1/questions/nothing/answer"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "/api/v1/questions lists" in answer.json()["detail"]


def test_a_name_with_a_blank_that_nothing_bears_means_nothing(client: httpx.Client) -> None:
    answer = client.get("/api/v1/questions/names/answer", params={"thing": "no such thing"})

    assert answer.status_code == 400
    assert "the id, a name or the IRI of a thing" in answer.json()["detail"]
