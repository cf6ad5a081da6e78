"""Catalogs as CSV or TSV text: any column order and case, unknown columns kept, each bad row in its place."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from logicost.errors import CatalogError, InputError, nearest
from logicost.fields import FIELD, NOT_YET_PRICED

KNOWN_COLUMNS = (*FIELD, *NOT_YET_PRICED)
REQUIRED = (("sku",), ("dimensions", "length"), ("weight",), ("price",))
OF_SHIPMENTS = ("units", "duty_rate")  # columns of `logicost landed`, whose output is a catalog
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BINARY = {b"PK\x03\x04": "an Excel workbook or a zip archive", b"PAR1": "a Parquet file", b"%PDF": "a PDF"}


@dataclass(frozen=True, slots=True)
class CatalogRow:
    """One row.

    Attributes:
        line: where it stands in the file, from 1 for the header.
        values: known column to text.
        extra: unknown columns, untouched.
        error: what is wrong with the row as a row of text, if anything.
    """

    line: int
    values: dict[str, str]
    extra: dict[str, str]
    error: InputError | None = None


@dataclass(slots=True)
class TextCatalog:
    """A catalog file, read but for its rows.

    Attributes:
        extra_columns: the unknown columns, in order, as the file spells them.
        warnings: what the user should know: columns that look mistyped, a fallback encoding.
    """

    name: str
    text: str
    delimiter: str
    extra_columns: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _columns: list[tuple[str, bool]] = field(default_factory=list)

    def rows(self) -> Iterator[CatalogRow]:
        """The rows in order; blank lines are no rows.

        Raises:
            CatalogError: ``catalog_malformed`` where the text is not CSV.
        """
        reader = _reader(self.text, self.delimiter)
        next(reader)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise CatalogError("catalog_malformed", f"{self.name}:{line}: {error}") from error
            if any(cell.strip() for cell in cells):
                yield self._row(line, cells)

    def _row(self, line: int, cells: list[str]) -> CatalogRow:
        error = None
        if len(cells) != len(self._columns):
            error = InputError(
                "ragged_row",
                f"line {line} has {len(cells)} cells for {len(self._columns)} columns; "
                "put text that contains a comma between double quotes",
            )
        pairs = list(zip(self._columns, cells, strict=False))
        values = {name: cell for (name, known), cell in pairs if known}
        extra = {name: cell for (name, known), cell in pairs if not known}
        return CatalogRow(line, values, extra, error)


def read_text_catalog(path: str, required: Sequence[tuple[str, ...]] = REQUIRED) -> TextCatalog:
    """Read a CSV or TSV file, or standard input for ``-``, and check its header for the required columns, each of
    which may have alternatives.

    UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252. Commas, semicolons or tabs.

    Raises:
        CatalogError: ``file_not_found``, ``file_unreadable``, ``not_text``, ``encoding_unknown``, ``catalog_empty``,
            ``column_missing`` or ``column_twice``.
    """
    name = "standard input" if path == "-" else path
    text, warnings = _decode(_read_bytes(path, name), name)
    header_line = text.partition("\n")[0]
    delimiter = next((mark for mark in ("\t", ",", ";") if mark in header_line), ",")
    try:
        header: list[str] = next(_reader(text, delimiter), [])
    except csv.Error as error:
        raise CatalogError("catalog_malformed", f"{name}:1: {error}") from error
    catalog = TextCatalog(name, text, delimiter, warnings=warnings)
    _read_header(catalog, header, required)
    return catalog


def _reader(text: str, delimiter: str) -> Any:
    # csv wants the line ends as they are: a quoted cell may hold one
    return csv.reader(_lines(text), delimiter=delimiter, strict=True)


def _lines(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        yield text[start:end]
        start = end


def _read_bytes(path: str, name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except FileNotFoundError:
        raise CatalogError("file_not_found", f"there is no file {name}") from None
    except OSError as error:
        raise CatalogError("file_unreadable", f"{name} cannot be read: {error.strerror}") from error


def _decode(data: bytes, name: str) -> tuple[str, list[str]]:
    for mark, what in _BINARY.items():
        if data.startswith(mark):
            raise CatalogError("not_text", f"{name} is {what}, not a CSV or TSV file; save it as CSV")
    try:
        if data.startswith(_UTF_16):
            return data.decode("utf-16"), []
        if b"\x00" in data[:4096]:
            raise CatalogError("not_text", f"{name} is not a text file; save the catalog as CSV")
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), [f"{name} is not UTF-8; read as Windows-1252"]
    except UnicodeDecodeError as error:
        raise CatalogError(
            "encoding_unknown", f"{name} is neither UTF-8 nor Windows-1252 text (byte {error.start}); save it as UTF-8"
        ) from error


def column_key(title: str) -> str:
    """A column's title as columns are compared: any case, blanks and hyphens as underscores."""
    return title.strip().lower().replace(" ", "_").replace("-", "_")


def _read_header(catalog: TextCatalog, header: list[str], required: Sequence[tuple[str, ...]]) -> None:
    if not any(cell.strip() for cell in header):
        raise CatalogError("catalog_empty", f"{catalog.name} is empty; the first line must name the columns")
    seen: set[str] = set()
    unknown: list[str] = []
    for number, title in enumerate(header, start=1):
        key = column_key(title)
        known = key in KNOWN_COLUMNS
        name = key if known else title.strip() or f"column {number}"
        if name in seen:
            raise CatalogError("column_twice", f"{catalog.name} has the column '{name}' twice; rename one of them")
        seen.add(name)
        catalog._columns.append((name, known))
        if not known:
            unknown.append(name)
    catalog.extra_columns = unknown
    missing = [names for names in required if not any(name in seen for name in names)]
    if missing:
        wanted = " or ".join(missing[0])
        near = nearest(missing[0][0], [column_key(name) for name in unknown]).replace("Did you mean", "Is it")
        raise CatalogError("column_missing", f"{catalog.name} has no column {wanted}.{near}", missing[0][0])
    catalog.warnings += [warning for name in unknown if (warning := _mistyped(name, seen))]


def _mistyped(name: str, seen: set[str]) -> str:
    """A warning for an unknown column that looks like a known one that is absent."""
    absent = [column for column in KNOWN_COLUMNS if column not in seen]
    known = len(name) < 4 or column_key(name) in OF_SHIPMENTS
    hint = "" if known else nearest(column_key(name), absent)
    return f"the column '{name}' is not known and passes through.{hint}" if hint else ""
