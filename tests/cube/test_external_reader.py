"""A reader that knows the Data Cube vocabulary and nothing of ipgraph gets a whole table from the dump."""

from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ipgraph.facts import read_facts
from ipgraph.rdf.terms import IPG
from ipgraph.store.embedded import open_release

QB = Namespace("http://purl.org/linked-data/cube#")
SDMX_VALUE = URIRef("http://purl.org/linked-data/sdmx/2009/measure#obsValue")
KINDS = (QB.dimension, QB.measure, QB.attribute)
Row = dict[URIRef, Node]


@pytest.fixture(scope="module")
def graph(corpus_store: Path) -> Graph:
    # Without the names of the graphs, N-Quads are N-Triples.
    lines = open_release(corpus_store).dump.read_text(encoding="utf-8").splitlines()
    return Graph().parse(data="".join(f"{line.rpartition(' <')[0]} .\n" for line in lines), format="nt")


def components(graph: Graph, cube: Node) -> list[tuple[Node, URIRef]]:
    """Return the kind and the property of each column, in the order that the structure gives."""
    structure = graph.value(cube, QB.structure)
    found = []
    for part in graph.objects(structure, QB.component):
        (kind,) = [kind for kind in KINDS if graph.value(part, kind) is not None]
        column = graph.value(part, kind)
        assert isinstance(column, URIRef)
        found.append((int(str(graph.value(part, QB.order))), kind, column))
    return [(kind, column) for _, kind, column in sorted(found)]


def table(graph: Graph, cube: Node, columns: list[URIRef]) -> list[Row]:
    """Return a row an observation; what an observation does not have, the data set may have for all."""
    rows = []
    for figure in graph.subjects(QB.dataSet, cube):
        row = {}
        for column in columns:
            value = graph.value(figure, column, any=False)
            value = graph.value(cube, column) if value is None else value
            if value is not None:
                row[column] = value
        rows.append(row)
    return rows


@pytest.fixture(scope="module")
def cube(graph: Graph) -> Node:
    (cube,) = graph.subjects(RDF.type, QB.DataSet)
    return cube


@pytest.fixture(scope="module")
def rows(graph: Graph, cube: Node) -> list[Row]:
    return table(graph, cube, [column for _, column in components(graph, cube)])


def test_the_table_has_a_row_for_each_figure_that_the_documents_state(rows: list[Row], corpus_store: Path) -> None:
    release = open_release(corpus_store)
    facts = [row for row in read_facts(release) if row["predicate"] == "reports"]
    # The sums of single cases are figures, too, but no facts about the year's work.
    of_cases = list(release.select(f"SELECT ?figure {{ ?figure <{IPG}subject> ?case . ?case a <{IPG}Case> }}"))

    assert len(rows) == len(facts) + len(of_cases)
    assert len(facts) > 300


def test_the_value_is_found_through_sdmx(graph: Graph, cube: Node, rows: list[Row]) -> None:
    (measure,) = [column for kind, column in components(graph, cube) if kind == QB.measure]

    assert SDMX_VALUE in graph.objects(measure, RDFS.subPropertyOf)
    assert all(isinstance(row[measure], Literal) for row in rows)


def test_dimensions_are_complete_and_identify_a_row(graph: Graph, cube: Node, rows: list[Row]) -> None:
    dimensions = [column for kind, column in components(graph, cube) if kind == QB.dimension]

    keys = {tuple(row[dimension] for dimension in dimensions) for row in rows}
    assert len(keys) == len(rows)


def test_a_table_by_measure_has_labels_in_both_languages(graph: Graph, cube: Node, rows: list[Row]) -> None:
    columns = {str(graph.value(column, RDFS.label)): column for _, column in components(graph, cube)}
    labels = {str(label): column for column in columns.values() for label in graph.objects(column, RDFS.label)}
    grants = [
        row
        for row in rows
        if Literal("invention patent grants", lang="en") in graph.objects(row[labels["measure"]], SKOS.prefLabel)
    ]

    (row,) = grants
    assert str(row[labels["数值"]]) == "1045000"
    assert set(graph.objects(row[labels["unit"]], SKOS.prefLabel)) == {Literal("件", "zh"), Literal("item", "en")}
    assert str(row[labels["unit multiplier"]]) == "0"
