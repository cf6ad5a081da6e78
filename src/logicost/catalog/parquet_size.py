"""Whether a Parquet file is whole, and can be read in the memory that its own bytes are worth.

Polars takes what a file says of itself at its word: lengths and places that damage has changed make it end in a panic of
its own, or ask for as much memory as they say. So its footer and the headings of its pages, a few bytes for each
megabyte, are looked through first. What is inside a page stays Polars' to read.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from logicost.errors import CatalogError

LARGEST = 1_000_000_000  # bytes that some rows which stand together may come to in memory, however well they are packed
TIGHTEST = 250  # above that: bytes for each byte on disk

_MAGIC, _ENCRYPTED = b"PAR1", b"PARE"
_VALUE = 16  # bytes that a value takes in memory beside its text
_HEADING = 1 << 13  # bytes that are read of a page, most of which has a heading of fewer
_LONGEST_HEADING = 1 << 24  # they may hold the column's least and greatest text
_DEEPEST = 60  # lists in lists and the like; deeper ones overflow stacks
_REPEATED = 2
_DATA, _DICTIONARY, _DATA_2 = 0, 2, 3  # kinds of pages


class _DamagedError(ValueError):
    """What the file says cannot be."""


def refuse_damage(path: str) -> None:
    """See to it that what a Parquet file says of its size and places can be.

    Raises:
        CatalogError: ``file_unreadable``, ``rows_too_large``.
    """
    try:
        with Path(path).open("rb") as stream:
            size = stream.seek(0, 2)
            footer = _footer(stream, size)
            largest = _groups(stream, footer, size)
    except (_DamagedError, OSError, TypeError) as error:  # a number may be a list where it is damaged
        raise CatalogError("file_unreadable", f"{path} cannot be read as Parquet: {error}") from error
    if largest > max(LARGEST, TIGHTEST * size):
        raise CatalogError(
            "rows_too_large",
            f"{path} has {size:,} bytes and holds rows of {largest:,} bytes that can only be read together; write it again "
            "with smaller row groups",
        )


def _expect(holds: bool, what: str) -> None:
    if not holds:
        raise _DamagedError(what)


def _footer(stream: IO[bytes], size: int) -> dict[int, Any]:
    stream.seek(0)
    first = stream.read(4)
    stream.seek(max(size - 8, 0))
    last = stream.read(8)
    _expect(_ENCRYPTED not in (first, last[4:]), "it is encrypted")
    _expect(size >= 12 and first == last[4:] == _MAGIC, "it does not begin and end as Parquet does; is it whole?")
    length = int.from_bytes(last[:4], "little")
    _expect(length <= size - 12, "its footer is longer than the file")
    stream.seek(size - 8 - length)
    return _Compact(stream.read(length)).struct()


def _groups(stream: IO[bytes], footer: dict[int, Any], size: int) -> int:
    """How many bytes the rows come to that can only be read together, at most."""
    end = size - 8 - int.from_bytes(_at(stream, size - 8, 4), "little")
    leaves = _leaves(_list(footer, 2))
    rows = largest = 0
    for group in _list(footer, 4):
        _expect(isinstance(group, dict), "its rows are not described")
        columns, count = _list(group, 1), _whole(group, 3)
        _expect(len(columns) == len(leaves), "its columns are not those of its schema")
        rows += count
        memory = 0
        for column, (kind, flat) in zip(columns, leaves, strict=True):
            told = column.get(3) if isinstance(column, dict) else None
            if not isinstance(told, dict):
                raise _DamagedError("a column is not described")
            values = _whole(told, 5)
            _expect(told.get(1) == kind, "a column is of another kind than its schema says")
            _expect(values == count or not flat, "a column has more or fewer values than there are rows")
            memory += _VALUE * values + _pages(stream, told, end)
        largest = max(largest, memory)
    _expect(rows == _whole(footer, 3), "it says that it has other rows than it holds")
    return largest


def _leaves(schema: list[Any]) -> list[tuple[object, bool]]:
    """Of each column that holds values its kind, and whether there is one for each row."""
    _expect(bool(schema) and all(isinstance(each, dict) for each in schema), "it has no schema")
    found: list[tuple[object, bool]] = []
    above: list[list[int]] = [[schema[0].get(5, 0), 1]]  # children that are still to come, and whether those are flat
    for each in schema[1:]:
        while above and not above[-1][0]:
            above.pop()
        _expect(bool(above) and len(above) <= _DEEPEST, "its schema cannot be")
        above[-1][0] -= 1
        flat = above[-1][1] and each.get(3) != _REPEATED
        children = each.get(5, 0)
        _expect(isinstance(children, int) and 0 <= children < len(schema), "its schema cannot be")
        if children:
            above.append([children, flat])
        else:
            found.append((each.get(1), bool(flat)))
    _expect(not any(left for left, _ in above), "its schema cannot be")
    return found


def _pages(stream: IO[bytes], told: dict[int, Any], end: int) -> int:
    """How many bytes the pages of a column in a group of rows come to unpacked."""
    values, length, place = _whole(told, 5), _whole(told, 7), _whole(told, 9)
    if not values:
        return 0  # writers may name no place for what is not there
    dictionary = told.get(11)
    if isinstance(dictionary, int) and 0 < dictionary < place:
        place = dictionary
    stop = place + length
    _expect(place >= 4 and stop <= end, "a column lies beyond the file")
    seen = unpacked = 0
    while place < stop and seen < values:
        heading, begin = _page(stream, place, stop)
        kind, large, packed = _whole(heading, 1), _whole(heading, 2), _whole(heading, 3)
        place = begin + packed
        _expect(large == packed or told.get(4) != 0, "a page that is not packed has two lengths")
        _expect(place <= stop, "a page lies beyond its column")
        unpacked += large
        about = heading.get({_DATA: 5, _DICTIONARY: 7, _DATA_2: 8}.get(kind, 0))
        if not isinstance(about, dict):
            continue  # an index
        count = _whole(about, 1)
        if kind == _DICTIONARY:
            _expect(count <= large, "a dictionary has more values than bytes")
        else:
            seen += count
        if kind == _DATA_2:
            _expect(_whole(about, 5) + _whole(about, 6) <= min(large, packed), "a page is shorter than its levels")
    _expect(seen == values, "a column has more or fewer values than its pages")
    return unpacked


def _page(stream: IO[bytes], place: int, stop: int) -> tuple[dict[int, Any], int]:
    """A page's heading, and where the page begins behind it."""
    length = _HEADING
    while True:
        reader = _Compact(_at(stream, place, min(length, stop - place)))
        try:
            return reader.struct(), place + reader.place
        except _DamagedError:
            if length >= min(stop - place, _LONGEST_HEADING):
                raise
            length *= 16


