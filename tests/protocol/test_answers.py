"""What comes back: whole or announced as cut, well-formed, packed, under a name."""

import asyncio
import gzip
import json
import socket
import time
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from xml.etree import ElementTree

import brotli
import httpx
import pytest
import zstandard
from tests.protocol.exchange import JSON, XML, direct, get, send

from ipgraph.settings import Settings

RunService = Callable[[Settings], AbstractContextManager[str]]
RDF = "application/rdf+xml"
# A row for each pair of so many numbers: 9 to the power of the number of variables.
DIGITS = "{ 1 2 3 4 5 6 7 8 9 }"


def rows(count: int) -> str:
    """Return a query with 9 to the power of `count` rows, whatever the store holds."""
    return "SELECT * { " + " ".join(f"VALUES ?v{number} {DIGITS}" for number in range(count)) + " }"


def graph(count: int) -> str:
    """Return a query for as many triples."""
    values = " ".join(f"VALUES ?v{number} {DIGITS}" for number in range(count))
    name = ", ".join(f"STR(?v{number})" for number in range(count))
    return f"CONSTRUCT {{ ?s <urn:p> 1 }} {{ {values} BIND(IRI(CONCAT('urn:', {name})) AS ?s) }}"


@pytest.mark.parametrize(
    ("subject", "accept"),
    [("control", XML), ("noncharacter", XML), ("control", RDF), ("noncharacter", RDF), ("noname", RDF),
     ("reserved", RDF)],
)  # fmt: skip
def test_what_xml_has_no_form_for_is_406_and_comes_otherwise(host: str, subject: str, accept: str) -> None:
    triple = f"<urn:{subject}> ?p ?o"
    query = f"CONSTRUCT {{ {triple} }} {{ {triple} }}" if accept == RDF else f"SELECT ?o {{ {triple} }}"
    refused = send(host, get(query).accepting(accept))

    assert refused.status == 406
    assert "cannot be written as XML" in refused.json["detail"]
    assert refused.json["offered"]
    assert not [offered for offered in refused.json["offered"] if "xml" in offered]
    assert send(host, get(query)).status == 200


def test_a_control_character_is_kept_in_json(host: str) -> None:
    got = send(host, get("SELECT ?o { <urn:control> ?p ?o }"))

    assert got.json["results"]["bindings"][0]["o"]["value"] == "bell \a"


@pytest.mark.parametrize("accept", [XML, RDF])
def test_a_carriage_return_reaches_the_reader_of_xml(host: str, accept: str) -> None:
    form = "CONSTRUCT" if accept == RDF else "SELECT ?o"
    got = send(host, get(f"{form} WHERE {{ <urn:return> <urn:text> ?o }}").accepting(accept))

    assert "one\r\ntwo\rthree" in {element.text for element in ElementTree.fromstring(got.body).iter()}
    assert int(got.one("content-length") or 0) == len(got.body)


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_an_answer_is_never_run_as_a_page(host: str, name: str) -> None:
    got = send(host, get("SELECT ('<script>alert(1)</script>' AS ?x) {}", format=name))

    assert got.one("x-content-type-options") == "nosniff"
    assert "sandbox" in (got.one("content-security-policy") or "")


@pytest.mark.parametrize("format_name", ["json", "xml", "csv", "tsv"])
def test_a_table_that_is_cut_says_so(host: str, format_name: str) -> None:
    got = send(host, get(rows(4), format=format_name))

    assert got.status == 200
    assert got.one("ipgraph-truncated") == "rows;limit=5000"
    if format_name == "json":
        assert got.json["truncated"] is True
        assert len(got.json["results"]["bindings"]) == 5000
    elif format_name == "xml":
        assert len(ElementTree.fromstring(got.body)[1]) == 5000
        assert b"<!--" in got.body
    else:
        assert len(got.body.splitlines()) == 5001


