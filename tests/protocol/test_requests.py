"""How a query comes: in which form and encoding, with which dataset, and what is refused."""

import gzip
import zlib

import pytest
from tests.protocol.exchange import FORM, QUERY, UPDATE, Got, Sent, direct, form, get, send

ASK = "ASK {}"
NAME = 'SELECT ?s { ?s <urn:名> "商务部"@zh }'
ASTRAL = 'SELECT ?s { ?s <urn:字> "𠮷野家 é" }'
GRAPH = "https://example.org/图/一"
ONE, TWO = (f"http://kasei.us/2009/09/sparql/data/data{number}.rdf" for number in (1, 2))
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a ?t }"
COUNT_NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
FORM_TYPE = (("Content-Type", FORM),)


def raw(query: str) -> bytes:
    """Return a query with every blank encoded and its Chinese characters as they are."""
    return query.replace(" ", "%20").replace('"', "%22").replace("<", "%3C").replace(">", "%3E").encode()


# Each finds exactly one thing.
FINDS = {
    "get": get(NAME),
    "get, characters beyond the first plane": get(ASTRAL),
    "get, raw UTF-8 in the request line": Sent("GET", b"/sparql?query=" + raw(NAME)),
    "get, raw UTF-8 beyond the first plane": Sent("GET", b"/sparql?query=" + raw(ASTRAL)),
    "get, plus for blank": Sent("GET", b"/sparql?query=" + raw(NAME).replace(b"%20", b"+")),
    "get, small letters in escapes": Sent("GET", get(NAME).target.lower().replace(b"select", b"SELECT")),
    "get, an unknown parameter": get(NAME, debug="on"),
    "get, an empty parameter between": Sent("GET", get(NAME).target + b"&&"),
    "form": form(NAME),
    "form, beyond the first plane": form(ASTRAL),
    "form, raw UTF-8": Sent("POST", b"/sparql", FORM_TYPE, b"query=" + NAME.encode()),
    "form, raw UTF-8 beyond the first plane": Sent("POST", b"/sparql", FORM_TYPE, b"query=" + ASTRAL.encode()),
    "form, with a charset": form(NAME, f"{FORM}; charset=UTF-8"),
    "form, type in capitals": form(NAME, FORM.upper()),
    "form, query in the URL": Sent("POST", get(NAME).target, FORM_TYPE, b""),
    "direct": direct(NAME),
    "direct, beyond the first plane": direct(ASTRAL),
    "direct, charset=utf-8": direct(NAME, f"{QUERY};charset=utf-8"),
    "direct, charset=UTF-8": direct(NAME, f"{QUERY}; charset=UTF-8"),
    'direct, charset="utf-8"': direct(NAME, f'{QUERY}; charset="utf-8"'),
    'direct, Charset="UTF-8"': direct(NAME, f'{QUERY}; Charset="UTF-8"'),
    "direct, charset=utf8": direct(NAME, f"{QUERY}; charset=utf8"),
    "direct, another parameter": direct(NAME, f'{QUERY}; version="1.1"; charset=utf-8'),
    "direct, an empty parameter": direct(NAME, f"{QUERY};"),
    "direct, with a byte order mark": direct("\ufeff" + NAME),
    "direct, type in capitals": direct(NAME, QUERY.upper()),
    "direct, packed": direct(gzip.compress(NAME.encode())).with_headers(("Content-Encoding", "gzip")),
    "form, packed": Sent("POST", b"/sparql", (*FORM_TYPE, ("Content-Encoding", "GZip")),
                         gzip.compress(form(NAME).body or b"")),
    "direct, packing named identity": direct(NAME).with_headers(("Content-Encoding", "identity")),
    "direct, in chunks": Sent(
        "POST", b"/sparql", (("Content-Type", QUERY), ("Transfer-Encoding", "chunked")),
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (NAME.encode()[:31], NAME.encode()[31:], b"")),
    ),
    "an escape in the query": get(r'SELECT ?s { ?s <urn:名> "\u5546\u52A1\u90E8"@zh }'),
    "a comment in Chinese": direct(f"# 注释\n{NAME}"),
    "a Chinese graph in GRAPH": get(f"SELECT ?s {{ GRAPH <{GRAPH}> {{ ?s <urn:名> ?o }} }}"),
    "a Chinese graph in FROM": get(f"SELECT ?s FROM <{GRAPH}> {{ ?s <urn:名> ?o }}"),
    "a Chinese default graph": get("SELECT ?s { ?s <urn:名> ?o }", default_graph_uri=GRAPH),
    "a Chinese default graph, raw": Sent(
        "GET", get("SELECT ?s { ?s <urn:名> ?o }").target + f"&default-graph-uri={GRAPH}".encode()
    ),
    "a Chinese named graph, by form": form("SELECT ?s { GRAPH ?g { ?s <urn:名> ?o } }", named_graph_uri=GRAPH),
}  # fmt: skip

