"""A small release, made by the real store code, and a real server over it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from ipgraph.model.acts import (
    Act,
    ActKind,
    Entity,
    EntityKind,
    Evidence,
    Extraction,
    Finding,
    Modality,
    Property,
    PropertyStatement,
    TaskPart,
)
from ipgraph.model.document import DocumentMeta, SourceText
from ipgraph.model.span import RawSpan
from ipgraph.rdf.build import document_quads
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import Quad
from ipgraph.resources import ontology_path
from ipgraph.settings import Settings
from ipgraph.store.publish import ReleaseBuilder, text_beside

BASE = "https://w3id.org/ipgraph/id/"
REPORT_TEXT = """\
二〇一四年报告
商务部参加中美知识产权工作组第25次会议。海关总署开展龙腾行动。
2013年，商务部参加中欧知识产权工作组会议。
"""
PLAN_TEXT = "二〇一九年计划\n3. 参加中美知识产权工作组会议。（商务部牵头，海关总署参加）\n"
# The plan came as a page in another encoding than its text is kept in.
PLAN_PAGE = f'<meta charset="gbk"><script>alert(1)</script><p>{PLAN_TEXT}'.encode("gbk")
SOURCES: dict[str, dict[str, str]] = {
    "report": {},
    "plan": {"original_sha256": sha256(PLAN_PAGE).hexdigest(), "media_type": "text/html"},
}

MOFCOM = Entity(EntityKind.AGENCY, "商务部", "mofcom", "NationalAgency")
CUSTOMS = Entity(EntityKind.AGENCY, "海关总署", "gacc", "NationalAgency")
CHINA_US = Entity(EntityKind.MECHANISM, "中美知识产权工作组", None, "BilateralMechanism")
CHINA_EU = Entity(EntityKind.MECHANISM, "中欧知识产权工作组", None, "BilateralMechanism")
LONGTENG = Entity(EntityKind.CAMPAIGN, "龙腾行动", "longteng", "CampaignSeries")
UNITED_STATES = Entity(EntityKind.JURISDICTION, "美国", "US", "Jurisdiction")

# The authority graph and a line of the ontology, by hand: names with their time, and a superclass.
AUTHORITY = """\
<{b}agency/mofcom> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{o}NationalAgency>
<{b}agency/mofcom> <http://www.w3.org/2004/02/skos/core#prefLabel> "商务部"@zh
<{b}agency/mofcom> <http://www.w3.org/2004/02/skos/core#prefLabel> "Ministry of Commerce"@en
<{b}agency/mofcom> <http://www.w3.org/2008/05/skos-xl#prefLabel> <{b}agency/mofcom#name-1>
<{b}agency/mofcom#name-1> <http://www.w3.org/2008/05/skos-xl#literalForm> "商务部"@zh
<{b}agency/mofcom#name-1> <{o}nameKind> <{o}name-official>
<{b}agency/mofcom#name-1> <{o}validFrom> "2003-03-10"^^<http://www.w3.org/2001/XMLSchema#date>
<{b}agency/gacc> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{o}NationalAgency>
<{b}agency/gacc> <http://www.w3.org/2004/02/skos/core#prefLabel> "海关总署"@zh
<{b}jurisdiction/US> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{o}Jurisdiction>
<{b}jurisdiction/US> <http://www.w3.org/2004/02/skos/core#prefLabel> "美国"@zh
<{b}campaign/longteng> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{o}CampaignSeries>
<{b}campaign/longteng> <http://www.w3.org/2004/02/skos/core#prefLabel> "龙腾行动"@zh
<{o}NationalAgency> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#Class>
<{o}NationalAgency> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <{o}Agency>
"""


def _evidence(text: str, quote: str) -> Evidence:
    start = text.index(quote)
    return Evidence(RawSpan(start, start + len(quote)), quote)


def _report() -> Extraction:
    def finding(statement: Act | PropertyStatement, quote: str, rule: str) -> Finding:
        return Finding(statement, _evidence(REPORT_TEXT, quote), rule)

    document = Entity(EntityKind.DOCUMENT, "二〇一四年报告", "report-2014")
    meeting = "商务部参加中美知识产权工作组第25次会议。"
    return Extraction(
        "report-2014",
        "二〇一四年报告",
        2014,
        (
            finding(PropertyStatement(document, Property.ISSUED_BY, MOFCOM), "二〇一四年报告", "header.issuer"),
            finding(
                Act(ActKind.PARTICIPATION, MOFCOM, CHINA_US, "participant", 2014, 25), meeting, "participation.meeting"
            ),
            finding(
                PropertyStatement(CHINA_US, Property.HAS_PARTY, UNITED_STATES), "中美知识产权工作组", "parties.name"
            ),
            finding(Act(ActKind.CAMPAIGN_CONDUCT, CUSTOMS, LONGTENG, None, 2014), "海关总署开展龙腾行动", "campaign"),
            finding(
                Act(ActKind.PARTICIPATION, MOFCOM, CHINA_EU, "participant", 2013),
                "商务部参加中欧知识产权工作组会议",
                "participation.meeting",
            ),
        ),
        (),
        (),
    )


def _plan() -> Extraction:
    bracket = _evidence(PLAN_TEXT, "（商务部牵头，海关总署参加）")
    body = _evidence(PLAN_TEXT, "参加中美知识产权工作组会议")
    task = Entity(EntityKind.TASK, "3")

    def assign(agency: Entity, role: str) -> Finding:
        return Finding(Act(ActKind.TASK_ASSIGNMENT, agency, task, role), bracket, "tasks.bracket")

    planned = Act(ActKind.PARTICIPATION, MOFCOM, CHINA_US, "participant", 2019, None, Modality.PLANNED, "3")
    return Extraction(
        "计划 2019",
        "二〇一九年计划",
        2019,
        (assign(MOFCOM, "lead"), assign(CUSTOMS, "participant"), Finding(planned, body, "participation.task")),
        (TaskPart("3", "参加中美知识产权工作组会议", body),),
        (),
    )


def _authority_quads() -> Iterator[Quad]:
    text = AUTHORITY.format(b=BASE, o="https://w3id.org/ipgraph/ontology#")
    for line in text.splitlines():
        subject, predicate, value = line.split(" ", 2)
        yield (subject, predicate, value, f"<{BASE}graph/authority>")


def _publish(directory: Path, *doc_ids: str) -> str:
    """Publish a release with these documents, and return its id."""
    minter = Minter(BASE)
    builder = ReleaseBuilder(directory)
    for extraction, text, genre in ((_report(), REPORT_TEXT, "report"), (_plan(), PLAN_TEXT, "plan")):
        if extraction.doc_id in doc_ids:
            source = SourceText(extraction.doc_id, text, "0" * 64, "utf-8", **SOURCES[genre])
            meta = DocumentMeta(extraction.doc_id, title_en=f"The {genre}", genre=genre)
            builder.add_quads(document_quads(extraction, source, meta, minter))
            _add_source(builder, directory, source)
    builder.add_quads(_authority_quads())
    builder.load(ontology_path("derive"), f"{BASE}graph/derived")
    return builder.publish({}).id


def _add_source(builder: ReleaseBuilder, directory: Path, source: SourceText) -> None:
    """Add a document's file, and its text where that is another one."""
    page = source.media_type == "text/html"
    file = directory / f"{source.doc_id}.{'html' if page else 'txt'}"
    file.write_bytes(PLAN_PAGE if page else source.text.encode())
    if page:
        text_beside(builder.part_path(source.doc_id)).write_bytes(source.text.encode())
    builder.add_source(source.doc_id, file, {"encoding": "utf-8", "media_type": source.media_type})


