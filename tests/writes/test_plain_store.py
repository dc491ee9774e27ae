"""A store in which nothing is checked: graphs are put, added to and removed as the Graph Store Protocol has it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ipgraph.cli.app import app
from ipgraph.errors import DataError, GraphNotFound, QueryRefused, QuerySyntaxError, QueryTimeout
from ipgraph.pipeline.writing import Written
from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release
from ipgraph.store.endpoint import RdfDataset
from tests.writes.conftest import run

G = "http://e/g"
TTL = "text/turtle"
