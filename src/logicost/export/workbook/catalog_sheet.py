"""The Catalog sheet: the inputs, marked and validated; and the Lists sheet, the words that they may hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from logicost.export.workbook.catalog_columns import DAY, FIRST, CatalogColumn
from logicost.export.workbook.cells import FIRST_ROW, Value
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.given import own_cell
from logicost.export.workbook.layout import Layout
from logicost.export.workbook.rows import SheetRow
from logicost.export.workbook.sheet_writer import SheetWriter

MEANING_ROW, GROUP_ROW = 1, 2
_WIDTHS = {"category": 32, "length": 10, "width": 10, "height": 10, "weight": 10}


def write_catalog(
    sheet: SheetWriter, formats: Formats, layout: Layout, rows: Sequence[SheetRow], own: Sequence[str]
) -> None:
    """The catalog: columns that are given, the others folded by group, then why a row is not live, and own columns."""
    columns = layout.catalog
    remark = columns.end
    _set_columns(sheet, layout, remark, rows, own)
    hint = "values only" if sheet.static else "change the yellow cells or fill in a free row; every sheet follows"
    sheet.text(0, 0, f"Catalog: {hint}", formats.title)
    told = {columns.place[each.name]: each for each in columns.all}
    notes = {
        0: "your name for the product",
        1: "what it is called",
        **{place: each.meaning for place, each in told.items()},
    }
    for place, text in sorted(notes.items()):
        sheet.text(MEANING_ROW, place, text, formats.note)
    for name, group in columns.folded.items():
        sheet.text(GROUP_ROW, columns.place[group[0].name] - 1, f"{name} (+)", formats.band)
    heads = {0: "sku", 1: "title", **{place: each.heading for place, each in told.items()}, remark: "remark"}
    heads |= {remark + 1 + place: name for place, name in enumerate(own)}
    for place in range(remark + 1 + len(own)):
        sheet.text(FIRST_ROW - 1, place, heads.get(place, ""), formats.head)
    for number, row in enumerate(rows, start=FIRST_ROW):
        _write_row(sheet, formats, number, row, told, remark, own)
    sheet.frame(FIRST, FIRST_ROW + len(rows) - 1, remark + len(own), FIRST + len(columns.shown) - 1)
    if not sheet.static:
        for place, column in told.items():
            _validate(sheet, layout, column, place, FIRST_ROW + len(rows) - 1)


def _set_columns(sheet: SheetWriter, layout: Layout, remark: int, rows: Sequence[SheetRow], own: Sequence[str]) -> None:
    worksheet, columns = sheet.worksheet, layout.catalog
    worksheet.outline_settings(True, True, False, False)
    worksheet.set_row(MEANING_ROW, 60)
    worksheet.set_row(FIRST_ROW - 1, 46)
    worksheet.set_column(0, 0, 22)
    worksheet.set_column(1, 1, 34 if any(row.title for row in rows) else 12)
    for each in columns.shown:
        place = columns.place[each.name]
        worksheet.set_column(place, place, _width(each))
    for group in columns.folded.values():
        first = columns.place[group[0].name]
        worksheet.set_column(first - 1, first - 1, 12, None, {"collapsed": True})
        for each in group:
            place = columns.place[each.name]
            worksheet.set_column(place, place, _width(each), None, {"level": 1, "hidden": True})
    worksheet.set_column(remark, remark, 44 if any(row.fixed for row in rows) else 10)
    for place, name in enumerate(own, start=remark + 1):
        worksheet.set_column(place, place, min(max(len(name) + 3, 10), 40))


def _width(column: CatalogColumn) -> float:
    longest = max(len(word) for word in column.heading.split())
    return _WIDTHS.get(column.name, max(longest + 4, 11))


def _write_row(
    sheet: SheetWriter, formats: Formats, at: int, row: SheetRow, told: Mapping[int, CatalogColumn], remark: int,
    own: Sequence[str],
) -> None:  # fmt: skip
    for place, text in enumerate((row.sku, row.title)):
        sheet.value(at, place, text, formats.fixed if row.fixed and place else formats.input_text)
    for place, column in sorted(told.items()):
        style = formats.fixed if row.fixed else formats.input(column.format, bool(column.list))
        if row.fixed and row.values is not None:
            style = formats.of(font_color="#7A5C00", italic=True, num_format=column.format)
        sheet.value(at, place, row.cells.get(column.name), style)
    if row.fixed:
        sheet.text(at, remark, f"not live: {row.fixed}", formats.fixed)
    given = row.comparison.given if row.comparison is not None else {}
    for place, name in enumerate(own, start=remark + 1):
        sheet.value(at, place, own_cell(given.get(name)), formats.text)


def _validate(sheet: SheetWriter, layout: Layout, column: CatalogColumn, place: int, last_row: int) -> None:
    sheet.worksheet.data_validation(FIRST_ROW, place, last_row, place, rule_of(layout, column))


def rule_of(layout: Layout, column: CatalogColumn) -> dict[str, object]:
    """What a cell of the column may hold. Other words for a category, and money as text, are understood as well."""
    told = f"{column.heading}: {column.bounds}"
    rule: dict[str, object] = {
        "error_title": column.heading[:32],
        "error_message": f"{told}{', or leave it empty' if not column.required else ''}"[:255],
        "ignore_blank": not column.required,
        "input_title": column.heading[:32],
        "input_message": f"{column.meaning}. {column.bounds}"[:255],
    }
    if column.list in layout.lists.columns:
        rule |= {"validate": "list", "source": f"={layout.lists.locate(column.list, 0)}"}
        rule |= {} if column.strict else {"error_type": "information"}
    elif column.list:
        rule |= {"validate": "list", "source": column.list.split(",")}
    else:
        kind = "date" if column.format == DAY else "integer" if column.whole else "decimal"
        least: object = column.smallest
        most: object = column.largest
        if column.name == "on":
            least, most = layout.days
        elif column.format == DAY:
            kind = "decimal"
        rule |= {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}
    return rule


def write_lists(sheet: SheetWriter, formats: Formats, layout: Layout) -> None:
    """One column of words for each choice; the formulas look numbers up in it."""
    columns: list[list[Value]] = []
    heads: list[str] = []
    for name, each in layout.lists.columns.items():
        columns += each
        heads += layout.lists.heads(name)
    sheet.worksheet.set_column(0, len(columns), 22)
    for place, head in enumerate(heads):
        sheet.text(0, place, head.replace("_", " "), formats.head)
    for row, values in enumerate(zip_longest(*columns), start=1):
        for place, value in enumerate(values):
            sheet.value(row, place, value)
    sheet.worksheet.freeze_panes(1, 0)
    sheet.worksheet.autofilter(0, 0, max(map(len, columns)), len(columns) - 1)
    sheet.worksheet.repeat_rows(0)
    sheet.paper()
