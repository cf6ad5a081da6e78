"""How much the texts that a workbook's cells share come to, once each cell has a copy of its own."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

_PIECE = 1 << 20
_LEAST_CELL = 20  # bytes of a cell with a shared text: <c t="s"><v>0</v></c>
_ITEM = 19  # the kind of a record of .xlsb that is a shared text


def shared_letters(book: zipfile.ZipFile, part: str, allowed: int) -> int:
    """The characters of the shared texts of a sheet, each as often as a cell has it; at least as many where that is allowed.

    Args:
        part: the sheet's name in the archive.
        allowed: so many may be; they are counted cell by cell only where there might be more.
    """
    name = next((name for name in book.namelist() if name.lower() == "xl/sharedstrings.xml"), None)
    if name is None:
        return 0
    cells = book.getinfo(part).file_size // _LEAST_CELL
    most = book.getinfo(name).file_size * cells
    if most > allowed:
        with book.open(name) as stream:
            most = _longest(stream) * cells
    if most <= allowed:
        return most
    lengths: list[int] = []
    with book.open(name) as stream:
        read_texts(stream, "si", None, lambda text: lengths.append(len(text)))
    letters = 0

    def count(text: str) -> None:
        nonlocal letters
        number = int(text) if text.strip().isdecimal() else -1
        if 0 <= number < len(lengths):
            letters += lengths[number]

    with book.open(part) as stream:
        read_texts(stream, "c", ("t", "s"), count)
    return letters


def binary_lengths(book: zipfile.ZipFile) -> list[int]:
    """The characters of each shared text of an .xlsb."""
    name = next((name for name in book.namelist() if name.lower() == "xl/sharedstrings.bin"), None)
    if name is None:
        return []
    with book.open(name) as stream:
        return [int.from_bytes(body[1:5], "little") for kind, body in records(stream) if kind == _ITEM]


def records(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The records of a part of an .xlsb: kind, length, body."""
    while (kind := _varying(stream, 2)) is not None:
        yield kind, stream.read(_varying(stream, 4) or 0)


def tags(stream: IO[bytes]) -> Iterator[bytes]:
    """The text in pieces that break between tags."""
    rest = b""
    while piece := stream.read(_PIECE):
        whole, bracket, rest = (rest + piece).rpartition(b"<")
        rest = bracket + rest
        yield whole
    yield rest


def _longest(stream: IO[bytes]) -> int:
    """The most bytes that stand between the beginnings of two texts."""
    longest = run = 0
    for piece in tags(stream):
        first, *others = map(len, piece.split(b"<si"))
        run += first
        longest = max(longest, run, *others)
        run = others[-1] if others else run
    return longest


def read_texts(stream: IO[bytes], name: str, having: tuple[str, str] | None, tell: Callable[[str], None]) -> None:
    """Tell the text in each element of that name, of those that have an attribute only."""
    text: list[str] | None = None

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal text
        if tag.rpartition(":")[2] == name and (having is None or attributes.get(having[0]) == having[1]):
            text = []

    def end(tag: str) -> None:
        nonlocal text
        if tag.rpartition(":")[2] == name and text is not None:
            tell("".join(text))
            text = None

    def add(data: str) -> None:
        if text is not None:
            text.append(data)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, add
    while piece := stream.read(_PIECE):
        parser.Parse(piece)
    parser.Parse(b"", True)


def _varying(stream: IO[bytes], longest: int) -> int | None:
    """A number of seven bits a byte, the lowest first."""
    value = 0
    for place in range(longest):
        byte = stream.read(1)
        if not byte:
            return None
        value |= (byte[0] & 0x7F) << (7 * place)
        if byte[0] < 0x80:
            break
    return value
