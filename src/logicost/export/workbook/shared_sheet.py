"""The Shared sheet: the ship date, and what all products share that do not say it themselves, each a named cell."""

from __future__ import annotations

import datetime as dt
from typing import Any

from logicost.export.workbook.catalog_columns import DAY, CatalogColumn, cell_of
from logicost.export.workbook.catalog_sheet import rule_of
from logicost.export.workbook.cells import fixed_cell
from logicost.export.workbook.conversions import SHIP_DAY
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.layout import FIRST_SHARED, GRAINS, VALUE, Layout
from logicost.export.workbook.second_date import SecondDate
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.inputs.days import day_number
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.rules.exact import Values

HEADS = ("what", "value", "unit", "meaning", "in whole numbers")


def write_shared(
    workbook: Any, sheet: SheetWriter, formats: Formats, layout: Layout, shared: Values, second: SecondDate | None
) -> None:
    """One row for each: its name, the yellow cell, its unit and meaning, and the whole number that formulas use."""
    worksheet = sheet.worksheet
    for column, width in enumerate((30, 18, 10, 90, 16)):
        worksheet.set_column(column, column, width)
    sheet.text(
        0, 0, "Shared: the ship date, and what holds for every product that does not say it itself", formats.title
    )
    told = "values only" if sheet.static else "change the yellow cells; a cell of the row on Catalog goes before"
    sheet.text(1, 0, told, formats.plain_note)
    for place, head in enumerate(HEADS):
        sheet.text(FIRST_SHARED - 1, place, head, formats.head)
    formula = layout.shared_formula(SHIP_DAY)
    _write_day(workbook, sheet, formats, layout, "ship date", FIRST_SHARED, shared[SHIP_DAY], layout.days, formula)
    if second is not None:
        day = day_number(second.day)
        _write_day(
            workbook, sheet, formats, layout, "second date", layout.second_row, day, second.days, second.formula()
        )
    for place, head in enumerate(HEADS):
        sheet.text(FIRST_SHARED + 3, place, head, formats.head)
    columns = {column.name: column for column in layout.catalog.all}
    for name in layout.shared_inputs:
        _write_input(workbook, sheet, formats, layout, columns[name], shared)
    last = FIRST_SHARED + 3 + len(layout.shared_inputs)
    worksheet.freeze_panes(FIRST_SHARED, 1)
    worksheet.autofilter(FIRST_SHARED + 3, 0, last, GRAINS)
    worksheet.repeat_rows(FIRST_SHARED - 1)
    worksheet.fit_to_pages(1, 0)
    sheet.paper()


def _write_day(
    workbook: Any, sheet: SheetWriter, formats: Formats, layout: Layout, name: str, row: int, day: int,
    days: tuple[dt.date, dt.date], formula: str,
) -> None:  # fmt: skip
    first, last = days
    sheet.text(row, 0, name, formats.strong)
    sheet.value(row, VALUE, day, formats.input(DAY))
    told = f"from {first.isoformat()} to {last.isoformat()}: for these days its cards in this file hold"
    sheet.text(row, 3, told, formats.note)
    sheet.formula(row, GRAINS, formula, day, formats.grain)
    _name(workbook, layout, name.replace(" ", "_"), row)
    if not sheet.static:
        message = f"a day from {first.isoformat()} to {last.isoformat()}: for other days write another workbook"
        rule = {"validate": "date", "criteria": "between", "minimum": first, "maximum": last, "error_title": name,
                "error_message": message}  # fmt: skip
        sheet.worksheet.data_validation(row, VALUE, row, VALUE, rule)


def _write_input(
    workbook: Any, sheet: SheetWriter, formats: Formats, layout: Layout, column: CatalogColumn, shared: Values
) -> None:
    name, row = column.name, layout.shared_row(column.name)
    absent = FIELD[name].absent
    value = (
        None
        if shared[name] == absent
        else cell_of(name, shared, layout.words, layout.plan.market, said=absent != NOT_GIVEN)
    )
    sheet.text(row, 0, name.replace("_", " "), formats.strong)
    sheet.value(row, VALUE, value, formats.input(column.format))
    sheet.text(row, 2, column.unit, formats.plain_note)
    sheet.text(row, 3, column.meaning, formats.note)
    sheet.formula(row, GRAINS, layout.shared_formula(name), shared[name], formats.grain)
    _name(workbook, layout, f"shared_{name}", row)
    if not sheet.static:
        sheet.worksheet.data_validation(row, VALUE, row, VALUE, rule_of(layout, column))


def _name(workbook: Any, layout: Layout, name: str, row: int) -> None:
    mark = f"_{layout.sheets.mark}" if layout.sheets.mark else ""
    workbook.define_name(f"{name}{mark}", f"={fixed_cell(layout.sheets.shared, row, VALUE)}")
