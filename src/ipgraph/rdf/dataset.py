"""The description of a release as a dataset: VoID and DCAT 3, and the stored questions as SHACL executables.

Sources: Describing Linked Datasets with the VoID Vocabulary (W3C, 2011), Data Catalog Vocabulary version 3 (W3C, 2024),
SHACL (W3C, 2017) section 5.1 for SPARQL executables; SPDX for checksums.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ipgraph.rdf import terms
from ipgraph.rdf.graph import TYPE, GraphBuilder
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import DCTERMS, IPG, PROV, RDFS, Quad, literal

_DCAT: Final = "http://www.w3.org/ns/dcat#"
_SH: Final = "http://www.w3.org/ns/shacl#"
_SPDX: Final = "http://spdx.org/rdf/terms#"
_VOID: Final = "http://rdfs.org/ns/void#"

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_N_QUADS = "https://www.iana.org/assignments/media-types/application/n-quads"
_VOCABULARIES = (
    IPG,
    "http://purl.org/linked-data/cube#",
    "http://www.w3.org/2004/02/skos/core#",
    "http://www.w3.org/2008/05/skos-xl#",
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/org#",
    "http://www.w3.org/ns/prov#",
)
_TITLES = {"zh": "知识产权政策知识图谱", "en": "ipgraph, a knowledge graph of Chinese intellectual-property policy"}
_DESCRIPTIONS = {
    "zh": "中国知识产权政策文件所述的机构、机制、协定、行动、任务与数据，每条陈述附原文依据。",
    "en": "Agencies, mechanisms, agreements, campaigns, tasks and figures that Chinese intellectual-property policy "
    "documents state, each statement with the passage that says so.",
}


@dataclass(frozen=True, slots=True)
class DatasetNumbers:
    """What is counted of a release; the mappings go from IRIs to numbers, `digest` is that of the canonical form."""

    digest: str
    quads: int
    subjects: int
    objects: int
    graphs: Mapping[str, int]
    classes: Mapping[str, int]
    properties: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A stored question as it is published: texts by language, parameters as (name, type, texts by language)."""

    name: str
    sparql: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[tuple[str, str, Mapping[str, str]], ...]


def dataset_quads(
    numbers: DatasetNumbers, version: str, doc_ids: Iterable[str], questions: Iterable[QuestionText], minter: Minter
) -> list[Quad]:
    """Return the quads of the graph that describes a release, sorted, each once.

    The numbers and the digest are those of all other graphs: a description cannot hold its own digest.
    """
    graph = GraphBuilder(minter.dataset_graph())
    dataset = minter.thing("dataset", "ipgraph")
    _add_about(graph, dataset, version)
    for doc_id in doc_ids:
        graph.add(dataset, f"<{PROV}wasDerivedFrom>", minter.document(doc_id))
    _add_numbers(graph, dataset, numbers, minter)
    _add_distribution(graph, dataset, numbers.digest)
    for question in questions:
        _add_question(graph, question, minter)
    return graph.quads()


def _add_about(graph: GraphBuilder, dataset: str, version: str) -> None:
    graph.add(dataset, TYPE, f"<{_VOID}Dataset>")
    graph.add(dataset, TYPE, f"<{_DCAT}Dataset>")
    _add_texts(graph, dataset, f"<{DCTERMS}title>", _TITLES)
    _add_texts(graph, dataset, f"<{DCTERMS}description>", _DESCRIPTIONS)
    graph.add(dataset, f"<{DCTERMS}license>", terms.iri(_LICENCE))
    graph.add(dataset, f"<{_DCAT}version>", literal(version))
    for language in ("zh", "en"):
        graph.add(dataset, f"<{DCTERMS}language>", literal(language))
    for vocabulary in _VOCABULARIES:
        graph.add(dataset, f"<{_VOID}vocabulary>", terms.iri(vocabulary))


