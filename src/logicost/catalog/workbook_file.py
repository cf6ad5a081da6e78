"""Catalogs in Excel and OpenDocument workbooks: the sheet that has the products, its headings wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from logicost.catalog.block import AS_IT_IS, BLOCK_ROWS, Block, FileOptions
from logicost.catalog.decimals import Decimals, decide
from logicost.catalog.heading_rows import MOST_ROWS, HeadingRow, find_heading, heading_at
from logicost.catalog.shaping import shaped
from logicost.catalog.titles import Titles, match_titles
from logicost.catalog.workbook_size import errors_in, refuse_sprawl
from logicost.errors import CatalogError, shown

_SHEETS_SHOWN = 20
MOST_SHEETS = 100  # that are looked through: each takes the longer, the more there are
BESIDE = ("Read me", "Lists")  # sheets of `logicost template` that hold no products


class WorkbookSource:
    """One sheet of a workbook: the one that is named, else the first that has what a catalog needs.

    Raises:
        CatalogError: ``file_not_found``, ``file_unreadable``, ``catalog_empty``, ``sheet_unknown``,
            ``header_row_missing``, and those of `match_titles` and `refuse_sprawl`.
    """

    def __init__(self, path: str, options: FileOptions = AS_IT_IS) -> None:
        import fastexcel

        self.name = path
        self.warnings: list[str] = []
        self._decimals = Decimals({"": options.decimal}, typed=True) if options.decimal else None
        if not Path(path).is_file():
            raise CatalogError("file_not_found", f"there is no file {path}")
        refuse_sprawl(path, None)
        try:
            self._book: Any = fastexcel.read_excel(path)
            names: list[str] = self._book.sheet_names
        except BaseException as error:  # fastexcel raises several unrelated kinds, and its panics are no Exception
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            raise _unreadable(path, error) from error
        self._looked_through: set[str] = set()
        sheet, row = self._sheet(names, options)
        cells = self._load(sheet)
        if errors := errors_in(path, sheet):
            many = f"{len(errors):,} cells hold errors such as {shown(errors[0], 20)} and count as blanks"
            told = f"1 cell holds the error {shown(errors[0], 20)} and counts as blank" if len(errors) == 1 else many
            self.warnings.append(f"{path}: {told}")
        self.titles: Titles = self._titles(row, names, options)
        self.warnings += self.titles.warnings
        self._rows = self._below(cells, row)
        if self._decimals is None:
            self._decimals = decide(
                self.name,
                [Block(self._rows)],
                self.titles,
                typed=True,
                apart=self._numbers(sheet, row),
                assumed_market=options.assumed_market,
            )
            self.warnings += self._decimals.told if self._decimals is not None else []
        self.row_count = self._rows.height

    def extra(self) -> Mapping[str, pl.DataType]:
        return {name: pl.String() for name in self.titles.extra}

    def blocks(self, size: int = BLOCK_ROWS) -> Iterator[Block]:
        blocks = (Block(rows) for rows in self._rows.iter_slices(size))
        return shaped(self.titles, blocks, self._decimals, is_sheet=True)

    def _titles(self, row: HeadingRow, names: list[str], options: FileOptions) -> Titles:
        """The columns; what is missing may be on another sheet."""
        try:
            return match_titles(row.titles, self.name, options.required, options.columns_for(row.titles))
        except CatalogError as error:
            if error.code != "column_missing" or len(names) < 2:
                raise
            sheets = f"{error.message}. Its sheets: {_listed(names)}; --sheet chooses one"
            raise CatalogError(error.code, sheets, error.field) from error

    def _sheet(self, names: list[str], options: FileOptions) -> tuple[str, HeadingRow]:
        """The sheet that is read, and where its headings are; told where there was a choice."""
        asked = names[:MOST_SHEETS] if options.sheet is None else [_named(names, options.sheet, self.name)]
        if options.sheet is None and len(names) > MOST_SHEETS:
            told = f"{self.name}: the first {MOST_SHEETS} of its {len(names):,} sheets are looked through"
            self.warnings.append(f"{told}; --sheet chooses another")
        best: tuple[str, HeadingRow] | None = None
        fault: CatalogError | None = None
        for sheet in asked:
            try:
                top = self._load(sheet, MOST_ROWS + 2)
            except CatalogError as error:  # another sheet may have the products
                fault = error
                continue
            rows = [[cell or "" for cell in row] for row in top.rows()]
            if options.header_row is not None:
                place = options.header_row - 1
                there = 0 <= place < len(rows) and any(cell.strip() for cell in rows[place])
                found = heading_at(rows, place, options, alone=True) if there else None
            else:
                found = find_heading(rows, options)
            if found is not None and (best is None or found.known > best[1].known):
                best = sheet, found
            if found is not None and found.whole:
                break
        if best is None:
            if fault is not None:
                raise fault
            if options.header_row is not None:
                raise CatalogError("header_row_missing", f"{self.name} has no headings in row {options.header_row}")
            if len(asked) < len(names) and options.sheet is None:
                told = (
                    f"none of the first {MOST_SHEETS} of its {len(names):,} sheets has headings; name the one that has"
                )
                raise CatalogError("sheet_unknown", f"{self.name}: {told}: --sheet", "sheet")
            raise CatalogError("catalog_empty", f"{self.name} is empty; the first row must name the columns")
        if len([name for name in names if name not in BESIDE]) > 1 and options.sheet is None:
            self.warnings.append(f"{self.name}: read from the sheet {shown(best[0])}, one of {_listed(names)}")
        return best

    def _numbers(self, sheet: str, row: HeadingRow) -> frozenset[str]:
        """The columns that hold numbers alone, as the workbook has them; nothing is asked of one without a comma."""
        if not any(self._rows[name].str.contains("[0-9],[0-9]").any() for name in self.titles.names):
            return frozenset()
        loaded = self._book.load_sheet(sheet, header_row=None, skip_rows=row.place + row.rows)
        kinds = loaded.to_polars().dtypes
        return frozenset(name for name, kind in zip(self.titles.names, kinds, strict=False) if kind.is_numeric())

    def _below(self, cells: pl.DataFrame, row: HeadingRow) -> pl.DataFrame:
        """The rows below the headings that are not blank."""
        filled = ~pl.all_horizontal(pl.all().str.strip_chars().fill_null("") == "")
        above = cells[: row.place].select(filled).to_series().sum() if row.place else 0
        if above:
            told = "1 row stands" if above == 1 else f"{above} rows stand"
            self.warnings.append(f"{self.name}: the headings stand in row {row.place + 1}; {told} above them")
        named = cells[row.place + row.rows :, : len(row.titles)]
        named.columns = self.titles.names
        kept = named.select(filled).to_series() if named.width else pl.Series([], dtype=pl.Boolean)
        places = kept.arg_true()
        self.blank_rows = int(places[-1]) + 1 - len(places) if len(places) else 0
        return named.filter(kept)

    def _load(self, sheet: str, rows: int | None = None) -> pl.DataFrame:
        """A sheet's cells as text; `skip_rows` keeps the numbers of rows as the user sees them."""
        if sheet not in self._looked_through:
            refuse_sprawl(self.name, sheet)
            self._looked_through.add(sheet)
        try:
            loaded = self._book.load_sheet(sheet, header_row=None, skip_rows=0, n_rows=rows, dtypes="string")
            cells: pl.DataFrame = loaded.to_polars()
        except BaseException as error:  # fastexcel raises several unrelated kinds, and its panics are no Exception
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            raise _unreadable(self.name, error) from error
        return cells


def _named(names: list[str], wanted: str, workbook: str) -> str:
    """The sheet of that name, in any case, or of that number.

    Raises:
        CatalogError: ``sheet_unknown``.
    """
    for name in names:
        if name.strip().lower() == wanted.strip().lower():
            return name
    if wanted.strip().isdigit() and 1 <= int(wanted) <= len(names):
        return names[int(wanted) - 1]
    raise CatalogError("sheet_unknown", f"{workbook} has no sheet {shown(wanted)}; it has {_listed(names)}", "sheet")


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _SHEETS_SHOWN} more" if len(names) > _SHEETS_SHOWN else ""
    return ", ".join(shown(name) for name in names[:_SHEETS_SHOWN]) + more


def _unreadable(path: str, error: BaseException) -> CatalogError:
    why = " ".join(str(error).partition("Context:")[0].split())  # behind it calls of the library are listed
    return CatalogError("file_unreadable", f"{path} cannot be read as a workbook: {why}")
