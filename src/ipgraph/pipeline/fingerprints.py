"""What a release was made by, as digests: two releases can be told apart by what changed."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import ipgraph
from ipgraph.resources import data_path, ontology_path, shapes_path

# The rooms on the way from text to quads.
_RULE_ROOMS = ("model", "text", "lexicon", "extract", "rdf")


def fingerprints() -> dict[str, str]:
    """Return SHA-256 digests, in hexadecimal, of what ships with ipgraph: rules, authority, ontology and shapes.

    `rules` covers the program's way from text to quads and the lexicon that it reads.
    """
    package = Path(ipgraph.__file__).parent
    code = (file for room in _RULE_ROOMS for file in (package / room).rglob("*.py"))
    return {
        "rules": _digest([*code, *data_path("lexicon").glob("*.yaml")]),
        "authority": _digest(data_path("authority").glob("*.yaml")),
        "ontology": _digest([*ontology_path().rglob("*.ttl"), *ontology_path().rglob("*.rq")]),
        "shapes": _digest(shapes_path().glob("*.ttl")),
    }


def _digest(files: Iterable[Path]) -> str:
    """Return the digest of files: of their names and contents, in the order of their names."""
    digest = sha256()
    for file in sorted(files, key=lambda path: (path.parent.name, path.name)):
        content = file.read_bytes()
        digest.update(f"{file.parent.name}/{file.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