def _add_numbers(graph: GraphBuilder, dataset: str, numbers: DatasetNumbers, minter: Minter) -> None:
    for name, count in (
        ("triples", numbers.quads),
        ("distinctSubjects", numbers.subjects),
        ("distinctObjects", numbers.objects),
        ("classes", len(numbers.classes)),
        ("properties", len(numbers.properties)),
    ):
        graph.add(dataset, f"<{_VOID}{name}>", terms.integer(count))
    partitions = (
        ("classPartition", "class", "entities", numbers.classes),
        ("propertyPartition", "property", "triples", numbers.properties),
    )
    for relation, key, counted, counts in partitions:
        for iri in counts:
            part = minter.part(dataset, key, (iri,))
            graph.add(dataset, f"<{_VOID}{relation}>", part)
            graph.add(part, f"<{_VOID}{key}>", terms.iri(iri))
            graph.add(part, f"<{_VOID}{counted}>", terms.integer(counts[iri]))
    for iri in numbers.graphs:
        graph.add(dataset, f"<{_VOID}subset>", terms.iri(iri))
        graph.add(terms.iri(iri), TYPE, f"<{_VOID}Dataset>")
        graph.add(terms.iri(iri), f"<{_VOID}triples>", terms.integer(numbers.graphs[iri]))


def _add_distribution(graph: GraphBuilder, dataset: str, digest: str) -> None:
    """Add the dump, and the digest of what it holds beside this description, in RDFC-1.0."""
    dump, checksum = f"{dataset[:-1]}#dump>", f"{dataset[:-1]}#checksum>"
    graph.add(dataset, f"<{DCTERMS}identifier>", literal(digest))
    graph.add(dataset, f"<{_DCAT}distribution>", dump)
    graph.add(dump, TYPE, f"<{_DCAT}Distribution>")
    graph.add(dump, f"<{_DCAT}mediaType>", terms.iri(_N_QUADS))
    graph.add(dump, f"<{DCTERMS}license>", terms.iri(_LICENCE))
    graph.add(dump, f"<{DCTERMS}conformsTo>", terms.iri("https://www.w3.org/TR/rdf-canon/"))
    graph.add(dump, f"<{_SPDX}checksum>", checksum)
    graph.add(checksum, TYPE, f"<{_SPDX}Checksum>")
    graph.add(checksum, f"<{_SPDX}algorithm>", f"<{_SPDX}checksumAlgorithm_sha256>")
    graph.add(checksum, f"<{_SPDX}checksumValue>", literal(digest, datatype=f"{terms.XSD}hexBinary"))
    _add_texts(
        graph,
        checksum,
        f"<{RDFS}comment>",
        {
            "zh": "除本描述所在的图以外全部图的 RDFC-1.0 规范形式的 SHA-256 摘要。",
            "en": "SHA-256 of the RDFC-1.0 canonical form of all graphs but the one of this description.",
        },
    )


def _add_question(graph: GraphBuilder, question: QuestionText, minter: Minter) -> None:
    node = minter.thing("question", question.name)
    graph.add(node, TYPE, f"<{_SH}SPARQLExecutable>")
    graph.add(node, TYPE, f"<{_SH}SPARQLSelectExecutable>")
    graph.add(node, f"<{_SH}select>", literal(question.sparql))
    graph.add(node, f"<{DCTERMS}identifier>", literal(question.name))
    _add_texts(graph, node, f"<{RDFS}label>", question.title)
    _add_texts(graph, node, f"<{RDFS}comment>", question.description)
    for order, (name, kind, texts) in enumerate(question.parameters):
        parameter = f"{node[:-1]}#{name}>"
        graph.add(node, f"<{_SH}parameter>", parameter)
        graph.add(parameter, TYPE, f"<{_SH}Parameter>")
        # A parameter is named by the local name of its path.
        graph.add(parameter, f"<{_SH}path>", minter.thing("parameter", name))
        graph.add(parameter, f"<{_SH}name>", literal(name))
        graph.add(parameter, f"<{_SH}optional>", terms.boolean(True))
        graph.add(parameter, f"<{_SH}order>", terms.integer(order))
        graph.add(parameter, f"<{DCTERMS}type>", literal(kind))
        _add_texts(graph, parameter, f"<{_SH}description>", texts)


def _add_texts(graph: GraphBuilder, node: str, predicate: str, texts: Mapping[str, str]) -> None:
    for language, text in texts.items():
        graph.add(node, predicate, literal(text, lang=language))
