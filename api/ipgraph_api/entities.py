"""The things that documents speak of, each with its names and what is said of it through the years."""

from itertools import groupby

from fastapi import APIRouter, Request, Response

from ipgraph.model.acts import EntityKind
from ipgraph.settings import Settings
from ipgraph_api.caching import CachedRoute
from ipgraph_api.facts import to_facts
from ipgraph_api.graph import Row, get_graph
from ipgraph_api.linked.headers import description_links
from ipgraph_api.links import api_path
from ipgraph_api.models import ActsOfYear, Entity, EntityList, EntitySummary, Links, Name
from ipgraph_api.openapi import problem_responses
from ipgraph_api.paging import Limit, Offset, to_page
from ipgraph_api.problems import RequestProblem

router = APIRouter(
    route_class=CachedRoute,
    prefix="/api/v1/entities",
    tags=["Entities"],
    responses=problem_responses(422, 500, 503, 504),
)


@router.get("/{kind}", response_model_exclude_none=True)
async def list_entities(request: Request, kind: EntityKind, limit: Limit = 100, offset: Offset = 0) -> EntityList:
    """List the things of a kind by IRI."""
    settings: Settings = request.app.state.settings
    prefix = f"{settings.base_iri}{kind.value}/"
    rows, total = await get_graph(request).page("entities", limit, offset, prefix=prefix)
    return EntityList(
        page=to_page(api_path(request, "entities", kind.value), total, limit, offset),
        entities=[_to_summary(request, kind, row, prefix) for row in rows],
    )


@router.get("/{kind}/{slug}", response_model_exclude_none=True, responses=problem_responses(404))
async def get_entity(
    request: Request, response: Response, kind: EntityKind, slug: str, limit: Limit = 100, offset: Offset = 0
) -> Entity:
    """Get a thing: its classes, its names with their validity, and what is said of it, by year."""
    settings: Settings = request.app.state.settings
    graph = get_graph(request)
    iri = f"{settings.base_iri}{kind.value}/{slug}"
    aspects = await graph.rows("entity", entity=iri)
    if not any(row["aspect"] == "class" for row in aspects):
        raise RequestProblem(
            404, f"there is no {kind.value} '{slug}'; /api/v1/entities/{kind.value} lists those that there are"
        )
    rows = await graph.rows("entity_acts", entity=iri, limit=limit, offset=offset)
    total = next((int(row["value"]) for row in aspects if row["aspect"] == "statements"), 0)
    years = [ActsOfYear(year=year, acts=list(acts)) for year, acts in groupby(to_facts(rows), lambda fact: fact.year)]
    links = _links(request, kind, slug, iri)
    response.headers["Link"] = ", ".join(description_links(request, iri))
    return Entity(
        kind=kind.value,
        slug=slug,
        label_zh=_find_label(aspects, "zh"),
        label_en=_find_label(aspects, "en"),
        links=links,
        classes=[row["value"] for row in aspects if row["aspect"] == "class"],
        names=[_to_name(row) for row in aspects if row["aspect"] == "name"],
        years=years,
        page=to_page(links.self, total, limit, offset),
    )


def _to_summary(request: Request, kind: EntityKind, row: Row, prefix: str) -> EntitySummary:
    slug = row["entity"].removeprefix(prefix)
    return EntitySummary(
        kind=kind.value,
        slug=slug,
        label_zh=row.get("labelZh"),
        label_en=row.get("labelEn"),
        links=_links(request, kind, slug, row["entity"]),
    )


def _find_label(aspects: list[Row], lang: str) -> str | None:
    return next((row["value"] for row in aspects if row["aspect"] == "label" and row.get("lang") == lang), None)


def _to_name(row: Row) -> Name:
    return Name(
        text=row["value"],
        lang=row.get("lang"),
        kind=row.get("kind"),
        valid_from=row.get("validFrom"),
        valid_to=row.get("validTo"),
    )


def _links(request: Request, kind: EntityKind, slug: str, iri: str) -> Links:
    return Links(self=api_path(request, "entities", kind.value, slug), iri=iri)
