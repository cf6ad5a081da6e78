"""On the Summary sheet, beside the figures of a unit: what each program leaves in a month, where units sold are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell

from logicost.answers.comparison import Comparison
from logicost.export.workbook.cells import Value
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.rows import SheetRow
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.money import Currency
from logicost.tables.status import Status


@dataclass(frozen=True, slots=True)
class MonthBlock:
    """Units sold a month (yellow), a column for each program, and the best of each kind of orders; the uplifts stand above.

    Attributes:
        kinds: of orders, each with its programs' numbers; names: of the columns; shown: the programs in them.
        first: the column of the units; head: the row of the headings; profits: the first column of the units' profits.
        currency: to whose minor unit months are rounded.
    """

    kinds: Sequence[tuple[str, Sequence[int]]]
    names: Sequence[str]
    shown: Sequence[str]
    first: int
    head: int
    profits: int
    currency: Currency

    @property
    def last(self) -> int:
        return self.first + len(self.names) + len(self.kinds)

    def write_uplifts(self, sheet: SheetWriter, formats: Formats, comparisons: Sequence[Comparison]) -> None:
        """The row above the headings' two; a file is written from the top down."""
        uplift = next((comparison.uplift for comparison in comparisons if comparison.uplift), {})
        sheet.text(self.head - 2, self.first, "uplift", formats.plain_note)
        for place, name in enumerate(self.shown, start=1):
            share = float(uplift[name] / 100) if name in uplift else 0
            sheet.value(self.head - 2, self.first + place, share, formats.input("0.0##%"))

    def write_title(self, sheet: SheetWriter, formats: Formats, currency: str) -> None:
        sheet.text(self.head - 1, self.first + 1, f"profit per month, {currency}", formats.section)

    def write_heads(self, sheet: SheetWriter, formats: Formats) -> None:
        best = [f"best by the month, {title}" for title, _ in self.kinds]
        for place, name in enumerate(("units a month", *self.names, *best)):
            sheet.text(self.head, self.first + place, name, formats.head)

    def write_row(self, sheet: SheetWriter, formats: Formats, row: int, of: SheetRow) -> None:
        units = xl_rowcol_to_cell(row, self.first, col_abs=True)
        given = of.comparison.monthly_units
        sheet.value(row, self.first, None if given is None else float(given), formats.input("#,##0.##"))
        money = formats.number(self.currency.minor_format)
        for place, quote in enumerate(of.quotes):
            column = self.first + 1 + place
            profit = xl_rowcol_to_cell(row, self.profits + place, col_abs=True)
            uplift = xl_rowcol_to_cell(self.head - 2, column, row_abs=True)
            # to six decimals first, as a float may lie just below a half cent
            month = f"ROUND(ROUND({units}*(1+{uplift})*{profit},6),{self.currency.minor_digits})"
            known: Value = Status.ERROR.word if quote is None else quote.status
            if quote is not None and quote.monthly_profit is not None:
                known = float(quote.monthly_profit)
            formula = f'IF({units}="","",IF(ISNUMBER({profit}),{month},{profit}))'
            sheet.formula(row, column, formula, "" if given is None else known, money)
        for number, (_, places) in enumerate(self.kinds):
            begin, end = self.first + 1 + places[0], self.first + 1 + places[-1]
            months, heads = xl_range(row, begin, row, end), xl_range_abs(self.head, begin, self.head, end)
            best = f'IF(COUNT({months})<2,"",INDEX({heads},MATCH(MAX({months}),{months},0)))'
            rivals = [quote for place in places if (quote := of.quotes[place]) and quote.monthly_profit is not None]
            chosen = max(rivals, key=lambda quote: quote.monthly_profit or 0) if len(rivals) > 1 else None
            name = next((self.names[place] for place in places if of.quotes[place] is chosen), "") if chosen else ""
            sheet.formula(row, self.first + len(self.names) + 1 + number, best, name, formats.strong)