@pytest.fixture(scope="session")
def publish() -> Callable[..., str]:
    """Return what publishes a release of some of the documents in a store, and gives its id."""
    return _publish


@pytest.fixture(scope="session")
def store_dir(tmp_path_factory: pytest.TempPathFactory, store_texts: dict[str, str]) -> Path:
    """Return a store with one published release of two documents."""
    directory = tmp_path_factory.mktemp("store")
    _publish(directory, *store_texts)
    return directory


@pytest.fixture(scope="session")
def store_texts() -> dict[str, str]:
    """Return the source text of each document by its id."""
    return {"report-2014": REPORT_TEXT, "计划 2019": PLAN_TEXT}


@pytest.fixture(scope="session")
def address(store_dir: Path, run_service: Callable[[Settings], AbstractContextManager[str]]) -> Iterator[str]:
    """Return the address of a running service with two workers and a short queue."""
    settings = Settings(store=store_dir, workers=2, queue_size=2, timeout_s=10, max_query_chars=20_000)
    with pytest.MonkeyPatch.context() as patch, run_service(settings) as running:
        # Clients that read the environment must not send what is for this machine to a proxy.
        patch.setenv("no_proxy", "127.0.0.1")
        yield running


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    """Return a client of the running service."""
    with httpx.Client(base_url=address, timeout=20, trust_env=False) as session:
        yield session


@pytest.fixture(scope="session")
def slow_query() -> str:
    """Return a query that would run for hours."""
    return "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
