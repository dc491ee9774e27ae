"""What can answer SPARQL queries: the embedded pool of workers, or an endpoint elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from ipgraph.store.answers import QueryAnswer
from ipgraph.store.screening import ScreenedQuery

# In a dataset, the default graph of the store itself, which has no name and is not among the graphs of the union.
STORE_DEFAULT: Final = "urn:ipgraph:store-default-graph"


@dataclass(frozen=True, slots=True)
class RdfDataset:
    """The RDF dataset that a request names outside its query, as IRIs of graphs.

    Source: SPARQL 1.1 Protocol, section 2.1.4.

    Attributes:
        default: the graphs that together are the default graph; `STORE_DEFAULT` among them is the store's own.
        named: the named graphs.

    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether any graph is named: else the query's own dataset counts."""
        return bool(self.default or self.named)


NO_DATASET = RdfDataset()


@dataclass(frozen=True, slots=True)
class RunningQuery:
    """A query that is not answered yet: `state` is `waiting` or `running`, `age_s` the seconds since it came."""

    id: str
    text: str
    state: str
    age_s: float


class SparqlEndpoint(Protocol):
    """Answers queries, each within its limits; used from one event loop."""

    def screen(self, query: str) -> ScreenedQuery:
        """Return the form of a query and whether it names its dataset, without parsing it.

        Raises:
            QueryRefused: it is too long or too deep, calls a SERVICE that is not allowed, or is an update.

        """
        ...

    async def execute(
        self,
        query: str,
        media_type: str | None = None,
        timeout_s: float | None = None,
        dataset: RdfDataset = NO_DATASET,
        query_id: str | None = None,
    ) -> QueryAnswer:
        """Return the whole answer to a query; whoever is cancelled while it waits stops the query.

        Args:
            query: SELECT, ASK, CONSTRUCT or DESCRIBE.
            media_type: a media type or short name of `ipgraph.store.formats`; `None` for JSON or Turtle.
            timeout_s: a deadline shorter than the setting's; a longer one does not count.
            dataset: takes the place of the query's FROM clauses, where it names graphs.
            query_id: under which the query is listed and can be cancelled; one is made where none is given.

        Raises:
            QuerySyntaxError, QueryRefused, QueryTimeout, QueryCancelled: see `ipgraph.errors`.
            QueryOverload: no worker was free before the deadline, or too many queries wait already.
            StoreError: the store cannot be reached.

        """
        ...

    def running(self) -> list[RunningQuery]:
        """Return the queries that run or wait, the oldest first."""
        ...

    def cancel(self, query_id: str) -> bool:
        """Stop a query, and tell whether there was one of this id."""
        ...

    def stats(self) -> Mapping[str, int]:
        """Return what is counted, by name."""
        ...

    async def close(self) -> None:
        """End every query and give back what is held."""
        ...
