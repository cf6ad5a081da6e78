"""Whether a workbook's sheet can be read in the memory that its own cells take.

Readers of workbooks lay a sheet out as a block from its first to its last cell: two cells in opposite corners, which
are a kilobyte on disk, would take half a terabyte. And a text that stands in a file once may stand in many cells, each of
which gets a copy. So the cells' places and the texts that they share are looked through first.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

from logicost.catalog.workbook_extent import Extent
from logicost.catalog.workbook_old import MAGIC, old_extents
from logicost.catalog.workbook_texts import binary_lengths, read_texts, records, shared_letters, tags
from logicost.errors import CatalogError

FREE = 2_000_000  # places that are laid out whatever they hold
EMPTIEST = 50  # above that: places for each cell that holds something
LARGEST = 200_000_000  # bytes that the parts of a workbook may have however well they are packed
TIGHTEST = 250  # above that: bytes for each byte on disk

_TIGHTEST_POSSIBLE = 1032  # bytes for each byte on disk, by the way that workbooks are packed
_PIECE = 1 << 20
_WIDE = re.compile(rb"""=["']([A-Z]{2,3})[0-9]""")
_FAR = re.compile(rb"""=["'][A-Z]{1,3}([0-9]{1,10})["']""")
_UNUSUAL = re.compile(
    rb"""<c(?! r="[A-Z]{1,3}[0-9]{1,7}")[\s>/]|<\w+:(?:c|row)\b"""
)  # cells without a place first, names with a prefix
_ERROR = re.compile(rb"""\st=["']e["']""")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def refuse_sprawl(path: str, sheet: int | str | None = 0) -> None:
    """See to it that reading a sheet takes no more memory than its cells are worth.

    Args:
        sheet: its name, or its number from 0; None for what is read already when a workbook is opened.

    Raises:
        CatalogError: ``cells_far_apart``, ``workbook_too_large``, ``file_unreadable``.
    """
    try:
        if not zipfile.is_zipfile(path):
            extent, allowed = _old(path, sheet)
        else:
            with zipfile.ZipFile(path) as book:
                allowed = _refuse_bomb(path, book)
                extent = _extent(book, sheet, allowed)
    except CatalogError:
        raise
    except Exception as error:  # a broken archive or text in it has a dozen ways of saying so
        raise CatalogError("file_unreadable", f"{path} cannot be read as a workbook: {error}") from error
    if extent.places > max(FREE, EMPTIEST * extent.cells):
        first = f"{_letters(extent.first_column)}{extent.first_row}"
        last = f"{_letters(extent.last_column)}{extent.last_row}"
        raise CatalogError(
            "cells_far_apart",
            f"{path} has {extent.cells:,} cells spread from {first} to {last}; clear the rows and columns far from the "
            "catalog, or save the sheet as CSV",
        )
    if extent.letters > allowed:
        raise CatalogError(
            "workbook_too_large",
            f"{path} repeats its texts to {extent.letters:,} characters, which no catalog does; save the sheet as CSV",
        )


def errors_in(path: str, sheet: str) -> list[str]:
    """The errors such as #REF! that stand in a sheet's cells, which readers of workbooks take for blanks; #N/A is one.

    Of an .xlsx only: the others have no cells of that kind, or are read otherwise.
    """
    if not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as book:
        part = "" if "content.xml" in book.namelist() else _part(book, sheet)
        if not part.lower().endswith(".xml"):
            return []
        with book.open(part) as stream:
            if not any(_ERROR.search(piece) for piece in tags(stream)):
                return []
        texts: list[str] = []
        with book.open(part) as stream:
            read_texts(stream, "c", ("t", "e"), texts.append)
    errors = [f"#{text.rpartition('#')[2]}" for text in texts]  # what stands before it is the formula
    return [error for error in errors if error != "#N/A"]


def _old(path: str, sheet: int | str | None) -> tuple[Extent, int]:
    """All sheets of an old .xls, which are read at once when it is opened, as one, and how many letters they may have."""
    extent = Extent()
    if sheet is None:
        content = Path(path).read_bytes()
        for each in old_extents(content) if content.startswith(MAGIC) else ():  # what is no workbook the reader tells
            extent.join(each)
    return extent, max(LARGEST, TIGHTEST * Path(path).stat().st_size)


def _refuse_bomb(path: str, book: zipfile.ZipFile) -> int:
    """How many bytes it may come to unpacked."""
    names = [name.lower() for name in book.namelist()]
    if len(set(names)) < len(names):
        raise ValueError("it holds two parts of one name")
    packed = sum(part.compress_size for part in book.infolist())
    size = sum(part.file_size for part in book.infolist())
    allowed = max(LARGEST, TIGHTEST * packed)
    if size > allowed or (packed * _TIGHTEST_POSSIBLE > LARGEST and _says_too_little(book)):
        raise CatalogError(
            "workbook_too_large",
            f"{path} unpacks from {packed:,} to {size:,} bytes or more, which no catalog does; save the sheet as CSV",
        )
    return allowed


def _says_too_little(book: zipfile.ZipFile) -> bool:
    """Whether a part unpacks to more than the archive's list says, which readers take for its size."""
    for part in book.infolist():
        unbounded = copy(part)
        unbounded.file_size = 2**62
        with book.open(unbounded) as stream:
            size = 0
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > part.file_size:
                    return True
    return False


