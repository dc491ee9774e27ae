"""Where a store is: a directory of this machine, or the address of a SPARQL service."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class StoreUrl:
    """The address to which a SPARQL service's queries are posted."""

    url: str

    def __str__(self) -> str:
        return self.url


def parse_store(value: object) -> object:
    """Return the address that a text is, or the directory that it names; what is no text comes back as it is.

    >>> parse_store("data/build")
    PosixPath('data/build')
    >>> parse_store("http://localhost:8890/sparql")
    StoreUrl(url='http://localhost:8890/sparql')

    Raises:
        ValueError: it has the shape of an address and is none, or holds a user's name or password.

    """
    # A path drops one of two slashes, so that an address is never found again in one.
    if not isinstance(value, str):
        return value
    if "://" not in value:
        return Path(value)
    return StoreUrl(require_url(value))


def require_url(text: str) -> str:
    """Return `text`, which is the address of a service.

    Raises:
        ValueError: it is none, or holds a user's name or password.

    """
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"is no address ({error}); allowed: a directory, or http://HOST[:PORT]/PATH") from error
    if parts.username is not None or parts.password is not None:
        raise ValueError("holds a user's name; allowed are IPGRAPH_STORE_USER and IPGRAPH_STORE_PASSWORD for that")
    # What follows a "?" is no part of the place, and often a key, which would stand in messages.
    if parts.scheme not in _SCHEMES or not host or not text.isprintable() or any(sign in text for sign in " ?#"):
        raise ValueError(
            f"'{text[:80]}' is no address; allowed: a directory, or http://HOST[:PORT]/PATH without ? and #"
        )
    return text


# What follows the last slash of a service's query address, and where it takes updates and whole graphs: its own
# address where nothing is said; `None`: there is no telling.
_NEIGHBOURS: dict[str, tuple[str | None, str | None]] = {
    "query": ("update", "store"),
    "sparql-auth": (None, "sparql-graph-crud-auth"),
}


def guess_update_url(url: str) -> str:
    """Return where the service at `url` takes updates, as far as its address tells.

    >>> guess_update_url("http://localhost:7878/query")
    'http://localhost:7878/update'
    >>> guess_update_url("http://localhost:8890/sparql-auth")
    'http://localhost:8890/sparql-auth'
    """
    start, _, last = url.rpartition("/")
    name = _NEIGHBOURS.get(last, (None, None))[0]
    return f"{start}/{name}" if name else url


def guess_graph_url(url: str) -> str | None:
    """Return where the service at `url` takes and gives whole graphs; `None` where its address does not tell.

    >>> guess_graph_url("http://localhost:8890/sparql-auth")
    'http://localhost:8890/sparql-graph-crud-auth'
    >>> guess_graph_url("http://localhost:8890/sparql") is None
    True
    """
    start, _, last = url.rpartition("/")
    name = _NEIGHBOURS.get(last, (None, None))[1]
    return f"{start}/{name}" if name else None
