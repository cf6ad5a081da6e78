"""The Summary sheet: for each kind of orders its question, the live answer, and where the choice matters most."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs

from logicost.answers.headline import Tally, left_out_lines, tallies
from logicost.answers.seats import kind_of
from logicost.export.workbook.cells import FIRST_ROW, Value, fixed_range, literal
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.layout import Layout
from logicost.export.workbook.products_sheet import BEST, LEAD, NO_RIVAL, NONE, PROFITS, Columns
from logicost.export.workbook.rows import SheetRow
from logicost.export.workbook.sheet_writer import SheetWriter

CHARTED = 10  # products in each list and chart
WIDEST = 18  # columns on paper, charts included
FIRST_KIND = 4  # the row of the first question


def write_summary(
    workbook: Workbook,
    sheet: SheetWriter,
    formats: Formats,
    layout: Layout,
    at: Columns,
    rows: Sequence[SheetRow],
    cached: Sequence[Sequence[Value]],
    about: str,
    monthly: bool,
) -> None:
    worksheet = sheet.worksheet
    for column, width in enumerate((24, 30, 16, *[13] * (WIDEST - 3))):
        worksheet.set_column(column, column, width)
    worksheet.hide_gridlines(2)
    comparisons = [row.comparison for row in rows if row.comparison is not None]
    sheet.text(0, 0, "Which program leaves most, for each kind of orders?", formats.title)
    sheet.text(1, 0, about, formats.plain_note)
    found = tallies(comparisons)
    row = FIRST_KIND
    for kind in range(len(at.kinds)):
        minded = [tally for tally in found if kind_of(tally.channel) == at.kinds[kind][0]]
        row = _write_kind(workbook, sheet, formats, layout, at, kind, rows, cached, row, minded, monthly)
    for line in left_out_lines(comparisons):
        sheet.text(row, 0, line, formats.plain_note)
        row += 1
    sheet.text(row, 0, "Every product: sheet Products. What to mind: sheet Notes. What may be changed: Catalog and Shared.",
               formats.plain_note)  # fmt: skip
    worksheet.freeze_panes(3, 0)
    worksheet.print_area(0, 0, row, 11 + max(len(places) for _, places in at.kinds))
    worksheet.fit_to_pages(1, 0)
    sheet.paper()


def _write_kind(
    workbook: Workbook, sheet: SheetWriter, formats: Formats, layout: Layout, at: Columns, kind: int,
    rows: Sequence[SheetRow], cached: Sequence[Sequence[Value]], top: int, minded: Sequence[Tally], monthly: bool,
) -> int:  # fmt: skip
    """One kind of orders; returns the row below it."""
    products, last = layout.sheets.products, FIRST_ROW + len(rows) - 1
    best = fixed_range(products, FIRST_ROW, last, at.best(kind, BEST))
    lead = fixed_range(products, FIRST_ROW, last, at.best(kind, LEAD))
    places = at.kinds[kind][1]
    orders = f"{at.titles[kind][:1].upper()}{at.titles[kind][1:]}"
    title = f"{orders}: {at.asks(kind)}"
    sheet.text(top, 0, title, formats.section)
    for column in range(1, 6):
        sheet.value(top, column, None, formats.section)
    names = [at.names[place] for place in places]
    counts = [sum(values[at.best(kind, BEST) - 2] == each for values in cached) for each in names]
    first = top + 3
    currency = layout.plan.market.currency
    answer, known = _answer(names, counts, first, f"{orders}: ")
    sheet.formula(top + 1, 0, answer, known, formats.strong)
    for column, head in enumerate(("program", "best for so many products", "leads by a unit")):
        sheet.text(top + 2, column, head, formats.head)
    row = first
    for each, count in zip(names, counts, strict=True):
        leads = [
            float(values[at.best(kind, LEAD) - 2] or 0)
            for values in cached
            if values[at.best(kind, BEST) - 2] == each and values[at.best(kind, LEAD) - 2] != ""
        ]
        sheet.text(row, 0, each)
        sheet.formula(row, 1, f"COUNTIF({best},$A${row + 1})", count, formats.number("0"))
        average = f'IF($B${row + 1}=0,"",SUMIF({best},$A${row + 1},{lead})/$B${row + 1})'
        mean: Value = sum(leads) / count if count else ""
        sheet.formula(row, 2, average, mean, formats.number(currency.cell_format))
        row += 1
    for word in (NO_RIVAL, NONE):
        count = sum(values[at.best(kind, BEST) - 2] == word for values in cached)
        told = "only one program has every cost known" if word == NO_RIVAL else "no program has every cost known"
        sheet.text(row, 0, word, formats.plain_note)
        sheet.text(row, 2, told, formats.plain_note)
        sheet.formula(row, 1, f"COUNTIF({best},{literal(word)})", count, formats.number("0"))
        row += 1
    for tally in minded:
        if tally.minded:
            sheet.text(row, 0, f"Mind, as of when the file was written: {tally.minded}"[:1000], formats.plain_note)
            row += 1
    return _write_list(workbook, sheet, formats, layout, at, kind, rows, cached, row + 1, monthly, top)


def _answer(names: Sequence[str], counts: Sequence[int], first: int, lead: str) -> tuple[str, str]:
    """The live answer in a sentence, and what it comes to."""
    cells = xl_range_abs(first, 1, first + len(names) - 1, 1)
    words = xl_range_abs(first, 0, first + len(names) - 1, 0)
    nothing = f"{lead}nothing to choose between"
    formula = (
        f"IF(MAX({cells})=0,{literal(nothing)},{literal(lead)}&INDEX({words},MATCH(MAX({cells}),{cells},0))"
        f'&" leaves most for "&MAX({cells})&" of "&SUM({cells})&" products that have a choice")'
    )
    if not max(counts, default=0):
        return formula, nothing
    winner = names[list(counts).index(max(counts))]
    return formula, f"{lead}{winner} leaves most for {max(counts)} of {sum(counts)} products that have a choice"


def _write_list(
    workbook: Workbook, sheet: SheetWriter, formats: Formats, layout: Layout, at: Columns, kind: int,
    rows: Sequence[SheetRow], cached: Sequence[Sequence[Value]], top: int, monthly: bool, chart_top: int,
) -> int:  # fmt: skip
    """The products for which the choice is worth most, live, and their chart."""
    products, last = layout.sheets.products, FIRST_ROW + len(rows) - 1
    currency, places = layout.plan.market.currency, at.kinds[kind][1]
    weighed = fixed_range(products, FIRST_ROW, last, at.weighed(kind))
    worth = "a month" if monthly else "a unit"
    sheet.text(top, 0, f"Where the choice matters most, by what the best leaves more {worth}", formats.strong)
    heads = ["sku", "title", "best program", f"more {worth}", *(f"profit, {at.names[place]}" for place in places)]
    for column, head in enumerate(heads):
        sheet.text(top + 1, column, head, formats.head)
    place_of = at.weighed(kind) - 2
    ranked = sorted(
        (number for number, values in enumerate(cached) if values[place_of] != ""),
        key=lambda number: -float(cached[number][place_of] or 0),
    )
    columns = [0, 1, at.best(kind, BEST), at.weighed(kind), *(at.block(PROFITS) + place for place in places)]
    money = formats.number(currency.cell_format)
    for rank in range(CHARTED):
        row = top + 2 + rank
        number = ranked[rank] if rank < len(ranked) else None
        match = f"MATCH(LARGE({weighed},{rank + 1}),{weighed},0)"
        for column, source in enumerate(columns):
            cells = fixed_range(products, FIRST_ROW, last, source)
            shown = f"INDEX({cells},{match})"
            shown = f"ROUND({shown},2)" if source == at.weighed(kind) else f'{shown}&""' if column < 3 else shown
            value: Value = ""
            if number is not None:
                own: Sequence[Value] = [rows[number].sku, rows[number].title, *cached[number]]
                value = own[source]
                if source == at.weighed(kind):
                    value = round(float(value or 0), 2)
            formula = f'IF(COUNT({weighed})<{rank + 1},"",{shown})'
            sheet.formula(row, column, formula, value, money if column >= 3 else formats.text)
    shown_rows = min(max(len(ranked), 1), CHARTED)
    _chart(workbook, sheet, layout, at, kind, top + 2, shown_rows, chart_top, worth)
    return max(top + 2 + CHARTED + 1, chart_top + 19)


def _chart(
    workbook: Workbook, sheet: SheetWriter, layout: Layout, at: Columns, kind: int, first: int, count: int, top: int,
    worth: str,
) -> None:  # fmt: skip
    chart = workbook.add_chart({"type": "bar"})
    colors = ("#1F5F8B", "#E07A1F", "#5B8E3E", "#8A4F9E", "#B23A48", "#3D7C78")
    places = at.kinds[kind][1]
    title = f"{at.titles[kind][:1].upper()}{at.titles[kind][1:]}: profit a unit where the choice matters most"
    sheet_name, last = sheet.worksheet.get_name(), first + count - 1
    for number, place in enumerate(places):
        column = 4 + number
        chart.add_series(
            {
                "name": at.names[place],
                "categories": [sheet_name, first, 0, last, 0],
                "values": [sheet_name, first, column, last, column],
                "fill": {"color": colors[number % len(colors)]},
                "gap": 60,
            }
        )
    currency = layout.plan.market.currency
    chart.set_title({"name": title, "name_font": {"size": 11}})
    chart.set_x_axis(
        {
            "name": currency.code,
            "num_format": currency.minor_format.removeprefix("#,##"),
            "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}},
        }
    )
    chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 9}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 620, "height": 360})
    sheet.worksheet.insert_chart(
        top,
        4 + len(places),
        chart,
        {"x_offset": 20, "description": f"{title}, by program, the first by what the best leaves more {worth}"},
    )
