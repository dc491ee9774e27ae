"""What is refused of a query before any parser sees it, and what is not."""

import pytest

from ipgraph.errors import QueryRefused
from ipgraph.store.queries import load_questions
from ipgraph.store.screening import ScreenedQuery, screen, undeclared_prefixes

CALL = "SERVICE <http://127.0.0.1:9/sparql> { ?a ?b ?c }"

# The engine was seen to try each of these calls (or to parse it as one).
CALLS = [
    f"SELECT * {{ {CALL} }}",
    "SELECT * { service silent <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?g . SERVICE ?g { ?a ?b ?c } }",
    "PREFIX e: <http://127.0.0.1:9/> SELECT * { SERVICE e:x { ?a ?b ?c } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?a ?b ?c } }",
    "PREFIX e: <http://127.0.0.1:9/> SELECT * { SERVICEe:x { ?a ?b ?c } }",
    "SELECT * { SERVICESILENT<http://127.0.0.1:9/>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:9/>{ ?a ?b ?c } }",
    "PREFIX e: <http://127.0.0.1:9/> SELECT * { ?s ?p true.SERVICE e:x { ?a ?b ?c } }",
    "PREFIX e: <http://127.0.0.1:9/> SELECT * { ?s ?p true.SERVICE:x { ?a ?b ?c } }",
    f"PREFIX e: <http://e/> SELECT * {{ ?s ?p e:.{CALL} }}",
    f"SELECT * {{ ?s ?p ?o # a comment ends at a carriage return\r{CALL} }}",
    f"SELECT * {{ ?s ?p '''it's''' . {CALL} }}",
    f'SELECT * {{ ?s ?p "a\\"" . {CALL} }}',
    f"SELECT * {{ <http://e/o'> ?p ?o . {CALL} ?s ?p <http://e/o'> }}",
    f"SELECT * {{ <http://e/\\u0041'> ?p ?o . {CALL} ?s ?p <http://e/'> }}",
    f"SELECT * {{ FILTER(?x<?y&&?z='>') {CALL} ?s ?p 'x' }}",
    f"SELECT * {{ FILTER(?x<?y#>'''\n) {CALL} ?s ?p '''x''' }}",
    f"SELECT * {{ <<?s?p'>'>> ?q ?r . {CALL} ?s ?p 'x' }}",
    f"SELECT * {{ {{ SELECT * {{ OPTIONAL {{ {CALL} }} }} }} }}",
]

NO_CALLS = [
    'SELECT * { ?s ?p "SERVICE <http://e/> { }" }',
    "SELECT * { ?s ?p '''SERVICE <http://e/> { }''' }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://e/> { }",
    "SELECT * { ?s <http://e/SERVICE> ?o }",
    "PREFIX e: <http://e/> SELECT * { ?s e:service ?o . { ?o e:SERVICE ?x } }",
    "PREFIX service: <http://e/> SELECT * { GRAPH service:g { ?s service:p ?o } }",
    "SELECT ?service { ?service ?p ?o . { ?o ?SERVICE ?x } }",
    "PREFIX e: <http://e/a#> SELECT * { ?s ?p ?o FILTER(?o < 5 && ?p = <http://e/a#b>) }",
    "SELECT * { VALUES (?a ?b) { (<http://e/a#x> <http://e/a#y>) } ?a ?b ?c }",
]


def _screen(query: str, max_chars: int = 10_000, max_depth: int = 20) -> ScreenedQuery:
    return screen(query, max_chars, max_depth)


@pytest.mark.parametrize("query", CALLS)
def test_a_service_call_is_refused(query: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE is refused"):
        _screen(query)


@pytest.mark.parametrize("query", NO_CALLS)
def test_the_word_service_elsewhere_is_no_call(query: str) -> None:
    assert _screen(query).form == "select"


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * { }", "select"),
        ("PREFIX select: <http://e/> ASK { }", "ask"),
        ("# SELECT\nBASE <http://e/> construct { } where { }", "graph"),
        ("DESCRIBE <http://e/>", "graph"),
        ("select?s{?s?p?o}", "select"),
        ("nonsense", None),
        ("", None),
    ],
)
def test_the_form_is_found_without_parsing(query: str, form: str | None) -> None:
    assert _screen(query).form == form


@pytest.mark.parametrize(
    ("query", "has_dataset"),
    [
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT * FROM <http://e/> { ?s ?p ?o }", True),
        ("SELECT * from named <http://e/> { ?s ?p ?o }", True),
        ("SELECT ?FROM { ?FROM ?p 'FROM' } # FROM", False),
    ],
)
def test_a_dataset_clause_is_found(query: str, has_dataset: bool) -> None:
    assert _screen(query).has_dataset is has_dataset


@pytest.mark.parametrize(
    ("query", "is_repeatable"),
    [
        ("SELECT ?now ?rand { ?now ?p 'NOW()', <http://e/NOW> } # RAND()", True),
        ("PREFIX e: <http://e/> SELECT * { ?s e:now ?o ; e:uuid ?o }", True),
        ("SELECT (NOW() AS ?n) { }", False),
        ("SELECT (now () AS ?n) { }", False),
        ("SELECT * { ?s ?p ?o FILTER(1+RAND()>1) }", False),
        ("SELECT (1NOW() AS ?n) { }", False),
        ("CONSTRUCT { ?u ?p ?o } { BIND(IRI(STRUUID()) AS ?u) }", False),
        ("SELECT (uuid() AS ?u) (BNODE() AS ?b) { }", False),
    ],
)
def test_a_query_that_answers_otherwise_each_time_is_found(query: str, is_repeatable: bool) -> None:
    assert _screen(query).is_repeatable is is_repeatable


def test_every_question_has_one_answer() -> None:
    questions = load_questions()

    assert len(questions) > 30
    assert [name for name, question in questions.items() if not _screen(question.text).is_repeatable] == []


@pytest.mark.parametrize(
    "query",
    ["INSERT DATA { <a:a> <a:a> 1 }", "PREFIX e: <http://e/> delete where { }", "LOAD <http://e/>", "CLEAR ALL"],
)
def test_an_update_is_refused(query: str) -> None:
    with pytest.raises(QueryRefused, match="is an update"):
        _screen(query)


def test_a_query_that_is_too_long_is_refused() -> None:
    with pytest.raises(QueryRefused, match="at most 10 are allowed"):
        _screen("ASK { ?s ?p ?o }", max_chars=10)


@pytest.mark.parametrize("deep", ["{" * 21, "(" * 21, "[" * 21, "!" * 21, "{([" * 7])
def test_a_query_that_is_too_deep_is_refused(deep: str) -> None:
    with pytest.raises(QueryRefused, match="deeper than 20"):
        _screen(f"ASK {deep}")


def test_brackets_in_strings_have_no_depth() -> None:
    assert _screen(f"ASK {{ ?s ?p '{'(' * 50}' }}").form == "ask"


@pytest.mark.parametrize("text", ["{" * 100_000, "'" * 100_000, '"""' + "\\" * 99_999, "<" * 100_000, "a:" * 50_000])
def test_hostile_text_is_looked_through_in_linear_time(text: str) -> None:
    # The limit of the whole run would be hit if any pattern backtracked.
    with pytest.raises(QueryRefused, match="deeper"):
        screen(text + "{" * 101, 200_000, 100)


def test_undeclared_prefixes_are_named_once() -> None:
    query = "PREFIX a: <http://a/> SELECT * { a:x b:y 'c:z' . ?s b:y d:w }"
    assert undeclared_prefixes(query) == ["b", "d"]