# What a count over a dataset gives; without any the union of all graphs is asked.
COUNTS = {
    "union": (get(COUNT), 3),
    "one default graph by URL": (get(COUNT, default_graph_uri=ONE), 1),
    "two default graphs by URL": (get(COUNT, default_graph_uri=[ONE, TWO]), 2),
    "a default graph named twice": (get(COUNT, default_graph_uri=[ONE, ONE]), 1),
    "two default graphs by form": (form(COUNT, default_graph_uri=[ONE, TWO]), 2),
    "two default graphs, URL and form": (
        Sent("POST", f"/sparql?default-graph-uri={ONE}".encode(), FORM_TYPE, form(COUNT, default_graph_uri=TWO).body), 2
    ),
    "two default graphs beside a body": (direct(COUNT, default_graph_uri=[ONE, TWO]), 2),
    "named graphs leave the default graph empty": (get(COUNT, named_graph_uri=[ONE, TWO]), 0),
    "named graphs": (get(COUNT_NAMED, named_graph_uri=[ONE, TWO]), 2),
    "default graphs leave no named ones": (get(COUNT_NAMED, default_graph_uri=[ONE, TWO]), 0),
    "both": (get(COUNT_NAMED, default_graph_uri=ONE, named_graph_uri=TWO), 1),
    "a graph that is not there is empty": (get(COUNT, default_graph_uri="file:///etc/passwd"), 0),
    "FROM": (get(f"SELECT (COUNT(*) AS ?n) FROM <{ONE}> {{ ?s a ?t }}"), 1),
    "the protocol's dataset takes the place of FROM": (
        get(f"SELECT (COUNT(*) AS ?n) FROM <{ONE}> FROM <{TWO}> {{ ?s a ?t }}", default_graph_uri=ONE), 1
    ),
    "the protocol's dataset takes the place of FROM NAMED": (
        get(f"SELECT (COUNT(*) AS ?n) FROM NAMED <{ONE}> {{ GRAPH ?g {{ ?s a ?t }} }}", default_graph_uri=TWO), 0
    ),
}  # fmt: skip

