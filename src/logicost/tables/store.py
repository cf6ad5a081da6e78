"""Where cards are read from: a folder of YAML files, or the same files compiled into one.

The compiled file is made from the YAML when the wheel is built (YAML stays the source), so that a quote reads no more
than the cards that it needs, however many markets and editions there are. It is text, one JSON value a line:

    {"format": …, "digest": SHA-256 of all that follows, "markets": {market: [first byte, length]}, "files": {path: …}}
    a line for each file: its tree, in which every scalar is text
    a line for each market: {path: [first byte, length, CRC-32 of the line]}

Places count from the end of the first line. It has those of the files that lie beside the cards, as that of every market is
read: a market's cards are listed where one of them is asked for. Lines of errors are those of the YAML files.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from logicost.errors import TableError
from logicost.tables.strict_yaml import read

COMPILED = "cards.compiled"
_FORMAT = "logicost cards 1"


class Store(Protocol):
    """Files of the form ``<market>/<fee>/<day>.yaml`` and ``<market>/<name>.yaml`` under a folder."""

    root: Path

    def markets(self) -> list[str]:
        """The folders that hold a market, in lower case, sorted."""

    def files(self, market: str) -> list[Path]:
        """The cards of one market, sorted."""

    def has(self, path: Path) -> bool:
        """Whether there is such a file."""

    def read(self, path: Path) -> dict[str, Any]:
        """The strictly read tree of a file.

        Raises:
            TableError: as `strict_yaml.read`.
        """


class YamlFolder:
    """A folder as it stands; a market's files are listed when first asked for.

    Attributes:
        strange: what lies among them under the name of a card and is no file: pipes, folders, links to nothing.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.strange: list[Path] = []
        self._files: dict[str, list[Path]] = {}

    def markets(self) -> list[str]:
        return sorted(self._folders)

    def files(self, market: str) -> list[Path]:
        if market not in self._files:
            folder = self._folders.get(market)
            found = folder.glob("[!.]*/[!.]*.yaml") if folder else ()
            paths = sorted(found)
            self._files[market] = [path for path in paths if path.is_file()]
            self.strange += [path for path in paths if not path.is_file()]
        return self._files[market]

    @cached_property
    def _folders(self) -> dict[str, Path]:
        """By name in lower case, as a user's folder may be called US."""
        return {path.name.lower(): path for path in self.root.glob("[!.]*") if path.is_dir()}

    def has(self, path: Path) -> bool:
        return path.is_file()

    def read(self, path: Path) -> dict[str, Any]:
        return read(path)


class CompiledCards:
    """The compiled file of a folder; of a market's files only those that are asked for are read.

    Raises:
        TableError: ``table_unreadable`` where the file is not of this form, or a line is not as it was written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / COMPILED
        self._places: dict[str, dict[str, list[int]]] = {}

    @cached_property
    def _head(self) -> dict[str, Any]:
        with self.path.open("rb") as file:
            line = file.readline()
        head: Any = _json(line, self.path)
        if not isinstance(head, dict) or head.get("format") != _FORMAT:
            raise TableError(
                "table_unreadable", "is not a file of compiled cards of this version", place=str(self.path)
            )
        return {"files": {}, **head, "start": len(line)}

    @property
    def digest(self) -> str:
        return str(self._head["digest"])

    def markets(self) -> list[str]:
        return sorted(self._head["markets"])

    def files(self, market: str) -> list[Path]:
        return [self.root / name for name in self._of(market) if name.count("/") == 2]

    def has(self, path: Path) -> bool:
        return self._place(self._name(path)) is not None

    def read(self, path: Path) -> dict[str, Any]:
        name = self._name(path)
        if (place := self._place(name)) is None:
            raise TableError("table_unreadable", "cannot be read: it is not among the compiled cards", place=str(path))
        first, length, check = place
        line = self._bytes(first, length)
        if zlib.crc32(line) != check:
            raise TableError("table_unreadable", f"{name} is damaged; install logicost again", place=str(self.path))
        tree = _json(line, self.path)
        assert isinstance(tree, dict)
        return tree

    def is_whole(self) -> bool:
        """Whether the file is as it was written."""
        data = self.path.read_bytes()[self._head["start"] :]
        return hashlib.sha256(data).hexdigest() == self.digest

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _place(self, name: str) -> list[int] | None:
        beside: dict[str, list[int]] = self._head["files"]
        return beside.get(name) or self._of(name.partition("/")[0]).get(name)

    def _of(self, market: str) -> dict[str, list[int]]:
        if market not in self._places:
            place = self._head["markets"].get(market)
            self._places[market] = _json(self._bytes(*place), self.path) if place else {}
        return self._places[market]

    def _bytes(self, first: int, length: int) -> bytes:
        with self.path.open("rb") as file:
            file.seek(self._head["start"] + first)
            return file.read(length)


def open_store(root: Path) -> Store:
    """The compiled cards of a folder where it has them, else the folder itself."""
    return CompiledCards(root) if (root / COMPILED).is_file() else YamlFolder(root)


def compile_cards(root: Path) -> bytes:
    """The compiled file of a folder, every file strictly read.

    Raises:
        TableError: a file is not strict YAML.
    """
    body = bytearray()
    markets: dict[str, list[int]] = {}
    beside: dict[str, list[int]] = {}

    def put(value: object) -> list[int]:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        place = [len(body), len(line)]
        body.extend(line + b"\n")
        return place

    for market in (folder := YamlFolder(root)).markets():
        places: dict[str, list[int]] = {}
        for path in sorted([*(root / market).glob("[!.]*.yaml"), *folder.files(market)]):
            first, length = put(read(path))
            places[path.relative_to(root).as_posix()] = [first, length, zlib.crc32(body[first : first + length])]
        markets[market] = put(places)
        beside |= {name: place for name, place in places.items() if name.count("/") == 1}
    head = {"format": _FORMAT, "digest": hashlib.sha256(body).hexdigest(), "markets": markets, "files": beside}
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + bytes(body)


def _json(line: bytes, path: Path) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise TableError("table_unreadable", "is damaged; install logicost again", place=str(path)) from error
