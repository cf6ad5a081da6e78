"""On the Products sheet, beside the figures of a unit: what each program leaves in a month, where units sold are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell

from logicost.answers.comparison import Comparison
from logicost.answers.results import Quote
from logicost.export.workbook.cells import Value, in_row
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.rows import SheetRow
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.inputs.fields import MONTHLY_GRAINS
from logicost.money import Currency
from logicost.tables.status import ERROR


@dataclass(frozen=True, slots=True)
class MonthBlock:
    """Units sold a month, a column for each program, and the best of each kind of orders; the uplifts stand above.

    Attributes:
        kinds: of orders, each with its programs' numbers; names: of the columns; shown: the programs in them.
        first: the column of the units; head: the row of the headings; profits: the first column of the units' profits.
        currency: to whose minor unit months are rounded; units: the cell of the units sold, in hundredths.
    """

    kinds: Sequence[tuple[str, Sequence[int]]]
    names: Sequence[str]
    shown: Sequence[str]
    first: int
    head: int
    profits: int
    currency: Currency
    units: str

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

    def write_names(self, sheet: SheetWriter, formats: Formats) -> None:
        sheet.text(self.head - 1, self.first, f"a month, {self.currency.code}", formats.band)
        for place, name in enumerate(self.names, start=1):
            sheet.text(self.head - 1, self.first + place, name, formats.unit)

    def write_heads(self, sheet: SheetWriter, formats: Formats) -> None:
        kinds = {place: title for title, places in self.kinds for place in places}
        profits = [f"month's profit, {name} {kinds[place]}" for place, name in enumerate(self.names)]
        best = [f"best by the month, {title} orders" for title, _ in self.kinds]
        for place, name in enumerate(("units a month", *profits, *best)):
            sheet.text(self.head, self.first + place, name, formats.head)

    def _months(self, kind: int, row: int) -> str:
        places = self.kinds[kind][1]
        return str(xl_range(row, self.first + 1 + places[0], row, self.first + 1 + places[-1]))

    def lead(self, kind: int, row: int, by_unit: str) -> str:
        """By how much the best leaves more in a month than the next, or in a unit where no units are known."""
        months = self._months(kind, row)
        return f"IF(COUNT({months})>1,ROUND(MAX({months})-LARGE({months},2),4),{by_unit})"

    def known_lead(self, kind: int, row: SheetRow, by_unit: Value) -> Value:
        months = sorted((float(q.monthly_profit or 0) for q in self._rivals(kind, row)), reverse=True)
        return round(months[0] - months[1], 4) if len(months) > 1 else by_unit

    def _rivals(self, kind: int, row: SheetRow) -> list[Quote]:
        quotes = [row.quotes[place] for place in self.kinds[kind][1]]
        return [quote for quote in quotes if quote is not None and quote.monthly_profit is not None]

    def write_row(self, sheet: SheetWriter, formats: Formats, row: int, of: SheetRow) -> None:
        units = xl_rowcol_to_cell(row, self.first, col_abs=True)
        given = of.comparison.monthly_units if of.comparison is not None else None
        formula = in_row(f'IF({self.units}<0,"",{self.units}/{MONTHLY_GRAINS})', row).removeprefix("=")
        known: Value = "" if given is None else float(given)
        sheet.formula(row, self.first, None if of.fixed else formula, known, formats.number("#,##0.##"))
        money = formats.number(self.currency.cell_format)
        for place, quote in enumerate(of.quotes):
            column = self.first + 1 + place
            profit = xl_rowcol_to_cell(row, self.profits + place, col_abs=True)
            uplift = xl_rowcol_to_cell(self.head - 2, column, row_abs=True)
            # to six decimals first, as a float may lie just below a half cent
            month = f"ROUND(ROUND({units}*(1+{uplift})*{profit},6),{self.currency.minor_digits})"
            known = ERROR if quote is None else quote.status
            if quote is not None and quote.monthly_profit is not None:
                known = float(quote.monthly_profit)
            formula = f'IF({units}="","",IF(ISNUMBER({profit}),{month},{profit}))'
            sheet.formula(row, column, formula, "" if given is None else known, money)
        for number, (_, places) in enumerate(self.kinds):
            begin, end = self.first + 1 + places[0], self.first + 1 + places[-1]
            months, heads = self._months(number, row), xl_range_abs(self.head - 1, begin, self.head - 1, end)
            best = f'IF(COUNT({months})<2,"",INDEX({heads},MATCH(MAX({months}),{months},0)))'
            rivals = self._rivals(number, of)
            chosen = max(rivals, key=lambda quote: quote.monthly_profit or 0) if len(rivals) > 1 else None
            name = next((self.names[place] for place in places if of.quotes[place] is chosen), "") if chosen else ""
            sheet.formula(row, self.first + len(self.names) + 1 + number, best, name, formats.strong)
