"""The Summary sheet: the programs side by side, the best of them, conditional formats and a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range

from logicost.export.workbook.cells import FIRST_ROW, Value, fixed_range, letter
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.layout import Layout
from logicost.export.workbook.month_block import MonthBlock
from logicost.export.workbook.rows import SheetRow
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.export.workbook.step_sheets import COST, MARGIN, PROFIT, STATUS, cached_results
from logicost.money import Currency
from logicost.tables.status import Status

HEADING = 28  # rows above the table: title, how often each program is best, the chart
CHARTED = 15  # SKUs in the chart
NOT_RANKED = (Status.UNSOURCED.word, Status.ERROR.word)
BEST, BEST_PROFIT, BEST_MARGIN, ADVANTAGE, FIRST_BLOCK = range(1, 6)


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The first columns of the blocks with a column for each program: profit, margin, total cost, status."""

    count: int

    def first(self, block: int) -> int:
        return FIRST_BLOCK + block * self.count

    def range(self, block: int, row: int) -> str:
        return str(xl_range(row, self.first(block), row, self.first(block) + self.count - 1))


def write_summary(
    workbook: Workbook, sheet: SheetWriter, formats: Formats, layout: Layout, rows: Sequence[SheetRow], about: str
) -> None:
    names = [program.shown_as for program in layout.programs]
    blocks = _Blocks(len(names))
    worksheet = sheet.worksheet
    worksheet.set_column(0, 0, 24)
    worksheet.set_column(BEST, BEST, 24)
    worksheet.set_column(BEST_PROFIT, blocks.first(4) - 1, 13)
    worksheet.freeze_panes(0, 1)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    sheet.text(0, 0, "Which program leaves most", formats.title)
    sheet.text(1, 0, about, formats.plain_note)
    cached = [_cached_row(row, layout) for row in rows]
    last = HEADING + max(len(rows), 1) - 1
    _write_counts(sheet, formats, names, cached, last)
    compared = [row.comparison for row in rows]
    month = None
    if any(comparison.monthly_units is not None for comparison in compared):
        month = MonthBlock(names, blocks.first(4), HEADING - 1, blocks.first(0), layout.plan.market.currency)
        worksheet.set_column(month.first, month.last, 13)
        month.write_uplifts(sheet, formats, compared)
    _write_heads(sheet, formats, layout, names, blocks, month)
    money, share = formats.number(layout.plan.market.currency.number_format), formats.number("0.00%")
    styles = [formats.strong, money, share, money]
    styles += [style for style in (money, share, money, formats.text) for _ in names]
    sheet.last_row = last
    for number, (row, values) in enumerate(zip(rows, cached, strict=True)):
        at = HEADING + number
        formulas = _row_formulas(layout, blocks, at, FIRST_ROW + number + 1)
        sheet.formula(at, 0, None if row.fixed else f"'Catalog'!$A{FIRST_ROW + number + 1}&\"\"", row.comparison.sku)
        for column, (formula, value, style) in enumerate(zip(formulas, values, styles, strict=True), start=1):
            sheet.formula(at, column, None if row.fixed and column >= FIRST_BLOCK else formula, value, style)
        if month is not None:
            month.write_row(sheet, formats, at, row.comparison)
    _conditional_formats(sheet, formats, workbook, blocks, last)
    _chart(workbook, sheet, names, blocks, min(last, HEADING + CHARTED - 1), layout.plan.market.currency)


