"""The measures file: what ships is sound, and a wrong entry is refused with file, line and what is allowed."""

from pathlib import Path

import pytest
import yaml
from rdflib import SKOS, Graph, Literal, URIRef

from ipgraph.errors import VocabularyError
from ipgraph.lexicon.measures import Measure, Wording, read_measures
from ipgraph.rdf.measures import measure_quads
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import IPG
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import data_path, ontology_path

GRANTS = """\
- id: grants
  label: {zh: 专利授权量, en: patent grants}
  names:
    - {text: 授权专利}
    - {text: 国内专利授权量, breakdown: domestic}
  source: test
"""
INVENTIONS = GRANTS.replace("grants\n", "inventions\n").replace("专利", "发明专利")


@pytest.fixture(scope="module")
def concepts() -> Graph:
    return read_turtle([ontology_path("cube.ttl"), ontology_path("units.ttl")])


def write(folder: Path, text: str) -> Path:
    path = folder / "measures.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_entry_is_read_with_its_label_as_a_wording(tmp_path: Path) -> None:
    (measure,) = read_measures(write(tmp_path, GRANTS))

    wordings = (Wording("专利授权量"), Wording("授权专利"), Wording("国内专利授权量", "domestic"))
    assert measure == Measure("grants", "专利授权量", "patent grants", "test", wordings)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            GRANTS.replace("domestic", "abroad"),
            "measures.yaml:5: 'grants': unknown breakdown 'abroad'; allowed: design, domestic",
        ),
        (GRANTS.replace("  source: test\n", ""), "measures.yaml:1: 'grants': 'source' is missing"),
        (GRANTS + GRANTS, "measures.yaml:7: 'grants': the id is taken in line 1; allowed: each id once"),
        (
            GRANTS.replace("text: 授权专利", "text: 专利授权量"),
            "measures.yaml:4: 'grants': '专利授权量' is a name of 'grants'",
        ),
        (
            GRANTS + INVENTIONS.replace("label: {zh: 发明", "label: {zh: "),
            "measures.yaml:8: 'inventions': '专利授权量'",
        ),
        (GRANTS + "  broader: grant\n", "unknown broader measure 'grant'; did you mean 'grants'?"),
        (GRANTS + "  broader: inventions\n" + INVENTIONS + "  broader: grants\n", "broader measures form a loop"),
        (GRANTS.replace("names", "name"), "unknown key 'name'"),
    ],
)
def test_a_wrong_entry_is_refused(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(VocabularyError) as caught:
        read_measures(write(tmp_path, text))

    assert message in str(caught.value)


def test_the_groups_that_wordings_name_are_breakdowns(concepts: Graph) -> None:
    named = {wording.breakdown for measure in read_measures() for wording in measure.wordings} - {None}

    assert len(named) == 5
    for breakdown in named:
        node = URIRef(f"{IPG}breakdown-{breakdown}")
        assert (node, SKOS.inScheme, URIRef(f"{IPG}scheme-breakdown")) in concepts, breakdown


def test_every_unit_of_the_lexicon_is_the_chinese_label_of_one_concept(concepts: Graph) -> None:
    lexicon = yaml.safe_load(data_path("lexicon", "units.yaml").read_text(encoding="utf-8"))
    units = set(concepts.subjects(SKOS.inScheme, URIRef(f"{IPG}scheme-unit")))
    labels = [label for unit in units for label in concepts.objects(unit, SKOS.prefLabel)]

    words = sorted(str(label) for label in labels if isinstance(label, Literal) and label.language == "zh")
    assert words == sorted(row["unit"] for row in lexicon["units"])


def test_the_quads_are_sorted_and_a_group_is_no_label() -> None:
    quads = measure_quads(read_measures(), Minter("https://example.org/id/"))

    assert quads == sorted(set(quads))
    labels = {value for _, predicate, value, _ in quads if predicate.endswith("Label>")}
    assert '"授权发明专利"@zh' in labels
    assert '"国内发明专利有效量"@zh' not in labels
