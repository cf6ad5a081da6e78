"""How far the cells of an old .xls reach, and how much the texts that they share come to.

Its reader lays out all its sheets when it is opened, each as a block from its first to its last cell. The file is a small
file system of sectors, in which one file, `Workbook`, is a list of records: kind, length, body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from struct import unpack_from

from logicost.catalog.workbook_extent import Extent

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROWS, COLUMNS = 65_536, 256

_ENTRY = 128  # bytes of an entry of the directory
_IN_HEADER = 109  # sectors of the table of sectors that the header names
_LAST = 0xFFFFFFFA  # and above: no sector's number
_BEGIN, _LOCKED, _SIZE = 0x0809, 0x2F, 0x200
_SHARED, _MORE, _SHARES = 0xFC, 0x3C, 0xFD
_CELLS = {0x06, 0x04, 0x204, 0x03, 0x203, 0x05, 0x205, 0xD6, _SHARES, 0x7E, 0x27E}  # with row and column first
_SEVERAL = 0xBD  # numbers side by side


def old_extents(content: bytes) -> list[Extent]:
    """The extent of each sheet of an old workbook; none where it is locked or no such workbook, which its reader tells.

    Raises:
        ValueError, IndexError, struct.error: the file is damaged.
    """
    stream = _stream(content)
    extents: list[Extent] = []
    lengths: list[int] = []
    shares: list[Counter[int]] = []
    parts: list[bytes] = []
    before = 0
    for kind, body in _records(stream):
        if kind == _LOCKED:
            return []
        if before in (_SHARED, _MORE) and kind != _MORE and parts:
            lengths, parts = list(_lengths(parts)), []
        if kind == _BEGIN:
            extents.append(Extent())
            shares.append(Counter())
        elif kind == _SHARED or (kind == _MORE and before in (_SHARED, _MORE) and parts):
            parts.append(body)
        elif extents and kind == _SIZE and len(body) >= 12:
            first, end, left, right = unpack_from("<IIHH", body)
            if (end - first) * (right - left) > ROWS * COLUMNS:
                raise ValueError("a sheet says that it is larger than a sheet can be")
        elif extents and kind in _CELLS:
            row, column = unpack_from("<HH", body)
            extents[-1].add((row + 1, row + 1), (column + 1, column + 1), 1)
            if kind == _SHARES:
                shares[-1][unpack_from("<I", body, 6)[0]] += 1
        elif extents and kind == _SEVERAL:
            row, column = unpack_from("<HH", body)
            last = unpack_from("<H", body, len(body) - 2)[0]
            extents[-1].add((row + 1, row + 1), (column + 1, last + 1), max(last - column + 1, 1))
        before = kind
    for extent, shared in zip(extents, shares, strict=True):
        extent.letters = sum(lengths[number] * times for number, times in shared.items() if number < len(lengths))
    return extents


def _stream(content: bytes) -> bytes:
    """The file `Workbook`; nothing where there is none, or it is so small that it lies among others."""
    size = 1 << unpack_from("<H", content, 30)[0]
    if size not in (512, 4096):
        raise ValueError("its sectors have no size that there is")
    first, least, other, others = unpack_from("<I4xI8xII", content, 48)
    table: list[int] = []
    named = [number for number in unpack_from(f"<{_IN_HEADER}I", content, 76) if number < _LAST]
    for _ in range(
        min(others, len(content) // size)
    ):  # sectors that name further ones, the last number of each the next such sector
        if other >= _LAST:
            break
        numbers = unpack_from(f"<{size // 4}I", content, (other + 1) * size)
        named += [number for number in numbers[:-1] if number < _LAST]
        other = numbers[-1]
    if len(named) > len(content) // size:
        raise ValueError("it has more sectors than bytes")
    for number in named:
        table += unpack_from(f"<{size // 4}I", content, (number + 1) * size)
    directory = _chain(content, table, first, size)
    for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        entry = directory[place : place + _ENTRY]
        name = entry[: max(unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", errors="replace")
        begin, length = unpack_from("<II", entry, 116)
        if name.lower() in ("workbook", "book") and entry[66] == 2:
            return _chain(content, table, begin, size)[:length] if length >= least else b""
    return b""


def _chain(content: bytes, table: list[int], number: int, size: int) -> bytes:
    """The sectors from that one on, one after another."""
    pieces: list[bytes] = []
    while number < _LAST:
        if len(pieces) > len(content) // size:
            raise ValueError("its sectors go round in a circle")
        pieces.append(content[(number + 1) * size : (number + 2) * size])
        number = table[number]
    return b"".join(pieces)


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _lengths(parts: list[bytes]) -> Iterator[int]:
    """The characters of each shared text. They may go on in the next part, which then begins with their width."""
    place = 8
    number = 0
    while True:
        while number < len(parts) and place >= len(parts[number]):
            place, number = place - len(parts[number]), number + 1
        if number == len(parts):
            return
        letters, flags = unpack_from("<HB", parts[number], place)
        place += 3
        behind = 0
        if flags & 8:
            behind += 4 * unpack_from("<H", parts[number], place)[0]
            place += 2
        if flags & 4:
            behind += unpack_from("<I", parts[number], place)[0]
            place += 4
        yield letters
        left, width = letters, 1 + (flags & 1)
        while left * width > len(parts[number]) - place:
            left -= (len(parts[number]) - place) // width
            number += 1
            if number == len(parts):
                return
            place, width = 1, 1 + (parts[number][0] & 1)
        place += left * width + behind
