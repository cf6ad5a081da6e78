"""Writing cells: text always as text, formulas with the exact reading's value beside them, in one pass down the rows.

A column's formula is stored once and shared by its cells, as spreadsheets do themselves: a third of the size, half the
time to open. XlsxWriter has no public way to write that, so the two methods of its worksheet that stand for a formula
are overridden here; a test opens the result.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from logicost.answers.rows import begins_formula
from logicost.export.workbook.cells import FIRST_ROW, Value, clean, in_row, letter

LONGEST_LINK = 2079  # of a spreadsheet program


class _Shared(str):
    """A formula that the cells of `area` share: its text in the first of them; in the others it has no area."""

    __slots__ = ("area", "number")
    area: str
    number: int


def _shared(text: str, area: str, number: int) -> _Shared:
    formula = _Shared(text)
    formula.area, formula.number = area, number
    return formula


class FormulaSheet(Worksheet):  # type: ignore[misc]
    """A worksheet that writes shared formulas, and takes the text of formulas as it is."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula if isinstance(formula, _Shared) else formula.removeprefix("=")

    def _xml_formula_element(self, formula: str, result: Any, attributes: Any = ()) -> None:
        if not isinstance(formula, _Shared):
            super()._xml_formula_element(formula, result, attributes)
            return
        cell = "".join(f' {key}="{self._escape_attributes(value)}"' for key, value in attributes)
        head = f'<f t="shared" si="{formula.number}"'
        text = f'{head} ref="{formula.area}">{self._escape_data(formula)}</f>' if formula.area else f"{head}/>"
        self.fh.write(f"<c{cell}>{text}<v>{self._escape_data(result)}</v></c>")


class SheetWriter:
    """One sheet.

    Args:
        static: write the values of formulas in their place.
        quoted: makes of a format the one whose text stays text when somebody edits the cell.

    Attributes:
        last_row: the end of the rows in which a column's formula is the same; None where each cell has its own.
    """

    def __init__(self, worksheet: FormulaSheet, static: bool, quoted: Callable[[Format | None], Format]) -> None:
        self.worksheet = worksheet
        self.static = static
        self._quoted = quoted
        self.last_row: int | None = None
        self._begun: set[int] = set()

    def frame(self, frozen: int, last_row: int, last: int, printed: int | None = None) -> None:
        """What every sheet of rows has: headings that stay, a filter on them, and how it prints.

        Args:
            frozen: columns that stay; `last_row`, `last`: where the table ends; `printed`: the last column on paper.
        """
        sheet = self.worksheet
        sheet.freeze_panes(FIRST_ROW, frozen)
        sheet.autofilter(FIRST_ROW - 1, 0, last_row, last)
        sheet.repeat_rows(0, FIRST_ROW - 1)
        sheet.repeat_columns(0, max(frozen - 1, 0))
        if printed is not None:
            sheet.print_area(0, 0, last_row, printed)
            sheet.fit_to_pages(1, 0)
        self.paper()

    def paper(self) -> None:
        """How every sheet prints: across, with its name and the pages numbered."""
        self.worksheet.set_landscape()
        self.worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.worksheet.set_footer("&L&A&RPage &P of &N")

    def text(self, row: int, column: int, text: str, cell_format: Format | None = None) -> None:
        written = self._quoted(cell_format) if begins_formula(text) else cell_format
        self.worksheet.write_string(row, column, clean(text), written)

    def link(self, row: int, column: int, address: str) -> None:
        """An http(s) address that can be followed; as text where it is longer than a link may be."""
        if len(address) > LONGEST_LINK:
            self.text(row, column, address)
        else:
            self.worksheet.write_url(row, column, address, string=clean(address))

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
        self.worksheet.write_formula(row, column, self._text(row, column, formula), cell_format, cached)

    def _text(self, row: int, column: int, formula: str) -> str:
        if column in self._begun:
            return _shared("shared", "", column)
        text = in_row(formula, row)
        if self.last_row is None:
            return text
        self._begun.add(column)
        name = letter(column)
        return _shared(text.removeprefix("="), f"{name}{row + 1}:{name}{self.last_row + 1}", column)
