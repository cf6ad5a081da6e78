"""Catalogs as CSV or TSV text: any column order and case, unknown columns kept, each bad row in its place."""

from __future__ import annotations

import codecs
import csv
import shutil
import sys
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from logicost.catalog.block import AS_IT_IS, BLOCK_ROWS, Block, FileOptions
from logicost.catalog.shaping import shaped
from logicost.catalog.titles import Titles, match_titles
from logicost.errors import CatalogError, InputError, LogicostError

if TYPE_CHECKING:
    import polars as pl

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BINARY = {
    b"PK\x03\x04": "an Excel workbook or a zip archive",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "compressed",
}
_PIECE = 1 << 20  # bytes that are looked at together
_SAMPLE = 1 << 16


class TextSource:
    """A CSV or TSV file, or standard input for ``-``; read as a stream, so that its size does not matter.

    UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252. Commas, semicolons or tabs.

    Raises:
        CatalogError: ``file_not_found``, ``file_unreadable``, ``not_text``, ``encoding_unknown``, ``catalog_empty``,
            ``catalog_malformed``, ``column_missing`` or ``column_twice``.
    """

    def __init__(self, path: str, options: FileOptions = AS_IT_IS) -> None:
        self.name = "standard input" if path == "-" else path
        self.warnings: list[str] = []
        self._bytes = _open(path, self.name)
        weakref.finalize(self, self._bytes.close)  # it is read several times, and open until nobody reads it any more
        self._encoding, lines = self._look_through()
        self.row_count = max(lines - 1, 0)
        header_line = next(filter(str.strip, self._lines()), "")
        self._delimiter = next((mark for mark in ("\t", ",", ";") if mark in header_line), ",")
        header = next(self._cells(), (1, []))[1]
        if not header:
            raise CatalogError("catalog_empty", f"{self.name} is empty; the first line must name the columns")
        self.titles: Titles = match_titles(header, self.name, options.required, options.columns)
        self.warnings += self.titles.warnings

    def close(self) -> None:
        self._bytes.close()

    def extra(self) -> Mapping[str, pl.DataType]:
        import polars as pl

        return {name: pl.String() for name in self.titles.extra}

    def blocks(self, size: int = BLOCK_ROWS) -> Iterator[Block]:
        """The rows in order, all cells as text; blank lines are no rows.

        Raises:
            CatalogError: ``catalog_malformed`` where the text is not CSV.
        """
        return shaped(self.titles, self._blocks(size))

    def _blocks(self, size: int) -> Iterator[Block]:
        rows: list[list[str]] = []
        broken: dict[int, LogicostError] = {}
        width = len(self.titles.columns)
        cells = self._cells()
        next(cells)
        for line, row in cells:
            if len(row) != width:
                broken[len(rows)] = _ragged(line, len(row), width)
                row = [*row[:width], *[""] * (width - len(row))]
            rows.append(row)
            if len(rows) == size:
                yield self._block(rows, broken)
                rows, broken = [], {}
        if rows:
            yield self._block(rows, broken)

    def _block(self, rows: list[list[str]], broken: dict[int, LogicostError]) -> Block:
        import polars as pl

        columns = zip(self.titles.names, zip(*rows, strict=True), strict=True)
        return Block(pl.DataFrame([pl.Series(name, cells, pl.String) for name, cells in columns]), broken)

    def _cells(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that are not blank, each with its line in the file."""
        # csv wants the line ends as they are: a quoted cell may hold one
        reader: Any = csv.reader(self._lines(), delimiter=self._delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise CatalogError(
                    "catalog_malformed", f"{self.name}:{line}: {error}; is a quotation mark left open?"
                ) from error
            if any(cell.strip() for cell in row):
                yield line, row

    def _lines(self) -> Iterator[str]:
        self._bytes.seek(0)
        decode = codecs.getincrementaldecoder(self._encoding)()
        rest = ""
        while piece := self._bytes.read(_PIECE):
            *whole, rest = (rest + decode.decode(piece)).split("\n")
            for line in whole:
                yield line + "\n"
        rest += decode.decode(b"", final=True)
        if rest:
            yield rest

    def _look_through(self) -> tuple[str, int]:
        """The encoding that the whole file has, and how many lines there are."""
        start = self._bytes.read(_SAMPLE)
        for mark, what in _BINARY.items():
            if start.startswith(mark):
                raise CatalogError("not_text", f"{self.name} is {what}, not a CSV or TSV file; save it as CSV")
        if start.startswith(_UTF_16):
            lines, fault = self._decodes("utf-16")
            if fault is None:
                return "utf-16", lines
        if b"\x00" in start[:4096]:
            raise CatalogError("not_text", f"{self.name} is not a text file; save the catalog as CSV")
        lines, fault = self._decodes("utf-8-sig")
        if fault is None:
            return "utf-8-sig", lines
        lines, fault = self._decodes("cp1252")
        if fault is not None:
            raise CatalogError(
                "encoding_unknown",
                f"{self.name} is neither UTF-8 nor Windows-1252 text (byte {fault}); save it as UTF-8",
            )
        self.warnings.append(f"{self.name} is not UTF-8; read as Windows-1252")
        return "cp1252", lines

    def _decodes(self, encoding: str) -> tuple[int, int | None]:
        """How many lines there are in an encoding, and the first byte that does not fit it."""
        self._bytes.seek(0)
        decode = codecs.getincrementaldecoder(encoding)()
        lines = place = 0
        while True:
            piece = self._bytes.read(_PIECE)
            try:
                lines += decode.decode(piece, final=not piece).count("\n")
            except UnicodeDecodeError as error:
                return lines, place + error.start
            if not piece:
                return lines, None
            place += len(piece)


def _ragged(line: int, cells: int, width: int) -> InputError:
    return InputError(
        "ragged_row",
        f"line {line} has {cells} cells for {width} columns; put text that contains a comma between double quotes",
    )


def _open(path: str, name: str) -> IO[bytes]:
    """The file, or a copy of what cannot be read twice: standard input and pipes."""
    try:
        stream: IO[bytes] = sys.stdin.buffer if path == "-" else Path(path).open("rb")  # noqa: SIM115 - see below
        if path != "-" and stream.seekable():
            return stream
        copy = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the source
        shutil.copyfileobj(stream, copy)
        if path != "-":
            stream.close()
        copy.seek(0)
        return copy
    except FileNotFoundError:
        raise CatalogError("file_not_found", f"there is no file {name}") from None
    except OSError as error:
        raise CatalogError("file_unreadable", f"{name} cannot be read: {error.strerror}") from error
