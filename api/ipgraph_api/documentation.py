"""The interface's description to read and to try, with every file from this service: it works on a closed network."""

from importlib.resources import files

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.staticfiles import StaticFiles
from starlette.responses import HTMLResponse

router = APIRouter()

_ASSETS = "/docs/assets"


def add_assets(app: FastAPI) -> None:
    """Make `app` serve the scripts and styles of the page; they come with the package fastapi-offline."""
    directory = str(files("fastapi_offline") / "static")
    app.mount(_ASSETS, StaticFiles(directory=directory), name="docs-assets")


@router.get("/docs", include_in_schema=False)
async def get_documentation(request: Request) -> HTMLResponse:
    """Return the page that shows `/openapi.json`."""
    root = request.scope.get("root_path", "")
    return get_swagger_ui_html(
        openapi_url=f"{root}/openapi.json",
        title=f"{request.app.title}: interface",
        swagger_js_url=f"{root}{_ASSETS}/swagger-ui-bundle.js",
        swagger_css_url=f"{root}{_ASSETS}/swagger-ui.css",
        swagger_favicon_url=f"{root}{_ASSETS}/favicon.png",
    )
