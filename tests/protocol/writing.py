"""A service that may be written to, and the tokens for it."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from ipgraph.settings import Settings
from ipgraph.store.publish import ReleaseBuilder

WRITER, READER = "writer-token", "reader-token"
AS_WRITER = {"Authorization": f"Bearer {WRITER}"}
AS_READER = {"Authorization": f"Bearer {READER}"}
TOKENS = ",".join(
    f"{name}:{scope}:{sha256(secret.encode()).hexdigest()}"
    for name, scope, secret in (("editor", "write", WRITER), ("watcher", "read", READER))
)


def make_store(directory: Path, statements: int = 1) -> Path:
    """Return a store whose release holds a name, and so many statements in all, in the graph `urn:graph:first`."""
    builder = ReleaseBuilder(directory)
    builder.add_quads([("<urn:john>", "<http://xmlns.com/foaf/0.1/name>", '"John Doe"', "<urn:graph:first>")])
    builder.add_quads([("<urn:n>", "<urn:n>", f'"{n}"', "<urn:graph:first>") for n in range(1, statements)])
    builder.load(directory / "no-rules", "urn:graph:derived")
    builder.publish({})
    return directory


def writing_settings(store: Path, **more: Any) -> Settings:
    """Return the settings of a service that knows both tokens and checks nothing."""
    return Settings(**{"store": store, "workers": 1, "tokens": TOKENS, "write_checks": "off", **more})
