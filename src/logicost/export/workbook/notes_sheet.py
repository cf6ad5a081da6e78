"""The Notes sheet: what to mind in the figures, for which programs, and in which products."""

from __future__ import annotations

from collections.abc import Sequence

from logicost.export.workbook.formats import Formats
from logicost.export.workbook.layout import Layout
from logicost.export.workbook.rows import SheetRow
from logicost.export.workbook.sheet_writer import SheetWriter

HEADS = ("note", "programs", "products", "which")
FIRST = 4
_NAMED = 12  # skus in a cell


def write_notes(sheet: SheetWriter, formats: Formats, layout: Layout, rows: Sequence[SheetRow]) -> None:
    """One row for each note or error, the most frequent first, as of when the file was written; the programs' sheets
    have them beside each product, live."""
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for row in rows:
        for quote, program in zip(row.quotes, layout.programs, strict=True):
            if quote is None:
                continue
            for note in (f"error: {quote.error}",) if quote.is_error else quote.notes:
                programs, skus = found.setdefault(note, ({}, {}))
                programs[program.sheet] = None
                skus[row.sku] = None
    worksheet = sheet.worksheet
    for column, width in enumerate((90, 28, 11, 60)):
        worksheet.set_column(column, column, width)
    sheet.text(0, 0, "Notes and assumptions, where they apply", formats.title)
    sheet.text(1, 0, "as of when the file was written; the last column of lines on each program's sheet follows what you change",
               formats.plain_note)  # fmt: skip
    for column, head in enumerate(HEADS):
        sheet.text(FIRST - 1, column, head, formats.head)
    for place, (note, (programs, skus)) in enumerate(sorted(found.items(), key=lambda item: -len(item[1][1]))):
        lines = max(len(note) // 95, len(", ".join(list(skus)[:_NAMED])) // 60, len(", ".join(programs)) // 28) + 1
        worksheet.set_row(FIRST + place, 15 * lines)
        named = ", ".join(list(skus)[:_NAMED])
        more = f" and {len(skus) - _NAMED} more" if len(skus) > _NAMED else ""
        sheet.text(FIRST + place, 0, note, formats.wrapped)
        sheet.text(FIRST + place, 1, ", ".join(programs), formats.wrapped)
        sheet.value(FIRST + place, 2, len(skus), formats.of(valign="top"))
        sheet.text(FIRST + place, 3, named + more, formats.wrapped)
    worksheet.freeze_panes(FIRST, 0)
    worksheet.autofilter(FIRST - 1, 0, FIRST + max(len(found), 1) - 1, len(HEADS) - 1)
    worksheet.repeat_rows(FIRST - 1)
    worksheet.fit_to_pages(1, 0)
    sheet.paper()
