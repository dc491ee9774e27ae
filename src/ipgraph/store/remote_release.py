"""What a remote store publishes, as far as it says: its description tells which release it is, and how large."""

from dataclasses import dataclass

from ipgraph.errors import StoreError
from ipgraph.rdf import terms
from ipgraph.rdf.mint import Minter
from ipgraph.settings import Settings
from ipgraph.store.remote import RemoteEndpoint, select_json
from ipgraph.store.sources import StoredSource

_ID_CHARS = 16
_VOID = "http://rdfs.org/ns/void#"


@dataclass(frozen=True, slots=True)
class RemoteRelease:
    """What a remote store says that it holds.

    `id` is the beginning of the digest that its description gives of all other graphs, and empty where there is no
    description: while a release is uploaded, or where something else wrote the store. `quads` are counted likewise.
    """

    id: str
    quads: int | None
    has_texts: bool = False
    documents: tuple[str, ...] = ()

    def source(self, doc_id: str) -> StoredSource:
        """Raise an error: a remote store holds no files."""
        raise StoreError(f"the text of '{doc_id}' is not here: a remote store holds the graph, and no texts")


async def read_remote(endpoint: RemoteEndpoint, settings: Settings) -> RemoteRelease:
    """Return what the store says that it holds.

    Raises:
        QueryError, StoreError: it cannot be asked.

    """
    minter = Minter(settings.base_iri)
    dataset = minter.thing("dataset", "ipgraph")
    text = (
        f"SELECT ?digest ?triples WHERE {{ GRAPH {minter.dataset_graph()} "
        f"{{ {dataset} <{terms.DCTERMS}identifier> ?digest ; <{_VOID}triples> ?triples }} }}"
    )
    rows = await select_json(endpoint, text)
    if len(rows) != 1:
        return RemoteRelease("", None)
    return RemoteRelease(rows[0]["digest"]["value"][:_ID_CHARS], int(rows[0]["triples"]["value"]))