def _extent(book: zipfile.ZipFile, sheet: int | str | None, allowed: int) -> Extent:
    names = book.namelist()
    if "content.xml" in names:
        with book.open("content.xml") as stream:
            return _open_document(stream, sheet)
    if sheet is None:
        return Extent()
    part = _part(book, sheet)
    if part.endswith(".bin"):
        with book.open(part) as stream:
            return _binary(stream, binary_lengths(book))
    with book.open(part) as stream:
        is_small = _is_surely_small(stream)
    extent = Extent()
    if not is_small:
        with book.open(part) as stream:
            extent = _open_xml(stream)
    extent.letters = shared_letters(book, part, allowed)
    return extent


def _part(book: zipfile.ZipFile, sheet: int | str) -> str:
    """Where a sheet's cells are: the first by the order of parts where the workbook's own list cannot be followed."""
    named = {name.lower(): name for name in book.namelist()}
    parts = sorted(name for name in named.values() if re.fullmatch(r"(?i)xl/worksheets/[^/]+\.(xml|bin)", name))
    if "xl/workbook.xml" in book.namelist():
        relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
        sheets = [
            (node.get("name"), targets.get(node.get(_RELATION), ""))
            for node in ElementTree.fromstring(book.read("xl/workbook.xml")).iter()
            if node.tag.endswith("}sheet")
        ]
        for number, (name, target) in enumerate(sheets):
            found = target.removeprefix("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
            if sheet in (number, name) and found.lower() in named:
                return named[found.lower()]
    return parts[sheet if isinstance(sheet, int) and sheet < len(parts) else 0]


def _is_surely_small(stream: IO[bytes]) -> bool:
    """By the last row and the widest column that any cell names, which is quicker than cell by cell."""
    row = cells = 0
    column = 26
    for piece in tags(stream):
        row = max([row, *map(int, set(_FAR.findall(piece)))])
        column = max([column, *map(_number, set(_WIDE.findall(piece)))])
        cells += piece.count(b"<c ")
        if _UNUSUAL.search(piece):
            return False
    return row * column <= max(FREE, min(EMPTIEST * cells, 10 * FREE))


def _open_xml(stream: IO[bytes]) -> Extent:
    """Cell by cell. Those that do not say where they are stand one after the other."""
    extent, row, column, waits = Extent(), 0, 0, False

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, waits
        kind, place = name.rpartition(":")[2], attributes.get("r")
        if kind == "row":
            row, column = int(place) if place else row + 1, 0
        elif kind == "c":
            letters = place.rstrip("0123456789") if place else ""
            column = _number(letters.encode()) if place else column + 1
            row = int(place[len(letters) :]) if place else row
            waits = True
        elif waits:  # what is in a cell
            extent.add([row], [column], 1)
            waits = False

    def end(name: str) -> None:
        nonlocal waits
        waits = waits and name.rpartition(":")[2] != "c"

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    while piece := stream.read(_PIECE):
        parser.Parse(piece)
    parser.Parse(b"", True)
    return extent


def _open_document(stream: IO[bytes], sheet: int | str | None) -> Extent:
    """Repeated rows and cells are written once, with their number; all sheets are read at once."""
    extent, number, wanted, row = Extent(), -1, False, 0
    cells: list[tuple[int, int]] = []
    column = letters = 0
    for event, node in ElementTree.iterparse(stream, ("start", "end")):
        if event == "start" and node.tag == f"{_TABLE}table":
            number, row = number + 1, 0
            wanted = sheet is None or sheet in (number, node.get(f"{_TABLE}name"))
        elif event == "end" and wanted and node.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            repeated = int(node.get(f"{_TABLE}number-columns-repeated", 1))
            if len(node) or any(name.startswith(_OFFICE) for name in node.keys()):  # noqa: SIM118 - of an element
                cells.append((column + 1, column + repeated))
                letters += repeated * _letters_in(node)
            column += repeated
        elif event == "end" and node.tag == f"{_TABLE}table-row":
            repeated = int(node.get(f"{_TABLE}number-rows-repeated", 1))
            for first, last in cells:  # repeats are written once, and count once
                extent.add((row + 1, row + repeated), (first, last), 1)
            extent.letters += letters * repeated
            row, column, letters, cells = row + repeated, 0, 0, []
            node.clear()
    return extent


def _letters_in(cell: ElementTree.Element) -> int:
    """The characters of a cell; blanks in a row are written once, with their number."""
    blanks = sum(int(node.get(f"{_TEXT}c", 1)) for node in cell.iter(f"{_TEXT}s"))
    return blanks + sum(map(len, cell.itertext())) + len(cell.get(f"{_OFFICE}string-value", ""))


def _binary(stream: IO[bytes], shared: Sequence[int]) -> Extent:
    """Of rows and cells the records say first their number, and then of a shared text its own."""
    extent, row = Extent(), 0
    for kind, body in records(stream):
        number = int.from_bytes(body[:4], "little") + 1
        if kind == 0:
            row = number
        elif 2 <= kind <= 11 or kind == 62:  # 1 is a cell without a value, 62 one of rich text
            extent.add([row], [number], 1)
            text = int.from_bytes(body[8:12], "little")
            if kind == 7 and text < len(shared):
                extent.letters += shared[text]
    return extent


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
