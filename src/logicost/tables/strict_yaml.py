"""YAML without its traps: every scalar is text, duplicate keys are refused, and so are anchors, aliases, tags,
merge keys, several documents, unprintable text and files of unreasonable size. Each value knows its line."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any, NoReturn

from logicost.errors import TableError, shown

MAXIMUM_BYTES = 1_000_000
MAXIMUM_DEPTH = 12

_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = {"ScalarEvent": f"{_TAG}str", "SequenceStartEvent": f"{_TAG}seq", "MappingStartEvent": f"{_TAG}map"}


class Text(str):
    """A scalar with the line on which it stands."""

    __slots__ = ("line",)
    line: int


class Mapping(dict[str, Any]):
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
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):  # of a pipe or a device nobody knows when it ends
            raise TableError("table_unreadable", "is no ordinary file", place=str(path))
        if state.st_size > MAXIMUM_BYTES:
            raise TableError("table_unreadable", f"is larger than {MAXIMUM_BYTES:,} bytes", place=str(path))
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TableError("table_unreadable", f"cannot be read: {error.strerror}", place=str(path)) from error
    except UnicodeDecodeError as error:
        raise TableError("table_unreadable", "is not UTF-8 text", place=str(path)) from error
    import yaml  # late, as compiled cards need none

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text)  # libyaml where it is built in: ten times faster
    try:
        return _document(loader, path)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or "it is not valid YAML"
        raise TableError("table_not_strict", str(problem), place=place) from error
    finally:
        loader.dispose()


def _document(loader: Any, path: Path) -> Mapping:
    """The stream's one document, from the parser's events: composing it first would overflow the stack of libyaml,
    which nests as deeply as the text does."""
    loader.get_event()  # the stream begins
    begun = loader.get_event()  # and its document
    if type(begun).__name__ == "StreamEndEvent":
        raise TableError("table_not_strict", "must hold one mapping of keys to values", place=str(path))
    result = _value(loader, loader.get_event(), path, 0)
    loader.get_event()
    after: Any = loader.get_event()
    if type(after).__name__ != "StreamEndEvent":
        raise TableError("table_not_strict", "holds several documents", place=f"{path}:{after.start_mark.line + 1}")
    if not isinstance(result, Mapping):
        raise TableError("table_not_strict", "must hold one mapping of keys to values", place=str(path))
    return result


def _value(loader: Any, event: Any, path: Path, depth: int) -> Any:
    kind = type(event).__name__
    if event.anchor is not None:  # an alias has one as well
        _refuse(event, path, "anchors and aliases are not allowed")
    if depth > MAXIMUM_DEPTH:
        _refuse(event, path, "is nested too deeply")
    if event.tag is not None and event.tag not in ("!", _PLAIN_TAGS.get(kind)):
        _refuse(event, path, f"the tag {shown(event.tag)} is not allowed")
    if kind == "ScalarEvent":
        text = Text(event.value)
        text.line = event.start_mark.line + 1
        return text
    if kind == "SequenceStartEvent":
        items = Sequence()
        items.line = event.start_mark.line + 1
        while type(following := loader.get_event()).__name__ != "SequenceEndEvent":
            items.append(_value(loader, following, path, depth + 1))
        return items
    mapping = Mapping()
    mapping.line = event.start_mark.line + 1
    while type(following := loader.get_event()).__name__ != "MappingEndEvent":
        key = _value(loader, following, path, depth + 1)
        if not isinstance(key, Text) or key == "<<":
            _refuse(event, path, "keys must be plain text; merge keys are not allowed")
        if key in mapping:
            _refuse(following, path, f"the key {shown(key)} stands twice")
        mapping[key] = _value(loader, loader.get_event(), path, depth + 1)
    return mapping


def _refuse(event: Any, path: Path, message: str) -> NoReturn:
    raise TableError("table_not_strict", message, place=f"{path}:{event.start_mark.line + 1}")
