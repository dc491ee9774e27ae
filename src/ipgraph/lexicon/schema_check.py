"""Checks a YAML list against its JSON Schema and says what is wrong, where, and what is allowed."""

import difflib
import json
from collections.abc import Iterable
from functools import cache
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from ipgraph.errors import VocabularyError
from ipgraph.lexicon.located_yaml import LocatedYaml
from ipgraph.resources import data_path

_SHARED_SCHEMA = "entry"


def require_valid(document: LocatedYaml, schema_name: str) -> None:
    """Check the list against `data/schemas/<schema_name>.json`.

    Raises:
        VocabularyError: with the first fault of the file, in the order of its lines.
    """
    faults = [
        (_line(document, error), _subject(document, error) + _description(error))
        for error in _validator(schema_name).iter_errors(document.items)
    ]
    if faults:
        line, message = min(faults)
        raise VocabularyError(f"{document.name}:{line}: {message}")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the known word nearest to `word`, or nothing."""
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


@cache
def _validator(schema_name: str) -> Draft202012Validator:
    """Return the validator of one schema; the schemas ship with ipgraph and do not change while it runs."""
    return Draft202012Validator(_inlined(_schema(schema_name), _schema(_SHARED_SCHEMA)["$defs"]))


def _schema(name: str) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(data_path("schemas", f"{name}.json").read_text(encoding="utf-8")))


def _inlined(schema: Any, shared: dict[str, Any]) -> Any:
    """Return the schema with every `$ref` replaced by the shared definition: references cost half of the checking."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return _inlined(shared[schema["$ref"].rpartition("/")[2]], shared)
        return {key: _inlined(value, shared) for key, value in schema.items()}
    return [_inlined(item, shared) for item in schema] if isinstance(schema, list) else schema


def _line(document: LocatedYaml, error: ValidationError) -> int:
    where = tuple(error.absolute_path)
    unknown = _unknown_key(error)
    return document.line(where) if unknown is None else document.key_line(where, unknown)


def _subject(document: LocatedYaml, error: ValidationError) -> str:
    """Return `'id': ` of the entry that has the fault, as far as it has an id."""
    position = next(iter(error.absolute_path), None)
    entry = document.items[position] if isinstance(position, int) else None
    return f"'{entry['id']}': " if isinstance(entry, dict) and isinstance(entry.get("id"), str) else ""


def _description(error: ValidationError) -> str:
    """Return what is wrong and what is allowed, for the kinds of fault that people make."""
    schema, rule = cast(dict[str, Any], error.schema), cast(list[str], error.validator_value)
    value = cast(Any, error.instance)
    field = next((part for part in reversed(error.absolute_path) if isinstance(part, str)), "entry")
    unknown = _unknown_key(error)
    if unknown is not None:
        allowed = sorted(schema["properties"])
        return f"unknown key '{unknown}'{did_you_mean(unknown, allowed)}; allowed: {', '.join(allowed)}"
    if error.validator == "required":
        missing = next(key for key in rule if key not in value)
        return f"'{missing}' is missing in the {field}; required: {', '.join(rule)}"
    if error.validator == "enum":
        return f"unknown {field} '{value}'{did_you_mean(str(value), rule)}; allowed: {', '.join(rule)}"
    return f"{field} is {value!r}; allowed: {schema.get('description', error.message)}"


def _unknown_key(error: ValidationError) -> str | None:
    """Return the first key that the schema does not know, if that is the fault."""
    if error.validator != "additionalProperties":
        return None
    known = cast(dict[str, Any], error.schema)["properties"]
    return next(str(key) for key in cast(dict[str, Any], error.instance) if key not in known)
