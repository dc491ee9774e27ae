"""The tree of errors that ipgraph raises, by what the caller can do about them."""


class IpgraphError(Exception):
    """Anything that ipgraph refuses; the message says what, where, and what is allowed."""


class SourceError(IpgraphError):
    """A source document or the corpus manifest cannot be used: mend or remove the file."""


class VocabularyError(IpgraphError):
    """An authority or lexicon file is wrong: mend the entry that the message names."""


class RuleError(IpgraphError):
    """An extraction rule is declared wrongly: mend the rule."""


class ShapeError(IpgraphError):
    """The shapes or the ontology cannot be read: mend the file that the message names."""


class StoreError(IpgraphError):
    """The store cannot be opened or written: choose another directory, wait, or build first."""


class StoreUnreachable(StoreError):
    """A remote store does not answer, or not as it should: see to its address, its state and the credentials."""


class WriteConflict(StoreError):
    """Another build or write holds the store: try again when it is done."""


class GraphNotFound(IpgraphError):
    """The store has no graph of that name: choose one that it has."""


class DataError(IpgraphError):
    """Data to be written is not what its media type says: mend it at `line` and `column` (from 1; `None`: unknown)."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QueryError(IpgraphError):
    """A query was not answered."""


class QuerySyntaxError(QueryError):
    """The query is not SPARQL 1.1: mend it at `line` and `column` (both from 1; `None` where they are not known)."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QueryRefused(QueryError):
    """The query asks for what this service does not do (SERVICE, updates, excessive length or depth)."""


class QueryTimeout(QueryError):
    """The query was stopped at its deadline: ask for less, or for more time."""


class QueryCancelled(QueryError):
    """The query was stopped by an operator."""


class QueryOverload(QueryError):
    """Every worker is busy and the queue is full: try again later."""


class ServiceError(IpgraphError):
    """The service cannot start: choose another address or port, or mend the setting that the message names."""
