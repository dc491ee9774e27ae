"""The documents of the release, each with the facts that it states."""

from fastapi import APIRouter, Request, Response

from ipgraph_api.caching import CachedRoute
from ipgraph_api.facts import to_facts, to_int
from ipgraph_api.graph import Row, get_graph
from ipgraph_api.link_header import link
from ipgraph_api.linked.headers import description_links
from ipgraph_api.links import api_path
from ipgraph_api.models import DocumentDetail, DocumentList, DocumentSummary, Links
from ipgraph_api.openapi import problem_responses
from ipgraph_api.paging import Limit, Offset, to_page
from ipgraph_api.problems import RequestProblem

router = APIRouter(
    route_class=CachedRoute,
    prefix="/api/v1/documents",
    tags=["Documents"],
    responses=problem_responses(422, 500, 503, 504),
)


@router.get("", response_model_exclude_none=True)
async def list_documents(request: Request, limit: Limit = 100, offset: Offset = 0) -> DocumentList:
    """List the documents by id."""
    rows, total = await get_graph(request).page("documents", limit, offset)
    return DocumentList(
        page=to_page(api_path(request, "documents"), total, limit, offset),
        documents=[_to_summary(request, row) for row in rows],
    )


@router.get("/{doc_id}", response_model_exclude_none=True, responses=problem_responses(404))
async def get_document(
    request: Request, response: Response, doc_id: str, limit: Limit = 100, offset: Offset = 0
) -> DocumentDetail:
    """Get a document with its facts, in the order of its text."""
    graph = get_graph(request)
    rows = await graph.rows("document", doc=doc_id)
    if not rows:
        raise RequestProblem(404, f"there is no document '{doc_id}'; /api/v1/documents lists those that there are")
    row = rows[0]
    facts = await graph.rows("document_statements", doc=doc_id, limit=limit, offset=offset)
    total = int(row.get("statements", "0"))
    kept = ("text", "original") if graph.release.has_texts else ()
    files = {name: api_path(request, "documents", doc_id, name) for name in kept}
    links = _links(request, row).model_copy(update=files)
    response.headers["Link"] = ", ".join(
        [*description_links(request, links.iri), *(link(path, "enclosure") for path in files.values())]
    )
    return DocumentDetail(
        **_to_summary(request, row).model_dump(exclude={"links"}),
        links=links,
        date=row.get("date"),
        source=row.get("source"),
        rights=row.get("rights"),
        media_type=row.get("mediaType"),
        sha256=row.get("sha256"),
        original_sha256=row.get("originalSha256"),
        encoding=row.get("encoding"),
        characters=to_int(row.get("characters")),
        page=to_page(links.self, total, limit, offset),
        facts=to_facts(facts),
    )


def _to_summary(request: Request, row: Row) -> DocumentSummary:
    return DocumentSummary(
        id=row["doc"],
        title_zh=row.get("titleZh"),
        title_en=row.get("titleEn"),
        issuers=sorted(row["issuers"].split("\n")) if row.get("issuers") else [],
        year=to_int(row.get("year")),
        genre=row.get("genre"),
        statements=int(row.get("statements", "0")),
        links=_links(request, row),
    )


def _links(request: Request, row: Row) -> Links:
    return Links(self=api_path(request, "documents", row["doc"]), iri=row["document"], graph=row["graph"])
