"""Writing to a store that is served: what can be written, and what comes of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ipgraph.errors import IpgraphError
from ipgraph.model.document import DocumentMeta
from ipgraph.store.endpoint import RdfDataset
from ipgraph.validate import ShapeReport


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did.

    `release_id` is the release that is current now; `None` where the store has none, as a remote one. `created` tells
    whether the graph or document was not there before. `report` is what the shapes found; `None` where nothing was
    checked.
    """

    release_id: str | None
    created: bool
    report: ShapeReport | None


class WriteRejected(IpgraphError):
    """The outcome of a write does not conform, and was not published: mend what `report` names and write again."""

    def __init__(self, message: str, report: ShapeReport) -> None:
        super().__init__(message)
        self.report = report


class Writer(Protocol):
    """Writes to a store; each call is one write, done whole or not at all.

    All raise WriteConflict (another process writes), QueryOverload (too many writes wait) and QueryTimeout; where
    shapes are checked, WriteRejected.
    """

    async def update(self, text: str, using: RdfDataset = RdfDataset()) -> Written:  # noqa: B008 - it is frozen
        """Run a SPARQL update; `using` is the dataset of its WHERE clauses (SPARQL 1.1 Protocol 2.2.3).

        Raises:
            QuerySyntaxError: it is not a SPARQL update.
            QueryRefused: it is too long or too deep, asks for LOAD or SERVICE, or names a dataset beside `using`.

        """
        ...

    async def put_graph(self, graph: str | None, body: Path, media_type: str, base_iri: str) -> Written:
        """Put what the file `body` holds in the place of a graph (an IRI, or `None` for the default graph).

        Raises:
            DataError: the file does not hold what its media type says, or that is not read.

        """
        ...

    async def post_graph(self, graph: str | None, body: Path, media_type: str, base_iri: str) -> Written:
        """Add what the file `body` holds to a graph.

        Raises:
            DataError: the file does not hold what its media type says, or that is not read.

        """
        ...

    async def delete_graph(self, graph: str | None) -> Written:
        """Remove a graph; the default graph becomes empty.

        Raises:
            GraphNotFound: there is none of that name.

        """
        ...

    async def put_document(self, file: Path, meta: DocumentMeta) -> Written:
        """Map a document and put it in the place of what was there under its id.

        Raises:
            SourceError: the document cannot be read.

        """
        ...
