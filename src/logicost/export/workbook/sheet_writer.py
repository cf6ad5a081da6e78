"""Writing cells: text always as text, formulas with the exact reading's value beside them, in one pass down the rows."""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from logicost.export.workbook.cells import Value, clean, in_row


class SheetWriter:
    """One sheet.

    Args:
        static: write the values of formulas in their place.
    """

    def __init__(self, worksheet: Worksheet, static: bool) -> None:
        self.worksheet = worksheet
        self.static = static

    def text(self, row: int, column: int, text: str, cell_format: Format | None = None) -> None:
        self.worksheet.write_string(row, column, clean(text), cell_format)

    def value(self, row: int, column: int, value: Value, cell_format: Format | None = None) -> None:
        if value is None or value == "":
            if cell_format is not None:
                self.worksheet.write_blank(row, column, None, cell_format)
        elif isinstance(value, bool):
            self.worksheet.write_boolean(row, column, value, cell_format)
        elif isinstance(value, str):
            self.text(row, column, value, cell_format)
        else:
            self.worksheet.write_number(row, column, value, cell_format)

    def formula(
        self, row: int, column: int, formula: str | None, value: Value, cell_format: Format | None = None
    ) -> None:
        """A formula (with its row's mark) and its value; the value alone where there is no formula."""
        if formula is None or self.static:
            self.value(row, column, value, cell_format)
            return
        cached = clean(value) if isinstance(value, str) else "" if value is None else value
        self.worksheet.write_formula(row, column, in_row(formula, row), cell_format, cached)