@pytest.mark.parametrize("format_name", ["ttl", "nt", "rdf", "jsonld", "trig", "nq"])
def test_a_graph_that_is_cut_says_so(host: str, format_name: str) -> None:
    got = send(host, get(graph(4), format=format_name))

    assert got.one("ipgraph-truncated") == "rows;limit=5000"
    if format_name == "rdf":
        assert len(ElementTree.fromstring(got.body)) == 5000
    elif format_name == "jsonld":
        assert len(got.json) == 5000
    else:
        assert got.body.splitlines()[-1].startswith(b"# this result was cut")


def test_a_whole_answer_says_nothing_of_a_cut(host: str) -> None:
    got = send(host, get(rows(3)))

    assert got.one("ipgraph-truncated") is None
    assert "truncated" not in got.json


UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    # Without the length in its head a frame is unpacked as a stream.
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}
# What a client says it can unpack, and how the answer comes.
CODINGS = {
    "gzip": "gzip",
    "br": "br",
    "zstd": "zstd",
    "GZIP": "gzip",
    "gzip, deflate, br": "br",
    "gzip, deflate, br, zstd": "zstd",
    "gzip;q=1.0, br;q=0.5": "gzip",
    "br;q=0, gzip": "gzip",
    "*": "zstd",
    "*;q=0.5, gzip;q=0.8": "gzip",
    "zstd;q=0, br;q=0, *": "gzip",
    "identity": None,
    "identity;q=1, gzip;q=0.5": None,
    "gzip;q=0": None,
    "*;q=0": None,
    "deflate": None,
    "": None,
    "nonsense;;, gzip;q=x": None,
}


def test_the_codings_are_whole() -> None:
    assert len(CODINGS) == 18


@pytest.mark.parametrize("accepted", CODINGS)
def test_an_answer_is_packed_as_the_client_likes_best(host: str, accepted: str) -> None:
    plain = send(host, get(rows(3)))
    got = send(host, get(rows(3)).with_headers(("Accept-Encoding", accepted)))

    coding = CODINGS[accepted]
    assert got.one("content-encoding") == coding
    assert {"accept", "accept-encoding"} <= got.names("vary")
    assert (UNPACK[coding](got.body) if coding is not None else got.body) == plain.body
    assert int(got.one("content-length") or 0) == len(got.body)
    assert coding is None or len(got.body) * 3 < len(plain.body)


@pytest.mark.parametrize("accept", [JSON, XML, "text/csv", "text/tab-separated-values"])
def test_every_table_format_is_packed(host: str, accept: str) -> None:
    got = send(host, get(rows(3)).accepting(accept).with_headers(("Accept-Encoding", "gzip")))

    assert got.one("content-encoding") == "gzip"


@pytest.mark.parametrize("name", ["ttl", "nt", "rdf", "jsonld", "trig", "nq"])
def test_every_graph_format_is_packed(host: str, name: str) -> None:
    got = send(host, get(graph(3), format=name).with_headers(("Accept-Encoding", "gzip")))

    assert got.one("content-encoding") == "gzip"


def test_a_small_answer_is_not_packed(host: str) -> None:
    got = send(host, get("ASK {}").with_headers(("Accept-Encoding", "gzip, br, zstd")))

    assert got.one("content-encoding") is None


def test_a_long_answer_is_packed_as_it_goes(host: str) -> None:
    query = "SELECT ?a ?b ?c ?d (CONCAT('a long text ', STR(?a), STR(?b), STR(?c), STR(?d)) AS ?text) { " + " ".join(
        f"VALUES ?{name} {DIGITS}" for name in "abcd"
    )
    plain = send(host, get(f"{query} }}"))
    got = send(host, get(f"{query} }}").with_headers(("Accept-Encoding", "gzip")))

    assert len(plain.body) > 1 << 20
    assert int(plain.one("content-length") or 0) == len(plain.body)
    assert got.one("content-length") is None
    assert zlib.decompress(got.body, wbits=31) == plain.body


