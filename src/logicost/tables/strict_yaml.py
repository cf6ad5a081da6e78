"""YAML without its traps: every scalar is text, duplicate keys are refused, and so are anchors, aliases, tags,
merge keys, several documents, unprintable text and files of unreasonable size. Each value knows its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from logicost.errors import TableError, shown

MAXIMUM_BYTES = 1_000_000
MAXIMUM_DEPTH = 12

_PLAIN_TAGS = {"scalar": "str", "sequence": "seq", "mapping": "map"}  # by the kind of a node


class Text(str):
    """A scalar with the line on which it stands."""

    __slots__ = ("line",)
    line: int


class Mapping(dict[Text, Any]):
    """A mapping with the line on which it begins."""

    __slots__ = ("line",)
    line: int


class Sequence(list[Any]):
    """A sequence with the line on which it begins."""

    __slots__ = ("line",)
    line: int


def read(path: Path) -> Mapping:
    """The file's one mapping.

    Raises:
        TableError: ``table_unreadable`` or ``table_not_strict``, with file and line.
    """
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise TableError("table_unreadable", f"is larger than {MAXIMUM_BYTES:,} bytes", place=str(path))
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TableError("table_unreadable", f"cannot be read: {error.strerror}", place=str(path)) from error
    except UnicodeDecodeError as error:
        raise TableError("table_unreadable", "is not UTF-8 text", place=str(path)) from error
    import yaml  # late, as compiled cards need none

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text)  # libyaml where it is built in: ten times faster
    try:
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or "it is not valid YAML"
        raise TableError("table_not_strict", str(problem), place=place) from error
    finally:
        loader.dispose()
    if node is None or node.id != "mapping":
        raise TableError("table_not_strict", "must hold one mapping of keys to values", place=str(path))
    result: Mapping = _convert(node, path, set(), 0)
    return result


def _convert(node: Any, path: Path, seen: set[int], depth: int) -> Any:
    line = node.start_mark.line + 1
    place = f"{path}:{line}"
    if id(node) in seen:
        raise TableError("table_not_strict", "anchors and aliases are not allowed", place=place)
    if depth > MAXIMUM_DEPTH:
        raise TableError("table_not_strict", "is nested too deeply", place=place)
    seen.add(id(node))
    if node.tag != f"tag:yaml.org,2002:{_PLAIN_TAGS[node.id]}":
        raise TableError("table_not_strict", f"the tag {shown(node.tag)} is not allowed", place=place)
    if node.id == "scalar":
        text = Text(node.value)
        text.line = line
        return text
    if node.id == "sequence":
        items = Sequence(_convert(item, path, seen, depth + 1) for item in node.value)
        items.line = line
        return items
    mapping = Mapping()
    mapping.line = line
    for key_node, value_node in node.value:
        key = _convert(key_node, path, seen, depth + 1)
        if not isinstance(key, Text) or key == "<<":
            raise TableError("table_not_strict", "keys must be plain text; merge keys are not allowed", place=place)
        if key in mapping:
            raise TableError("table_not_strict", f"the key {shown(key)} stands twice", place=f"{path}:{key.line}")
        mapping[key] = _convert(value_node, path, seen, depth + 1)
    return mapping
