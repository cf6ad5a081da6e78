"""The Catalog sheet: the inputs, marked and validated; and the Lists sheet, the words that they may hold."""

from __future__ import annotations

from collections.abc import Sequence

from logicost.export.workbook.catalog_columns import CatalogColumn
from logicost.export.workbook.cells import FIRST_ROW
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.layout import Layout
from logicost.export.workbook.rows import SheetRow
from logicost.export.workbook.sheet_writer import SheetWriter


def write_catalog(sheet: SheetWriter, formats: Formats, layout: Layout, rows: Sequence[SheetRow]) -> None:
    """The catalog; rows that stay as quoted say so beside the sku."""
    worksheet, columns = sheet.worksheet, layout.catalog.columns
    note_column = len(columns) + 1
    title_column = note_column + 1
    titled = any(row.comparison.title for row in rows)
    worksheet.set_column(0, 0, 22)
    worksheet.set_column(1, len(columns), 13)
    worksheet.set_column(note_column, note_column, 60)
    worksheet.set_column(title_column, title_column, 40)
    worksheet.freeze_panes(FIRST_ROW, 1)
    hint = "values only" if sheet.static else "change the yellow cells; every sheet follows"
    sheet.text(0, 0, f"Catalog: {hint}", formats.title)
    for row, texts in enumerate(
        (
            ["sku", *(column.name for column in columns), "remark", *(["title"] if titled else [])],
            ["", *(column.unit + (" *" if column.required else "") for column in columns), "* required"],
            ["your name for it", *(column.meaning for column in columns), ""],
        ),
        start=1,
    ):
        style = (formats.head, formats.unit, formats.note)[row - 1]
        for place, text in enumerate(texts):
            sheet.text(row, place, text, style)
    for number, row_of in enumerate(rows):
        row = FIRST_ROW + number
        sheet.text(row, 0, row_of.comparison.sku, formats.input_text)
        if row_of.values is not None:
            for place, column in enumerate(columns, start=1):
                style = formats.input(column.format) if not row_of.fixed else formats.fixed
                sheet.value(row, place, column.cell(row_of.values), style)
        if row_of.fixed:
            sheet.text(row, note_column, f"not live: {row_of.fixed}", formats.fixed)
        if titled:
            sheet.text(row, title_column, row_of.comparison.title)
    if not sheet.static and rows:
        for place, column in enumerate(columns, start=1):
            _validate(sheet, layout, column, place, FIRST_ROW + len(rows) - 1)


def _validate(sheet: SheetWriter, layout: Layout, column: CatalogColumn, place: int, last_row: int) -> None:
    rule: dict[str, object] = {
        "error_title": column.name[:32],
        "error_message": f"{column.name}: choose from the list, or leave it empty",
        "ignore_blank": not column.required,
    }
    if column.name in layout.lists:
        rule |= {"validate": "list", "source": f"={layout.lists[column.name]}"}
    elif column.words:
        rule |= {"validate": "list", "source": list(column.words)}
    else:
        rule |= {
            "validate": "integer" if column.whole else "decimal",
            "criteria": "between",
            "minimum": column.smallest,
            "maximum": column.largest,
            "error_message": f"{column.name} must be a number from {column.smallest:,.10g} to {column.largest:,.10g}",
        }
    sheet.worksheet.data_validation(FIRST_ROW, place, last_row, place, rule)


def write_lists(sheet: SheetWriter, formats: Formats, layout: Layout) -> None:
    """One column of words for each choice; the formulas look numbers up in it."""
    sheet.worksheet.set_column(0, max(len(layout.words), 1), 30)
    longest = max((len(words) for words in layout.words.values()), default=0)
    for place, name in enumerate(layout.words):
        sheet.text(0, place, name, formats.head)
    for row in range(longest):
        for place, words in enumerate(layout.words.values()):
            if row < len(words):
                sheet.text(row + 1, place, words[row])
