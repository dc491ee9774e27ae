"""Triples are found by column, and paths are walked for many nodes at once."""

import pytest

from ipgraph.errors import ShapeError
from ipgraph.rdf.terms import RDF, RDFS
from ipgraph.validate.graph import TermGraph
from ipgraph.validate.paths import Alternative, Inverse, Path, Predicate, Repeated, Sequence, to_sparql, to_turtle
from ipgraph.validate.walk import walk

P, Q = Predicate("<a:p>"), Predicate("<a:q>")
GRAPH = TermGraph(
    (f"<a:{triple[0]}>", f"<a:{triple[1]}>", f"<a:{triple[2]}>")
    for triple in ["1p2", "2p3", "3p1", "1q4", "2q4", "1p2"]
)


@pytest.mark.parametrize(
    ("path", "reached", "sparql"),
    [
        (P, "2", "<a:p>"),
        (Inverse(P), "3", "(^<a:p>)"),
        (Sequence((P, Q)), "4", "(<a:p>/<a:q>)"),
        (Alternative((P, Q)), "24", "(<a:p>|<a:q>)"),
        (Repeated(P, "zeroOrMorePath"), "123", "(<a:p>*)"),
        (Repeated(P, "oneOrMorePath"), "231", "(<a:p>+)"),
        (Repeated(P, "zeroOrOnePath"), "12", "(<a:p>?)"),
        (Inverse(Sequence((P, P))), "2", "(^(<a:p>/<a:p>))"),
        (Inverse(Alternative((P, Q))), "3", "(^(<a:p>|<a:q>))"),
        (Inverse(Repeated(P, "oneOrMorePath")), "321", "(^(<a:p>+))"),
    ],
)
def test_a_path_leads_to_each_node_once(path: Path, reached: str, sparql: str) -> None:
    assert list(walk(path, GRAPH, ["<a:1>"])["<a:1>"]) == [f"<a:{node}>" for node in reached]
    assert to_sparql(path) == sparql


def test_a_node_from_which_a_path_leads_nowhere_is_no_key() -> None:
    assert "<a:4>" not in walk(Sequence((P, Q)), GRAPH, ["<a:1>", "<a:4>"])
    assert "<a:4>" not in walk(Repeated(P, "oneOrMorePath"), GRAPH, ["<a:4>"])


def test_paths_are_written_in_turtle() -> None:
    path = Sequence((Inverse(P), Alternative((P, Repeated(Q, "zeroOrMorePath")))))

    assert to_turtle(path) == (
        "( [ sh:inversePath <a:p> ] [ sh:alternativePath ( <a:p> [ sh:zeroOrMorePath <a:q> ] ) ] )"
    )


def test_instances_are_those_of_all_classes_below_also_in_a_circle() -> None:
    kind, below = f"<{RDF}type>", f"<{RDFS}subClassOf>"
    graph = TermGraph(
        [("<a:B>", below, "<a:A>"), ("<a:A>", below, "<a:B>"), ("<a:x>", kind, "<a:B>"), ("<a:y>", kind, "<a:C>")]
    )

    assert graph.instances("<a:A>") == {"<a:x>"}


def test_a_list_without_end_is_refused() -> None:
    graph = TermGraph([("_:a", f"<{RDF}first>", "<a:x>"), ("_:a", f"<{RDF}rest>", "_:a")])

    with pytest.raises(ShapeError, match="not an RDF list"):
        graph.items("_:a")
