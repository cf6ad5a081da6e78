"""The Summary sheet: the programs side by side, the best of them, conditional formats and a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range

from logicost.answers.headline import NO_BADGE
from logicost.export.workbook.cells import FIRST_ROW, Value, fixed_range, letter
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.layout import Layout
from logicost.export.workbook.month_block import MonthBlock
from logicost.export.workbook.rows import SheetRow
from logicost.export.workbook.seats import KIND_NAMES
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.export.workbook.step_sheets import COST, MARGIN, PROFIT, STATUS, cached_results
from logicost.money import Currency
from logicost.tables.status import Status

CHARTED = 15  # SKUs in the chart
NOT_RANKED = (Status.UNSOURCED.word, Status.ERROR.word)
LEAST_HEADING = 28  # rows above the table: title, how often each program is best, the charts
BEST, BEST_PROFIT, BEST_MARGIN, ADVANTAGE = range(4)  # columns of each kind of orders
MIND = (
    "Mind: a cost whose cells are empty on Catalog is not in the figures (cost, inbound_freight, placement, days_in_storage, packaging, "
    f"handling, own_storage); {NO_BADGE}."
)
CHART_WIDTH = 10  # columns


@dataclass(frozen=True, slots=True)
class Columns:
    """Where what stands on the sheet.

    Attributes:
        kinds: of orders, with the numbers of their programs' sheets; names: of these, as they stand over columns.
    """

    kinds: tuple[tuple[str, tuple[int, ...]], ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, layout: Layout) -> Columns:
        seats = [program.seat for program in layout.programs]
        kinds = {kind: tuple(place for place, seat in enumerate(seats) if seat.kind == kind) for kind in KIND_NAMES}
        return cls(tuple((kind, places) for kind, places in kinds.items() if places), tuple(s.sheet for s in seats))

    @property
    def heading(self) -> int:
        """The first row of the table."""
        return max(LEAST_HEADING, 7 + len(self.names) + 2 * len(self.kinds))

    def best(self, kind: int, column: int) -> int:
        return 1 + kind * 4 + column

    def block(self, block: int) -> int:
        """The first column of a block with a column for each program: profit, margin, total cost, status."""
        return 1 + len(self.kinds) * 4 + block * len(self.names)

    def range(self, block: int, kind: int, row: int) -> str:
        places = self.kinds[kind][1]
        return str(xl_range(row, self.block(block) + places[0], row, self.block(block) + places[-1]))


def write_summary(
    workbook: Workbook, sheet: SheetWriter, formats: Formats, layout: Layout, rows: Sequence[SheetRow], about: str
) -> None:
    at = Columns.of(layout)
    worksheet = sheet.worksheet
    worksheet.set_column(0, 0, 24)
    worksheet.set_column(1, at.block(4) - 1, 13)
    for kind in range(len(at.kinds)):
        worksheet.set_column(at.best(kind, BEST), at.best(kind, BEST), 24)
    worksheet.freeze_panes(0, 1)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    compared = [row.comparison for row in rows]
    sheet.text(0, 0, "Which program leaves most, for each kind of orders", formats.title)
    sheet.text(1, 0, about, formats.plain_note)
    sheet.text(2, 0, MIND, formats.plain_note)
    cached = [_cached_row(row, layout, at) for row in rows]
    last = at.heading + max(len(rows), 1) - 1
    _write_counts(sheet, formats, at, cached, last)
    month = None
    if any(comparison.monthly_units is not None for comparison in compared):
        shown = [program.seat.shown_as for program in layout.programs]
        kinds = [(KIND_NAMES[kind], places) for kind, places in at.kinds]
        month = MonthBlock(
            kinds, at.names, shown, at.block(4), at.heading - 1, at.block(0), layout.plan.market.currency
        )
        worksheet.set_column(month.first, month.last, 13)
        month.write_uplifts(sheet, formats, compared)
    titles = month.last + 1 if month is not None else at.block(4)
    _write_heads(sheet, formats, layout, at, month)
    if any(comparison.title for comparison in compared):
        worksheet.set_column(titles, titles, 40)
        sheet.text(at.heading - 1, titles, "title", formats.head)
    money, share = formats.number(layout.plan.market.currency.number_format), formats.number("0.00%")
    styles = [style for _ in at.kinds for style in (formats.strong, money, share, money)]
    styles += [style for style in (money, share, money, formats.text) for _ in at.names]
    sheet.last_row = last
    for number, (row, values) in enumerate(zip(rows, cached, strict=True)):
        line = at.heading + number
        formulas = _row_formulas(layout, at, line, FIRST_ROW + number + 1)
        sheet.formula(line, 0, None if row.fixed else f"'Catalog'!$A{FIRST_ROW + number + 1}&\"\"", row.comparison.sku)
        for column, (formula, value, style) in enumerate(zip(formulas, values, styles, strict=True), start=1):
            sheet.formula(line, column, None if row.fixed and column >= at.block(0) else formula, value, style)
        if month is not None:
            month.write_row(sheet, formats, line, row)
        if row.comparison.title:
            sheet.text(line, titles, row.comparison.title)
    _conditional_formats(sheet, formats, workbook, at, last)
    for kind in range(len(at.kinds)):
        _chart(workbook, sheet, at, kind, min(last, at.heading + CHARTED - 1), layout.plan.market.currency)


def _row_formulas(layout: Layout, at: Columns, line: int, data_row: int) -> list[str]:
    def result(sheet: str, column: int) -> str:
        return f"'{sheet}'!${letter(column)}{data_row}"

    formulas: list[str] = []
    for kind in range(len(at.kinds)):
        profits, margins = at.range(0, kind, line), at.range(1, kind, line)
        heads = at.range(0, kind, at.heading - 1)
        heads = "$" + heads.replace(":", ":$").replace(str(at.heading), f"${at.heading}")
        best = f"MATCH(MAX({profits}),{profits},0)"
        formulas += [
            f'IF(COUNT({profits})=0,"none",INDEX({heads},{best}))',
            f'IF(COUNT({profits})=0,"",MAX({profits}))',
            f'IF(COUNT({profits})=0,"",INDEX({margins},{best}))',
            f'IF(COUNT({profits})<2,"",ROUND(MAX({profits})-LARGE({profits},2),4))',
        ]
    sheets = [program.sheet for program in layout.programs]
    unranked = [f'OR({result(s, STATUS)}="{NOT_RANKED[0]}",{result(s, STATUS)}="{NOT_RANKED[1]}")' for s in sheets]
    for column in (PROFIT, MARGIN):
        formulas += [
            f"IF({test},{result(s, STATUS)},{result(s, column)})" for s, test in zip(sheets, unranked, strict=True)
        ]
    formulas += [result(s, COST) for s in sheets]
    return formulas + [result(s, STATUS) for s in sheets]


def _cached_row(row: SheetRow, layout: Layout, at: Columns) -> list[Value]:
    results = [["", *cached_results(row, place, program)] for place, program in enumerate(layout.programs)]
    statuses = [result[STATUS] for result in results]
    ranked = [status not in NOT_RANKED for status in statuses]
    blocks: list[Value] = []
    for column in (PROFIT, MARGIN):
        blocks += [result[column] if ok else result[STATUS] for result, ok in zip(results, ranked, strict=True)]
    blocks += [result[COST] for result in results]
    best: list[Value] = []
    for _, places in at.kinds:
        known = sorted(
            ((results[place][PROFIT], place) for place in places if ranked[place]),
            key=lambda item: (-float(item[0] or 0), item[1]),
        )
        if not known:
            best += ["none", "", "", ""]
            continue
        profit, first = known[0]
        more: Value = round(float(profit or 0) - float(known[1][0] or 0), 4) if len(known) > 1 else ""
        best += [at.names[first], profit, results[first][MARGIN], more]
    return [*best, *blocks, *statuses]


def _write_counts(
    sheet: SheetWriter, formats: Formats, at: Columns, cached: Sequence[Sequence[Value]], last: int
) -> None:
    """How many products each program is best for, in each kind of orders."""
    row = 3
    for number, (kind, places) in enumerate(at.kinds):
        sheet.text(row, 0, KIND_NAMES[kind], formats.head)
        sheet.text(row, 1, "best for", formats.head)
        column = at.best(number, BEST)
        best = fixed_range(None, at.heading, last, column)
        for name in [*(at.names[place] for place in places), "none"]:
            row += 1
            sheet.text(row, 0, name)
            count = sum(values[column - 1] == name for values in cached)
            sheet.formula(row, 1, f"COUNTIF({best},$A${row + 1})", count, formats.number("0"))
        row += 1


def _write_heads(sheet: SheetWriter, formats: Formats, layout: Layout, at: Columns, month: MonthBlock | None) -> None:
    currency = layout.plan.market.currency.code
    titles = (f"profit per unit, {currency}", "margin", f"total cost per unit, {currency}", "status")
    for number, (kind, _) in enumerate(at.kinds):
        sheet.text(at.heading - 2, at.best(number, BEST), KIND_NAMES[kind], formats.section)
    for block, title in enumerate(titles):
        sheet.text(at.heading - 2, at.block(block), title, formats.section)
    if month is not None:
        month.write_title(sheet, formats, currency)
    sheet.text(at.heading - 1, 0, "sku", formats.head)
    for number in range(len(at.kinds)):
        for place, head in enumerate(("best program", "its profit", "its margin", "more than the next")):
            sheet.text(at.heading - 1, at.best(number, place), head, formats.head)
    for block in range(4):
        for place, name in enumerate(at.names):
            sheet.text(at.heading - 1, at.block(block) + place, name, formats.head)
    if month is not None:
        month.write_heads(sheet, formats)


def _conditional_formats(sheet: SheetWriter, formats: Formats, workbook: Workbook, at: Columns, last: int) -> None:
    row = at.heading + 1
    good = workbook.add_format({"bg_color": "#D8F3DC", "font_color": "#1B4332", "bold": True})
    bad, doubt = workbook.add_format({"font_color": "#B3261E"}), workbook.add_format({"bg_color": "#FFE8A3"})
    negative = {"type": "cell", "criteria": "<", "value": 0, "format": bad}
    scale = {"type": "data_bar", "bar_color": "#9BC1BC", "bar_solid": True, "min_type": "num", "min_value": 0}
    for number, (_, places) in enumerate(at.kinds):
        first, end = at.block(0) + places[0], at.block(0) + places[-1]
        own = f"${letter(first)}{row}:${letter(end)}{row}"
        is_best = f"=AND(ISNUMBER({letter(first)}{row}),{letter(first)}{row}=MAX({own}),COUNT({own})>1)"
        rule = {"type": "formula", "criteria": is_best, "format": good}
        sheet.worksheet.conditional_format(at.heading, first, last, end, rule)
        profit, margin = at.best(number, BEST_PROFIT), at.best(number, BEST_MARGIN)
        sheet.worksheet.conditional_format(at.heading, profit, last, margin, negative)
        sheet.worksheet.conditional_format(at.heading, margin, last, margin, scale)
    sheet.worksheet.conditional_format(at.heading, at.block(0), last, at.block(2) - 1, negative)
    status = letter(at.block(3))
    uncertain = f'=AND({status}{row}<>"exact",{status}{row}<>"override",{status}{row}<>"")'
    rule = {"type": "formula", "criteria": uncertain, "format": doubt}
    sheet.worksheet.conditional_format(at.heading, at.block(3), last, at.block(4) - 1, rule)


def _chart(workbook: Workbook, sheet: SheetWriter, at: Columns, kind: int, last: int, currency: Currency) -> None:
    chart = workbook.add_chart({"type": "column"})
    name = sheet.worksheet.get_name()
    colors = ("#1F5F8B", "#E07A1F", "#5B8E3E", "#8A4F9E", "#B23A48", "#3D7C78")
    title, places = at.kinds[kind]
    for number, place in enumerate(places):
        column = at.block(0) + place
        chart.add_series(
            {
                "name": at.names[place],
                "categories": [name, at.heading, 0, last, 0],
                "values": [name, at.heading, column, last, column],
                "fill": {"color": colors[number % len(colors)]},
            }
        )
    shown = last - at.heading + 1
    about = f"{KIND_NAMES[title]}: profit per unit, first {shown} products"
    chart.set_title({"name": about, "name_font": {"size": 12}})
    chart.set_y_axis(
        {
            "name": currency.code,
            "num_format": currency.minor_format.removeprefix("#,##"),
            "major_gridlines": {"visible": True},
        }
    )
    chart.set_x_axis({"label_position": "low"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 860, "height": 420})
    sheet.worksheet.insert_chart(4, 3 + kind * CHART_WIDTH, chart, {"description": f"{about}, by program"})
