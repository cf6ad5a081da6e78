"""Catalogs as CSV or TSV text: any column order and case, unknown columns kept, each bad row in its place."""

from __future__ import annotations

import codecs
import csv
import re
import shutil
import signal
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from logicost.catalog.block import AS_IT_IS, BLOCK_ROWS, Block, FileOptions
from logicost.catalog.decimals import Decimals, decide, thousands_told
from logicost.catalog.encodings import PIECE, Look, decoded, find_encoding, has_decimal_comma
from logicost.catalog.heading_rows import MOST_ROWS, HeadingRow, find_heading, heading_at
from logicost.catalog.shaping import shaped
from logicost.catalog.titles import Titles, match_titles
from logicost.errors import CatalogError, InputError, LogicostError

if TYPE_CHECKING:
    import polars as pl

LARGEST_CELL = 1_000_000  # characters
LONGEST_LINE = 50_000_000
OVERSIZED = ["a row with a larger cell"]
csv.field_size_limit(max(csv.field_size_limit(), LARGEST_CELL))  # of the whole process, and only ever raised
_DELIMITERS = (",", "\t", ";", "|")
_SEPARATOR = re.compile(r"\"?sep=(.)\"?\s*", re.IGNORECASE)  # Excel's first line


class TextSource:
    """A CSV or TSV file, or standard input for ``-``; read as a stream, so that its size does not matter.

    Any encoding of `find_encoding`; commas, tabs, semicolons or bars, or what Excel's ``sep=`` line names; headings
    below a title; line ends of any kind.

    Raises:
        CatalogError: ``file_not_found``, ``file_unreadable``, ``not_text``, ``encoding_unknown``, ``catalog_empty``,
            ``catalog_malformed``, ``header_row_missing``, ``two_decimal_marks``, and those of `match_titles`.
    """

    def __init__(self, path: str, options: FileOptions = AS_IT_IS) -> None:
        self.name = "standard input" if path == "-" else path
        self.warnings: list[str] = []
        self.blank_rows = 0
        self._bytes = _open(path, self.name)
        weakref.finalize(self, self._bytes.close)  # it is read several times, and open until nobody reads it any more
        look = Look()
        self._encoding, told = find_encoding(self._bytes, self.name, look)
        self.warnings += [told] if told else []
        self._newline = "\n" if look.lines or not look.returns else "\r"
        self._is_wrapped = look.is_wrapped
        self._has_nul = look.has_nul
        self.row_count = max((look.lines or look.returns) - 1, 0)
        header = self._find_heading(options)
        self.titles: Titles = match_titles(header, self.name, options.required, options.columns_for(header))
        self.warnings += self.titles.warnings
        self._decimals = self._decide(options, look)

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
        return shaped(self.titles, self._blocks(size), self._decimals, is_sheet=True)

    def _find_heading(self, options: FileOptions) -> tuple[str, ...]:
        """The headings; how the file is parted and where its rows begin are known afterwards."""
        lines = decoded(self._bytes, self._encoding).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        separator = _SEPARATOR.fullmatch(lines[0])
        first = 1 if separator else 0
        if options.header_row is not None:
            first = options.header_row - 1
            if not 0 <= first < len(lines) or not lines[first].strip():
                raise CatalogError("header_row_missing", f"{self.name} has no headings in row {options.header_row}")
        found: list[tuple[HeadingRow, str, int, int]] = []
        for mark in (separator[1],) if separator else _DELIMITERS:
            rows, starts = _sample(lines, first, mark)
            if options.header_row is not None:
                row: HeadingRow | None = heading_at(rows, 0, options, alone=True)
            else:
                row = find_heading(rows, options)
            if row is not None:
                found.append((row, mark, starts[row.place], starts[row.place + row.rows]))
        if not found:
            raise CatalogError("catalog_empty", f"{self.name} is empty; the first line must name the columns")
        best = max(found, key=lambda each: (each[0].whole, each[0].known, len(each[0].titles)))
        row, self._delimiter, start, self._first_line = best
        if any("\0" in title for title in row.titles):
            raise CatalogError(
                "not_text", f"{self.name} has a NUL byte in its headings, in line {start + 1}; take it out"
            )
        above = sum(bool(line.strip(f"{self._delimiter} \t")) for line in lines[bool(separator) : start])
        if above:
            self.warnings.append(f"{self.name}: the headings stand in row {start + 1}; {_rows(above)} above them")
        return row.titles

    def _decide(self, options: FileOptions, look: Look) -> Decimals | None:
        """How decimals are written, where that is not plain from the form of the file."""
        if options.decimal is not None:
            return Decimals({"": options.decimal})
        is_open = self._delimiter == ";"
        if self._delimiter == ",":
            asks = look.has_quoted_comma
        else:
            asks = is_open or has_decimal_comma(self._bytes, self._encoding)
        if not asks:
            return None
        decimals = decide(
            self.name, self._blocks(BLOCK_ROWS), self.titles, is_open, assumed_market=options.assumed_market
        )
        if decimals is not None:
            self.warnings += decimals.told
        else:
            first = next(self._blocks(BLOCK_ROWS), None)
            self.warnings += thousands_told(self.name, first, self.titles) if first is not None else []
        return decimals

    def _blocks(self, size: int) -> Iterator[Block]:
        rows: list[list[str]] = []
        broken: dict[int, LogicostError] = {}
        width = len(self.titles.columns)
        blank = self.blank_rows = 0
        for line, row in self._cells():
            if not any(cell.strip() for cell in row):
                blank += 1
                continue
            self.blank_rows, blank = self.blank_rows + blank, 0
            if row is OVERSIZED:
                broken[len(rows)] = oversized(line)
                row = [""] * width
            elif len(row) != width:
                if any(cell.strip() for cell in row[width:]) or len(row) < width:
                    broken[len(rows)] = _ragged(line, len(row), width)
                row = [*row[:width], *[""] * (width - len(row))]
            if self._has_nul and any("\0" in cell for cell in row):
                broken[len(rows)] = InputError("not_text", f"line {line} has a NUL byte: write the row again")
            rows.append(row)
            if len(rows) == size:
                yield self._block(rows, broken)
                rows, broken = [], {}
        if rows:
            yield self._block(rows, broken)

    def _block(self, rows: list[list[str]], broken: dict[int, LogicostError]) -> Block:
        import polars as pl

        columns = zip(self.titles.names, zip(*rows, strict=True), strict=True)
        frame = pl.DataFrame([pl.Series(name, cells, pl.String) for name, cells in columns])
        if self._is_wrapped:
            frame = frame.with_columns(pl.all().str.replace(r'^="([^"]*)"$', "$1"))
        return Block(frame, broken)

    def _cells(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below the headings, each with its line in the file."""
        # csv wants the line ends as they are: a quoted cell may hold one
        reader: Any = csv.reader(self._lines(self._first_line), delimiter=self._delimiter, strict=True)
        while True:
            line = self._first_line + reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "field larger" in str(error) and self._first_line + reader.line_num == line:
                    yield line, OVERSIZED
                    continue
                raise CatalogError(
                    "catalog_malformed", f"{self.name}:{line}: {error}; is a quotation mark left open?"
                ) from error
            yield line, row

    def _lines(self, skipped: int) -> Iterator[str]:
        self._bytes.seek(0)
        decode = codecs.getincrementaldecoder(self._encoding)()
        rest = ""
        while piece := self._bytes.read(PIECE):
            if len(rest) > LONGEST_LINE:
                raise line_too_long(self.name)
            *whole, rest = (rest + decode.decode(piece)).split(self._newline)
            for line in whole[skipped:] if skipped else whole:
                yield line + "\n"
            skipped = max(skipped - len(whole), 0)
        rest += decode.decode(b"", final=True)
        if rest and not skipped:
            yield rest


def line_too_long(name: str) -> CatalogError:
    return CatalogError("not_text", f"{name} has a line of more than {LONGEST_LINE:,} characters")


def _sample(lines: Sequence[str], first: int, mark: str) -> tuple[list[list[str]], list[int]]:
    """The first rows with cells parted by that mark, and the line in which each begins (and the one behind the last)."""
    reader = csv.reader((line + "\n" for line in lines[first:]), delimiter=mark)
    rows: list[list[str]] = []
    starts = [first]
    try:
        for row in reader:
            rows.append(row)
            starts.append(first + reader.line_num)
            if len(rows) == MOST_ROWS + 2:
                break
    except csv.Error:
        pass  # told when the rows are read
    return rows, starts


def _rows(count: int) -> str:
    return "1 row stands" if count == 1 else f"{count} rows stand"


def oversized(line: int) -> InputError:
    return InputError("cell_too_large", f"line {line} has a cell of more than {LARGEST_CELL:,} characters; shorten it")


def _ragged(line: int, cells: int, width: int) -> InputError:
    return InputError(
        "ragged_row",
        f"line {line} has {cells} cells for {width} columns; put text that contains a comma between double quotes",
    )


def _hear_interrupts() -> None:
    """Let Ctrl-C end a read that waits: Polars puts a handler of its own in the place of Python's, which restarts the read."""
    if threading.current_thread() is threading.main_thread():
        handler = signal.getsignal(signal.SIGINT)
        if callable(handler):
            signal.signal(signal.SIGINT, handler)


def _open(path: str, name: str) -> IO[bytes]:
    """The file, or a copy of what cannot be read twice: standard input and pipes."""
    try:
        stream: IO[bytes] = sys.stdin.buffer if path == "-" else Path(path).open("rb")  # noqa: SIM115 - see below
        if path != "-" and stream.seekable():
            return stream
        copy = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the source
        _hear_interrupts()
        shutil.copyfileobj(stream, copy)
        if path != "-":
            stream.close()
        copy.seek(0)
        return copy
    except FileNotFoundError:
        raise CatalogError("file_not_found", f"there is no file {name}") from None
    except OSError as error:
        raise CatalogError("file_unreadable", f"{name} cannot be read: {error.strerror}") from error
