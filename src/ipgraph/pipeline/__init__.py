"""From source files to a published release: find the documents, map each one, publish what conforms."""

from ipgraph.pipeline.report import BuildReport, Outcome, Status
from ipgraph.pipeline.run import build

__all__ = ["BuildReport", "Outcome", "Status", "build"]
