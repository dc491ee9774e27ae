"""Updates before any parser sees them: what is refused, and where the dataset of the protocol is put."""

import pyoxigraph
import pytest

from ipgraph.errors import QueryRefused
from ipgraph.store.endpoint import NO_DATASET, RdfDataset
from ipgraph.store.update_screening import screen_update

USING = RdfDataset(default=("http://e/a",))
DATA = """
INSERT DATA { GRAPH <http://e/a> { <http://e/s> <http://e/p> "a" } GRAPH <http://e/b> { <http://e/s> <http://e/p> "b" }
  <http://e/s> <http://e/p> "default" }
"""

LOADS = [
    "LOAD <http://127.0.0.1:1/>",
    "load<http://127.0.0.1:1/>",
    "LOAD SILENT <http://127.0.0.1:1/> INTO GRAPH <http://e/a>",
    "LOADSILENT<http://127.0.0.1:1/>",
    "PREFIX a: <http://127.0.0.1:1/> LOAD a:x",
    "PREFIX a: <http://127.0.0.1:1/>LOADa:x",
    "PREFIX a: <http://127.0.0.1:1/>LOADSILENTa:x",
    "PREFIX : <http://127.0.0.1:1/>LOAD:x",
    "BASE <http://127.0.0.1:1/#>LOAD<x>",
    'VERSION "1.2"LOAD<http://127.0.0.1:1/>',
    "CLEAR ALL;LOAD<http://127.0.0.1:1/>",
    "CLEAR ALL; # LOAD nothing\nLoad\n<http://127.0.0.1:1/>",
    "INSERT DATA { <a:a> <a:a> '}' };LOAD<http://127.0.0.1:1/>",
    "INSERT DATA { <a:a> <a:a> '''}''' } ;\tLOAD\t<http://127.0.0.1:1/>",
    "DROP GRAPH <a:b>;PREFIX a: <http://127.0.0.1:1/>\nLOADa:x",
    "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER((?s<?p)&&?o>?p) };LOAD <http://127.0.0.1:1/>",
    "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?s<?p&&?o='>') } ;LOAD <http://127.0.0.1:1/>#')}",
]
SERVICES = [
    "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT ?g { ?s ?p ?o } }",
    "CLEAR ALL; DELETE{ ?s ?p ?o }WHERE{SERVICE<http://127.0.0.1:1/>{?s ?p ?o}}",
]
HARMLESS = [
    "PREFIX load: <http://e/> INSERT DATA { load:a load:b load:c ; load:d 'LOAD <x>' }",
    "PREFIX load: <http://e/> CLEAR SILENT GRAPH load:a; DROP SILENT GRAPH load:a",
    "PREFIX load: <http://e/> WITH load:a DELETE { ?s ?p 1 } USING NAMED load:q WHERE { ?s ?p ?o }",
    "PREFIX load: <http://e/> COPY SILENT load:a TO load:b; ADD SILENT load:a TO load:b; MOVE SILENT load:a TO load:b",
    "INSERT DATA { <http://e/LOAD> <http://e/service> ';LOAD <x>' } # ; LOAD <x>",
    "# LOAD <x>\nCREATE SILENT GRAPH <http://e/load>",
]


def _run(text: str, using: RdfDataset = NO_DATASET, data: str = DATA) -> list[str]:
    store = pyoxigraph.Store()
    store.update(data)
    for each in screen_update(text, 10_000, 50, using):
        store.update(each)
    return sorted(" ".join(str(quad).split()) for quad in store)


def test_the_lists_are_whole() -> None:
    assert (len(LOADS), len(SERVICES), len(HARMLESS), len(REWRITTEN), len(NOT_REWRITTEN)) == (17, 3, 6, 11, 6)


@pytest.mark.parametrize("text", LOADS)
def test_load_is_refused_however_it_is_written(text: str) -> None:
    with pytest.raises(QueryRefused, match="LOAD is refused"):
        screen_update(text, 1000, 50)


@pytest.mark.parametrize("text", SERVICES)
def test_service_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE is refused"):
        screen_update(text, 1000, 50)


@pytest.mark.parametrize("text", HARMLESS)
def test_words_that_only_look_like_load_are_not(text: str) -> None:
    _run(text)


@pytest.mark.parametrize(
    "text", ["CLEAR ALL " + "#" * 100, "INSERT DATA { <a:a> <a:b> " + "(" * 60, "{" * 60, "!" * 60]
)
def test_length_and_depth_are_limited(text: str) -> None:
    with pytest.raises(QueryRefused, match=r"at most 100 are allowed|nests deeper than 50"):
        screen_update(text, 100, 50)


def test_a_text_without_declarations_between_operations_stays_one() -> None:
    text = "PREFIX a: <b:> CLEAR ALL ;\nINSERT DATA { a:x a a:y } ;"
    assert [each.strip() for each in screen_update(text, 1000, 50)] == [text.removesuffix(" ;")]


def test_declarations_between_operations_are_read_as_the_grammar_has_them() -> None:
    text = """PREFIX a: <http://one/> INSERT DATA { a:x a:p 1 } ;
    PREFIX a: <http://two/> BASE <http://base/> INSERT DATA { a:x a:p 2 } ;
    INSERT DATA { <y> a:p 3 } ; PREFIX b: <c:>"""
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    assert _run(text, data="") == [
        f'<http://base/y> <http://two/p> "3"^^{integer}',
        f'<http://one/x> <http://one/p> "1"^^{integer}',
        f'<http://two/x> <http://two/p> "2"^^{integer}',
    ]


