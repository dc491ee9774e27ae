"""The services beside which ours is measured, as `python -m bench.service.others NAME PORT [QUADS]` serves them."""

import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint


def trivial() -> FastAPI:
    """Return an application that answers every time the same small dictionary."""
    app = FastAPI()

    @app.get("/label")
    async def get_label() -> dict[str, str]:
        return {"label": "国家知识产权局", "lang": "zh"}

    return app


def rdflib_endpoint(quads: Path) -> FastAPI:
    """Return rdflib-endpoint over the quads of a file, in memory; a query asks all graphs together."""
    graph = Dataset(default_union=True)
    graph.parse(quads, format="nquads")
    return SparqlEndpoint(graph=graph, path="/sparql")


def main(arguments: list[str]) -> None:
    """Serve one of them, in the way in which ipgraph is served."""
    name, port = arguments[:2]
    app = trivial() if name == "trivial" else rdflib_endpoint(Path(arguments[2]))
    uvicorn.run(app, port=int(port), http="h11", access_log=False, log_level="warning")


if __name__ == "__main__":
    main(sys.argv[1:])
