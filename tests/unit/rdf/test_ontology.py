"""The ontology loads, is documented in both languages, and covers what is emitted."""

import inspect
import re
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, URIRef

from ipgraph.errors import ShapeError
from ipgraph.model.acts import ActKind, EntityKind, Modality, Property
from ipgraph.rdf import authority, build, institutions, instruments, statements, things
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.ontology import ONTOLOGY_FILES, ontology_quads
from ipgraph.rdf.terms import IPG
from ipgraph.rdf.turtle import read_turtle
from ipgraph.resources import ontology_path, shapes_path

MINTER = Minter("https://example.org/id/")
# What the design's tables name, by hand. What other branches of the model bring is added with them.
MODEL_CLASSES = """
Agency NationalAgency Court Procuratorate LocalAgency ForeignAgency InternationalOrganization Association AgencyGroup
Jurisdiction Mechanism BilateralMechanism MultilateralMechanism Negotiation Event Agreement Treaty Memorandum Protocol
WorkPlan JointStatement TradeAgreement CampaignSeries Campaign LegalInstrument Law AdministrativeRegulation
DepartmentalRule JudicialInterpretation NormativeDocument Standard LocalRegulation PolicyDocument Task Observation Year
Act Participation TaskAssignment CampaignConduct AgreementAct InstrumentAct Cooperation
"""
MODEL_PROPERTIES = """
agent object role kind inYear ordinal evidence modality underTask participatesIn conducts responsibleFor signs
promulgates cooperatesWith hasParty activeIn
"""
MODEL_SCHEMES = "role kind right channel field genre name level modality"


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return read_turtle(ontology_path(name) for name in ONTOLOGY_FILES)


def terms_of(ontology: Graph, *kinds: URIRef) -> set[str]:
    found = {str(term) for kind in kinds for term in ontology.subjects(RDF.type, kind)}
    return {term.removeprefix(IPG) for term in found if term.startswith(IPG)}


def properties(ontology: Graph) -> set[str]:
    return terms_of(ontology, OWL.ObjectProperty, OWL.DatatypeProperty)


def languages(ontology: Graph, term: str, predicate: URIRef) -> list[str]:
    texts = ontology.objects(URIRef(f"{IPG}{term}"), predicate)
    return sorted(text.language or "" for text in texts if isinstance(text, Literal))


def test_every_class_and_property_is_labelled_and_explained_in_both_languages(ontology: Graph) -> None:
    names = terms_of(ontology, OWL.Class) | properties(ontology)

    assert len(names) > 90
    for name in names:
        assert languages(ontology, name, RDFS.label) == ["en", "zh"], name
        assert languages(ontology, name, RDFS.comment) == ["en", "zh"], name


def test_every_concept_is_labelled_defined_and_in_the_scheme_that_its_name_says(ontology: Graph) -> None:
    concepts = terms_of(ontology, SKOS.Concept)

    assert len(concepts) > 40
    for name in concepts:
        node = URIRef(f"{IPG}{name}")
        scheme, _, notation = name.partition("-")
        assert ontology.value(node, SKOS.notation) == Literal(notation), name
        assert URIRef(f"{IPG}scheme-{scheme}") in ontology.objects(node, SKOS.inScheme), name
        assert languages(ontology, name, SKOS.prefLabel) == ["en", "zh"], name
        assert languages(ontology, name, SKOS.definition) == ["en", "zh"], name


def test_every_term_says_who_defines_it(ontology: Graph) -> None:
    schemes = terms_of(ontology, SKOS.ConceptScheme)

    assert len(schemes) >= len(MODEL_SCHEMES.split())
    for name in terms_of(ontology, OWL.Class) | properties(ontology) | schemes:
        definer = ontology.value(URIRef(f"{IPG}{name}"), RDFS.isDefinedBy)
        assert definer == URIRef("https://w3id.org/ipgraph/ontology"), name


def test_every_property_has_a_domain_and_a_range_or_says_why_not(ontology: Graph) -> None:
    for name in properties(ontology):
        term = URIRef(f"{IPG}{name}")
        comment = "".join(str(text) for text in ontology.objects(term, RDFS.comment))
        for axiom, english, chinese in ((RDFS.domain, "domain", "定义域"), (RDFS.range, "range", "值域")):
            reason = re.search(rf"(No|no) {english}\b.*: ", comment) and re.search(rf"不设.*{chinese}.*：", comment)
            said = (term, axiom, None) in ontology
            assert said != bool(reason), f"{name}: {english}: either the axiom, or the reason in both languages"


def test_a_property_without_domain_or_range_lists_classes_instead_of_both(ontology: Graph) -> None:
    for axiom, list_of in ((RDFS.domain, "domainIncludes"), (RDFS.range, "rangeIncludes")):
        for term in set(ontology.subjects(URIRef(f"https://schema.org/{list_of}"))):
            assert (term, axiom, None) not in ontology, f"{term}: {list_of} beside a {axiom}"


def test_every_top_concept_is_named_by_its_scheme_and_the_other_way_round(ontology: Graph) -> None:
    tops = {(scheme, concept) for concept, scheme in ontology.subject_objects(SKOS.topConceptOf)}

    assert tops == set(ontology.subject_objects(SKOS.hasTopConcept))
    assert {scheme for scheme, _ in tops} == set(ontology.objects(None, SKOS.inScheme))
    for concept, scheme in ontology.subject_objects(SKOS.inScheme):
        assert (scheme, RDF.type, SKOS.ConceptScheme) in ontology, concept


