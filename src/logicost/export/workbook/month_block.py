"""On the Summary sheet, beside the figures of a unit: what each program leaves in a month, where units sold are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell

from logicost.answers.results import Comparison
from logicost.export.workbook.cells import Value
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.money import Currency


@dataclass(frozen=True, slots=True)
class MonthBlock:
    """Units sold a month (yellow), a column for each program, and the best of them; the uplifts stand above.

    Attributes:
        first: the column of the units; head: the row of the headings; profits: the first column of the units' profits.
        currency: to whose minor unit months are rounded.
    """

    names: Sequence[str]
    first: int
    head: int
    profits: int
    currency: Currency

    @property
    def last(self) -> int:
        return self.first + len(self.names) + 1

    def write_uplifts(self, sheet: SheetWriter, formats: Formats, comparisons: Sequence[Comparison]) -> None:
        """The row above the headings' two; a file is written from the top down."""
        uplift = next((comparison.uplift for comparison in comparisons if comparison.uplift), {})
        sheet.text(self.head - 2, self.first, "uplift", formats.plain_note)
        for place, name in enumerate(self.names, start=1):
            share = float(uplift[name] / 100) if name in uplift else 0
            sheet.value(self.head - 2, self.first + place, share, formats.input("0.0##%"))

    def write_title(self, sheet: SheetWriter, formats: Formats, currency: str) -> None:
        sheet.text(self.head - 1, self.first + 1, f"profit per month, {currency}", formats.section)

    def write_heads(self, sheet: SheetWriter, formats: Formats) -> None:
        for place, name in enumerate(("units a month", *self.names, "best by the month")):
            sheet.text(self.head, self.first + place, name, formats.head)

    def write_row(self, sheet: SheetWriter, formats: Formats, row: int, comparison: Comparison) -> None:
        units = xl_rowcol_to_cell(row, self.first, col_abs=True)
        given = comparison.monthly_units
        sheet.value(row, self.first, None if given is None else float(given), formats.input("#,##0.##"))
        money = formats.number(self.currency.minor_format)
        for place, quote in enumerate(comparison.quotes):
            column = self.first + 1 + place
            profit = xl_rowcol_to_cell(row, self.profits + place, col_abs=True)
            uplift = xl_rowcol_to_cell(self.head - 2, column, row_abs=True)
            # to six decimals first, as a float may lie just below a half cent
            month = f"ROUND(ROUND({units}*(1+{uplift})*{profit},6),{self.currency.minor_digits})"
            known: Value = quote.status if quote.monthly_profit is None else float(quote.monthly_profit)
            formula = f'IF({units}="","",IF(ISNUMBER({profit}),{month},{profit}))'
            sheet.formula(row, column, formula, "" if given is None else known, money)
        months = xl_range(row, self.first + 1, row, self.last - 1)
        heads = xl_range_abs(self.head, self.first + 1, self.head, self.last - 1)
        best = f'IF(COUNT({months})=0,"",INDEX({heads},MATCH(MAX({months}),{months},0)))'
        chosen = comparison.best_by_month
        sheet.formula(row, self.last, best, chosen.program if chosen else "", formats.strong)