def _row_formulas(layout: Layout, blocks: _Blocks, at: int, data_row: int) -> list[str]:
    def result(sheet: str, column: int) -> str:
        return f"'{sheet}'!${letter(column)}{data_row}"

    profits, margins = blocks.range(0, at), blocks.range(1, at)
    heads = xl_range(HEADING - 1, blocks.first(0), HEADING - 1, blocks.first(1) - 1)
    heads = "$" + heads.replace(":", ":$").replace(str(HEADING), f"${HEADING}")
    best = f"MATCH(MAX({profits}),{profits},0)"
    formulas = [
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


def _cached_row(row: SheetRow, layout: Layout) -> list[Value]:
    results = [
        ["", *cached_results(row, quote, program)]
        for quote, program in zip(row.comparison.quotes, layout.programs, strict=True)
    ]
    statuses = [result[STATUS] for result in results]
    ranked = [status not in NOT_RANKED for status in statuses]
    blocks: list[Value] = []
    for column in (PROFIT, MARGIN):
        blocks += [result[column] if ok else result[STATUS] for result, ok in zip(results, ranked, strict=True)]
    blocks += [result[COST] for result in results]
    known = sorted(
        ((result[PROFIT], place) for place, (result, ok) in enumerate(zip(results, ranked, strict=True)) if ok),
        key=lambda item: (-float(item[0] or 0), item[1]),
    )
    if not known:
        return ["none", "", "", "", *blocks, *statuses]
    profit, best = known[0]
    advantage: Value = round(float(profit or 0) - float(known[1][0] or 0), 4) if len(known) > 1 else ""
    return [layout.programs[best].shown_as, profit, results[best][MARGIN], advantage, *blocks, *statuses]


def _write_counts(
    sheet: SheetWriter, formats: Formats, names: Sequence[str], cached: Sequence[Sequence[Value]], last: int
) -> None:
    """How many products each program is best for, and the mean margin there."""
    for place, head in enumerate(("program", "best for")):
        sheet.text(3, place, head, formats.head)
    best = fixed_range(None, HEADING, last, BEST)
    for place, name in enumerate([*names, "none"]):
        row = 4 + place
        sheet.text(row, 0, name)
        count = sum(values[0] == name for values in cached)
        sheet.formula(row, 1, f"COUNTIF({best},$A${row + 1})", count, formats.number("0"))


def _write_heads(
    sheet: SheetWriter,
    formats: Formats,
    layout: Layout,
    names: Sequence[str],
    blocks: _Blocks,
    month: MonthBlock | None,
) -> None:
    currency = layout.plan.market.currency.code
    titles = (f"profit per unit, {currency}", "margin", f"total cost per unit, {currency}", "status")
    for block, title in enumerate(titles):
        sheet.text(HEADING - 2, blocks.first(block), title, formats.section)
    if month is not None:
        month.write_title(sheet, formats, currency)
    for place, head in enumerate(("sku", "best program", "its profit", "its margin", "more than the next")):
        sheet.text(HEADING - 1, place, head, formats.head)
    for block in range(4):
        for place, name in enumerate(names):
            sheet.text(HEADING - 1, blocks.first(block) + place, name, formats.head)
    if month is not None:
        month.write_heads(sheet, formats)


def _conditional_formats(sheet: SheetWriter, formats: Formats, workbook: Workbook, blocks: _Blocks, last: int) -> None:
    first = letter(blocks.first(0))
    end = letter(blocks.first(1) - 1)
    row = HEADING + 1
    own = f"${first}{row}:${end}{row}"
    good = workbook.add_format({"bg_color": "#D8F3DC", "font_color": "#1B4332", "bold": True})
    bad, doubt = workbook.add_format({"font_color": "#B3261E"}), workbook.add_format({"bg_color": "#FFE8A3"})
    area = (HEADING, blocks.first(0), last, blocks.first(1) - 1)
    is_best = f"=AND(ISNUMBER({first}{row}),{first}{row}=MAX({own}))"
    sheet.worksheet.conditional_format(*area, {"type": "formula", "criteria": is_best, "format": good})
    negative = {"type": "cell", "criteria": "<", "value": 0, "format": bad}
    sheet.worksheet.conditional_format(HEADING, BEST_PROFIT, last, blocks.first(2) - 1, negative)
    scale = {"type": "data_bar", "bar_color": "#9BC1BC", "bar_solid": True, "min_type": "num", "min_value": 0}
    sheet.worksheet.conditional_format(HEADING, BEST_MARGIN, last, BEST_MARGIN, scale)
    status = letter(blocks.first(3))
    uncertain = f'=AND({status}{row}<>"exact",{status}{row}<>"override",{status}{row}<>"")'
    rule = {"type": "formula", "criteria": uncertain, "format": doubt}
    sheet.worksheet.conditional_format(HEADING, blocks.first(3), last, blocks.first(4) - 1, rule)


def _chart(
    workbook: Workbook, sheet: SheetWriter, names: Sequence[str], blocks: _Blocks, last: int, currency: Currency
) -> None:
    chart = workbook.add_chart({"type": "column"})
    name = sheet.worksheet.get_name()
    colors = ("#1F5F8B", "#E07A1F", "#5B8E3E", "#8A4F9E", "#B23A48", "#3D7C78")
    for place, program in enumerate(names):
        column = blocks.first(0) + place
        chart.add_series(
            {
                "name": program,
                "categories": [name, HEADING, 0, last, 0],
                "values": [name, HEADING, column, last, column],
                "fill": {"color": colors[place % len(colors)]},
            }
        )
    shown = last - HEADING + 1
    chart.set_title({"name": f"Profit per unit, first {shown} products", "name_font": {"size": 12}})
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
    sheet.worksheet.insert_chart(
        3, 3, chart, {"description": f"Profit per unit of the first {shown} products by program"}
    )
