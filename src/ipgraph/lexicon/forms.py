"""The words that give a name its form: head nouns that end names, and verbs that announce facts."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from ipgraph.errors import VocabularyError
from ipgraph.resources import data_path


@dataclass(frozen=True)
class Heads:
    """Head nouns with the ontology class of what they name, longest first."""

    classes: Mapping[str, str]

    @cached_property
    def _lengths(self) -> Mapping[str, tuple[int, ...]]:
        """The lengths of the heads, longest first, by their last character: most texts end with none of these."""
        lengths: dict[str, set[int]] = {}
        for head in self.classes:
            lengths.setdefault(head[-1], set()).add(len(head))
        return {last: tuple(sorted(found, reverse=True)) for last, found in lengths.items()}

    def find_head(self, name: str) -> str | None:
        """Return the head noun with which `name` ends, the longest of several, or `None`."""
        for length in self._lengths.get(name[-1:], ()):
            if name[-length:] in self.classes:
                return name[-length:]
        return None

    @cached_property
    def anywhere(self) -> re.Pattern[str]:
        """Return a pattern that matches a head noun wherever it stands."""
        return re.compile(_alternatives(self.classes))

    def before(self, following: str) -> re.Pattern[str]:
        """Return a pattern that matches a head noun that stands before the pattern `following`."""
        return _compile(f"(?:{self.anywhere.pattern})(?={following})")

    def find_class(self, name: str) -> str | None:
        """Return the class that the name's last noun gives it, or `None` if it ends with no known head."""
        head = self.find_head(name)
        return self.classes[head] if head else None


@dataclass(frozen=True)
class Triggers:
    """Verbs with the role or kind that they give (an empty string where they give none), longest first."""

    roles: Mapping[str, str]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return a pattern that matches any of the verbs."""
        return re.compile(_alternatives(self.roles))


@dataclass(frozen=True)
class Forms:
    """All head nouns by kind of thing, all triggers by kind of fact, and the words of the topic."""

    heads: Mapping[str, Heads]
    triggers: Mapping[str, Triggers]
    topic_words: tuple[str, ...]

    @cached_property
    def topic(self) -> re.Pattern[str]:
        """Return a pattern that matches any word that shows that a passage speaks of intellectual property."""
        return re.compile(_alternatives(self.topic_words))

    @classmethod
    def load(cls, directory: Path | None = None) -> "Forms":
        """Return the forms of `data/lexicon`.

        Raises:
            VocabularyError: a file is not YAML or breaks its schema; the message names file, place and what is allowed.

        """
        folder = directory or data_path("lexicon")
        heads = _read(folder / "heads.yaml", "heads.json")
        triggers = _read(folder / "triggers.yaml", "triggers.json")
        topics = _read(folder / "topics.yaml", "topics.json")
        return cls(
            {kind: Heads({row["head"]: row["cls"] for row in rows}) for kind, rows in heads.items()},
            {kind: Triggers({row["verb"]: row.get("role", "") for row in rows}) for kind, rows in triggers.items()},
            tuple(topics["intellectual_property"]),
        )

    def merged_heads(self, *kinds: str) -> Heads:
        """Return the head nouns of several kinds as one."""
        return Heads({head: cls for kind in kinds for head, cls in self.heads[kind].classes.items()})


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _read(path: Path, schema: str) -> Any:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise VocabularyError(f"{path}: cannot be read: {error}") from error
    try:
        jsonschema.validate(content, json.loads(data_path("schemas", schema).read_text(encoding="utf-8")))
    except jsonschema.ValidationError as error:
        where = "/".join(str(step) for step in error.absolute_path)
        raise VocabularyError(f"{path}: {where or 'top level'}: {error.message}") from error
    return content
