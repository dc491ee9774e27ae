"""Reads the manifest of a folder of source documents: what is known of them from outside their texts."""

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from ipgraph.errors import SourceError, VocabularyError
from ipgraph.lexicon.located_yaml import LocatedYaml
from ipgraph.lexicon.schema_check import require_valid
from ipgraph.model.document import DocumentMeta

MANIFEST = "manifest.yaml"


def read_manifest(directory: Path) -> dict[str, DocumentMeta]:
    """Return what `manifest.yaml` in `directory` says, by document id; empty where there is no manifest.

    Raises:
        SourceError: the manifest does not conform to `data/schemas/manifest.json`, an entry's file is missing or has
            other bytes than the entry says, or two entries share an id; with file and line.

    """
    path = directory / MANIFEST
    if not path.is_file():
        return {}
    try:
        manifest = LocatedYaml(path)
        require_valid(manifest, "manifest")
        documents: dict[str, DocumentMeta] = {}
        for position, item in enumerate(manifest.items):
            _require_fit(manifest, position, item, directory)
            if item["id"] in documents:
                raise manifest.error(f"'{item['id']}' is given twice; an id stands for one document", (position, "id"))
            documents[item["id"]] = _meta(item)
    except VocabularyError as error:
        raise SourceError(str(error)) from error
    return documents


def _require_fit(manifest: LocatedYaml, position: int, item: dict[str, Any], directory: Path) -> None:
    """Refuse an entry that does not describe the file that it names."""
    name = item["file"]
    file = directory / name
    if file.stem != item["id"]:
        raise manifest.error(f"'{item['id']}': the id must be the stem of the file '{name}'", (position, "id"))
    if not file.is_file():
        raise manifest.error(f"'{item['id']}': no file '{name}' beside the manifest", (position, "file"))
    if "sha256" in item:
        actual = sha256(file.read_bytes()).hexdigest()
        if actual != item["sha256"]:
            raise manifest.error(f"'{item['id']}': '{name}' has the sha256 {actual}", (position, "sha256"))
    try:
        date.fromisoformat(item.get("date", "2000-01-01"))
    except ValueError as error:
        raise manifest.error(f"'{item['id']}': {item['date']} is no day of the calendar", (position, "date")) from error


def _meta(item: dict[str, Any]) -> DocumentMeta:
    """Return an entry as the model has it."""
    title = item.get("title", {})
    known = {key: value for key, value in item.items() if key not in {"id", "file", "title"}}
    return DocumentMeta(doc_id=item["id"], title_zh=title.get("zh"), title_en=title.get("en"), **known)