def _at(stream: IO[bytes], place: int, length: int) -> bytes:
    stream.seek(place)
    return stream.read(length)


def _whole(struct: dict[int, Any], key: int) -> int:
    value = struct.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _DamagedError("a length in it cannot be")
    return value


def _list(struct: dict[int, Any], key: int) -> list[Any]:
    value = struct.get(key)
    if not isinstance(value, list):
        raise _DamagedError("a list in it is missing")
    return value


class _Compact:
    """Thrift's compact protocol, in which Parquet describes itself: structs as dicts by the number of each field."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.place = 0

    def struct(self, depth: int = 0) -> dict[int, Any]:
        _expect(depth < _DEEPEST, "it is too deep")
        found: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._number()
            kind = head & 15
            found[number] = kind == 1 if kind in (1, 2) else self._value(kind, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (4, 5, 6):
            return self._number()
        if kind == 8:
            return self._take(self._varint())
        if kind == 12:
            return self.struct(depth + 1)
        if kind in (9, 10):
            return self._several(depth)
        if kind in (1, 2, 3):  # in a list flags have a byte each
            return self._byte()
        _expect(kind == 7, "a part of it is of no kind that there is")  # maps there are none
        return self._take(8)

    def _several(self, depth: int) -> list[Any]:
        _expect(depth < _DEEPEST, "it is too deep")
        head = self._byte()
        count = head >> 4 if head >> 4 < 15 else self._varint()
        _expect(count <= len(self._content) - self.place, "a list is longer than the file")
        return [self._value(head & 15, depth + 1) for _ in range(count)]

    def _byte(self) -> int:
        return self._take(1)[0]

    def _take(self, count: int) -> bytes:
        start, self.place = self.place, self.place + count
        _expect(self.place <= len(self._content), "it ends in the middle")
        return self._content[start : self.place]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
            _expect(shift < 64, "a number is too long")

    def _number(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)