def test_errors_behind_declarations_keep_their_place() -> None:
    texts = screen_update("CLEAR ALL ;\nPREFIX a: <b:>\n  INSERT DATA { a:x a:y }", 1000, 50)
    with pytest.raises(SyntaxError, match="error at 3:25"):
        pyoxigraph.Store().update(texts[1])


# What an update adds to DATA, or takes from it, when its patterns see the graph <http://e/a> alone.
REWRITTEN = {
    "INSERT { <http://e/new> <http://e/p> ?o } WHERE { ?s ?p ?o }": "+a",
    "insert{<http://e/new><http://e/p>?o}where{?s?p?o}": "+a",
    "PREFIX e: <http://e/> INSERT { e:new e:p ?o } # WHERE {\nWHERE { ?s e:p ?o }": "+a",
    "INSERT { <http://e/new> <http://e/p> ?o } WHERE { { SELECT ?o { ?s ?p ?o } } FILTER(?o != 'WHERE {') }": "+a",
    "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }": "",
    "DELETE { GRAPH <http://e/a> { ?s ?p ?o } } WHERE { ?s ?p ?o }": "-a",
    "DELETE WHERE { GRAPH <http://e/b> { ?s ?p ?o } }": "",
    "DELETE WHERE { ?s ?p 'a' }": "",
    "DELETE { ?s ?p ?o } INSERT { <http://e/new> <http://e/p> ?o } WHERE { ?s ?p ?o }": "+a",
    "CREATE GRAPH <http://e/c> ; INSERT { <http://e/new> <http://e/p> ?o } WHERE { ?s ?p ?o } ;": "+a",
    "PREFIX e: <http://e/> INSERT { e:new e:p ?o } WHERE { ?s ?p ?o } ; PREFIX e: <http://f/> "
    'INSERT { e:new e:p ?o } WHERE { ?s e:p ?o . ?s e:p """WHERE""" }': "+a",
}
NOT_REWRITTEN = [
    "INSERT { ?s ?p ?o } USING <http://e/b> WHERE { ?s ?p ?o }",
    "INSERT { ?s ?p ?o } USING NAMED <http://e/b> WHERE { ?s ?p ?o }",
    "WITH <http://e/b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CLEAR ALL; with <http://e/b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "INSERT { ?s ?p ?o } USINGNAMED<http://e/b>WHERE { ?s ?p ?o }",
    "DELETEWHERE{ ?s ?p ?o }",
]


@pytest.mark.parametrize(("text", "expected"), REWRITTEN.items())
def test_the_dataset_of_the_protocol_is_what_patterns_see(text: str, expected: str) -> None:
    before = set(_run("", data=DATA))
    after = set(_run(text, USING))
    change = {f"+{line}" for line in after - before} | {f"-{line}" for line in before - after}
    known = {
        "": set(),
        "+a": {'+<http://e/new> <http://e/p> "a"'},
        "-a": {'-<http://e/s> <http://e/p> "a" <http://e/a>'},
    }
    assert change == known[expected]


@pytest.mark.parametrize("text", NOT_REWRITTEN)
def test_a_dataset_in_the_update_does_not_go_together_with_one_beside_it(text: str) -> None:
    with pytest.raises(QueryRefused, match=r"do not go together|no place for using-graph-uri"):
        screen_update(text, 1000, 50, USING)


def test_several_graphs_are_merged_and_named_ones_are_named() -> None:
    using = RdfDataset(default=("http://e/a", "http://e/b"), named=("http://e/b",))
    both = "INSERT { <http://e/x> <http://e/default> ?o } WHERE { ?s ?p ?o }"
    named = "INSERT { <http://e/x> ?g ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert [line for line in _run(f"{both} ; {named}", using) if "/x>" in line] == [
        '<http://e/x> <http://e/b> "b"',
        '<http://e/x> <http://e/default> "a"',
        '<http://e/x> <http://e/default> "b"',
    ]


def test_named_graphs_alone_leave_the_default_graph_empty() -> None:
    text = "INSERT { <http://e/x> <http://e/p> ?o } WHERE { ?s ?p ?o }"
    assert _run(text, RdfDataset(named=("http://e/a",))) == _run("")


@pytest.mark.parametrize("graph", ["x", "http://e/> WHERE {} ; CLEAR ALL #", "http://e/a b", "", "a:\\u003e", "a:\n"])
def test_a_graph_must_be_an_absolute_iri(graph: str) -> None:
    with pytest.raises(QueryRefused, match="is no absolute IRI"):
        screen_update("CLEAR ALL", 1000, 50, RdfDataset(named=(graph,)))


def test_chinese_graphs_are_named_as_they_are() -> None:
    texts = screen_update("DELETE WHERE { ?s ?p ?o }", 1000, 50, RdfDataset(default=("https://例.cn/图",)))
    assert texts == ("DELETE { ?s ?p ?o } USING <https://例.cn/图> WHERE { ?s ?p ?o }",)
