"""Reads a YAML list so that every value knows its line."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import yaml

from ipgraph.errors import VocabularyError
from ipgraph.resources import resource_root

# The parser in C is some ten times faster; both give the same nodes.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = "tag:yaml.org,2002:int"

Where = Sequence[str | int]


class LocatedYaml:
    """A YAML file's list as plain values (`items`), with the line of each value.

    Only integers, `true`, `false` and the empty value are read as such, everything else is text: `NO` is Norway, and
    `2018-03-13` stays as written.
    """

    def __init__(self, path: Path) -> None:
        """Read `path`.

        Raises:
            VocabularyError: the file cannot be read, is no YAML, gives a key twice, or is no list.
        """
        self.name = _display_name(path)
        root = self._compose(path)
        if not isinstance(root, yaml.SequenceNode):
            raise VocabularyError(f"{self.name}:1: the file must be a list of entries, each beginning with '- id:'")
        self._root = root
        self.items = cast(list[Any], self._value(root))

    def line(self, where: Where) -> int:
        """Return the line (from 1) of the value at a path of keys and positions, or of the last part that exists."""
        return _line_of(self._node(where))

    def key_line(self, where: Where, key: str) -> int:
        """Return the line of `key` itself in the mapping at `where`."""
        node = self._node(where)
        keys = (name for name, _ in node.value) if isinstance(node, yaml.MappingNode) else ()
        return next((_line_of(name) for name in keys if name.value == key), _line_of(node))

    def error(self, message: str, where: Where) -> VocabularyError:
        """Return the error that says `message` of the value at `where`."""
        return VocabularyError(f"{self.name}:{self.line(where)}: {message}")

    def _compose(self, path: Path) -> yaml.Node | None:
        try:
            return yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise VocabularyError(f"{self.name}:{line}: not YAML: {error.problem}") from error
        except yaml.YAMLError as error:
            raise VocabularyError(f"{self.name}:1: not YAML: {error}") from error
        except (OSError, UnicodeDecodeError) as error:
            raise VocabularyError(f"{self.name}: cannot be read as UTF-8 text: {error}") from error

    def _node(self, where: Where) -> yaml.Node:
        node: yaml.Node = self._root
        for part in where:
            child = _child(node, part)
            if child is None:
                break
            node = child
        return node

    def _value(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item) for item in node.value]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        return _scalar(cast(yaml.ScalarNode, node))

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise VocabularyError(f"{self.name}:{_line_of(key)}: a key must be plain text")
            if key.value in mapping:
                raise VocabularyError(f"{self.name}:{_line_of(key)}: '{key.value}' is given twice in one entry")
            mapping[key.value] = self._value(value)
        return mapping


def _line_of(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _display_name(path: Path) -> str:
    """Return the path as messages show it: from the root of ipgraph's own resources where it lies in them."""
    root = resource_root()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _child(node: yaml.Node, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return cast(yaml.Node, node.value[part])
    return None


def _scalar(node: yaml.ScalarNode) -> str | int | bool | None:
    text = str(node.value)
    if node.style in ("'", '"', "|", ">"):
        return text
    if text in ("true", "false"):
        return text == "true"
    if node.tag == _INTEGER and text.isdecimal():
        return int(text)
    return text or None
