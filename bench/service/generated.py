"""A graph of any size, made of the corpus: its documents again and again, each time under other names."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ipgraph.store.embedded import Release


def write_quads(release: Release, target: Path, size: int) -> int:
    """Write at least `size` statements as N-Quads, and return how many.

    What does not belong to a document (authority, ontology, what is derived) is there once.
    """
    lines = release.dump.read_text(encoding="utf-8").splitlines(keepends=True)
    names = re.compile("|".join(map(re.escape, sorted(release.documents, key=len, reverse=True))))
    own = [line for line in lines if names.search(line)]
    written = 0
    with target.open("w", encoding="utf-8") as output:
        for line in _repeated(lines, own, names, size):
            output.write(line)
            written += 1
    return written


def _repeated(lines: list[str], own: list[str], names: re.Pattern[str], size: int) -> Iterator[str]:
    yield from lines
    count, copy = len(lines), 0
    while count < size:
        copy += 1
        yield from map(partial(names.sub, rf"\g<0>-{copy}"), own)
        count += len(own)