# What is refused: the status, and a word of the reason.
REFUSED = {
    "a parameter without its query": (get(default_graph_uri=ONE), 400, "no query"),
    "a form without a query": (form(timeout="1"), 400, "no query"),
    "an empty form": (Sent("POST", b"/sparql", FORM_TYPE, b""), 400, "no query"),
    "an empty query": (get(""), 400, "SPARQL"),
    "an empty body": (direct(""), 400, "SPARQL"),
    "two queries in a form": (Sent("POST", b"/sparql", FORM_TYPE, b"query=ASK{}&query=ASK{}"), 400, "more than once"),
    "a query in URL and form": (Sent("POST", get(ASK).target, FORM_TYPE, b"query=ASK{}"), 400, "more than once"),
    "a query in URL and body": (Sent("POST", get(ASK).target, (("Content-Type", QUERY),), b"ASK{}"), 400,
                                "more than once"),
    "two deadlines": (get(ASK, timeout=["1", "2"]), 400, "more than once"),
    "two file names": (get(ASK, download=["a", "b"]), 400, "more than once"),
    "an update by GET": (Sent("GET", b"/sparql?update=DROP%20ALL"), 400, "update is posted"),
    "an update by GET beside a query": (get(ASK, update="DROP ALL"), 400, "update is posted"),
    "an update in the URL of a POST": (Sent("POST", b"/sparql?update=DROP%20ALL", FORM_TYPE, b""), 400, "body"),
    "an update as a query": (get("DROP ALL"), 400, "is an update"),
    "query and update in a form": (form(ASK, update="DROP ALL"), 400, "not both"),
    "query beside an update's body": (
        Sent("POST", get(ASK).target, (("Content-Type", UPDATE),), b"DROP ALL"), 403, "token"
    ),
    "an update without a token, by form": (form(update="DROP ALL"), 403, "token"),
    "an update without a token, as it is": (direct("DROP ALL", UPDATE), 403, "token"),
    "the dataset of an update": (get(ASK, using_graph_uri=ONE), 400, "default-graph-uri"),
    "the named dataset of an update": (form(ASK, using_named_graph_uri=ONE), 400, "default-graph-uri"),
    "a graph named by no IRI": (get(ASK, default_graph_uri="not an IRI"), 400, "absolute IRI"),
    "a graph named by a relative IRI": (get(ASK, named_graph_uri="data1.rdf"), 400, "absolute IRI"),
    "a graph named by nothing": (get(ASK, default_graph_uri=""), 400, "absolute IRI"),
    "more parameters than are read": (Sent("GET", b"/sparql?query=ASK{}" + b"&a=" * 1001), 400, "1000"),
    "invalid UTF-8 in the URL": (Sent("GET", b"/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%22%FF%22%7D"), 400, "UTF-8"),
    "half a character in the URL": (Sent("GET", b"/sparql?query=ASK{%E5%95}"), 400, "UTF-8"),
    "an overlong form in the URL": (Sent("GET", b"/sparql?query=ASK{%C0%AF}"), 400, "UTF-8"),
    "a surrogate in the URL": (Sent("GET", b"/sparql?query=ASK{%ED%A0%80}"), 400, "UTF-8"),
    "invalid UTF-8 in another parameter": (Sent("GET", b"/sparql?query=ASK{}&x=%FF"), 400, "UTF-8"),
    "invalid UTF-8 in a graph": (Sent("GET", b"/sparql?query=ASK{}&default-graph-uri=urn:%FF"), 400, "UTF-8"),
    "invalid UTF-8 raw in the URL": (Sent("GET", b'/sparql?query=ASK{?s?p"\xff"}'), 400, "UTF-8"),
    "invalid UTF-8 escaped in a form": (Sent("POST", b"/sparql", FORM_TYPE, b"query=ASK{%FF}"), 400, "UTF-8"),
    "invalid UTF-8 raw in a form": (Sent("POST", b"/sparql", FORM_TYPE, b"query=ASK{\xff}"), 400, "UTF-8"),
    "invalid UTF-8 in a body": (direct(b'ASK { ?s ?p "\xff" }'), 400, "UTF-8"),
    "GBK in a body": (direct(NAME.encode("gbk")), 400, "UTF-8"),
    "NUL outside a literal": (direct("ASK { \0 }"), 400, "SPARQL"),
    "UTF-16 that says so": (direct(ASK.encode("utf-16"), f"{QUERY}; charset=utf-16"), 415, "UTF-8"),
    "UTF-8 that says it is GBK": (direct(ASK, f"{QUERY}; charset=gbk"), 415, "UTF-8"),
    "ISO-8859-1": (form(ASK, f"{FORM}; charset=iso-8859-1"), 415, "UTF-8"),
    "two charsets": (direct(ASK, f"{QUERY}; charset=utf-8; charset=gbk"), 415, QUERY),
    "another type": (direct(ASK, "text/plain"), 415, QUERY),
    "JSON": (direct('{"query": "ASK {}"}', "application/json"), 415, QUERY),
    "multipart": (direct(b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"), 415, QUERY),
    "a type that is none": (direct(ASK, "sparql-query"), 415, QUERY),
    "a type with a broken parameter": (direct(ASK, f"{QUERY}; charset"), 415, QUERY),
    "two types": (direct(ASK).with_headers(("Content-Type", FORM)), 415, QUERY),
    "no type": (Sent("POST", b"/sparql", (), b"ASK {}"), 415, QUERY),
    "a packing that is not read": (direct(ASK).with_headers(("Content-Encoding", "br")), 415, "gzip"),
    "a packing that is broken": (direct(b"ASK {}").with_headers(("Content-Encoding", "gzip")), 400, "gzip"),
    "a packing that ends early": (
        direct(gzip.compress(NAME.encode())[:-9]).with_headers(("Content-Encoding", "gzip")), 400, "gzip"
    ),
    "deflate": (direct(zlib.compress(b"ASK {}")).with_headers(("Content-Encoding", "deflate")), 415, "gzip"),
    "a body over the limit": (direct(b"#" * 300_000), 413, "most that is read"),
    "a form over the limit": (form("#" * 300_000), 413, "most that is read"),
    "a packed body over the limit": (
        direct(gzip.compress(b"#" * 50_000_000)).with_headers(("Content-Encoding", "gzip")), 413, "most that is read"
    ),
    "a query over the limit": (get("ASK {}" + " " * 20_000), 400, "20000"),
    "no SPARQL": (get("SELEKT * {}"), 400, "SPARQL"),
    "SERVICE": (get("ASK { SERVICE <http://127.0.0.1:1/> {} }"), 400, "SERVICE"),
    "no number of seconds": (get(ASK, timeout="soon"), 400, "timeout"),
}  # fmt: skip


def test_the_tables_are_whole() -> None:
    assert (len(FINDS), len(COUNTS), len(REFUSED)) == (37, 15, 58)


@pytest.mark.parametrize("name", FINDS)
def test_finds_the_one_thing(host: str, name: str) -> None:
    got = send(host, FINDS[name])

    assert got.status == 200
    assert [row["s"]["value"] for row in got.json["results"]["bindings"]] == ["urn:部"]


@pytest.mark.parametrize("name", COUNTS)
def test_counts_what_the_dataset_holds(host: str, name: str) -> None:
    sent, expected = COUNTS[name]

    assert int(send(host, sent).json["results"]["bindings"][0]["n"]["value"]) == expected


@pytest.mark.parametrize("name", REFUSED)
def test_refuses(host: str, name: str) -> None:
    sent, status, reason = REFUSED[name]
    got = send(host, sent)

    require_problem(got, status)
    assert reason in got.json["detail"] + got.json["title"]


def require_problem(got: Got, status: int) -> None:
    """Check what every refusal has."""
    assert got.status == status
    assert got.one("content-type") == "application/problem+json"
    assert got.json["status"] == status
    assert got.one("access-control-allow-origin") == "*"


def test_a_415_says_what_is_read(host: str) -> None:
    assert send(host, direct(ASK, "text/plain")).names("accept-post") == {QUERY, UPDATE, FORM}


def test_a_415_for_a_packing_says_which_is_read(host: str) -> None:
    got = send(host, direct(ASK).with_headers(("Content-Encoding", "br")))

    assert "gzip" in got.names("accept-encoding")


def test_nul_in_a_literal_is_a_character(host: str) -> None:
    got = send(host, direct('SELECT ("a\0b" AS ?x) {}'))

    assert got.json["results"]["bindings"][0]["x"]["value"] == "a\0b"
