"""The command line: `ipgraph COMMAND`, one module a group of commands."""

from ipgraph.cli.app import main

__all__ = ["main"]
