"""The program's own questions, asked of a remote store."""

import json
from collections.abc import Iterator
from functools import cached_property

from ipgraph.errors import StoreError
from ipgraph.rdf.terms import IPG
from ipgraph.store.blocking import BlockingEndpoint
from ipgraph.store.rows import Cell, number_type

_DOCUMENTS = f"SELECT DISTINCT ?doc WHERE {{ ?document <{IPG}docId> ?doc }}"


class RemoteRows:
    """Asks an endpoint for rows, within the endpoint's limits; see `RowSource`."""

    def __init__(self, endpoint: BlockingEndpoint) -> None:
        self._endpoint = endpoint

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The ids of the published documents, sorted."""
        return tuple(sorted(str(row["doc"]) for row in self.select(_DOCUMENTS)))

    def select(self, query: str) -> Iterator[dict[str, Cell]]:
        """Yield the rows of a SELECT query over the union of all graphs; unbound variables have no key.

        Raises:
            QueryError, StoreError: the store does not answer it, or not whole.

        """
        answer = self._endpoint.execute(query, "json")
        if answer.truncated is not None:
            raise StoreError(f"the store's answer was cut at a limit of {answer.truncated}; raise it there, or here")
        for row in json.loads(answer.body)["results"]["bindings"]:
            yield {name: _to_cell(term) for name, term in row.items()}


def _to_cell(term: dict[str, str]) -> Cell:
    kind = number_type(term.get("datatype", ""))
    return term["value"] if kind is None else kind(term["value"])
