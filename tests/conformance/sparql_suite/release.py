"""Publishes the data of all query tests as one release, so that a service answers every test without a write."""

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urljoin

import pyoxigraph as ox

from ipgraph.resources import ontology_path
from ipgraph.store.publish import ReleaseBuilder
from sparql_suite.manifest import HOME, SUITE, Case, file_iri

# A graph that no file stands for: the default graph of a test without data.
NO_GRAPH = f"{HOME}no-data"
_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)
_RELATIVE = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>\"{}|^`\s]*>")


def publish_suite(cases: Iterable[Case], store_dir: Path) -> None:
    """Publish every file that the queries ask: its default graph under the file's address, its named graphs as named.

    Raises:
        ValueError: two files have a graph of the same name.

    """
    builder = ReleaseBuilder(store_dir)
    files = {file for case in cases for file in _files(case)}
    owner: dict[str, Path] = {}
    with builder.part_path("suite").open("wb") as lines:
        for file in sorted(files):
            for name, triples in read_graphs(file).items():
                if owner.setdefault(name, file) != file:
                    raise ValueError(f"graph <{name}>: both {owner[name]} and {file}")
                graph = ox.NamedNode(name)
                quads = (ox.Quad(each.subject, each.predicate, each.object, graph) for each in triples)
                ox.serialize(quads, lines, format=ox.RdfFormat.N_QUADS)
    builder.add_part("suite")
    builder.load(ontology_path("derive"), f"{HOME}derived")
    builder.publish({})


def request_text(case: Case) -> str:
    """Return a test's query or update, after its own address as BASE where something in it is relative.

    The protocol has no parameter for the base.
    """
    text = case.text.read_text(encoding="utf-8")
    return f"BASE <{file_iri(case.text)}>\n{text}" if _RELATIVE.search(text) else text


def dataset_parameters(case: Case) -> list[tuple[str, str]]:
    """Return the protocol's parameters for the dataset of a query test; none where the query names its own."""
    if _from_files(case):
        return []
    named = {name for name, _ in case.data.named}
    for file in case.data.default:
        named |= read_graphs(file).keys() - {file_iri(file)}
    default = [file_iri(file) for file in case.data.default]
    return [
        *(("default-graph-uri", iri) for iri in default or [NO_GRAPH]),
        *(("named-graph-uri", iri) for iri in sorted(named)),
    ]


def read_graphs(file: Path) -> dict[str, list[ox.Triple]]:
    """Return the graphs of a file by name, with blank nodes of its own; its default graph is named after the file."""
    iri = file_iri(file)
    graphs: dict[str, list[ox.Triple]] = {}
    syntax = ox.RdfFormat.from_extension(file.suffix[1:])
    for quad in ox.parse(path=str(file), format=syntax, base_iri=iri, rename_blank_nodes=True):
        name = iri if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value
        graphs.setdefault(name, []).append(quad.triple)
    return graphs


def _files(case: Case) -> set[Path]:
    return {*case.data.default, *(file for _, file in case.data.named), *_from_files(case)}


def _from_files(case: Case) -> set[Path]:
    """Return the files that a query names in FROM."""
    text = case.text.read_text(encoding="utf-8")
    names = (urljoin(file_iri(case.text), name) for name in _FROM.findall(text))
    return {SUITE / name.removeprefix(HOME) for name in names}