def test_a_notation_names_one_concept_of_its_scheme(ontology: Graph) -> None:
    for scheme in ontology.subjects(RDF.type, SKOS.ConceptScheme):
        notations = [str(ontology.value(node, SKOS.notation)) for node in ontology.subjects(SKOS.inScheme, scheme)]
        assert len(notations) == len(set(notations)), scheme


def test_every_scheme_is_labelled_and_defined_in_both_languages(ontology: Graph) -> None:
    for name in terms_of(ontology, SKOS.ConceptScheme):
        assert languages(ontology, name, SKOS.prefLabel) == ["en", "zh"], name
        assert languages(ontology, name, SKOS.definition) == ["en", "zh"], name


def test_every_term_that_the_model_names_is_there(ontology: Graph) -> None:
    assert set(MODEL_CLASSES.split()) <= terms_of(ontology, OWL.Class)
    assert set(MODEL_PROPERTIES.split()) <= properties(ontology)
    assert {f"scheme-{name}" for name in MODEL_SCHEMES.split()} <= terms_of(ontology, SKOS.ConceptScheme)


def test_every_shape_targets_a_declared_class_and_names_declared_terms(ontology: Graph) -> None:
    shapes = read_turtle(sorted(shapes_path().glob("*.ttl")))
    targets = {str(cls) for cls in shapes.objects(None, SH.targetClass)}
    declared = {str(node) for node in ontology.subjects(RDF.type, None)}
    named = {str(node) for node in shapes.all_nodes() if isinstance(node, URIRef) and str(node).startswith(IPG)}

    assert len(targets) > 20
    assert {target for target in targets if target.startswith(IPG)} | named <= declared


def test_every_term_of_ipgraph_that_is_used_is_declared(ontology: Graph) -> None:
    declared = {str(node) for node in ontology.subjects(RDF.type, None)}
    used = {str(node) for node in ontology.all_nodes() if isinstance(node, URIRef) and str(node).startswith(IPG)}

    assert used <= declared


def test_every_property_that_the_builders_write_is_declared(ontology: Graph) -> None:
    modules = (authority, build, institutions, instruments, statements, things)
    source = "".join(inspect.getsource(module) for module in modules)
    written = set(re.findall(r'ipg\("([a-z]\w*)"\)', source)) | {each.value for each in Property}

    assert len(written) > 25
    assert written <= properties(ontology)


def test_every_class_that_the_model_knows_is_declared(ontology: Graph) -> None:
    named = {kind.value for kind in ActKind} | set(things.DEFAULT_CLASS.values())

    assert named | {"PropertyStatement", "Observation", "PolicyDocument", "Task", "Year"} <= terms_of(
        ontology, OWL.Class
    )
    assert set(EntityKind) == set(things.DEFAULT_CLASS) | {EntityKind.DOCUMENT, EntityKind.TASK}


def test_every_modality_is_a_concept(ontology: Graph) -> None:
    assert {f"modality-{each.value}" for each in Modality} <= terms_of(ontology, SKOS.Concept)


def test_the_ontology_is_versioned(ontology: Graph) -> None:
    node = URIRef("https://w3id.org/ipgraph/ontology")
    version = ontology.value(node, OWL.versionInfo)

    assert ontology.value(node, OWL.versionIRI) == URIRef(f"{node}/{version}")
    assert str(ontology.value(node, URIRef("http://purl.org/vocab/vann/preferredNamespaceUri"))) == IPG
    assert str(ontology.value(node, DCTERMS.created)) <= str(ontology.value(node, DCTERMS.modified))
    assert ontology.value(node, DCTERMS.license) is not None


def test_the_graph_has_no_blank_nodes_and_one_order() -> None:
    quads = ontology_quads(MINTER)

    assert quads == ontology_quads(MINTER) == sorted(set(quads))
    assert {quad[3] for quad in quads} == {"<https://example.org/id/graph/ontology>"}


def write(directory: Path, text: str) -> Path:
    for name in ONTOLOGY_FILES:
        (directory / name).write_text("", encoding="utf-8")
    (directory / ONTOLOGY_FILES[0]).write_text(text, encoding="utf-8")
    return directory


def test_a_blank_node_becomes_an_iri_by_its_content(tmp_path: Path) -> None:
    one = ontology_quads(MINTER, write(tmp_path, "<a:A> <a:p> [ <a:q> <a:B> ] , [ <a:q> <a:C> ] ."))
    two = ontology_quads(MINTER, write(tmp_path, "<a:A> <a:p> [ <a:q> <a:C> ] , [ <a:q> <a:B> ] ."))

    assert one == two
    assert len(one) == 4
    assert all(quad[2].startswith("<https://example.org/id/graph/ontology#node-") for quad in one[:2])


def test_a_file_that_is_no_turtle_is_named_with_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path, "@prefix a: <a:> .\n\na:A a:p a:B\na:C a:p a:D .\n")

    with pytest.raises(ShapeError, match=r"ipgraph\.ttl:4: not Turtle: expected"):
        ontology_quads(MINTER, folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ShapeError, match=r"ipgraph\.ttl: cannot be read"):
        ontology_quads(MINTER, tmp_path)


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path, "")
    (folder / "concepts.ttl").write_bytes("# 专利".encode("gb18030"))

    with pytest.raises(ShapeError, match=r"concepts\.ttl: not UTF-8 at byte 4"):
        ontology_quads(MINTER, folder)


def test_the_files_that_ship_hold_no_blank_nodes(ontology: Graph) -> None:
    assert not any(isinstance(node, BNode) for node in ontology.all_nodes())
