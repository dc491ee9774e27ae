"""Joins several files of RDF into one, so that they can be written in a single step.

They are parsed in a process of its own, run as `python -m ipgraph.store.joining MEMORY_MB`, for a parser may end its
process. Blank nodes of two files are never the same, whatever they are called.
"""

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph

from ipgraph.errors import DataError, QueryTimeout, StoreError
from ipgraph.store.process import worker_environment
from ipgraph.store.worker import limit_resources

JOINED_MEDIA_TYPE = "application/n-triples"


@dataclass(frozen=True, slots=True)
class RdfFile:
    """A file of RDF, its media type, and what it is called in messages."""

    path: Path
    media_type: str
    name: str


async def join_files(files: Sequence[RdfFile], base_iri: str, joined: Path, timeout_s: float, memory_mb: int) -> None:
    """Write the triples of all `files` into `joined`, as N-Triples.

    Raises:
        DataError: a file is not what its media type says; with its name, line and column.
        QueryTimeout: it takes longer than `timeout_s`.
        StoreError: it takes more than `memory_mb`, or ended the process otherwise.

    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "ipgraph.store.joining",
        str(memory_mb),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=worker_environment(),
        start_new_session=True,
    )
    task = {
        "files": [[str(file.path), file.media_type, file.name] for file in files],
        "base_iri": base_iri,
        "joined": str(joined),
    }
    try:
        answer, _ = await asyncio.wait_for(process.communicate(json.dumps(task).encode()), timeout_s)
    except TimeoutError as error:
        raise QueryTimeout(f"reading the files took longer than {timeout_s:g} s") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if not answer:
        raise StoreError("the files could not be read: they nest too deep, or take too much memory")
    fault = json.loads(answer)
    if fault is not None:
        raise DataError(fault["message"], fault["line"], fault["column"])


def _join(task: dict[str, Any]) -> dict[str, Any] | None:
    """Write the joined file; return what is wrong with one of the files, or `None`."""
    place = ""

    def triples() -> Iterator[pyoxigraph.Triple]:
        nonlocal place
        for path, media_type, name in task["files"]:
            place = name
            rdf_format = pyoxigraph.RdfFormat.from_media_type(media_type)
            parsed = pyoxigraph.parse(
                path=path,
                format=rdf_format,
                base_iri=task["base_iri"],
                rename_blank_nodes=True,
                without_named_graphs=True,
            )
            for quad in parsed:
                yield quad.triple

    try:
        pyoxigraph.serialize(triples(), task["joined"], format=pyoxigraph.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError) as error:
        line, column = getattr(error, "lineno", None), getattr(error, "offset", None)
        return {"message": f"{place}: {error.args[0]}", "line": line, "column": column}
    return None


if __name__ == "__main__":
    given = json.loads(sys.stdin.buffer.read())
    limit_resources(int(sys.argv[1]))
    json.dump(_join(given), sys.stdout)