DOWNLOADS = {
    "": 'attachment; filename="result.csv"',
    "acts": 'attachment; filename="acts.csv"',
    "acts.csv": 'attachment; filename="acts.csv"',
    "two words": 'attachment; filename="two words.csv"',
    "进展 2024": "attachment; filename=\"__ 2024.csv\"; filename*=UTF-8''%E8%BF%9B%E5%B1%95%202024.csv",
    "é": "attachment; filename=\"_.csv\"; filename*=UTF-8''%C3%A9.csv",
    "a\r\nSet-Cookie: x=1": 'attachment; filename="aSet-Cookie_ x=1.csv"',
    'a"; filename="b': 'attachment; filename="a__ filename=_b.csv"',
    "../../etc/passwd": 'attachment; filename="_.._etc_passwd.csv"',
    "C:\\autoexec": 'attachment; filename="C__autoexec.csv"',
    "\u202egpj": 'attachment; filename="gpj.csv"',
    "...": 'attachment; filename="result.csv"',
    "a\0b": 'attachment; filename="ab.csv"',
    "%0d%0a": 'attachment; filename="_0d_0a.csv"',
    "x" * 500: f'attachment; filename="{"x" * 100}.csv"',
}


def test_the_file_names_are_whole() -> None:
    assert len(DOWNLOADS) == 15


@pytest.mark.parametrize("name", DOWNLOADS)
def test_a_download_has_a_harmless_name(host: str, name: str) -> None:
    got = send(host, get("ASK {}", format="csv", download=name))

    assert got.one("content-disposition") == DOWNLOADS[name]
    assert not got.all("set-cookie")


def test_a_format_asked_for_by_name_suggests_a_file_and_is_shown(host: str) -> None:
    assert send(host, get("ASK {}", format="json")).one("content-disposition") == 'inline; filename="result.json"'


def test_a_download_has_the_extension_of_what_accept_asks_for(host: str) -> None:
    got = send(host, get("CONSTRUCT {} {}", download="graph").accepting("application/ld+json"))

    assert got.one("content-disposition") == 'attachment; filename="graph.jsonld"'


def test_without_either_there_is_no_name(host: str) -> None:
    assert send(host, get("ASK {}")).one("content-disposition") is None


def test_others_are_served_while_a_long_answer_is_packed(
    run_protocol_service: RunService, protocol_store: Path
) -> None:
    async def ask() -> float:
        async with httpx.AsyncClient(base_url=f"http://{host}", timeout=30, trust_env=False) as client:
            headers = {"Accept-Encoding": "br", "Accept": "text/csv"}
            long = asyncio.create_task(client.get("/sparql", params={"query": rows(6)}, headers=headers))
            slowest = 0.0
            while not long.done():
                start = time.monotonic()
                await client.get("/health")
                slowest = max(slowest, time.monotonic() - start)
            assert (await long).status_code == 200
            return slowest

    settings = Settings(store=protocol_store, workers=1)
    with run_protocol_service(settings) as host:
        assert asyncio.run(ask()) < 1.0


def test_a_client_that_leaves_stops_its_query(run_protocol_service: RunService, protocol_store: Path) -> None:
    slow = f"SELECT (COUNT(*) AS ?n) {{ {' . '.join(f'?s{n} ?p{n} ?o{n}' for n in range(9))} }}"
    settings = Settings(store=protocol_store, workers=1, timeout_s=60)
    with run_protocol_service(settings) as host:
        name, _, port = host.partition(":")
        with socket.create_connection((name, int(port)), timeout=20) as leaving:
            body = slow.encode()
            leaving.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
                + f"Content-Length: {len(body)}\r\n\r\n".encode() + body
            )  # fmt: skip
            # Nothing comes for long enough that the one worker is at it.
            leaving.settimeout(0.5)
            with pytest.raises(TimeoutError):
                leaving.recv(1)
        start = time.monotonic()
        assert send(host, direct("ASK {}")).json == json.loads('{"head":{},"boolean":true}')
        assert time.monotonic() - start < 10
