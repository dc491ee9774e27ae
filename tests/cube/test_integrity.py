"""The figures keep the integrity constraints of the Data Cube; each constraint is seen to fail on a broken cube."""

from pathlib import Path

import pyoxigraph
import pytest
import yaml

from ipgraph.store.embedded import open_release

HERE = Path(__file__).parent
CONSTRAINTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((HERE / "constraints").glob("*.rq"))}
BROKEN: dict[str, list[dict[str, str]]] = yaml.safe_load((HERE / "broken.yaml").read_text(encoding="utf-8"))
SOUND = (HERE / "sound.ttl").read_text(encoding="utf-8")
PREFIXES = "\n".join(line for line in SOUND.splitlines() if line.startswith("@prefix"))
NORMALISE = (HERE / "normalise.ru").read_text(encoding="utf-8")

# Section 11.1 of the Recommendation has 21 constraints; these say something of what the cube does not have.
WITHOUT_OBJECT = {
    "ic-07": "no slices: nothing in qb:sliceKey",
    "ic-08": "no slices: no slice key declares components",
    "ic-09": "no slices: none has a structure",
    "ic-10": "no slices: none fixes dimensions",
    "ic-15": "no measure dimension: ipg:value is the one measure property; what is measured is a dimension",
    "ic-16": "no measure dimension: an observation cannot have the wrong measure property",
    "ic-17": "no measure dimension: no observation is repeated for each measure property",
    "ic-18": "no slices: none lists observations",
    "ic-20": "code lists are concept schemes, none is a qb:HierarchicalCodeList",
    "ic-21": "code lists are concept schemes, none is a qb:HierarchicalCodeList with an inverse property",
}


def cube(triples: list[pyoxigraph.Triple]) -> pyoxigraph.Store:
    """Return a normalised cube in the default graph of a store."""
    store = pyoxigraph.Store()
    store.extend(pyoxigraph.Quad(*triple) for triple in triples)
    store.update(NORMALISE)
    return store


def parse(text: str) -> list[pyoxigraph.Triple]:
    quads = pyoxigraph.parse(f"{PREFIXES}\n{text}", format=pyoxigraph.RdfFormat.TURTLE)
    return [quad.triple for quad in quads]


def broken(fault: dict[str, str]) -> list[pyoxigraph.Triple]:
    triples = parse(SOUND)
    for triple in parse(fault.get("remove", "")):
        assert triple in triples, f"not in sound.ttl: {triple}"
        triples.remove(triple)
    return triples + parse(fault.get("add", ""))


def violated(store: pyoxigraph.Store, constraint: str) -> bool:
    return bool(store.query(CONSTRAINTS[constraint]))


@pytest.fixture(scope="module")
def figures(corpus_store: Path) -> pyoxigraph.Store:
    dump = open_release(corpus_store).dump.read_bytes()
    return cube([quad.triple for quad in pyoxigraph.parse(dump, format=pyoxigraph.RdfFormat.N_QUADS)])


def test_all_constraints_are_tried_or_have_no_object() -> None:
    assert sorted([*CONSTRAINTS, *WITHOUT_OBJECT]) == [f"ic-{number:02}" for number in range(1, 22)]
    assert BROKEN.keys() == CONSTRAINTS.keys()


def test_the_cube_has_what_the_constraints_speak_of(figures: pyoxigraph.Store) -> None:
    counted = figures.query(
        "PREFIX qb: <http://purl.org/linked-data/cube#>"
        "SELECT (COUNT(DISTINCT ?figure) AS ?figures) (COUNT(DISTINCT ?dimension) AS ?dimensions)"
        "WHERE { ?figure a qb:Observation ; qb:dataSet/qb:structure/qb:component/qb:dimension ?dimension }"
    )
    assert isinstance(counted, pyoxigraph.QuerySolutions)
    row = next(counted)
    assert int(row["figures"].value) > 300
    assert int(row["dimensions"].value) == 6


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_the_figures_of_the_corpus_keep_a_constraint(constraint: str, figures: pyoxigraph.Store) -> None:
    assert not violated(figures, constraint)


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_a_sound_cube_keeps_a_constraint(constraint: str) -> None:
    assert not violated(cube(parse(SOUND)), constraint)


@pytest.mark.parametrize(
    ("constraint", "fault"), [(constraint, fault) for constraint, faults in BROKEN.items() for fault in faults]
)
def test_a_constraint_sees_a_broken_cube(constraint: str, fault: dict[str, str]) -> None:
    assert violated(cube(broken(fault)), constraint)


@pytest.mark.parametrize("kind", ["Slice", "SliceKey", "HierarchicalCodeList"])
def test_what_the_other_constraints_speak_of_is_absent(kind: str, figures: pyoxigraph.Store) -> None:
    assert not figures.query(f"ASK {{ ?thing a <http://purl.org/linked-data/cube#{kind}> }}")


def test_no_dimension_names_the_measure_property(figures: pyoxigraph.Store) -> None:
    assert not figures.query("ASK { ?part ?any <http://purl.org/linked-data/cube#measureType> }")
