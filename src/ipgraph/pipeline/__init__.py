"""From source files to a published release: find the documents, map each one, publish what conforms."""

from typing import TYPE_CHECKING, Any

from ipgraph.pipeline.report import BuildReport, Outcome, Status

if TYPE_CHECKING:
    from ipgraph.pipeline.run import build

__all__ = ["BuildReport", "Outcome", "Status", "build"]


def __getattr__(name: str) -> Any:
    """Return `build`, imported when it is asked for: who only writes to a store needs no reader of documents."""
    if name == "build":
        from ipgraph.pipeline.run import build

        return build
    raise AttributeError(name)
