"""A store in which nothing is checked: graphs are put, added to and removed, updates run, each write a new release."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ipgraph.errors import DataError, GraphNotFound, IpgraphError, QueryRefused, QuerySyntaxError, QueryTimeout
from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release
from ipgraph.store.endpoint import RdfDataset
from ipgraph.store.lock import hold

Write = Callable[..., list[Any]]
Body = Callable[[str], Path]

G = "http://e/图"
BASE = "http://base/x"
TURTLE = "text/turtle"
UPLOADS = {
    TURTLE: "@prefix e: <http://e/> . <s> e:p _:x . _:x e:q '专利'@zh .",
    "application/n-triples": '<http://base/s> <http://e/p> _:x .\n_:x <http://e/q> "专利"@zh .\n',
    "application/rdf+xml": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<r:Description r:about="s"><e:p><r:Description e:q="专利" xml:lang="zh"/></e:p></r:Description></r:RDF>',
    "application/ld+json": '{"@id": "s", "http://e/p": {"http://e/q": {"@value": "专利", "@language": "zh"}}}',
}


def _lines(settings: Settings, graph: str | None = G) -> list[str]:
    """Return what a graph holds, one line a triple, blank nodes without their labels."""
    pattern = f"{{ GRAPH <{graph}> {{ ?s ?p ?o }} }}" if graph else "{ ?s ?p ?o MINUS { GRAPH ?g { ?s ?p ?o } } }"
    rows = open_release(settings.store_dir).select(f"SELECT ?s ?p ?o {pattern}")
    return sorted(" ".join(str(row[name]) for name in "spo") for row in rows)


def _dumped(settings: Settings) -> str:
    with open_release(settings.store_dir).with_dump() as dump:
        return dump.read_text(encoding="utf-8")


@pytest.mark.parametrize("media_type", UPLOADS)
def test_a_graph_is_read_from_each_media_type(plain: Settings, write: Write, body: Body, media_type: str) -> None:
    file = body(UPLOADS[media_type])
    [written] = write(plain, lambda writer: writer.put_graph(G, file, media_type, BASE))
    assert written.created
    assert written.report is None
    assert written.release_id == open_release(plain.store_dir).id
    [link, text] = sorted(_dumped(plain).splitlines(), key=lambda line: "zh" in line)
    assert link.startswith("<http://base/s> <http://e/p> _:")
    assert text.endswith(f' <http://e/q> "专利"@zh <{G}> .')


def test_put_replaces_post_adds_and_delete_removes(plain: Settings, write: Write, body: Body) -> None:
    one, two = body("<a:a> <a:b> 'one two' ."), body("<a:a> <a:b> 'two' .")
    results = write(
        plain,
        lambda writer: writer.put_graph(G, one, TURTLE, BASE),
        lambda writer: writer.put_graph(G, two, TURTLE, BASE),
        lambda writer: writer.post_graph(G, one, TURTLE, BASE),
        lambda writer: writer.post_graph("http://e/other", two, TURTLE, BASE),
        lambda writer: writer.post_graph(None, one, TURTLE, BASE),
        lambda writer: writer.delete_graph("http://e/other"),
    )
    assert [each.created for each in results] == [True, False, False, True, False, False]
    assert len({each.release_id for each in results}) == 6
    assert _lines(plain) == ["a:a a:b one two", "a:a a:b two"]
    assert sorted(_dumped(plain).splitlines()) == [
        '<a:a> <a:b> "one two" .',
        f'<a:a> <a:b> "one two" <{G}> .',
        f'<a:a> <a:b> "two" <{G}> .',
    ]


def test_the_default_graph_is_put_and_becomes_empty(plain: Settings, write: Write, body: Body) -> None:
    one, two = body("<a:a> <a:b> 1 ."), body("<a:a> <a:b> 2 .")
    results = write(
        plain,
        lambda writer: writer.post_graph(G, one, TURTLE, BASE),
        lambda writer: writer.put_graph(None, one, TURTLE, BASE),
        lambda writer: writer.put_graph(None, two, TURTLE, BASE),
    )
    assert [each.created for each in results] == [True, False, False]
    assert '"2"' in _dumped(plain)
    write(plain, lambda writer: writer.delete_graph(None))
    assert _dumped(plain).count("\n") == 1


def test_a_graph_of_nothing_is_there(plain: Settings, write: Write, body: Body) -> None:
    empty = body("")
    [first, second] = write(
        plain,
        lambda writer: writer.put_graph(G, empty, TURTLE, BASE),
        lambda writer: writer.put_graph(G, empty, TURTLE, BASE),
    )
    assert (first.created, second.created) == (True, False)
    [deleted] = write(plain, lambda writer: writer.delete_graph(G))
    assert not deleted.created
    with pytest.raises(GraphNotFound, match="there is no graph <http://e/图>"):
        write(plain, lambda writer: writer.delete_graph(G))


def test_an_update_is_done_whole_or_not_at_all(plain: Settings, write: Write) -> None:
    write(plain, lambda writer: writer.update("INSERT DATA { GRAPH <http://e/图> { <a:a> <a:b> 1 } }"))
    before = open_release(plain.store_dir).id
    for text in (
        "INSERT DATA { <a:a> <a:b> 2 } ; CREATE GRAPH <http://e/图>",
        "INSERT DATA { <a:a> <a:b> 2 } ; PREFIX a: <b:> INSERT DATA {",
    ):
        with pytest.raises((QueryRefused, QuerySyntaxError)):
            write(plain, lambda writer, text=text: writer.update(text))
    assert open_release(plain.store_dir).id == before
    assert sorted(path.name for path in plain.store_dir.iterdir()) == ["current", "lock", "releases"]


def test_an_update_sees_the_dataset_of_the_protocol(plain: Settings, write: Write) -> None:
    using = RdfDataset(default=("http://e/a",))
    write(
        plain,
        lambda writer: writer.update("INSERT DATA { GRAPH <http://e/a> { <a:a> <a:b> 1 } <a:a> <a:b> 2 }"),
        lambda writer: writer.update("INSERT { GRAPH <http://e/图> { ?s ?p ?o } } WHERE { ?s ?p ?o }", using),
    )
    assert _lines(plain) == ["a:a a:b 1"]


def test_without_a_dataset_an_update_sees_the_default_graph_alone(plain: Settings, write: Write) -> None:
    write(
        plain,
        lambda writer: writer.update("INSERT DATA { GRAPH <http://e/a> { <a:a> <a:b> 1 } <a:a> <a:b> 2 }"),
        lambda writer: writer.update("INSERT { GRAPH <http://e/图> { ?s ?p ?o } } WHERE { ?s ?p ?o }"),
    )
    assert _lines(plain) == ["a:a a:b 2"]


WRONG = [
    (TURTLE, "<a:a> <a:b>\n  <a:c> <a:d> .", r"line 2, column \d+: not text/turtle", (2, True)),
    ("application/n-triples", '<a:a> <a:b> "x" .\n<a:a> <a:b> .', r"line 2, column \d+: not application/n-", (2, True)),
    ("application/rdf+xml", "<a><b></a>", "not application/rdf", (None, False)),
    ("application/ld+json", '{"@id": "a:a",\n"a:b": }', r"line 2, column \d+: not application/ld", (2, True)),
    ("application/ld+json", '{"@id": "a:g", "@graph": [{"@id": "a:a", "a:b": 1}]}', "[Nn]amed graphs", (None, False)),
    ("application/ld+json", '{"@context": "http://127.0.0.1:9/", "@id": "a:a", "a:b": 1}', "context", (None, False)),
    ("application/trig", "<a:g> { <a:a> <a:b> 1 }", "allowed are text/turtle", (None, False)),
]


@pytest.mark.parametrize(("media_type", "text", "message", "place"), WRONG)
def test_what_is_no_graph_is_refused_with_its_place(
    plain: Settings, write: Write, body: Body, media_type: str, text: str, message: str, place: tuple[int | None, bool]
) -> None:
    file = body(text)
    with pytest.raises(DataError, match=message) as refused:
        write(plain, lambda writer: writer.put_graph(G, file, media_type, BASE))
    assert (refused.value.line, refused.value.column is not None) == place
    assert str(file.parent) not in str(refused.value)
    assert not (plain.store_dir / "current").exists()


def test_what_ends_its_worker_costs_that_write_only(plain: Settings, write: Write, body: Body) -> None:
    files = {
        "application/rdf+xml": body(
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' + "<r:a>" * 100_000
        ),
        TURTLE: body("<a:a> <a:b> " + "[ <a:b> " * 200_000),
        "application/ld+json": body('{"a:b":' * 200_000),
    }
    for media_type, file in files.items():
        with pytest.raises(IpgraphError):
            write(plain, lambda writer, file=file, kind=media_type: writer.put_graph(G, file, kind, BASE))
    [written] = write(plain, lambda writer: writer.update("INSERT DATA { GRAPH <http://e/图> { <a:a> <a:b> 1 } }"))
    assert written.release_id == open_release(plain.store_dir).id


def test_a_write_is_stopped_at_its_deadline(plain: Settings, write: Write) -> None:
    settings = plain.model_copy(update={"write_timeout_s": 2.0})
    data = " ".join(f"<a:{number}>" for number in range(300))
    cross = " ".join(f"VALUES ?{name} {{ {data} }}" for name in "abcdefg")
    with pytest.raises(QueryTimeout, match="stopped at its deadline of 2 s"):
        write(settings, lambda writer: writer.update(f"INSERT {{ ?a ?b ?c }} WHERE {{ {cross} FILTER(?a = ?g) }}"))
    with hold(plain.store_dir):
        assert not (plain.store_dir / "current").exists()


def test_the_same_content_written_twice_is_two_releases_where_nothing_is_checked(plain: Settings, write: Write) -> None:
    text = "INSERT DATA { <a:a> <a:b> 1 }"
    results = write(plain, lambda writer: writer.update(text), lambda writer: writer.update(text))
    kept = {path.name for path in (plain.store_dir / "releases").iterdir()}
    assert kept == {each.release_id for each in results}
    assert open_release(plain.store_dir).info["quads"] == 1
